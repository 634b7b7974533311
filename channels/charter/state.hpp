#pragma once

#include "channels/charter/entry.hpp"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace kring::charter {

/// Where a person stands. Whoever was ever known stays known: signatures in old records must verify.
enum class Standing : std::uint8_t { waiting = 1, granted, turned_down, removed, left };

/// That an owner gave a member new keys.
struct Reset {
  EntryNumber entry{};
  /// The one that counted before.
  RecoveryKey former;

  friend bool operator==(const Reset&, const Reset&) = default;
};

/// One person in a circle.
struct Member {
  MemberId id;
  /// The one by which they became known; they may have others, and this one may be revoked.
  HandleId handle;
  /// The one that counts now.
  RecoveryKey recovery_key;
  RoleId role;
  /// None for the founder.
  std::optional<InvitationId> invitation;
  Standing standing = Standing::waiting;
  /// End of the grant; none for owners, and before the grant.
  std::optional<Time> until;
  /// The entry by which the person became known: their acceptance, or the founding.
  EntryNumber joined{};
  /// The entry that admitted them.
  std::optional<EntryNumber> granted;
  /// The entry that turned them down, removed them, or by which they left.
  std::optional<EntryNumber> ended;
  /// The entry that paused them, while they are.
  std::optional<EntryNumber> paused{};
  /// Oldest first.
  std::vector<Reset> resets{};

  friend bool operator==(const Member&, const Member&) = default;
};

/// One device of a person, as the hub knows it.
struct Handle {
  HandleId id;
  HandleKey key;
  MemberId member;
  /// The entry that brought it.
  EntryNumber added{};
  /// The handle that added it; none of one that came with the person, by the words or by a reset.
  std::optional<HandleId> adder{};
  /// The entry that revoked it.
  std::optional<EntryNumber> revoked{};

  friend bool operator==(const Handle&, const Handle&) = default;
};

/// A new group that an owner gave a channel.
struct Restart {
  /// The entry that says so.
  EntryNumber entry{};
  HandleId opener;
  GroupId group;
  /// The group that this one replaces.
  GroupId replaced;
  LogPlace last_good;
  Generation generation{};
  std::optional<Sequence> blamed;

  friend bool operator==(const Restart&, const Restart&) = default;
};

struct Channel {
  ChannelId id;
  Mode mode = Mode::record;
  Purpose purpose = Purpose::ordinary;
  /// The one that counts now.
  GroupId group;
  /// The entry that opened it.
  EntryNumber opened{};
  /// Roles that are not here have no rights.
  std::map<RoleId, Rights> rights;
  /// Oldest first.
  std::vector<Restart> restarts;
  /// The entry that closed it.
  std::optional<EntryNumber> closed{};

  friend bool operator==(const Channel&, const Channel&) = default;
};

/// The answer to an invitation; named by the hash of its entry.
struct Acceptance {
  EntryHash hash;
  EntryNumber number{};
  InviteAccept terms;

  friend bool operator==(const Acceptance&, const Acceptance&) = default;
};

/// How far an invitation came. `accepted` waits for a grant. `voided`: its maker left, was removed or may no
/// longer admit. (An expired maker voids it too, but that is a matter of time and not of entries.)
enum class Stage : std::uint8_t { open = 1, accepted, admitted, withdrawn, voided };

struct Invitation {
  InvitationId id;
  InviteCreate terms;
  HandleId maker;
  /// The entry that made it.
  EntryNumber number{};
  Stage stage = Stage::open;
  std::optional<Acceptance> acceptance;

  friend bool operator==(const Invitation&, const Invitation&) = default;
};

/// The last time that an owner froze the circle.
struct Frozen {
  Time since;
  /// Its author has ended it.
  bool ended = false;

  friend bool operator==(const Frozen&, const Frozen&) = default;
};

/// That an owner go, asked by another.
struct Removal {
  /// The entry that asked it, and its time.
  EntryNumber entry{};
  Time asked;
  /// Owners who agree, whoever asked included.
  std::set<MemberId> agreed;

  friend bool operator==(const Removal&, const Removal&) = default;
};

/// One owner's will that the circle end.
struct EndWanted {
  EntryNumber entry{};
  Time asked;

  friend bool operator==(const EndWanted&, const EndWanted&) = default;
};

/// A key by which a network attested, or still does.
struct NamedAttestationKey {
  AttestationKeyId id;
  AttestationKey key;
  /// The device that has its private half: the one that set it, but for the first of all.
  HandleId setter;
  /// The entry that did.
  EntryNumber set{};
  /// The entry that replaced it or took it away.
  std::optional<EntryNumber> ended{};

  friend bool operator==(const NamedAttestationKey&, const NamedAttestationKey&) = default;
};

/// All that the entries of a charter say together, after the entry `number`.
struct State {
  CircleId circle;
  HubKey hub_key;
  EntryNumber number{};
  EntryHash head;
  Time time;
  std::map<RoleId, Role> roles;
  std::map<ChannelId, Channel> channels;
  std::map<MemberId, Member> members;
  std::map<HandleId, Handle> handles;
  std::map<InvitationId, Invitation> invitations;
  /// When members made invitations, oldest first: those of the day before the last one that anybody made.
  std::map<MemberId, std::vector<Time>> invited{};
  /// The hub's life in which the circle was last resumed; none if it never was.
  std::optional<Incarnation> resumed;
  /// Each owner's last freeze.
  std::map<MemberId, Frozen> freezes{};
  /// By the owner who is to go, as long as they have signed nothing since.
  std::map<MemberId, Removal> removals{};
  std::map<MemberId, EndWanted> ending{};
  /// The entry that ended the circle.
  std::optional<EntryNumber> dissolved{};
  /// Oldest first, also those that count no more.
  std::vector<NamedAttestationKey> attestation_keys{};
  /// With the entries that withdrew them.
  std::map<AttestationHash, EntryNumber> withdrawn_attestations{};
  /// Found again from the above: which invitation an acceptance answers, and every signing key ever named.
  std::map<EntryHash, InvitationId> acceptances;
  std::set<FixedBytes<32>> keys;

  friend bool operator==(const State&, const State&) = default;
};

/// The whole state, with a version. Deterministic: equal states give equal bytes. Those of the versions
/// before are still read: 1 knows no restart and no resume, 2 nobody who is paused and no closed channel.
[[nodiscard]] Bytes encode_state(const State& state);
/// Errors: `bad_snapshot`.
[[nodiscard]] Result<State> decode_state(ByteView bytes);

}  // namespace kring::charter
