#pragma once

#include "channels/wire/answer.hpp"
#include "channels/wire/event.hpp"
#include "channels/wire/request.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kring::wire {

using AnyFrame = std::variant<RequestFrame, AnswerFrame, Event>;

/// A frame and the name of its file in `tests/golden/frames`.
struct Sample {
  std::string name;
  AnyFrame frame;
};

/// At least one frame of every kind: each request, each answer to it, each error, each event.
[[nodiscard]] std::vector<Sample> sample_frames();

/// Encodes with the codec's function for this frame.
[[nodiscard]] Result<std::string> encode_any(const AnyFrame& frame);
/// Reads `text` as a frame of the same kind as `like`, as the end that it is meant for would.
[[nodiscard]] Result<AnyFrame> decode_any(std::string_view text, const AnyFrame& like);
/// The text of a frame without the encoder's checks, to see what the other end makes of it.
[[nodiscard]] std::string unchecked_text(const AnyFrame& frame);

}  // namespace kring::wire
