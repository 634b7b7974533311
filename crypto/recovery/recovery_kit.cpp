#include "crypto/recovery/recovery_kit.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/labels.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <string_view>

namespace kring::recovery {

namespace {

Secret derive(const Secret& entropy, std::string_view label, ByteView context = {}) {
  return primitives::expand_with_label(primitives::LabelPrefix::kring, entropy, label, context,
                                       primitives::key_bytes);
}

primitives::SignatureKeyPair signature_key(Secret seed) {
  auto pair = primitives::signature_key_pair(std::move(seed));
  KRING_ASSERT(pair.has_value());  // Every seed of 32 bytes is one.
  return std::move(*pair);
}

FixedBytes<32> fixed(const Bytes& key) {
  FixedBytes<32> bytes{};
  KRING_ASSERT(key.size() == bytes.size());
  std::ranges::copy(key, bytes.begin());
  return bytes;
}

}  // namespace

primitives::SignatureKeyPair RecoveryKit::person_key() const {
  return signature_key(derive(entropy_, "person key"));
}

primitives::SignatureKeyPair RecoveryKit::recovery_key(RecoveryIndex index) const {
  codec::Writer context;
  codec::write_number(context, index);
  return signature_key(derive(entropy_, "recovery key", context.view()));
}

primitives::HpkeKeyPair RecoveryKit::vault_key() const {
  return primitives::derive_hpke_key_pair(derive(entropy_, "vault key"));
}

Secret RecoveryKit::slot_id_key() const {
  return derive(entropy_, "slot id key");
}

SlotKeys RecoveryKit::slot_keys(SlotIndex index) const {
  codec::Writer context;
  codec::write_number(context, index);
  const auto key = slot_id_key();
  return {.writer = signature_key(derive(key, "slot writer", context.view())),
          .reader = signature_key(derive(key, "slot reader", context.view()))};
}

KitPublicParts RecoveryKit::public_parts() const {
  KitPublicParts parts;
  parts.person_key = fixed(person_key().public_key.bytes);
  parts.vault_key = fixed(vault_key().public_key.bytes);
  parts.recovery_keys.reserve(stored_recovery_keys);
  for (std::uint16_t i = 0; i < stored_recovery_keys; ++i) {
    parts.recovery_keys.push_back(fixed(recovery_key(RecoveryIndex{i}).public_key.bytes));
  }
  return parts;
}

}  // namespace kring::recovery
