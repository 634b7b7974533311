#include "clients/core/linking.hpp"
#include "clients/core/person_state.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// What another device of the person says, or one that is to become theirs: read or refused, and written as
/// the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring;
  const ByteView bytes(data, size);
  if (const auto request = codec::decode<core::LinkRequest>(bytes))
    KRING_ASSERT(equal(codec::encode(*request), bytes));
  const auto state = core::PersonState::decode(bytes);
  if (!state) return 0;
  const auto again = state->encode();
  KRING_ASSERT(again && std::ranges::equal(*again, bytes));
  for (const auto& circle : state->circles) KRING_ASSERT(circle.device_link().has_value());
  return 0;
}
