#pragma once

#include "crypto/mls/group_info.hpp"
#include "crypto/mls/proposal_list.hpp"

#include <map>
#include <optional>
#include <vector>

namespace kring::mls {

/// Proposals that may wait for a commit in one epoch: what others can make us keep.
inline constexpr std::size_t pending_proposals_max = 4096;

/// A member as seen from outside, borrowed from its group until that changes.
struct MemberView {
  LeafIndex leaf;
  const LeafNode& node;
};

/// What a commit does, for those who must decide whether they allow it.
struct CommitEffect {
  /// The committer's leaf; in an external commit the one that it gets.
  LeafIndex committer{};
  std::vector<AddedMember> adds;
  std::vector<RemovedMember> removes;
  /// Whether any proposal is neither Add nor Remove.
  bool other_proposals = false;
  /// Whether any proposal is named by reference.
  bool by_reference = false;
  bool external = false;
  bool has_path = false;
  Bytes authenticated_data;
  GroupContext before;
  GroupContext after;
};

/// A commit that was checked as far as that goes without secrets, and what the group would be after it. Made
/// by `PublicGroup`, used by `PublicGroup::merge` or dropped.
class PublicStagedCommit {
 public:
  [[nodiscard]] const CommitEffect& effect() const { return effect_; }
  /// The proposals, applied; its `tree` is the one after the path.
  [[nodiscard]] const AppliedProposals& applied() const { return applied_; }
  [[nodiscard]] const RatchetTree& tree() const { return applied_.tree; }
  /// The new epoch's context.
  [[nodiscard]] const GroupContext& context() const { return effect_.after; }
  [[nodiscard]] const std::optional<UpdatePath>& path() const { return path_; }
  /// The context that a path is encrypted under: the new epoch's with the old transcript hash.
  [[nodiscard]] GroupContext provisional_context() const;
  [[nodiscard]] const Bytes& confirmation_tag() const { return confirmation_tag_; }
  /// Puts in the tag that the committer has just computed.
  void set_confirmation_tag(Bytes tag) { confirmation_tag_ = std::move(tag); }

 private:
  friend class PublicGroup;
  PublicStagedCommit() = default;

  CommitEffect effect_;
  AppliedProposals applied_;
  std::optional<UpdatePath> path_;
  Bytes confirmation_tag_;
};

/// Everything of a group that is seen without its secrets: context, tree, transcript and pending proposals. A
/// part of a member's state, and all of what a server keeps.
class PublicGroup {
 public:
  /// A group as its creator or a snapshot knows it. The context's tree hash is the tree's.
  PublicGroup(GroupContext context, RatchetTree tree, Bytes confirmation_tag);

  /// Follows a group from its GroupInfo (RFC 9420, section 12.4.3.1). Without `tree` it must carry one in a
  /// `ratchet_tree` extension. `now`: when the leaves' lifetimes are to be judged. Errors: those of
  /// `RatchetTree::decode` and `validate_tree`, `bad_tree` (none given), `unsupported_version`,
  /// `unsupported_cipher_suite`, `unknown_sender` (the signer's leaf is blank), `bad_signature`, `bad_value`
  /// (an extension twice).
  [[nodiscard]] static Result<PublicGroup> from_group_info(const GroupInfo& group_info,
                                                           std::optional<RatchetTree> tree = std::nullopt,
                                                           std::optional<Time> now = std::nullopt);

  [[nodiscard]] const GroupContext& context() const { return context_; }
  [[nodiscard]] EpochId epoch() const { return context_.epoch; }
  [[nodiscard]] const RatchetTree& tree() const { return tree_; }
  [[nodiscard]] std::vector<MemberView> members() const;
  /// Of the commit that began this epoch.
  [[nodiscard]] const Bytes& confirmation_tag() const { return confirmation_tag_; }
  [[nodiscard]] Bytes interim_transcript_hash() const;

  /// Checks signature, group, epoch and sender of signed content that was taken out of its framing. For an
  /// external commit the signer is the new leaf of its path. Errors: `wrong_group`, `stale_epoch`,
  /// `future_epoch`, `unknown_sender`, `unsupported_message` (a stranger's content that is not a
  /// PublicMessage, or of a kind that it may not send), `bad_signature`, `bad_key`, `bad_path`.
  [[nodiscard]] Status verify(const AuthenticatedContent& content) const;

  /// Checks a proposal and keeps it for a commit that refers to it. Errors: those of `verify` and
  /// `check_proposal`, `unsupported_message` (no proposal), `too_long` (over `pending_proposals_max`).
  [[nodiscard]] Result<ProposalRef> remember(const AuthenticatedContent& proposal,
                                             std::optional<Time> now = std::nullopt);
  [[nodiscard]] Result<ProposalRef> remember(const PublicMessage& proposal,
                                             std::optional<Time> now = std::nullopt);
  /// The proposals of this epoch.
  [[nodiscard]] const std::map<ProposalRef, CommittedProposal>& pending() const { return pending_; }
  /// Those pending that `committer` may put into one commit: not its own Updates, nobody's wish to remove it,
  /// a Remove rather than an Update of the same leaf, and of what may come only once, one.
  [[nodiscard]] std::vector<ProposalOrRef> committable(LeafIndex committer) const;
  void forget_pending() { pending_.clear(); }

  /// Looks up what a commit by `committer` covers. Errors: `unknown_proposal`, `bad_proposal`.
  [[nodiscard]] Result<std::vector<CommittedProposal>> resolve(std::span<const ProposalOrRef> proposals,
                                                               const Sender& committer) const;
  /// The first step of one's own commit: what the proposals do. The tree of the result is where the path
  /// comes in. Errors: those of `resolve` and `apply_proposals`.
  [[nodiscard]] Result<AppliedProposals> apply(std::span<const ProposalOrRef> proposals,
                                               const Sender& committer, std::optional<Time> now) const;
  /// The context that a path is encrypted under.
  [[nodiscard]] GroupContext provisional_context(const AppliedProposals& applied) const;
  /// The last step of one's own commit: `applied.tree` has the path in it, if there is one; `content` is the
  /// signed commit of the member at `committer`. The confirmation tag is put in later. Errors: those of
  /// `check_members`, `path_required`.
  [[nodiscard]] Result<PublicStagedCommit> finish(AppliedProposals applied, LeafIndex committer,
                                                  const AuthenticatedContent& content) const;

  /// Checks everything about a commit that is checked without secrets: all but membership and confirmation
  /// tag. Errors: those of `verify`, `resolve`, `apply_proposals`, `merge_path` and `check_members`,
  /// `unsupported_message` (no commit), `path_required`, `bad_path`.
  [[nodiscard]] Result<PublicStagedCommit> stage(const PublicMessage& message,
                                                 std::optional<Time> now = std::nullopt) const;
  [[nodiscard]] Result<PublicStagedCommit> stage(const AuthenticatedContent& content,
                                                 std::optional<Time> now = std::nullopt) const;
  /// Moves to the epoch after a commit that was staged on this very state.
  void merge(PublicStagedCommit&& staged);

  /// A versioned snapshot.
  [[nodiscard]] Bytes encode() const;
  /// Errors: `bad_snapshot`.
  [[nodiscard]] static Result<PublicGroup> decode(ByteView bytes);

 private:
  [[nodiscard]] Result<primitives::SignaturePublicKey> signer_of(const FramedContent& content) const;
  /// Puts a received path into the tree of `applied`; gives the committer's leaf, which is new in an external
  /// commit.
  [[nodiscard]] Result<LeafIndex> take_path(AppliedProposals& applied, const Sender& sender,
                                            const UpdatePath& path) const;
  [[nodiscard]] static Result<PublicGroup> read(codec::Reader& in);

  GroupContext context_;
  RatchetTree tree_;
  Bytes confirmation_tag_;
  std::map<ProposalRef, CommittedProposal> pending_;
};

}  // namespace kring::mls
