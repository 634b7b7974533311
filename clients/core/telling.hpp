#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/device.hpp"
#include "clients/core/person_state.hpp"

#include <map>

/// What this device tells the person's other devices, and what it was told by one.
namespace kring::core {

/// Everything that another device of the person needs: of all circles that this one is a member of.
[[nodiscard]] PersonState state_to_tell(const Device& device,
                                        const std::map<channels::CircleId, CircleData>& circles);

/// Keeps what the person's other device knows of a circle that this one is coming into: names, checks, the
/// recovery key's number, and the head below which no charter is taken.
void take_told(CircleData& circle, const KnownCircle& known);

[[nodiscard]] SecretBytes encode_told(const Told& told);
/// Errors: `bad_vault`.
[[nodiscard]] Result<Told> decode_told(ByteView row);

}  // namespace kring::core
