#include "channels/wire/charter_page.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"

#include <cstddef>
#include <cstdint>

/// A public charter's page, and where one is asked for: read or refused, and what was read is written as it
/// came.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring;
  const ByteView bytes(data, size);
  if (const auto path = wire::parse_charter_path(view_text(bytes)))
    KRING_ASSERT(wire::format_charter_path(*path) == view_text(bytes));
  const auto page = codec::decode<wire::CharterPage>(bytes);
  if (!page) return 0;
  const auto again = codec::encode(*page);
  KRING_ASSERT(again.size() == size && codec::decode<wire::CharterPage>(again) == page);
  return 0;
}
