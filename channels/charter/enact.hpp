#pragma once

#include "channels/charter/state.hpp"

/// What entries change, once every rule has been checked. Nothing here can fail.
namespace kring::charter {

/// The state that a founding entry begins.
[[nodiscard]] State enact_founding(const CharterEntry& entry);
/// Applies any other entry.
void enact(State& state, const CharterEntry& entry);

}  // namespace kring::charter
