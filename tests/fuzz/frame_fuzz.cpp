#include "channels/wire/frame_codec.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

namespace {

using namespace kring;

/// Whatever reads as a request is written as one that reads the same; whatever does not has an answer that is
/// written.
void check_request(std::string_view text) {
  const auto frame = wire::decode_request(text);
  if (!frame) {
    KRING_ASSERT(wire::encode_answer(frame.error()));
    return;
  }
  const auto written = wire::encode_request(*frame);
  KRING_ASSERT(written);
  KRING_ASSERT(wire::decode_request(*written) == *frame);
}

void check_answer(const wire::ReceivedAnswer& received) {
  for (const auto op : wire::ops) {
    const auto answer = wire::decode_answer(received, op);
    if (!answer) continue;
    const auto written = wire::encode_answer(*answer);
    KRING_ASSERT(written);
    const auto again = wire::decode_hub_frame(*written);
    KRING_ASSERT(again);
    KRING_ASSERT(wire::decode_answer(std::get<wire::ReceivedAnswer>(*again), op) == *answer);
  }
}

void check_event(const wire::Event& event) {
  const auto written = wire::encode_event(event);
  KRING_ASSERT(written);
  const auto again = wire::decode_hub_frame(*written);
  KRING_ASSERT(again);
  KRING_ASSERT(std::get<wire::Event>(*again) == event);
}

}  // namespace

/// The frame codec of both ends.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = view_text({data, size});
  check_request(text);
  const auto frame = wire::decode_hub_frame(text);
  if (!frame) return 0;
  if (const auto* event = std::get_if<wire::Event>(&*frame)) {
    check_event(*event);
  } else {
    check_answer(std::get<wire::ReceivedAnswer>(*frame));
  }
  return 0;
}
