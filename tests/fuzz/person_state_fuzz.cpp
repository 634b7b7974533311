#include "clients/core/person_state.hpp"
#include "crypto/base/assert.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// What another device of the person says: read or refused, and written as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring;
  const ByteView bytes(data, size);
  const auto state = core::PersonState::decode(bytes);
  if (!state) return 0;
  const auto again = state->encode();
  KRING_ASSERT(again && std::ranges::equal(*again, bytes));
  for (const auto& circle : state->circles) KRING_ASSERT(circle.device_link().has_value());
  return 0;
}
