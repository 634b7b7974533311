// How a newcomer joins by a Welcome.
#include "crypto/base/errc.hpp"
#include "crypto/mls/group.hpp"
#include "crypto/mls/welcome_sealing.hpp"

#include <algorithm>

namespace kring::mls {

using crypto::Errc;

namespace {

Result<std::vector<KnownPsk>> choose_psks(const std::vector<PreSharedKeyId>& ids,
                                          std::span<const NamedPsk> known) {
  std::vector<KnownPsk> chosen;
  for (const auto& id : ids) {
    const auto* external = std::get_if<ExternalPsk>(&id.key);
    if (external == nullptr) return fail(Errc::unknown_psk, "resumption");
    const auto found = std::ranges::find(known, external->id, &NamedPsk::id);
    if (found == known.end()) return fail(Errc::unknown_psk, "Welcome");
    chosen.push_back({id, found->secret.clone()});
  }
  return chosen;
}

/// Our leaf: the one that is ours byte for byte.
Result<LeafIndex> find_own_leaf(const RatchetTree& tree, const LeafNode& ours) {
  const auto place = tree.find_signature_key(ours.signature_key);
  if (!place || *tree.leaf(*place) != ours) return fail(Errc::not_a_member, "no leaf of ours");
  return *place;
}

/// The private keys that a newcomer starts with.
Result<PrivateTree> starting_keys(const PublicGroup& group, LeafIndex self, LeafIndex committer,
                                  const KeyPackageBundle& bundle, std::optional<Secret> path_secret) {
  PrivateTree keys(self, bundle.encryption_private_key.clone());
  if (path_secret) {
    auto above = keys.implant(group.tree(), common_ancestor(self, committer), std::move(*path_secret));
    if (!above) return fail(above.error());
  }
  if (auto good = keys.verify(group.tree()); !good) return fail(Errc::bad_key, "of the key package");
  return keys;
}

}  // namespace

Result<Joined> Group::join(const Welcome& welcome, const KeyPackageBundle& bundle,
                           primitives::SignatureKeyPair signer, const JoinOptions& options) {
  const auto& ours = bundle.key_package.leaf_node;
  if (signer.public_key != ours.signature_key) return fail(Errc::bad_key, "not the key package's signer");
  auto told = open_group_secrets(welcome, bundle);
  if (!told) return fail(told.error());
  auto psks = choose_psks(told->psks, options.psks);
  if (!psks) return fail(psks.error());
  const auto psk = psk_secret(*psks);
  auto info = open_group_info(welcome, told->joiner_secret, psk);
  if (!info) return fail(info.error());
  auto group = PublicGroup::from_group_info(*info, options.tree, options.now);
  if (!group) return fail(group.error());

  auto self = find_own_leaf(group->tree(), ours);
  if (!self) return fail(self.error());
  if (*self == info->signer) return fail(Errc::unknown_sender, "a Welcome signed by its reader");
  auto keys = starting_keys(*group, *self, info->signer, bundle, std::move(told->path_secret));
  if (!keys) return fail(keys.error());
  auto secrets = EpochSecrets::from_joiner_secret(told->joiner_secret, psk, codec::encode(group->context()));
  const auto tag = secrets.confirmation_tag(group->context().confirmed_transcript_hash);
  if (!equal_constant_time(tag, info->confirmation_tag)) return fail(Errc::bad_confirmation_tag);

  const auto size = group->tree().size();
  EpochState state{std::move(*group), *self, start_epoch(std::move(*keys), std::move(secrets), size)};
  Joined joined{Group(std::move(state), std::move(signer)), std::move(*info)};
  for (const auto& it : options.psks) joined.group.external_psks_.insert_or_assign(it.id, it.secret.clone());
  return joined;
}

}  // namespace kring::mls
