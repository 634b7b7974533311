#pragma once

#include "channels/model/errc.hpp"
#include "channels/model/ids.hpp"
#include "channels/model/rights.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/time.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// What the entries of a charter say, a structure a kind (protocol, section 2).
namespace kring::charter {

using channels::ChannelId;
using channels::CircleId;
using channels::EntryNumber;
using channels::Errc;
using channels::Generation;
using channels::GroupId;
using channels::HandleId;
using channels::HandleKey;
using channels::HubKey;
using channels::Incarnation;
using channels::InvitationId;
using channels::InvitationKey;
using channels::MemberId;
using channels::Mode;
using channels::Purpose;
using channels::RecoveryKey;
using channels::Right;
using channels::Rights;
using channels::RoleId;
using channels::Sequence;

/// Hash of a whole charter entry: the charter's head, and the name of an acceptance.
using EntryHash = Id<struct EntryHashTag, 32>;

/// What an entry does (protocol, section 2); other numbers survive decoding and are refused as a rule.
enum class EntryKind : std::uint16_t {
  found = 1,
  owner_add,
  role_set,
  channel_open,
  invite_create,
  invite_accept,
  invite_withdraw,
  grant,
  remove,
  leave,
  channel_restart,
  resume,
  pause,
  unpause,
  role_change,
  channel_change,
  channel_close,
  freeze,
  freeze_end,
  removal_ask,
  removal_agree,
  removal_done,
  stay,
  end_ask,
  end_cancel,
  end_done,
  device_add,
  device_revoke,
  key_reset,
  attestation_key,
  attestation_withdraw,
  publish,
};

/// A role that another role may admit people to, and for how long at most.
struct Admits {
  RoleId role;
  Duration stay_max{};

  /// Errors: the codec's, which `CharterEntry::decode` turns into `bad_entry`; likewise everywhere below.
  static Result<Admits> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Admits&, const Admits&) = default;
};

/// A role without its rights, which belong to channels.
struct Role {
  RoleId id;
  bool owns = false;
  bool may_be_preapproved = false;
  std::vector<Admits> may_admit;

  static Result<Role> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Role&, const Role&) = default;
};

struct RoleRights {
  RoleId role;
  Rights rights;

  static Result<RoleRights> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const RoleRights&, const RoleRights&) = default;
};

struct ChannelRights {
  ChannelId channel;
  Rights rights;

  static Result<ChannelRights> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ChannelRights&, const ChannelRights&) = default;
};

/// Another owner's agreement to what needs all of them, as it stands in `OwnerAdd` and `Publish`.
struct OwnerConsent {
  HandleId owner;
  Time time;
  Bytes signature;

  static Result<OwnerConsent> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const OwnerConsent&, const OwnerConsent&) = default;
};

/// Begins a circle: its founder is the first member and the first owner.
struct Found {
  HubKey hub_key;
  MemberId member;
  HandleKey handle_key;
  RecoveryKey recovery_key;
  RoleId role;
  std::vector<Role> roles;

  static constexpr EntryKind kind = EntryKind::found;
  static Result<Found> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Found&, const Found&) = default;
};

/// Makes a waiting person an owner.
struct OwnerAdd {
  MemberId member;
  EntryHash acceptance;
  RoleId role;
  std::vector<OwnerConsent> consents;

  static constexpr EntryKind kind = EntryKind::owner_add;
  static Result<OwnerAdd> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const OwnerAdd&, const OwnerAdd&) = default;
};

/// Makes a role or changes one; rights replace those in the channels listed and no others.
struct RoleSet {
  Role role;
  std::vector<ChannelRights> rights;

  static constexpr EntryKind kind = EntryKind::role_set;
  static Result<RoleSet> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const RoleSet&, const RoleSet&) = default;
};

/// Opens a channel with its MLS group.
struct ChannelOpen {
  ChannelId channel;
  Mode mode = Mode::record;
  Purpose purpose = Purpose::ordinary;
  GroupId group;
  std::vector<RoleRights> rights;

  static constexpr EntryKind kind = EntryKind::channel_open;
  static Result<ChannelOpen> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ChannelOpen&, const ChannelOpen&) = default;
};

/// Offers one person a role.
struct InviteCreate {
  InvitationKey invitation_key;
  RoleId role;
  /// How long the person may stay, at most. Without meaning for a role that owns: owners have no end.
  Duration stay{};
  Time expires;
  bool preapproved = false;
  Hash box_key_hash{};

  static constexpr EntryKind kind = EntryKind::invite_create;
  static Result<InviteCreate> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const InviteCreate&, const InviteCreate&) = default;
};

/// The invited person answers with keys of their own. The hash of this entry names the acceptance.
struct InviteAccept {
  InvitationId invitation;
  MemberId member;
  HandleKey handle_key;
  RecoveryKey recovery_key;
  Hash introduction_hash{};
  /// References (RFC 9420, section 5.2) of the key packages that came along.
  std::vector<Hash> key_packages;

  static constexpr EntryKind kind = EntryKind::invite_accept;
  static Result<InviteAccept> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const InviteAccept&, const InviteAccept&) = default;
};

/// Takes an invitation back, or turns an acceptance of it down.
struct InviteWithdraw {
  InvitationId invitation;

  static constexpr EntryKind kind = EntryKind::invite_withdraw;
  static Result<InviteWithdraw> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const InviteWithdraw&, const InviteWithdraw&) = default;
};

/// Admits a waiting person until a moment.
struct Grant {
  MemberId member;
  EntryHash acceptance;
  RoleId role;
  Time until;

  static constexpr EntryKind kind = EntryKind::grant;
  static Result<Grant> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Grant&, const Grant&) = default;
};

/// Ends a membership; `reason` is the hash of an article that tells why.
struct Remove {
  MemberId member;
  std::optional<Hash> reason;

  static constexpr EntryKind kind = EntryKind::remove;
  static Result<Remove> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Remove&, const Remove&) = default;
};

/// Ends the signer's own membership.
struct Leave {
  static constexpr EntryKind kind = EntryKind::leave;
  static Result<Leave> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Leave&, const Leave&) = default;
};

/// A place in a channel's log: the running hash after the entry `number`, zero of the empty log.
struct LogPlace {
  Sequence number{};
  Hash hash{};

  static Result<LogPlace> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const LogPlace&, const LogPlace&) = default;
};

/// Gives a channel a new group, which the signer opens; its log and its record keys go on from a place in it.
struct ChannelRestart {
  ChannelId channel;
  GroupId group;
  /// The last place that counts: what follows it, up to the new group's opening commit, is void.
  LogPlace last_good;
  /// The record key in force there; 0 in sealed channels, and where there is nothing to go on from.
  Generation generation{};
  /// The commit that is said to have broken the group.
  std::optional<Sequence> blamed;

  static constexpr EntryKind kind = EntryKind::channel_restart;
  static Result<ChannelRestart> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ChannelRestart&, const ChannelRestart&) = default;
};

/// Where a channel's log stands.
struct ChannelHead {
  ChannelId channel;
  LogPlace place;

  static Result<ChannelHead> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ChannelHead&, const ChannelHead&) = default;
};

/// Lets a circle go on after the hub was restored from a backup, with each channel's log as it now stands.
struct Resume {
  Incarnation incarnation;
  std::vector<ChannelHead> heads;

  static constexpr EntryKind kind = EntryKind::resume;
  static Result<Resume> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Resume&, const Resume&) = default;
};

/// Keeps a member out until an owner lets them in again; `reason` is the hash of an article that tells why.
struct Pause {
  MemberId member;
  std::optional<Hash> reason;

  static constexpr EntryKind kind = EntryKind::pause;
  static Result<Pause> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Pause&, const Pause&) = default;
};

/// Lets a paused member in again, as what they were and until when they were.
struct Unpause {
  MemberId member;

  static constexpr EntryKind kind = EntryKind::unpause;
  static Result<Unpause> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Unpause&, const Unpause&) = default;
};

/// Gives a member a role and an end, anew: the role may be the one that they have.
struct RoleChange {
  MemberId member;
  RoleId role;
  Time until;

  static constexpr EntryKind kind = EntryKind::role_change;
  static Result<RoleChange> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const RoleChange&, const RoleChange&) = default;
};

/// Changes what roles may do in a channel; rights replace those of the roles listed and of no others.
struct ChannelChange {
  ChannelId channel;
  std::vector<RoleRights> rights;

  static constexpr EntryKind kind = EntryKind::channel_change;
  static Result<ChannelChange> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ChannelChange&, const ChannelChange&) = default;
};

/// Closes a channel: what is there can still be read, and nothing is written there any more.
struct ChannelClose {
  ChannelId channel;

  static constexpr EntryKind kind = EntryKind::channel_close;
  static Result<ChannelClose> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ChannelClose&, const ChannelClose&) = default;
};

}  // namespace kring::charter
