#include "channels/charter/attestation.hpp"
#include "channels/charter/device_link.hpp"
#include "channels/charter/introduction.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/charter/mailbox_link.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"

#include <cstddef>
#include <cstdint>

/// Links and codes, which people paste, and the introductions that strangers seal: read or refused, and what
/// a link says is what its text says again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring;
  const ByteView bytes(data, size);
  (void)charter::Introduction::verify(bytes, {});  // Nobody signed it; refusing must be safe.
  if (const auto to_device = charter::parse_device_link(view_text(bytes))) {
    const auto again = charter::text_of_device_link(*to_device);
    KRING_ASSERT(again && charter::parse_device_link(*again).has_value());
  }
  if (const auto to_mailbox = charter::parse_mailbox_link(view_text(bytes)))
    KRING_ASSERT(charter::parse_mailbox_link(charter::text_of_mailbox_link(*to_mailbox)).has_value());
  if (const auto code = charter::parse_new_handle(view_text(bytes)))
    KRING_ASSERT(charter::parse_new_handle(charter::text_of_new_handle(*code)).has_value());
  if (const auto attestation = charter::parse_attestation(view_text(bytes)))
    KRING_ASSERT(charter::parse_attestation(charter::text_of_attestation(*attestation)) == attestation);
  if (const auto attestation = charter::Attestation::decode(bytes))
    KRING_ASSERT(codec::encode(*attestation).size() > attestation->bytes().size());
  const auto link = charter::parse_link(view_text(bytes));
  if (!link) return 0;
  const auto text = charter::text_of_link(*link);
  KRING_ASSERT(text.has_value());
  KRING_ASSERT(charter::parse_link(*text).has_value());
  KRING_ASSERT(charter::invitation_key_pair(link->seed).has_value());
  return 0;
}
