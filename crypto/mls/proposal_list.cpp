#include "crypto/mls/proposal_list.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <set>

namespace kring::mls {

using crypto::Errc;

namespace {

/// The proposals by what they do, in the order in which they are applied.
struct Sorted {
  std::vector<const CommittedProposal*> updates;
  std::vector<const Remove*> removes;
  std::vector<const Add*> adds;
  std::vector<const PreSharedKeyId*> psks;
  std::vector<const GroupContextExtensions*> context_extensions;
  std::vector<const ExternalInit*> external_inits;
  std::vector<const ReInit*> reinits;
};

Sorted sort(std::span<const CommittedProposal> proposals) {
  Sorted sorted;
  for (const auto& it : proposals) {
    const auto& content = it.proposal.content;
    if (std::holds_alternative<Update>(content)) sorted.updates.push_back(&it);
    if (const auto* add = std::get_if<Add>(&content)) sorted.adds.push_back(add);
    if (const auto* remove = std::get_if<Remove>(&content)) sorted.removes.push_back(remove);
    if (const auto* psk = std::get_if<PreSharedKey>(&content)) sorted.psks.push_back(&psk->psk);
    if (const auto* reinit = std::get_if<ReInit>(&content)) sorted.reinits.push_back(reinit);
    if (const auto* init = std::get_if<ExternalInit>(&content)) sorted.external_inits.push_back(init);
    if (const auto* extensions = std::get_if<GroupContextExtensions>(&content)) {
      sorted.context_extensions.push_back(extensions);
    }
  }
  return sorted;
}

Status check_psk(const PreSharedKeyId& psk) {
  if (psk.nonce.size() != primitives::hash_bytes) return fail(Errc::bad_proposal, "nonce of a PSK");
  const auto* resumption = std::get_if<ResumptionPsk>(&psk.key);
  if (resumption != nullptr && resumption->usage != ResumptionUsage::application) {
    return fail(Errc::bad_proposal, "PSK of a reinitialisation or branch");
  }
  return {};
}

Status check_psks(const std::vector<const PreSharedKeyId*>& psks) {
  if (psks.size() > limits::psks_max) return fail(Errc::bad_proposal_list, "too many PSKs");
  for (std::size_t i = 0; i < psks.size(); ++i) {
    if (auto checked = check_psk(*psks[i]); !checked) return checked;
    for (std::size_t j = 0; j < i; ++j) {
      if (*psks[j] == *psks[i]) return fail(Errc::bad_proposal_list, "a PSK twice");
    }
  }
  return {};
}

/// The rules for a member's commit that need no tree.
Status check_member_list(const Sorted& sorted, std::size_t count, LeafIndex committer) {
  if (!sorted.external_inits.empty()) return fail(Errc::bad_proposal_list, "external init by a member");
  if (sorted.context_extensions.size() > 1) return fail(Errc::bad_proposal_list, "extensions set twice");
  if (!sorted.reinits.empty() && count > 1) return fail(Errc::bad_proposal_list, "reinit among others");
  std::set<LeafIndex> touched;
  for (const auto* update : sorted.updates) {
    const auto leaf = update->sender.leaf();
    if (!leaf) return fail(Errc::bad_proposal, "update by a stranger");
    if (!update->by_reference || *leaf == committer) {
      return fail(Errc::bad_proposal_list, "update by the committer");
    }
    if (!touched.insert(*leaf).second) return fail(Errc::bad_proposal_list, "a leaf touched twice");
  }
  for (const auto* remove : sorted.removes) {
    if (remove->removed == committer) return fail(Errc::bad_proposal_list, "removal of the committer");
    if (!touched.insert(remove->removed).second) {
      return fail(Errc::bad_proposal_list, "a leaf touched twice");
    }
  }
  return check_psks(sorted.psks);
}

/// The rules for an external commit (RFC 9420, section 12.2, last part).
Status check_external_list(const Sorted& sorted, std::span<const CommittedProposal> proposals) {
  if (sorted.external_inits.size() != 1) return fail(Errc::bad_proposal_list, "one external init");
  if (sorted.removes.size() > 1) return fail(Errc::bad_proposal_list, "more than one removal");
  if (proposals.size() != 1 + sorted.removes.size() + sorted.psks.size()) {
    return fail(Errc::bad_proposal_list, "not in an external commit");
  }
  if (std::ranges::any_of(proposals, &CommittedProposal::by_reference)) {
    return fail(Errc::bad_proposal_list, "by reference in an external commit");
  }
  return check_psks(sorted.psks);
}

Status check_update(const RatchetTree& tree, std::span<const Extension> extensions, const LeafNode& leaf,
                    const LeafPosition& position) {
  const auto* before = tree.leaf(position.leaf);
  if (before == nullptr) return fail(Errc::bad_proposal, "update of a blank leaf");
  if (!std::holds_alternative<UpdateLeaf>(leaf.source)) return fail(Errc::bad_proposal, "leaf's source");
  if (before->encryption_key == leaf.encryption_key) return fail(Errc::bad_proposal, "key not updated");
  if (auto checked = check_leaf(leaf, extensions); !checked) return checked;
  if (auto checked = check_usable(leaf.encryption_key); !checked) return checked;
  return verify_leaf_signature(leaf, position);
}

Status check_extensions(const Extensions& extensions) {
  if (has_duplicate_types(extensions)) return fail(Errc::bad_proposal, "an extension twice");
  const auto* required = find_extension(extensions, ExtensionType::required_capabilities);
  if (required != nullptr && !codec::decode<RequiredCapabilities>(required->content)) {
    return fail(Errc::bad_proposal, "required capabilities");
  }
  const auto* senders = find_extension(extensions, ExtensionType::external_senders);
  if (senders != nullptr && !codec::decode<ExternalSenders>(senders->content)) {
    return fail(Errc::bad_proposal, "external senders");
  }
  return {};
}

Status check_reinit(const ReInit& reinit) {
  if (reinit.version < ProtocolVersion::mls10) return fail(Errc::bad_proposal, "reinit to an older version");
  return {};
}

/// Who may propose what (RFC 9420, sections 6 and 12.1.8).
Status check_proposer(const Sender& sender, ProposalType type) {
  const bool member_only = type == ProposalType::update;
  if (type == ProposalType::external_init) return fail(Errc::bad_proposal, "external init by itself");
  if (std::holds_alternative<MemberSender>(sender.content)) return {};
  if (std::holds_alternative<ExternalSender>(sender.content) && !member_only) return {};
  if (std::holds_alternative<NewMemberProposal>(sender.content) && type == ProposalType::add) return {};
  return fail(Errc::bad_proposal, "not for this sender");
}

Status apply_update(AppliedProposals& applied, const CommittedProposal& it, const Bytes& group_id) {
  const auto member = *it.sender.leaf();
  const auto& leaf = std::get<Update>(it.proposal.content).leaf_node;
  if (auto checked = check_update(applied.tree, applied.extensions, leaf, {group_id, member}); !checked) {
    return checked;
  }
  applied.tree.update(member, leaf);
  applied.updates.push_back(member);
  return {};
}

Status apply_remove(AppliedProposals& applied, LeafIndex member) {
  const auto* leaf = applied.tree.leaf(member);
  if (leaf == nullptr) return fail(Errc::bad_proposal, "removal of a blank leaf");
  applied.removes.push_back({member, *leaf});
  applied.tree.remove(member);
  return {};
}

Status apply_add(AppliedProposals& applied, const KeyPackage& key_package, std::optional<Time> now) {
  if (auto checked = validate_key_package(key_package, applied.extensions, now); !checked) return checked;
  auto place = applied.tree.add(key_package.leaf_node);
  if (!place) return fail(place.error());
  applied.adds.push_back({*place, key_package});
  return {};
}

Status apply_all(AppliedProposals& applied, const Sorted& sorted, const Bytes& group_id,
                 std::optional<Time> now) {
  for (const auto* it : sorted.context_extensions) {
    if (auto checked = check_extensions(it->extensions); !checked) return checked;
    applied.extensions = it->extensions;
    applied.context_extensions = true;
  }
  for (const auto* it : sorted.updates) {
    if (auto done = apply_update(applied, *it, group_id); !done) return done;
  }
  for (const auto* it : sorted.removes) {
    if (auto done = apply_remove(applied, it->removed); !done) return done;
  }
  for (const auto* it : sorted.adds) {
    if (auto done = apply_add(applied, it->key_package, now); !done) return done;
  }
  for (const auto* it : sorted.psks) applied.psks.push_back(*it);
  for (const auto* it : sorted.external_inits) applied.external_init = *it;
  for (const auto* it : sorted.reinits) {
    if (auto checked = check_reinit(*it); !checked) return checked;
    applied.reinit = *it;
  }
  return {};
}

}  // namespace

std::vector<LeafIndex> AppliedProposals::new_leaves() const {
  std::vector<LeafIndex> leaves;
  for (const auto& add : adds) leaves.push_back(add.leaf);
  std::ranges::sort(leaves);
  return leaves;
}

Status check_proposal(const RatchetTree& tree, const GroupContext& context, const CommittedProposal& it,
                      std::optional<Time> now) {
  const auto& content = it.proposal.content;
  if (auto checked = check_proposer(it.sender, it.proposal.type()); !checked) return checked;
  if (const auto* add = std::get_if<Add>(&content)) {
    return validate_key_package(add->key_package, context.extensions, now);
  }
  if (const auto* update = std::get_if<Update>(&content)) {
    return check_update(tree, context.extensions, update->leaf_node, {context.group_id, *it.sender.leaf()});
  }
  if (const auto* remove = std::get_if<Remove>(&content)) {
    if (tree.leaf(remove->removed) == nullptr) return fail(Errc::bad_proposal, "removal of a blank leaf");
  }
  if (const auto* psk = std::get_if<PreSharedKey>(&content)) return check_psk(psk->psk);
  if (const auto* reinit = std::get_if<ReInit>(&content)) return check_reinit(*reinit);
  if (const auto* it_sets = std::get_if<GroupContextExtensions>(&content)) {
    return check_extensions(it_sets->extensions);
  }
  return {};
}

Result<AppliedProposals> apply_proposals(const RatchetTree& tree, const GroupContext& context,
                                         std::span<const CommittedProposal> proposals,
                                         const Sender& committer, std::optional<Time> now) {
  const auto sorted = sort(proposals);
  const auto leaf = committer.leaf();
  auto listed =
      leaf ? check_member_list(sorted, proposals.size(), *leaf) : check_external_list(sorted, proposals);
  if (!listed) return fail(listed.error());

  AppliedProposals applied;
  applied.tree = tree;
  applied.extensions = context.extensions;
  applied.by_reference = std::ranges::any_of(proposals, &CommittedProposal::by_reference);
  applied.path_required = proposals.empty() || !sorted.updates.empty() || !sorted.removes.empty() ||
                          !sorted.external_inits.empty() || !sorted.context_extensions.empty();
  if (auto done = apply_all(applied, sorted, context.group_id, now); !done) return fail(done.error());
  return applied;
}

}  // namespace kring::mls
