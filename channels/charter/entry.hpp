#pragma once

#include "channels/model/errc.hpp"
#include "channels/model/ids.hpp"
#include "channels/model/rights.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

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
};

/// Which key made a signature of an entry.
enum class SignedBy : std::uint8_t { handle = 1, recovery = 2, invitation = 3 };

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

/// Another owner's agreement to a new owner, as it stands in `OwnerAdd`.
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

/// A kind that this version does not know.
struct UnknownBody {
  std::uint16_t kind = 0;
  Bytes bytes;
  friend bool operator==(const UnknownBody&, const UnknownBody&) = default;
};

using Body = std::variant<Found, OwnerAdd, RoleSet, ChannelOpen, InviteCreate, InviteAccept, InviteWithdraw,
                          Grant, Remove, Leave, ChannelRestart, Resume, UnknownBody>;
/// The number of the body's kind as it stands in the entry.
[[nodiscard]] EntryKind kind_of(const Body& body);

/// What is signed.
struct CharterContent {
  CircleId circle;
  EntryNumber number{};
  EntryHash previous;
  Time time;
  HandleId signer;
  Body body;

  /// Errors: `unsupported_version`, and the codec's.
  static Result<CharterContent> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const CharterContent&, const CharterContent&) = default;
};

struct EntrySignature {
  SignedBy by = SignedBy::handle;
  Bytes signature;

  static Result<EntrySignature> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const EntrySignature&, const EntrySignature&) = default;
};

/// One entry: well formed, but believed by nobody before `Charter` has applied it. Keeps its bytes as they
/// came; they are never made again.
class CharterEntry {
 public:
  /// Errors: `bad_entry` (also over `limits::entry_bytes_max`), `unsupported_version`.
  [[nodiscard]] static Result<CharterEntry> decode(ByteView bytes);

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  /// H("charter entry", bytes).
  [[nodiscard]] const EntryHash& hash() const { return hash_; }
  [[nodiscard]] const CharterContent& content() const { return content_; }
  [[nodiscard]] EntryNumber number() const { return content_.number; }
  [[nodiscard]] EntryKind kind() const { return kind_of(content_.body); }
  /// The circle that the entry belongs to: for `found` its own hash.
  [[nodiscard]] CircleId circle() const;
  /// The bytes that the signatures cover.
  [[nodiscard]] const Bytes& signed_bytes() const { return signed_bytes_; }
  [[nodiscard]] const std::vector<EntrySignature>& signatures() const { return signatures_; }

  friend bool operator==(const CharterEntry& a, const CharterEntry& b) { return a.bytes_ == b.bytes_; }

 private:
  CharterEntry() = default;

  Bytes bytes_;
  EntryHash hash_;
  Bytes signed_bytes_;
  CharterContent content_;
  std::vector<EntrySignature> signatures_;
};

/// The seeds that sign an entry; those that the kind does not ask for stay null.
struct EntrySeeds {
  const Secret* handle = nullptr;
  const Secret* recovery = nullptr;
  const Secret* invitation = nullptr;
};
/// Signs `content` with every seed given. Errors: `bad_key` of crypto, `bad_entry` (too large, or a value
/// that could not be read back).
[[nodiscard]] Result<CharterEntry> make_entry(const CharterContent& content, const EntrySeeds& seeds);

/// What an owner's consent says: this acceptance may become an owner.
struct OwnerConsentContent {
  CircleId circle;
  EntryHash acceptance;
  /// The handle that consents.
  HandleId owner;
  Time time;

  void write(codec::Writer& out) const;
};
/// Errors: `bad_key` of crypto.
[[nodiscard]] Result<OwnerConsent> make_consent(const OwnerConsentContent& content,
                                                const Secret& handle_seed);
/// Errors: `bad_signature`.
[[nodiscard]] Status verify_consent(const CircleId& circle, const EntryHash& acceptance,
                                    const OwnerConsent& consent, const HandleKey& key);

}  // namespace kring::charter
