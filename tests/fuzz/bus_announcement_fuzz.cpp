#include "crypto/base/assert.hpp"
#include "hub/bus/announcement.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// What another node says, before and after it is opened: read or refused, and what was read is written again
/// as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring;
  const ByteView bytes(data, size);
  if (const auto envelope = bus::read_envelope(bytes)) {
    static bus::Opener opener(Secret::of_size(32));
    (void)opener.open(*envelope);  // Nobody sealed it; refusing must be safe.
  }
  const auto news = bus::decode_news(bytes);
  if (!news) return 0;
  KRING_ASSERT(std::ranges::equal(bus::encode_news(*news), bytes));
  return 0;
}
