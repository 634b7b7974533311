#include "hub/engine/frames.hpp"

#include "crypto/base/assert.hpp"

namespace kring::engine {

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
