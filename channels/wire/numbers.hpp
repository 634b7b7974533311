#pragma once

#include "crypto/mls/protocol.hpp"

#include <cstdint>

namespace kring::wire {

/// A number that the client chooses for a request; the answer carries it back.
enum class RequestId : std::uint64_t {};
/// The hub's number for a Welcome in a mailbox.
enum class WelcomeId : std::uint64_t {};
/// How often a channel's MLS group has changed its keys.
using mls::EpochId;

}  // namespace kring::wire
