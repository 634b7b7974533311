#pragma once

#include "channels/model/limits.hpp"

#include <chrono>
#include <cstddef>

/// Every limit of the bus, with its reason.
namespace kring::bus::limits {

/// Logs of one announcement: what one batch of the store brings at the most.
inline constexpr std::size_t batch_news_max = 512;
/// Frames of one announcement, all logs together, each with its length. News beyond it say the number alone.
inline constexpr std::size_t batch_frames_bytes_max = std::size_t{256} * 1024;
/// Frames of one log in an announcement: as many as an engine keeps ready.
inline constexpr std::size_t log_frames_max = 256;
/// The length before a frame, at its longest.
inline constexpr std::size_t frame_length_bytes = 4;
/// One news without its frames: circle, channel, two numbers and a length.
inline constexpr std::size_t news_bytes_max = 32 + 1 + 16 + 8 + 8 + 4;
/// The largest announcement before it is sealed.
inline constexpr std::size_t announcement_bytes_max =
    batch_news_max * news_bytes_max + batch_frames_bytes_max + 4;
/// A reply of Redis that is larger than this and not whole yet: nobody of ours has sent it.
inline constexpr std::size_t reply_bytes_max = 2 * announcement_bytes_max;
/// What was handed to Redis and is not answered yet: some seconds of a busy hub. Full: news are dropped, and
/// the other nodes read the store.
inline constexpr std::size_t outgoing_bytes_max = std::size_t{8} * 1024 * 1024;
/// What came from Redis and waits for its turn. Full: news are dropped.
inline constexpr std::size_t incoming_bytes_max = std::size_t{8} * 1024 * 1024;
/// Nodes whose keys are kept at hand: some more than a hub has.
inline constexpr std::size_t nodes_max = 64;

/// How often the way through Redis is tried.
inline constexpr std::chrono::milliseconds probe_every{1000};
/// A connection that has not answered for so long is given up: a pause of Redis is seen after it.
inline constexpr std::chrono::milliseconds answer_within{3000};
/// From the name's look-up to the last subscription.
inline constexpr std::chrono::milliseconds connect_within{3000};
/// Before a connection is tried again: doubled each time, from the first to the last, and between a half and
/// the whole of it, so that nodes do not come back together.
inline constexpr std::chrono::milliseconds retry_first{50};
inline constexpr std::chrono::milliseconds retry_last{2000};

}  // namespace kring::bus::limits
