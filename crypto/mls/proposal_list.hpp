#pragma once

#include "crypto/mls/framing.hpp"
#include "crypto/mls/group_context.hpp"
#include "crypto/mls/ratchet_tree.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kring::mls {

/// A proposal as a commit covers it.
struct CommittedProposal {
  Proposal proposal;
  /// Who proposed it: the committer itself for one given by value.
  Sender sender;
  bool by_reference = false;

  friend bool operator==(const CommittedProposal&, const CommittedProposal&) = default;
};

/// A client that a commit adds.
struct AddedMember {
  LeafIndex leaf{};
  KeyPackage key_package;

  friend bool operator==(const AddedMember&, const AddedMember&) = default;
};

/// A member that a commit removes, with the leaf that it had.
struct RemovedMember {
  LeafIndex leaf{};
  LeafNode node;

  friend bool operator==(const RemovedMember&, const RemovedMember&) = default;
};

/// What a list of proposals does to a group, before any path.
struct AppliedProposals {
  RatchetTree tree;
  Extensions extensions;
  /// In the order of the list.
  std::vector<AddedMember> adds;
  std::vector<RemovedMember> removes;
  /// Members whose leaf was replaced by their own Update.
  std::vector<LeafIndex> updates;
  /// Keys that go into the new epoch, in the order of the list.
  std::vector<PreSharedKeyId> psks;
  std::optional<ExternalInit> external_init;
  std::optional<ReInit> reinit;
  bool context_extensions = false;
  bool by_reference = false;
  /// Whether the commit must carry a path (RFC 9420, section 12.4).
  bool path_required = false;

  /// The leaves of `adds` in increasing order.
  [[nodiscard]] std::vector<LeafIndex> new_leaves() const;
};

/// Whether a proposal is valid by itself in this epoch, and its sender one who may send it (RFC 9420, section
/// 12.1). Errors: `bad_proposal`, those of `validate_key_package` and `check_leaf`, `bad_signature`.
[[nodiscard]] Status check_proposal(const RatchetTree& tree, const GroupContext& context,
                                    const CommittedProposal& proposal, std::optional<Time> now);

/// Checks a commit's proposals one by one and as a list, and applies them to a copy of the tree (RFC 9420,
/// sections 12.2 and 12.3). `committer` is a member, or `NewMemberCommit`. `now`: when lifetimes are to be
/// judged. The members of the new tree are checked against each other once the commit's path is in it.
/// Errors: `bad_proposal` (one of them is invalid), `bad_proposal_list` (they are together), those of
/// `validate_key_package` and `check_leaf`, `bad_signature`, `duplicate_key`, `too_long`.
[[nodiscard]] Result<AppliedProposals> apply_proposals(const RatchetTree& tree, const GroupContext& context,
                                                       std::span<const CommittedProposal> proposals,
                                                       const Sender& committer, std::optional<Time> now);

}  // namespace kring::mls
