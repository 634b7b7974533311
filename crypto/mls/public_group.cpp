#include "crypto/mls/public_group.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/transcript.hpp"
#include "crypto/mls/tree_validation.hpp"
#include "crypto/mls/treekem.hpp"

#include <set>

namespace kring::mls {

using crypto::Errc;

namespace {

constexpr std::uint16_t public_snapshot_version = 1;
constexpr std::size_t snapshot_bytes_max = std::size_t{64} << 20U;

/// No key of a path is in the tree already (RFC 9420, section 12.4.2), and something can be encrypted to
/// each.
Status check_path_keys(const RatchetTree& tree, const UpdatePath& path) {
  std::set<std::string_view> keys{view_text(path.leaf_node.encryption_key.bytes)};
  for (const auto& node : path.nodes) keys.insert(view_text(node.encryption_key.bytes));
  if (keys.size() != 1 + path.nodes.size()) return fail(Errc::duplicate_key, "twice in a path");
  for (std::uint32_t n = 0; n < tree.size().nodes(); ++n) {
    const NodeIndex node{n};
    if (!tree.is_blank(node) && keys.contains(view_text(tree.encryption_key(node).bytes))) {
      return fail(Errc::duplicate_key, "of a path, in the tree before");
    }
  }
  if (auto checked = check_usable(path.leaf_node.encryption_key); !checked) return checked;
  for (const auto& node : path.nodes) {
    if (auto checked = check_usable(node.encryption_key); !checked) return checked;
  }
  return {};
}

/// A member that comes back by an external commit replaces itself and no one else (RFC 9420, section 12.2).
Status check_resync(const AppliedProposals& applied, const LeafNode& leaf) {
  for (const auto& removed : applied.removes) {
    if (removed.node.credential != leaf.credential) {
      return fail(Errc::bad_proposal_list, "an external commit removes someone else");
    }
    if (removed.node.encryption_key == leaf.encryption_key) {
      return fail(Errc::duplicate_key, "of the removed leaf");
    }
  }
  return {};
}

}  // namespace

GroupContext PublicStagedCommit::provisional_context() const {
  auto context = effect_.after;
  context.confirmed_transcript_hash = effect_.before.confirmed_transcript_hash;
  return context;
}

PublicGroup::PublicGroup(GroupContext context, RatchetTree tree, Bytes confirmation_tag)
    : context_(std::move(context)), tree_(std::move(tree)), confirmation_tag_(std::move(confirmation_tag)) {}

Result<PublicGroup> PublicGroup::from_group_info(const GroupInfo& group_info, std::optional<RatchetTree> tree,
                                                 std::optional<Time> now) {
  const auto& context = group_info.group_context;
  if (context.version != ProtocolVersion::mls10) return fail(Errc::unsupported_version, "group");
  if (context.cipher_suite != our_suite) return fail(Errc::unsupported_cipher_suite, "group");
  if (has_duplicate_types(context.extensions) || has_duplicate_types(group_info.extensions)) {
    return fail(Errc::bad_value, "an extension twice");
  }
  if (!tree) {
    const auto* extension = find_extension(group_info.extensions, ExtensionType::ratchet_tree);
    if (extension == nullptr) return fail(Errc::bad_tree, "none given");
    auto decoded = RatchetTree::decode(extension->content);
    if (!decoded) return fail(decoded.error());
    tree = std::move(*decoded);
  }
  if (auto valid = validate_tree(*tree, context, now); !valid) return fail(valid.error());
  const auto* signer = tree->leaf(group_info.signer);
  if (signer == nullptr) return fail(Errc::unknown_sender, "signer of a GroupInfo");
  const auto content = group_info.to_be_signed();
  if (auto good = labels::verify(signer->signature_key, "GroupInfoTBS", {content, group_info.signature});
      !good) {
    return fail(good.error());
  }
  return PublicGroup(context, std::move(*tree), group_info.confirmation_tag);
}

std::vector<MemberView> PublicGroup::members() const {
  std::vector<MemberView> views;
  for (auto leaf : tree_.members()) views.push_back({leaf, *tree_.leaf(leaf)});
  return views;
}

Bytes PublicGroup::interim_transcript_hash() const {
  return mls::interim_transcript_hash(context_.confirmed_transcript_hash, confirmation_tag_);
}

Status PublicGroup::verify(const AuthenticatedContent& it) const {
  const auto& content = it.content;
  if (content.group_id != context_.group_id) return fail(Errc::wrong_group, "signed content");
  if (content.epoch < context_.epoch) return fail(Errc::stale_epoch, "signed content");
  if (content.epoch > context_.epoch) return fail(Errc::future_epoch, "signed content");
  if (!content.sender.leaf() && it.wire_format != WireFormat::public_message) {
    return fail(Errc::unsupported_message, "a stranger's content, not in a PublicMessage");
  }
  const auto key = signer_of(content);
  if (!key) return fail(key.error());
  return verify_content(it, codec::encode(context_), *key);
}

Result<primitives::SignaturePublicKey> PublicGroup::signer_of(const FramedContent& content) const {
  if (const auto member = content.sender.leaf()) {
    const auto* leaf = tree_.leaf(*member);
    if (leaf == nullptr) return fail(Errc::unknown_sender, "blank leaf");
    return leaf->signature_key;
  }
  const auto* proposal = std::get_if<Proposal>(&content.content);
  if (const auto* external = std::get_if<ExternalSender>(&content.sender.content)) {
    if (proposal == nullptr) return fail(Errc::unsupported_message, "external sender");
    const auto* extension = find_extension(context_.extensions, ExtensionType::external_senders);
    if (extension == nullptr) return fail(Errc::unknown_sender, "no external senders");
    auto known = codec::decode<ExternalSenders>(extension->content);
    if (!known) return fail(known.error());
    if (external->index >= known->senders.size()) return fail(Errc::unknown_sender, "external sender");
    return known->senders[external->index].signature_key;
  }
  if (std::holds_alternative<NewMemberProposal>(content.sender.content)) {
    const auto* add = proposal == nullptr ? nullptr : std::get_if<Add>(&proposal->content);
    if (add == nullptr) return fail(Errc::unsupported_message, "newcomer's proposal");
    return add->key_package.leaf_node.signature_key;
  }
  const auto* commit = std::get_if<Commit>(&content.content);
  if (commit == nullptr) return fail(Errc::unsupported_message, "newcomer's commit");
  if (!commit->path) return fail(Errc::path_required, "external commit");
  return commit->path->leaf_node.signature_key;
}

Result<ProposalRef> PublicGroup::remember(const AuthenticatedContent& it, std::optional<Time> now) {
  const auto* proposal = std::get_if<Proposal>(&it.content.content);
  if (proposal == nullptr) return fail(Errc::unsupported_message, "not a proposal");
  if (auto good = verify(it); !good) return fail(good.error());
  CommittedProposal pending{.proposal = *proposal, .sender = it.content.sender, .by_reference = true};
  if (auto good = check_proposal(tree_, context_, pending, now); !good) return fail(good.error());
  auto ref = proposal_ref(it);
  if (pending_.size() == pending_proposals_max && !pending_.contains(ref)) {
    return fail(Errc::too_long, "pending proposals");
  }
  pending_.insert_or_assign(ref, std::move(pending));
  return ref;
}

Result<ProposalRef> PublicGroup::remember(const PublicMessage& proposal, std::optional<Time> now) {
  return remember(content_of(proposal), now);
}

std::vector<ProposalOrRef> PublicGroup::committable(LeafIndex committer) const {
  std::set<LeafIndex> removed;
  std::set<LeafIndex> updated;
  std::set<Bytes> newcomers;
  bool extensions_set = false;
  std::vector<ProposalOrRef> list;
  const auto wanted = [&](const CommittedProposal& it) {
    const auto& content = it.proposal.content;
    if (const auto* remove = std::get_if<Remove>(&content)) {
      return remove->removed != committer && removed.insert(remove->removed).second;
    }
    if (std::holds_alternative<Update>(content)) {
      const auto leaf = *it.sender.leaf();
      return leaf != committer && !removed.contains(leaf) && updated.insert(leaf).second;
    }
    if (const auto* add = std::get_if<Add>(&content)) {
      return newcomers.insert(add->key_package.leaf_node.signature_key.bytes).second;
    }
    if (std::holds_alternative<GroupContextExtensions>(content)) return !std::exchange(extensions_set, true);
    return std::holds_alternative<PreSharedKey>(content);
  };
  // Removals first: they decide which Updates are still wanted.
  for (const bool removals : {true, false}) {
    for (const auto& [ref, it] : pending_) {
      if (std::holds_alternative<Remove>(it.proposal.content) == removals && wanted(it))
        list.push_back({ref});
    }
  }
  return list;
}

Result<std::vector<CommittedProposal>> PublicGroup::resolve(std::span<const ProposalOrRef> proposals,
                                                            const Sender& committer) const {
  std::vector<CommittedProposal> resolved;
  for (const auto& it : proposals) {
    if (const auto* proposal = std::get_if<Proposal>(&it.content)) {
      resolved.push_back({.proposal = *proposal, .sender = committer, .by_reference = false});
      continue;
    }
    const auto found = pending_.find(std::get<ProposalRef>(it.content));
    if (found == pending_.end()) return fail(Errc::unknown_proposal, "named by a commit");
    resolved.push_back(found->second);
  }
  return resolved;
}

Result<AppliedProposals> PublicGroup::apply(std::span<const ProposalOrRef> proposals, const Sender& committer,
                                            std::optional<Time> now) const {
  auto resolved = resolve(proposals, committer);
  if (!resolved) return fail(resolved.error());
  return apply_proposals(tree_, context_, *resolved, committer, now);
}

GroupContext PublicGroup::provisional_context(const AppliedProposals& applied) const {
  auto context = context_;
  context.epoch = next(context_.epoch);
  context.tree_hash = copy_bytes(applied.tree.tree_hash());
  context.extensions = applied.extensions;
  return context;
}

Result<PublicStagedCommit> PublicGroup::finish(AppliedProposals applied, LeafIndex committer,
                                               const AuthenticatedContent& content) const {
  const auto* commit = std::get_if<Commit>(&content.content.content);
  KRING_ASSERT(commit != nullptr);
  if (applied.path_required && !commit->path) return fail(Errc::path_required, "commit");
  if (auto good = check_members(applied.tree, applied.extensions); !good) return fail(good.error());

  PublicStagedCommit staged;
  auto& effect = staged.effect_;
  effect.committer = committer;
  effect.adds = applied.adds;
  effect.removes = applied.removes;
  effect.other_proposals = commit->proposals.size() != applied.adds.size() + applied.removes.size();
  effect.by_reference = applied.by_reference;
  effect.external = !content.content.sender.leaf();
  effect.has_path = commit->path.has_value();
  effect.authenticated_data = content.content.authenticated_data;
  effect.before = context_;
  effect.after = provisional_context(applied);
  effect.after.confirmed_transcript_hash = confirmed_transcript_hash(interim_transcript_hash(), content);
  staged.applied_ = std::move(applied);
  staged.path_ = commit->path;
  if (content.auth.confirmation_tag) staged.confirmation_tag_ = *content.auth.confirmation_tag;
  return staged;
}

Result<PublicStagedCommit> PublicGroup::stage(const PublicMessage& message, std::optional<Time> now) const {
  return stage(content_of(message), now);
}

Result<PublicStagedCommit> PublicGroup::stage(const AuthenticatedContent& it, std::optional<Time> now) const {
  const auto* commit = std::get_if<Commit>(&it.content.content);
  if (commit == nullptr) return fail(Errc::unsupported_message, "not a commit");
  if (auto good = verify(it); !good) return fail(good.error());
  const auto& sender = it.content.sender;
  auto applied = apply(commit->proposals, sender, now);
  if (!applied) return fail(applied.error());
  if (applied->path_required && !commit->path) return fail(Errc::path_required, "commit");
  auto committer = sender.leaf();
  if (commit->path) {
    auto placed = take_path(*applied, sender, *commit->path);
    if (!placed) return fail(placed.error());
    committer = *placed;
  }
  return finish(std::move(*applied), *committer, it);
}

Result<LeafIndex> PublicGroup::take_path(AppliedProposals& applied, const Sender& sender,
                                         const UpdatePath& path) const {
  const auto& leaf = path.leaf_node;
  if (!std::holds_alternative<CommitLeaf>(leaf.source)) return fail(Errc::bad_path, "leaf's source");
  if (auto good = check_path_keys(applied.tree, path); !good) return fail(good.error());
  auto committer = sender.leaf();
  if (!committer) {
    if (auto good = check_resync(applied, leaf); !good) return fail(good.error());
    auto place = applied.tree.add(leaf);
    if (!place) return fail(place.error());
    committer = *place;
  }
  if (auto good = check_leaf(leaf, applied.extensions); !good) return fail(good.error());
  if (auto good = verify_leaf_signature(leaf, {context_.group_id, *committer}); !good) {
    return fail(good.error());
  }
  if (auto done = merge_path(applied.tree, *committer, path, applied.new_leaves()); !done) {
    return fail(done.error());
  }
  return *committer;
}

void PublicGroup::merge(PublicStagedCommit&& staged) {
  KRING_ASSERT(staged.effect_.before == context_);
  context_ = std::move(staged.effect_.after);
  tree_ = std::move(staged.applied_.tree);
  confirmation_tag_ = std::move(staged.confirmation_tag_);
  pending_.clear();
}

Bytes PublicGroup::encode() const {
  codec::Writer out;
  out.u16(public_snapshot_version);
  context_.write(out);
  out.raw(tree_.encode());
  out.opaque(confirmation_tag_);
  out.vector(pending_, [](codec::Writer& inner, const auto& it) {
    inner.opaque(it.first.hash);
    it.second.sender.write(inner);
    it.second.proposal.write(inner);
  });
  return out.take();
}

Result<PublicGroup> PublicGroup::decode(ByteView bytes) {
  codec::Reader in(bytes);
  auto group = read(in);
  if (!group || !in.finish()) return fail(Errc::bad_snapshot, "public group");
  return group;
}

Result<PublicGroup> PublicGroup::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  if (fields.u16() != public_snapshot_version) return fail(Errc::bad_snapshot, "version");
  auto context = fields.read<GroupContext>();
  auto tree = RatchetTree::read(in);
  if (fields.failed() || !tree) return fail(Errc::bad_snapshot, "context or tree");
  if (tree->size() == TreeSize() || !equal(tree->tree_hash(), context.tree_hash)) {
    return fail(Errc::bad_snapshot, "tree hash");
  }
  PublicGroup group(std::move(context), std::move(*tree), fields.opaque(limits::hash_bytes_max));
  const auto read_pending = [&](codec::Reader& inner) -> Result<bool> {
    codec::FieldReader one(inner);
    ProposalRef ref{one.opaque(limits::hash_bytes_max)};
    CommittedProposal it{.proposal = {}, .sender = one.read<Sender>(), .by_reference = true};
    it.proposal = one.read<Proposal>();
    if (!one.failed()) group.pending_.emplace(std::move(ref), std::move(it));
    return one.done(true);
  };
  if (fields.failed() || !in.vector<bool>(snapshot_bytes_max, pending_proposals_max, read_pending)) {
    return fail(Errc::bad_snapshot, "pending proposals");
  }
  return group;
}

}  // namespace kring::mls
