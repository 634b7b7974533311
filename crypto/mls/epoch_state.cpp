#include "crypto/mls/epoch_state.hpp"

#include "crypto/base/errc.hpp"

#include <utility>

namespace kring::mls {

using crypto::Errc;

namespace {

/// A stored public state: a tree of 2,000 devices needs about one MiB, pending proposals as much again.
constexpr std::size_t public_group_bytes_max = std::size_t{64} << 20U;

}  // namespace

void MemberSecrets::write(codec::SecretWriter& out) const {
  keys.write(out);
  epoch.write(out);
  messages.tree.write(out);
  out.opaque(messages.sender_data_secret.expose());
}

Result<MemberSecrets> MemberSecrets::read(codec::Reader& in) {
  auto keys = PrivateTree::read(in);
  if (!keys) return fail(keys.error());
  auto epoch = EpochSecrets::read(in);
  if (!epoch) return fail(epoch.error());
  auto tree = SecretTree::read(in);
  if (!tree) return fail(tree.error());
  auto sender_data = in.opaque(primitives::key_bytes);
  if (!sender_data) return fail(sender_data.error());
  return MemberSecrets{std::move(*keys), std::move(*epoch),
                       MessageSecrets{std::move(*tree), Secret::copy_of(*sender_data)}};
}

void EpochState::write(codec::SecretWriter& out) const {
  out.opaque(public_group.encode());
  codec::write_number(out, self);
  out.optional(member, [](codec::SecretWriter& inner, const MemberSecrets& it) { it.write(inner); });
}

Result<EpochState> EpochState::read(codec::Reader& in) {
  auto bytes = in.opaque(public_group_bytes_max);
  if (!bytes) return fail(bytes.error());
  auto public_group = PublicGroup::decode(*bytes);
  if (!public_group) return fail(public_group.error());
  auto self = in.u32();
  if (!self) return fail(self.error());
  auto member = in.optional<MemberSecrets>(MemberSecrets::read);
  if (!member) return fail(member.error());
  const bool agrees = !*member || ((*member)->keys.self() == LeafIndex{*self} &&
                                   public_group->tree().leaf(LeafIndex{*self}) != nullptr);
  if (!agrees) return fail(Errc::bad_snapshot, "own leaf");
  return EpochState{std::move(*public_group), LeafIndex{*self}, std::move(*member)};
}

EnteredEpoch enter_epoch(const EpochEntry& entry, const GroupContext& context) {
  const auto encoded = codec::encode(context);
  auto joiner = joiner_secret(entry.init_secret, entry.commit_secret, encoded);
  auto psk = psk_secret(entry.psks);
  auto secrets = EpochSecrets::from_joiner_secret(joiner, psk, encoded);
  return {std::move(secrets), std::move(joiner), std::move(psk)};
}

MemberSecrets start_epoch(PrivateTree keys, EpochSecrets secrets, TreeSize size) {
  MessageSecrets messages{SecretTree(std::exchange(secrets.encryption_secret, {}), size),
                          std::exchange(secrets.sender_data_secret, {})};
  return {std::move(keys), std::move(secrets), std::move(messages)};
}

}  // namespace kring::mls
