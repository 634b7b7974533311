#include "clients/core/vault_slot.hpp"
#include "crypto/base/assert.hpp"

#include <cstddef>
#include <cstdint>

/// What comes out of a slot of the vault: read or refused, and what is written again reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring;
  const ByteView bytes(data, size);
  static const Secret key = Secret::copy_of(Bytes(32, 7));
  KRING_ASSERT(!core::open_slot(key, {.slot = {}, .number = 1}, bytes));
  const auto content = core::SlotContent::decode(bytes);
  if (!content) return 0;
  const auto again = content->encode();
  KRING_ASSERT(again && again->size() <= size);
  const auto read = core::SlotContent::decode(*again);
  KRING_ASSERT(read && *read == *content);
  return 0;
}
