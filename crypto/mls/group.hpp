#pragma once

#include "crypto/mls/key_package_bundle.hpp"
#include "crypto/mls/staged_commit.hpp"
#include "crypto/mls/treekem.hpp"

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kring::mls {

/// Updates of our own that may wait for a commit, each with a private key.
inline constexpr std::size_t pending_updates_max = 64;

/// Past epochs whose resumption keys are kept for PreSharedKey proposals (RFC 9420, section 8.6).
inline constexpr std::size_t resumption_epochs_max = 4;

/// How proposals and commits travel.
enum class HandshakeFormat : std::uint8_t { public_message, private_message };
/// Whether a commit renews our keys when it need not.
enum class PathPolicy : std::uint8_t { when_required, always };
/// Whether proposals that wait are committed by reference.
enum class PendingPolicy : std::uint8_t { commit, leave };
/// Whether a GroupInfo carries the ratchet tree, or its readers get it elsewhere.
enum class TreeDelivery : std::uint8_t { inside, separate };
/// Whether a GroupInfo carries the key to which external commits are made.
enum class ExternalJoins : std::uint8_t { refused, offered };

struct GroupParameters {
  Bytes group_id = {};
  /// Of the GroupContext.
  Extensions extensions = {};
  /// Of the own leaf.
  Capabilities capabilities = default_capabilities({});
  Lifetime lifetime = {};
  Extensions leaf_extensions = {};
};

struct CommitOptions {
  std::vector<KeyPackage> adds = {};
  std::vector<LeafIndex> removes = {};
  /// The whole new list, if it changes.
  std::optional<Extensions> group_context_extensions = {};
  /// Ids of registered external keys.
  std::vector<Bytes> external_psks = {};
  /// Proposals of any other kind, by value.
  std::vector<Proposal> proposals = {};
  Bytes authenticated_data = {};
  PathPolicy path = PathPolicy::when_required;
  PendingPolicy pending = PendingPolicy::commit;
  HandshakeFormat format = HandshakeFormat::public_message;
  TreeDelivery tree = TreeDelivery::inside;
  /// For the GroupInfo in the Welcome.
  Extensions group_info_extensions = {};
  /// When key packages' lifetimes are judged; not at all without.
  std::optional<Time> now = {};
};

struct ProposalOptions {
  HandshakeFormat format = HandshakeFormat::public_message;
  Bytes authenticated_data = {};
};

struct GroupInfoOptions {
  TreeDelivery tree = TreeDelivery::inside;
  ExternalJoins external_joins = ExternalJoins::offered;
  Extensions extensions = {};
};

/// An external pre-shared key, as the application knows it.
struct NamedPsk {
  Bytes id;
  Secret secret;
};

struct JoinOptions {
  /// If the Welcome or GroupInfo does not carry it.
  std::optional<RatchetTree> tree = {};
  std::span<const NamedPsk> psks = {};
  /// When the leaves' lifetimes are judged; not at all without.
  std::optional<Time> now = {};
};

struct ExternalJoinOptions {
  Capabilities capabilities = default_capabilities({});
  Extensions leaf_extensions = {};
  /// An old leaf of ours, to be removed.
  std::optional<LeafIndex> replaces = {};
  Bytes authenticated_data = {};
  /// All of these go into the commit.
  std::span<const NamedPsk> psks = {};
  std::optional<RatchetTree> tree = {};
  std::optional<Time> now = {};
};

/// An application message that opened.
struct Opened {
  LeafIndex sender{};
  Bytes authenticated_data;
  Bytes content;
};

struct Joined;

/// A member's whole state of one group, with its signature key (RFC 9420).
///
/// A state machine: each call either succeeds or leaves it unchanged. Commits are staged, our own and
/// others', so that the application can look at their effect first and a lost race costs nothing. Someone who
/// was removed, or whose group was closed by a ReInit, keeps a public view (`is_member` is false); most calls
/// then fail with `not_a_member`.
class Group {
 public:
  /// A group of one, at epoch 0. Errors: `bad_key`, those of `validate_tree` (capabilities that do not cover
  /// the extensions), `too_long` (group id).
  [[nodiscard]] static Result<Group> create(GroupParameters parameters, primitives::SignatureKeyPair signer,
                                            Credential credential, Random& random);
  /// Joins by a Welcome (section 12.4.3.1). Errors: those of `open_group_secrets`, `open_group_info` and
  /// `PublicGroup::from_group_info`, `bad_key` (not the signer's key package), `unknown_psk`, `not_a_member`
  /// (our leaf is not in the tree), `bad_path`, `bad_confirmation_tag`.
  [[nodiscard]] static Result<Joined> join(const Welcome& welcome, const KeyPackageBundle& bundle,
                                           primitives::SignatureKeyPair signer, const JoinOptions& options);
  /// Prepares to join by an external commit (section 12.4.3.2); once it is accepted, `enter` gives the group.
  /// Errors: those of `PublicGroup::from_group_info`, `PublicGroup::apply` and `PublicGroup::finish`,
  /// `bad_value` (no external key), `bad_key`.
  [[nodiscard]] static Result<PreparedCommit> prepare_external_join(const GroupInfo& info,
                                                                    primitives::SignatureKeyPair signer,
                                                                    Credential credential,
                                                                    const ExternalJoinOptions& options,
                                                                    Random& random);
  /// The group that a prepared external commit leads into.
  [[nodiscard]] static Group enter(StagedCommit&& joined, std::span<const NamedPsk> psks);

  [[nodiscard]] const PublicGroup& public_group() const { return state_.public_group; }
  [[nodiscard]] const GroupContext& context() const { return public_group().context(); }
  [[nodiscard]] EpochId epoch() const { return public_group().epoch(); }
  [[nodiscard]] LeafIndex own_leaf() const { return state_.self; }
  [[nodiscard]] bool is_member() const { return state_.member.has_value(); }
  /// MLS-Exporter (section 8.5). Only while `is_member`; `length` at most `hkdf_bytes_max`.
  [[nodiscard]] Secret exporter(std::string_view label, ByteView context, std::size_t length) const;
  /// Equal for all members of the epoch. Only while `is_member`.
  [[nodiscard]] const Secret& epoch_authenticator() const;
  /// A signed description of the epoch. Errors: `not_a_member`, `bad_key`.
  [[nodiscard]] Result<GroupInfo> group_info(const GroupInfoOptions& options) const;

  /// Registers a pre-shared key, or replaces it. Errors: `too_long` (over `limits::psks_max`).
  [[nodiscard]] Status add_external_psk(NamedPsk psk);

  /// Prepares a commit, which changes nothing, except that a private message uses up a key of our handshake
  /// ratchet: save the group before the message leaves. Errors: `not_a_member`, `unknown_psk`, those of
  /// `PublicGroup::apply` and `PublicGroup::finish`, `bad_key` (a member's or newcomer's),
  /// `generation_too_far`.
  [[nodiscard]] Result<PreparedCommit> prepare_commit(const CommitOptions& options, Random& random);
  /// Checks someone else's commit and computes the epoch after it. Errors: `not_a_member`, `own_message`,
  /// `unsupported_message`, `wrong_group`, `stale_epoch`, `future_epoch`, `bad_membership_tag`, those of
  /// `open_private` and `PublicGroup::stage`, `unknown_psk`, `bad_key`, `decryption_failed`, `bad_path`,
  /// `bad_confirmation_tag`.
  [[nodiscard]] Result<StagedCommit> stage(const MlsMessage& message,
                                           std::optional<Time> now = std::nullopt) const;
  /// Whether a staged commit starts from this very epoch and may be merged.
  [[nodiscard]] bool can_merge(const StagedCommit& staged) const;
  /// Moves to the epoch after a commit for which `can_merge` holds.
  void merge(StagedCommit&& staged);

  /// Makes a proposal and remembers it. Errors: `not_a_member`, `too_long`, `bad_proposal`, those of
  /// `PublicGroup::remember`, `generation_too_far`.
  [[nodiscard]] Result<MlsMessage> propose(Proposal proposal, const ProposalOptions& options, Random& random);
  /// Proposes fresh keys for our leaf. Errors: those of `propose`, `too_long` (over `pending_updates_max`).
  [[nodiscard]] Result<MlsMessage> propose_update(const ProposalOptions& options, Random& random);
  /// Checks someone else's proposal and remembers it. Errors: those of `stage` up to `open_private`, those of
  /// `PublicGroup::remember`.
  [[nodiscard]] Result<ProposalRef> process_proposal(const MlsMessage& message,
                                                     std::optional<Time> now = std::nullopt);

  /// Encrypts an application message with `padding_bytes` zeroes: a whole MLSMessage. It uses up a key: save
  /// the group before the message leaves. Proposals that wait are to be committed before (section 12.4),
  /// which is the caller's business. Errors: `not_a_member`, `bad_key`, `generation_too_far`.
  [[nodiscard]] Result<Bytes> protect(ByteView application, ByteView authenticated_data,
                                      std::size_t padding_bytes, Random& random);
  /// Opens an application message of another member; its key is erased. Errors: `not_a_member`,
  /// `unsupported_message` (a handshake message), `own_message`, `wrong_group`, `stale_epoch`,
  /// `future_epoch`, those of `open_private`, `unknown_sender`, `bad_signature`.
  [[nodiscard]] Result<Opened> unprotect(const PrivateMessage& message);

  /// Whom an application message of this epoch names as its sender; nothing of it is opened or proved.
  /// Errors: `not_a_member`, `wrong_group`, `stale_epoch`, `future_epoch`, `decryption_failed`.
  [[nodiscard]] Result<LeafIndex> sender_of(const PrivateMessage& message) const;

  /// A versioned snapshot with all secrets.
  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_snapshot`.
  [[nodiscard]] static Result<Group> decode(ByteView bytes);

 private:
  Group(EpochState state, primitives::SignatureKeyPair signer)
      : state_(std::move(state)), signer_(std::move(signer)) {}

  /// Signed content out of either framing, and the key to be used up for it.
  struct Unframed {
    AuthenticatedContent content;
    std::optional<SecretTree::Lookup> used;
  };
  [[nodiscard]] Result<Unframed> unframe(const MlsMessage& message) const;
  [[nodiscard]] Result<Unframed> unframe_public(const PublicMessage& message) const;
  [[nodiscard]] Result<Unframed> unframe_private(const PrivateMessage& message) const;
  /// Whether a message is for this group and epoch.
  [[nodiscard]] Status check_address(ByteView group_id, EpochId epoch) const;

  [[nodiscard]] Result<AuthenticatedContent> sign(HandshakeFormat format, Bytes authenticated_data,
                                                  MessageContent content) const;
  [[nodiscard]] Result<MlsMessage> frame(AuthenticatedContent content, Random& random);
  [[nodiscard]] Result<std::vector<KnownPsk>> find_psks(std::span<const PreSharedKeyId> ids) const;
  /// The key that an id names, borrowed; null if we do not have it.
  [[nodiscard]] const Secret* find_psk(const PreSharedKeyId& id) const;

  /// A commit's proposals: those that wait and those that the options ask for.
  [[nodiscard]] Result<std::vector<ProposalOrRef>> proposals_for(const CommitOptions& options,
                                                                 Random& random) const;
  /// The last steps of a commit whose new epoch's secrets are known: Welcome and framing.
  [[nodiscard]] Result<PreparedCommit> complete_commit(AuthenticatedContent content,
                                                       PublicStagedCommit staged, EnteredEpoch entered,
                                                       std::optional<NewPath> path,
                                                       const CommitOptions& options, Random& random);
  /// Our keys before the path of someone's commit: with our own Update's key, if the commit covers one.
  [[nodiscard]] Result<PrivateTree> keys_before_path(const AppliedProposals& applied) const;
  [[nodiscard]] Result<MemberSecrets> next_secrets(const PublicStagedCommit& staged) const;

  static Result<Group> read(codec::Reader& in);

  EpochState state_;
  primitives::SignatureKeyPair signer_;
  std::map<Bytes, Secret> external_psks_;
  /// Of the epochs before this one.
  std::map<EpochId, Secret> resumption_psks_;
  /// Private keys of our own Updates in this epoch.
  std::map<primitives::HpkePublicKey, Secret> pending_updates_;
};

/// What one gets by joining.
struct Joined {
  Group group;
  GroupInfo info;
};

/// A proposal by someone outside the group (section 12.1.8), for the group and epoch of `context`; `sender`
/// is an `ExternalSender` or `NewMemberProposal`. Errors: `bad_key`.
[[nodiscard]] Result<MlsMessage> make_external_proposal(const GroupContext& context, Sender sender,
                                                        Proposal proposal, const Secret& signature_key);

}  // namespace kring::mls
