#include "channels/model/signing.hpp"

#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/labels.hpp"

#include <algorithm>

namespace kring::channels {

using primitives::LabelPrefix;

namespace {

template <class IdType>
IdType id_of_key(ByteView key) {
  const Hash hash = primitives::sha256(key);
  FixedBytes<IdType::size> start{};
  std::copy_n(hash.begin(), start.size(), start.begin());
  return IdType(start);
}

}  // namespace

std::string_view label_of(SigningPurpose purpose) {
  switch (purpose) {
    case SigningPurpose::login:
      return "login";
    case SigningPurpose::charter:
      return "charter";
    case SigningPurpose::consent:
      return "consent";
    case SigningPurpose::head:
      return "head";
    case SigningPurpose::record:
      return "record";
    case SigningPurpose::key_box:
      return "key box";
    case SigningPurpose::device:
      return "device";
    case SigningPurpose::handle:
      return "handle";
    case SigningPurpose::introduction:
      return "introduction";
    case SigningPurpose::http:
      return "http";
    case SigningPurpose::new_handle:
      return "new handle";
    case SigningPurpose::slot:
      return "slot";
    case SigningPurpose::slot_read:
      return "slot read";
    case SigningPurpose::link:
      return "link";
    case SigningPurpose::attestation:
      return "attestation";
    case SigningPurpose::heal:
      return "heal";
    case SigningPurpose::publication:
      return "publication";
  }
  return {};
}

Result<Bytes> sign(SigningPurpose purpose, ByteView content, const Secret& seed) {
  return primitives::sign_with_label(LabelPrefix::kring, label_of(purpose), content, seed);
}

Status verify(SigningPurpose purpose, const Signed& it, const FixedBytes<32>& key) {
  const primitives::SignaturePublicKey public_key{copy_bytes(key)};
  const auto verified = primitives::verify_with_label(
      LabelPrefix::kring, label_of(purpose), {.content = it.content, .signature = it.signature}, public_key);
  if (!verified) return fail(Errc::bad_signature, label_of(purpose));
  return {};
}

HandleId handle_of(const HandleKey& key) {
  return id_of_key<HandleId>(key.view());
}

InvitationId invitation_of(const InvitationKey& key) {
  return id_of_key<InvitationId>(key.view());
}

HandleId login_of(const RecoveryKey& key) {
  return id_of_key<HandleId>(key.view());
}

}  // namespace kring::channels
