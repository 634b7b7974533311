#pragma once

#include "clients/core/circle_data.hpp"

#include <set>

/// What was said in other circles and brought along from their exports (docs/protocol.md, section 7).
namespace kring::core {

/// Names an entry of a channel's log for whoever brings it along, now and again: the first 16 bytes of
/// SHA-256("kring origin" ‖ circle ‖ channel ‖ uint64 seq).
[[nodiscard]] articles::OriginId origin_of(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, channels::Sequence seq);

/// What of other circles is in a channel's log, or waits to be sent there. Reads the whole log.
[[nodiscard]] std::set<articles::OriginId> origins_in(const CircleData& circle,
                                                      const channels::ChannelId& channel);

}  // namespace kring::core
