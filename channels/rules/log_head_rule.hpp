#pragma once

#include "channels/rules/channel_state.hpp"
#include "channels/rules/log_hashes.hpp"

namespace kring::rules {

/// Whether `head` is one that a sender can have read to in this epoch, with the hash it has in our log: not
/// before the commit that began the epoch, and not beyond the log's head.
[[nodiscard]] bool is_head_since_commit(const ChannelState& state, const LogHashes& log, const LogHead& head);

}  // namespace kring::rules
