#pragma once

#include "channels/charter/head.hpp"
#include "channels/charter/state.hpp"

#include <optional>
#include <vector>

namespace kring::charter {

/// What a handle's login gives it.
enum class Access : std::uint8_t { member = 1, waiting, ended, paused };

/// Who is in a circle and may do what: the only source of membership and rights.
///
/// A pure function of the entries applied. Hub and clients use this same class, so that what the hub takes is
/// what every client finds right. Pointers that queries return are null for what is not known, and valid
/// until the next entry is applied.
class Charter {
 public:
  /// Begins with a founding entry. Errors: `not_founded` and those of `RULES.md` for `found`.
  [[nodiscard]] static Result<Charter> found(const CharterEntry& entry);
  /// Checks every rule, then applies; on an error nothing has changed. Errors: the rule broken (`RULES.md`).
  [[nodiscard]] Status apply(const CharterEntry& entry);

  /// The content of the next entry: on this head, and not before its time.
  [[nodiscard]] CharterContent next_content(HandleId signer, Time time, Body body) const;

  [[nodiscard]] const CircleId& circle() const { return state_.circle; }
  [[nodiscard]] const HubKey& hub_key() const { return state_.hub_key; }
  [[nodiscard]] EntryNumber number() const { return state_.number; }
  [[nodiscard]] Head head() const;
  /// Time of the last entry.
  [[nodiscard]] Time time() const { return state_.time; }

  /// The hub's life in which the circle was last resumed; none if it never was.
  [[nodiscard]] const std::optional<Incarnation>& resumed() const { return state_.resumed; }

  /// When the freezes end that are in force at `time`, by whose they are.
  [[nodiscard]] std::map<MemberId, Time> freezes(Time time) const;
  /// When the last of them ends; none if there is none.
  [[nodiscard]] std::optional<Time> frozen_until(Time time) const;
  /// Whether `owner` has a freeze in force at `time`.
  [[nodiscard]] bool has_frozen(const MemberId& owner, Time time) const;
  /// Whether the last freeze of `owner` is too short ago for another.
  [[nodiscard]] bool froze_lately(const MemberId& owner, Time time) const;
  /// What is asked about an owner; null if nothing is.
  [[nodiscard]] const Removal* removal_of(const MemberId& owner) const;
  /// Owners who want the circle to end.
  [[nodiscard]] const std::map<MemberId, EndWanted>& ending() const { return state_.ending; }
  /// The entry that ended the circle.
  [[nodiscard]] const std::optional<EntryNumber>& dissolved() const { return state_.dissolved; }

  /// Whether anybody may read the charter: it has named a key that signs attestations, if only once.
  [[nodiscard]] bool is_public() const { return !state_.attestation_keys.empty(); }
  /// Keys that sign attestations, oldest first, also those that count no more.
  [[nodiscard]] const std::vector<NamedAttestationKey>& attestation_keys() const {
    return state_.attestation_keys;
  }
  /// Whether what a key has signed counts: it was not replaced or taken away, the circle has not ended, and
  /// the handle that set it is neither revoked nor its person gone.
  [[nodiscard]] bool counts(const NamedAttestationKey& key) const;
  /// How many keys count.
  [[nodiscard]] std::size_t counting_attestation_keys() const;
  /// The entry that withdrew an attestation.
  [[nodiscard]] std::optional<EntryNumber> withdrawn_at(const AttestationHash& attestation) const;

  /// Everything by id, also those who are gone.
  [[nodiscard]] const std::map<MemberId, Member>& members() const { return state_.members; }
  [[nodiscard]] const std::map<HandleId, Handle>& handles() const { return state_.handles; }
  [[nodiscard]] const std::map<RoleId, Role>& roles() const { return state_.roles; }
  [[nodiscard]] const std::map<ChannelId, Channel>& channels() const { return state_.channels; }
  [[nodiscard]] const std::map<InvitationId, Invitation>& invitations() const { return state_.invitations; }

  [[nodiscard]] const Member* member(const MemberId& id) const;
  [[nodiscard]] const Handle* handle(const HandleId& id) const;
  [[nodiscard]] const Role* role(const RoleId& id) const;
  [[nodiscard]] const Channel* channel(const ChannelId& id) const;
  [[nodiscard]] const Invitation* invitation(const InvitationId& id) const;
  /// The person behind a handle.
  [[nodiscard]] const Member* member_of(const HandleId& id) const;
  /// The invitation that an acceptance answers.
  [[nodiscard]] const Invitation* invitation_of(const EntryHash& acceptance) const;
  /// The owners' channel, if it is open.
  [[nodiscard]] const Channel* regie() const;

  /// Live at `time`: granted, neither removed nor gone nor paused, and before the end; a handle: its person
  /// is, and it is not revoked. All say no to what is not known.
  [[nodiscard]] bool is_live(const MemberId& id, Time time) const;
  [[nodiscard]] bool is_live(const HandleId& id, Time time) const;
  /// Live, and the role owns.
  [[nodiscard]] bool is_owner(const HandleId& id, Time time) const;
  /// Live, and the role has all of `rights` in the channel; in a closed one nobody has any but to read.
  [[nodiscard]] bool can(const HandleId& id, const ChannelId& channel, Rights rights, Time time) const;
  /// What a role may do in a channel: in a closed one at most read. All that is enforced, and all that is
  /// shown of who may what, goes by it.
  [[nodiscard]] Rights rights_in(const RoleId& role, const ChannelId& channel) const;
  /// What a member may do in a channel at `time`: nothing unless live.
  [[nodiscard]] Rights rights_at(const MemberId& id, const ChannelId& channel, Time time) const;
  /// The rights of the handle's role in the channel, live or not.
  [[nodiscard]] Rights rights_of(const HandleId& id, const ChannelId& channel) const;

  /// The handles of a member that nobody has revoked, be the member live or not.
  [[nodiscard]] std::vector<HandleId> live_handles(const MemberId& id) const;
  /// All live owners.
  [[nodiscard]] std::vector<MemberId> owners(Time time) const;
  /// All live handles that may read the channel: who its group's leaves are, once the work is done.
  [[nodiscard]] std::vector<HandleId> readers(const ChannelId& channel, Time time) const;
  /// All channels that a live handle may read.
  [[nodiscard]] std::vector<ChannelId> channels_of(const HandleId& id, Time time) const;

  /// Nothing for a handle that was never known. A paused member whose time is over has ended.
  [[nodiscard]] std::optional<Access> access(const HandleId& id, Time time) const;
  /// The entry that revoked the handle, turned its person down, removed them, by which they left, or that
  /// ended the circle: the first of them. Nothing for those whose time is over: they may read entries that
  /// are older than their member's `until`.
  [[nodiscard]] std::optional<EntryNumber> ended_at(const HandleId& id) const;
  /// The entry that paused the handle's person, while they are.
  [[nodiscard]] std::optional<EntryNumber> paused_at(const HandleId& id) const;

  /// Whether an invitation can still be accepted, and an acceptance still be granted.
  [[nodiscard]] bool is_open(const Invitation& invitation, Time time) const;
  [[nodiscard]] bool is_waiting(const Invitation& invitation, Time time) const;
  /// Borrowed, as all pointers here.
  [[nodiscard]] std::vector<const Invitation*> open_invitations(Time time) const;
  [[nodiscard]] std::vector<const Invitation*> waiting_invitations(Time time) const;
  /// When a member may make the next invitation, if those that they made in the day before `time` are as many
  /// as they may make; nothing if they are fewer.
  [[nodiscard]] std::optional<Time> invites_again_at(const MemberId& id, Time time) const;

  /// Whether a key was ever named in this charter, for whatever use.
  [[nodiscard]] bool knows_key(const FixedBytes<32>& key) const { return state_.keys.contains(key); }

  /// A snapshot, to be read by `decode`; deterministic.
  [[nodiscard]] Bytes encode() const { return encode_state(state_); }
  /// Reads a snapshot of our own making; nothing in it is verified again. Errors: `bad_snapshot`.
  [[nodiscard]] static Result<Charter> decode(ByteView bytes);

  friend bool operator==(const Charter&, const Charter&) = default;

 private:
  friend class CharterLog;
  explicit Charter(State state) : state_(std::move(state)) {}
  /// Applies an entry that a charter equal to this one has checked.
  void replay(const CharterEntry& entry);

  State state_;
};

/// The hub's own rule: whether an entry's time is within `limits::clock_skew_max` of `now`. Errors:
/// `clock_off`.
[[nodiscard]] Status check_clock(Time signed_at, Time now);

}  // namespace kring::charter
