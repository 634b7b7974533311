#pragma once

#include "channels/wire/frame_codec.hpp"
#include "hub/engine/action.hpp"

namespace kring::engine {

/// An entry out of the store, ready to be sent.
[[nodiscard]] Frame entry_frame(const channels::CircleId& circle, const channels::ChannelId& channel,
                                store::LogEntryRow row);
/// A frame ready to be sent. What does not fit a frame was refused before it was stored.
[[nodiscard]] Frame make_frame(const wire::Event& event);
/// An answer that does not fit a frame goes out as `internal`.
[[nodiscard]] Frame make_frame(const wire::AnswerFrame& answer);

}  // namespace kring::engine
