#include "hub/engine/key_packages.hpp"

#include "channels/model/signing.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/message.hpp"

#include <algorithm>

namespace kring::engine {

using channels::HandleId;
using channels::HandleKey;

Result<store::KeyPackageRow> check_key_package(ByteView bytes, const charter::Charter& charter,
                                               const HandleId& handle, Time now) {
  const auto* known = charter.handle(handle);
  if (known == nullptr) return fail(crypto::Errc::bad_credential, "key package: unknown handle");
  return check_key_package(bytes, known->key, now);
}

Result<store::KeyPackageRow> check_key_package(ByteView bytes, const HandleKey& key, Time now) {
  auto message = mls::decode_message(bytes);
  if (!message) return fail(message.error());
  const auto* package = std::get_if<mls::KeyPackage>(&message->body);
  if (package == nullptr) return fail(crypto::Errc::bad_key_package, "not a key package");
  if (auto valid = mls::validate_key_package(*package, {}, now); !valid) return fail(valid.error());
  const auto& leaf = package->leaf_node;
  const bool ours = leaf.credential.type == mls::CredentialType::basic &&
                    equal(leaf.credential.content, channels::handle_of(key).view()) &&
                    equal(leaf.signature_key.bytes, key.view());
  if (!ours) return fail(crypto::Errc::bad_credential, "key package");
  return store::KeyPackageRow{.ref = mls::key_package_ref(*package), .bytes = copy_bytes(bytes)};
}

bool has_leaf(const mls::PublicGroup& group, const HandleId& handle) {
  return std::ranges::any_of(group.members(), [&](const auto& member) {
    return equal(member.node.credential.content, handle.view());
  });
}

bool waits_for(const charter::Charter& charter, const HandleId& handle, const channels::ChannelId& channel,
               const HandleId& asker, Time now) {
  if (charter.access(handle, now) != charter::Access::waiting) return false;
  const auto* member = charter.member_of(handle);
  if (member == nullptr || !member->invitation ||
      !charter.rights_of(handle, channel).include(channels::Right::read))
    return false;
  return may_open_introduction(charter, *member->invitation, asker, now);
}

bool may_open_introduction(const charter::Charter& charter, const channels::InvitationId& invitation,
                           const HandleId& asker, Time now) {
  const auto* known = charter.invitation(invitation);
  if (known == nullptr || !charter.is_live(asker, now)) return false;
  const auto* maker = charter.member_of(known->maker);
  const auto* member = charter.member_of(asker);
  return charter.is_owner(asker, now) || (maker != nullptr && member != nullptr && maker->id == member->id);
}

}  // namespace kring::engine
