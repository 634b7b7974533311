#include "channels/rules/channel_state.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/extensions.hpp"
#include "channels/rules/heal_structures.hpp"
#include "channels/rules/record_structures.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/record/padding.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace kring;

/// Whatever decodes is written as the same bytes: signed and hashed structures have one encoding.
template <class T>
void check(ByteView bytes) {
  const auto decoded = T::decode(bytes);
  if (decoded) KRING_ASSERT(equal(decoded->encode(), bytes));
}

}  // namespace

/// The structures of section 4 that come from others; the first byte chooses one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Check = void (*)(ByteView);
  constexpr Check checks[] = {
      check<rules::RecordPayload>,    check<rules::SignedRecord>,
      check<rules::RecordContent>,    check<rules::SealedData>,
      check<rules::CommitPayload>,    check<rules::CommitData>,
      check<rules::ChannelExtension>, check<rules::JoinExtension>,
      check<rules::ChannelState>,     [](ByteView bytes) { (void)record::unpad(bytes); },
      check<rules::HealContent>,      check<rules::HealPayload>};
  if (size == 0) return 0;
  checks[data[0] % std::size(checks)](ByteView(data, size).subspan(1));
  return 0;
}
