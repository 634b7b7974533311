// How a group's own commits are made: by a member, and by someone who joins from outside.
#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/group.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/mls/treekem.hpp"
#include "crypto/mls/welcome_sealing.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kring::mls {

using crypto::Errc;

namespace {

/// A commit's path while it is made, with what comes out of it.
struct MadePath {
  std::optional<NewPath> fresh;
  std::optional<UpdatePath> update;
};

/// Puts a fresh path for `author` into `applied.tree` and encrypts it.
Result<MadePath> make_path(const PublicGroup& group, AppliedProposals& applied, LeafNode leaf,
                           const PathAuthor& author, Random& random) {
  MadePath made;
  auto fresh = prepare_path(applied.tree, std::move(leaf), author, random);
  if (!fresh) return fail(fresh.error());
  applied.tree = fresh->tree;
  const auto provisional = codec::encode(group.provisional_context(applied));
  const auto new_leaves = applied.new_leaves();
  auto update = encrypt_path(*fresh, {.group_context = provisional, .new_leaves = new_leaves}, random);
  if (!update) return fail(update.error());
  made.update = std::move(*update);
  made.fresh = std::move(*fresh);
  return made;
}

ProposalOrRef by_value(decltype(Proposal::content) content) {
  return {Proposal{std::move(content)}};
}

ProposalOrRef psk_proposal(Bytes id, Random& random) {
  return by_value(PreSharedKey{
      {.key = ExternalPsk{std::move(id)}, .nonce = copy_bytes(random.fixed<primitives::hash_bytes>())}});
}

/// The Welcome for those whom a commit adds.
Result<MlsMessage> make_welcome(const GroupInfo& info, const EnteredEpoch& entered,
                                std::span<const AddedMember> adds, std::span<const PreSharedKeyId> psks,
                                const std::optional<NewPath>& path, Random& random) {
  std::vector<Newcomer> newcomers;
  for (const auto& add : adds)
    newcomers.push_back({add.key_package, path ? &path->secret_for(add.leaf) : nullptr});
  auto welcome = seal_welcome(info, {entered.joiner_secret, entered.psk_secret, psks}, newcomers, random);
  if (!welcome) return fail(welcome.error());
  return MlsMessage{std::move(*welcome)};
}

/// Puts the tag that only the new epoch's members can make into both.
void confirm(const EpochSecrets& secrets, PublicStagedCommit& staged, AuthenticatedContent& commit) {
  auto tag = secrets.confirmation_tag(staged.context().confirmed_transcript_hash);
  staged.set_confirmation_tag(tag);
  commit.auth.confirmation_tag = std::move(tag);
}

/// The public state after a staged commit.
PublicGroup after(const PublicGroup& group, PublicStagedCommit staged) {
  auto next = group;
  next.merge(std::move(staged));
  return next;
}

/// A group as a GroupInfo shows it, and the beginnings of an external commit to it.
struct ExternalStart {
  PublicGroup group;
  Secret init_secret;
  std::vector<ProposalOrRef> proposals;
};

Result<ExternalStart> start_external(const GroupInfo& info, const ExternalJoinOptions& options,
                                     Random& random) {
  auto group = PublicGroup::from_group_info(info, options.tree, options.now);
  if (!group) return fail(group.error());
  const auto* extension = find_extension(info.extensions, ExtensionType::external_pub);
  if (extension == nullptr) return fail(Errc::bad_value, "no external key");
  auto external = codec::decode<ExternalPub>(extension->content);
  if (!external) return fail(external.error());
  auto init = make_external_init(external->key, random);
  if (!init) return fail(init.error());
  std::vector<ProposalOrRef> proposals{by_value(ExternalInit{std::move(init->kem_output)})};
  if (options.replaces) proposals.push_back(by_value(Remove{*options.replaces}));
  for (const auto& psk : options.psks) proposals.push_back(psk_proposal(psk.id, random));
  return ExternalStart{std::move(*group), std::move(init->init_secret), std::move(proposals)};
}

/// The joiner's leaf, but for what its path puts in.
LeafNode external_leaf(const primitives::SignatureKeyPair& signer, Credential credential,
                       const ExternalJoinOptions& options) {
  return {.encryption_key = {},
          .signature_key = signer.public_key,
          .credential = std::move(credential),
          .capabilities = options.capabilities,
          .source = CommitLeaf{},
          .extensions = options.leaf_extensions,
          .signature = {}};
}

/// The keys that an external commit takes along: as many as it has PreSharedKey proposals, in their order.
std::vector<KnownPsk> external_psks(const AppliedProposals& applied, std::span<const NamedPsk> given) {
  std::vector<KnownPsk> psks;
  for (std::size_t i = 0; i < applied.psks.size(); ++i)
    psks.push_back({applied.psks[i], given[i].secret.clone()});
  return psks;
}

}  // namespace

Result<std::vector<ProposalOrRef>> Group::proposals_for(const CommitOptions& options, Random& random) const {
  std::set<LeafIndex> removed(options.removes.begin(), options.removes.end());
  std::vector<ProposalOrRef> proposals;
  if (options.pending == PendingPolicy::commit) {
    for (auto& it : public_group().committable(own_leaf())) {
      const auto& pending = public_group().pending().at(std::get<ProposalRef>(it.content));
      // A removal that waits makes ours unnecessary; an Update of someone whom we remove cannot be committed.
      if (const auto* remove = std::get_if<Remove>(&pending.proposal.content)) removed.erase(remove->removed);
      const bool updates_removed = std::holds_alternative<Update>(pending.proposal.content) &&
                                   pending.sender.leaf() && removed.contains(*pending.sender.leaf());
      if (!updates_removed) proposals.push_back(std::move(it));
    }
  }
  for (const auto& key_package : options.adds) proposals.push_back(by_value(Add{key_package}));
  for (const auto leaf : options.removes) {
    if (removed.contains(leaf)) proposals.push_back(by_value(Remove{leaf}));
  }
  for (const auto& id : options.external_psks) {
    if (!external_psks_.contains(id)) return fail(Errc::unknown_psk, "commit");
    proposals.push_back(psk_proposal(id, random));
  }
  if (options.group_context_extensions)
    proposals.push_back(by_value(GroupContextExtensions{*options.group_context_extensions}));
  for (const auto& proposal : options.proposals) proposals.push_back({proposal});
  return proposals;
}

Result<PreparedCommit> Group::prepare_commit(const CommitOptions& options, Random& random) {
  if (!is_member()) return fail(Errc::not_a_member, "commit");
  auto proposals = proposals_for(options, random);
  if (!proposals) return fail(proposals.error());
  auto applied = public_group().apply(*proposals, Sender::member(own_leaf()), options.now);
  if (!applied) return fail(applied.error());
  auto psks = find_psks(applied->psks);
  if (!psks) return fail(psks.error());

  MadePath path;
  if (applied->path_required || options.path == PathPolicy::always) {
    const PathAuthor author{own_leaf(), context().group_id, signer_.private_key};
    auto made = make_path(public_group(), *applied, *public_group().tree().leaf(own_leaf()), author, random);
    if (!made) return fail(made.error());
    path = std::move(*made);
  }
  auto content =
      sign(options.format, options.authenticated_data, Commit{std::move(*proposals), std::move(path.update)});
  if (!content) return fail(content.error());
  auto staged = public_group().finish(std::move(*applied), own_leaf(), *content);
  if (!staged) return fail(staged.error());

  const auto zero = zero_secret();
  auto entered =
      enter_epoch({state_.member->epoch.init_secret, path.fresh ? path.fresh->commit_secret : zero, *psks},
                  staged->context());
  confirm(entered.secrets, *staged, *content);
  return complete_commit(std::move(*content), std::move(*staged), std::move(entered), std::move(path.fresh),
                         options, random);
}

Result<PreparedCommit> Group::complete_commit(AuthenticatedContent content, PublicStagedCommit staged,
                                              EnteredEpoch entered, std::optional<NewPath> path,
                                              const CommitOptions& options, Random& random) {
  auto effect = staged.effect();
  const auto psks = staged.applied().psks;
  const bool closes = staged.applied().reinit.has_value();
  auto keys = path ? path->keys.clone() : state_.member->keys.clone();
  const auto size = staged.tree().size();
  Group next(EpochState{after(public_group(), std::move(staged)), own_leaf(),
                        start_epoch(std::move(keys), std::move(entered.secrets), size)},
             signer_.clone());
  std::optional<MlsMessage> welcome;
  if (!effect.adds.empty()) {
    auto info = next.group_info({.tree = options.tree,
                                 .external_joins = ExternalJoins::refused,
                                 .extensions = options.group_info_extensions});
    if (!info) return fail(info.error());
    auto made = make_welcome(*info, entered, effect.adds, psks, path, random);
    if (!made) return fail(made.error());
    welcome = std::move(*made);
  }
  auto message = frame(std::move(content), random);
  if (!message) return fail(message.error());
  if (closes) next.state_.member.reset();
  return PreparedCommit{std::move(*message), std::move(welcome),
                        StagedCommit(std::move(effect), std::move(next.state_), std::nullopt)};
}

Result<PreparedCommit> Group::prepare_external_join(const GroupInfo& info,
                                                    primitives::SignatureKeyPair signer,
                                                    Credential credential, const ExternalJoinOptions& options,
                                                    Random& random) {
  auto start = start_external(info, options, random);
  if (!start) return fail(start.error());
  const auto& group = start->group;
  const Sender sender{NewMemberCommit{}};
  auto applied = group.apply(start->proposals, sender, options.now);
  if (!applied) return fail(applied.error());
  const auto psks = external_psks(*applied, options.psks);

  auto leaf = external_leaf(signer, std::move(credential), options);
  auto place = applied->tree.add(leaf);
  if (!place) return fail(place.error());
  const PathAuthor author{*place, group.context().group_id, signer.private_key};
  auto path = make_path(group, *applied, std::move(leaf), author, random);
  if (!path) return fail(path.error());
  FramedContent framed{.group_id = group.context().group_id,
                       .epoch = group.epoch(),
                       .sender = sender,
                       .authenticated_data = options.authenticated_data,
                       .content = Commit{std::move(start->proposals), std::move(path->update)}};
  auto content = sign_content(WireFormat::public_message, std::move(framed), codec::encode(group.context()),
                              signer.private_key);
  if (!content) return fail(content.error());

  auto staged = group.finish(std::move(*applied), *place, *content);
  if (!staged) return fail(staged.error());
  auto entered = enter_epoch({start->init_secret, path->fresh->commit_secret, psks}, staged->context());
  confirm(entered.secrets, *staged, *content);
  auto effect = staged->effect();
  const auto size = staged->tree().size();
  EpochState state{after(group, std::move(*staged)), *place,
                   start_epoch(std::move(path->fresh->keys), std::move(entered.secrets), size)};
  return PreparedCommit{MlsMessage{unprotected_public(std::move(*content))}, std::nullopt,
                        StagedCommit(std::move(effect), std::move(state), std::move(signer))};
}

Group Group::enter(StagedCommit&& joined, std::span<const NamedPsk> psks) {
  KRING_ASSERT(joined.joiner_.has_value());
  Group group(std::move(joined.after_), std::move(*joined.joiner_));
  for (const auto& psk : psks) group.external_psks_.insert_or_assign(psk.id, psk.secret.clone());
  return group;
}

}  // namespace kring::mls
