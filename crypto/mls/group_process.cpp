// How a group takes in what others send: unframing, proposals, commits.
#include "crypto/base/errc.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/group.hpp"
#include "crypto/mls/treekem.hpp"

#include <algorithm>

namespace kring::mls {

using crypto::Errc;

Status Group::check_address(ByteView group_id, EpochId epoch_named) const {
  if (!is_member()) return fail(Errc::not_a_member, "message");
  if (!equal(group_id, context().group_id)) return fail(Errc::wrong_group, "message");
  if (epoch_named < epoch()) return fail(Errc::stale_epoch, "message");
  if (epoch_named > epoch()) return fail(Errc::future_epoch, "message");
  return {};
}

Result<Group::Unframed> Group::unframe_public(const PublicMessage& message) const {
  if (auto good = check_address(message.content.group_id, message.content.epoch); !good)
    return fail(good.error());
  const auto& key = state_.member->epoch.membership_key;
  if (auto good = verify_membership(message, codec::encode(context()), key); !good) return fail(good.error());
  if (message.content.sender.leaf() == own_leaf()) return fail(Errc::own_message);
  return Unframed{content_of(message), std::nullopt};
}

Result<LeafIndex> Group::sender_of(const PrivateMessage& message) const {
  if (auto good = check_address(message.group_id, message.epoch); !good) return fail(good.error());
  return mls::sender_of(message, state_.member->messages.sender_data_secret);
}

Result<Group::Unframed> Group::unframe_private(const PrivateMessage& message) const {
  auto sender = sender_of(message);
  if (!sender) return fail(sender.error());
  const auto& messages = state_.member->messages;
  if (*sender == own_leaf()) return fail(Errc::own_message);
  if (public_group().tree().leaf(*sender) == nullptr) return fail(Errc::unknown_sender, "blank leaf");
  auto opened = open_private(message, messages);
  if (!opened) return fail(opened.error());
  return Unframed{std::move(opened->content), std::move(opened->used)};
}

Result<Group::Unframed> Group::unframe(const MlsMessage& message) const {
  if (const auto* clear = std::get_if<PublicMessage>(&message.body)) return unframe_public(*clear);
  if (const auto* sealed = std::get_if<PrivateMessage>(&message.body)) return unframe_private(*sealed);
  return fail(Errc::unsupported_message, "not a handshake message");
}

Result<ProposalRef> Group::process_proposal(const MlsMessage& message, std::optional<Time> now) {
  auto unframed = unframe(message);
  if (!unframed) return fail(unframed.error());
  auto reference = state_.public_group.remember(unframed->content, now);
  if (reference && unframed->used) state_.member->messages.tree.consume(std::move(*unframed->used));
  return reference;
}

Result<PrivateTree> Group::keys_before_path(const AppliedProposals& applied) const {
  auto keys = state_.member->keys.clone();
  if (std::ranges::find(applied.updates, own_leaf()) == applied.updates.end()) return keys;
  const auto ours = pending_updates_.find(applied.tree.leaf(own_leaf())->encryption_key);
  if (ours == pending_updates_.end()) return fail(Errc::bad_key, "of our own Update");
  keys.set_leaf_key(ours->second.clone());
  return keys;
}

Result<MemberSecrets> Group::next_secrets(const PublicStagedCommit& staged) const {
  const auto& applied = staged.applied();
  auto psks = find_psks(applied.psks);
  if (!psks) return fail(psks.error());
  auto keys = keys_before_path(applied);
  if (!keys) return fail(keys.error());
  OpenedPath opened{std::move(*keys), zero_secret()};
  if (staged.path()) {
    // The leaf that an external commit takes is not a new one in the sense of the path: only Adds are.
    const auto new_leaves = applied.new_leaves();
    const auto provisional = codec::encode(staged.provisional_context());
    auto path = open_path(opened.keys, staged.tree(), staged.effect().committer, *staged.path(),
                          {.group_context = provisional, .new_leaves = new_leaves});
    if (!path) return fail(path.error());
    opened = std::move(*path);
  }
  auto init_secret = state_.member->epoch.init_secret.clone();
  if (applied.external_init) {
    auto external = open_external_init(state_.member->epoch, applied.external_init->kem_output);
    if (!external) return fail(external.error());
    init_secret = std::move(*external);
  }
  auto entered = enter_epoch({init_secret, opened.commit_secret, *psks}, staged.context());
  const auto tag = entered.secrets.confirmation_tag(staged.context().confirmed_transcript_hash);
  if (!equal_constant_time(tag, staged.confirmation_tag())) return fail(Errc::bad_confirmation_tag);
  return start_epoch(std::move(opened.keys), std::move(entered.secrets), staged.tree().size());
}

Result<StagedCommit> Group::stage(const MlsMessage& message, std::optional<Time> now) const {
  auto unframed = unframe(message);
  if (!unframed) return fail(unframed.error());
  auto staged = public_group().stage(unframed->content, now);
  if (!staged) return fail(staged.error());
  auto effect = staged->effect();
  const bool removed =
      std::ranges::find(effect.removes, own_leaf(), &RemovedMember::leaf) != effect.removes.end();
  std::optional<MemberSecrets> secrets;
  if (!removed) {
    auto next = next_secrets(*staged);
    if (!next) return fail(next.error());
    // After a ReInit nothing may be sent any more (section 12.4.2).
    if (!staged->applied().reinit) secrets = std::move(*next);
  }
  auto after = public_group();
  after.merge(std::move(*staged));
  return StagedCommit(std::move(effect), EpochState{std::move(after), own_leaf(), std::move(secrets)},
                      std::nullopt);
}

}  // namespace kring::mls
