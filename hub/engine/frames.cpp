#include "hub/engine/frames.hpp"

#include "crypto/base/assert.hpp"

namespace kring::engine {

using channels::ChannelId;
using channels::CircleId;

Frame entry_frame(const CircleId& circle, const ChannelId& channel, store::LogEntryRow row) {
  wire::EntryEvent event{
      .circle = circle, .channel = channel, .seq = row.seq, .kind = row.kind, .time = row.time};
  if (row.payload_bytes > store::inline_payload_bytes_max) {
    event.payload = wire::StagedPart{.hash = row.payload_hash, .size = row.payload_bytes};
  } else {
    event.payload = std::move(row.payload);
  }
  return make_frame(event);
}

Frame make_frame(const wire::Event& event) {
  auto text = wire::encode_event(event);
  KRING_ASSERT(text);
  return std::make_shared<const std::string>(std::move(*text));
}

Frame make_frame(const wire::AnswerFrame& answer) {
  auto text = wire::encode_answer(answer);
  if (!text)
    text = wire::encode_answer(
        {.id = answer.id, .outcome = wire::ErrorAnswer{.code = wire::ErrorCode::internal}});
  KRING_ASSERT(text);
  return std::make_shared<const std::string>(std::move(*text));
}

}  // namespace kring::engine
