#pragma once

#include "channels/charter/attestation.hpp"
#include "channels/charter/charter_log.hpp"
#include "channels/model/ids.hpp"
#include "channels/wire/answer.hpp"
#include "channels/wire/request.hpp"
#include "clients/core/channel_data.hpp"
#include "clients/core/intent.hpp"
#include "clients/core/introductions.hpp"
#include "clients/core/upload.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/primitives/keys.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What a device holds of one circle.
namespace kring::core {

/// An invitation that this device made, with what opens its acceptance.
struct MadeInvitation {
  channels::InvitationKey key;
  Secret seed;
  primitives::HpkeKeyPair box;
  std::string link;
};

/// What the link that we follow says, until we are in.
struct Joining {
  Secret seed;  ///< of the invitation key
  channels::InvitationKey key;
  channels::BoxKey box_key;
  channels::HandleId inviter;
  std::string inviter_name;
};

/// A key package of ours that the hub may hand out, with its private keys.
struct OwnPackage {
  Hash reference{};
  SecretBytes bundle;
  Time not_after;
  bool at_hub = false;  ///< the hub has said so
};

/// How far a device has come that asks to be healed in a channel, and how it was the last time (healing.hpp).
struct Healing {
  std::optional<Time> noticed{};  ///< that it is needed; none: it is not
  std::optional<Time> asked{};    ///< a request of this time is in the log, and was not followed yet
  std::optional<OwnPackage> package{};
  mls::EpochId epoch{};        ///< that the channel is in, as far as we were told
  std::uint32_t requests = 0;  ///< in the log since `since`
  Time since;
  std::optional<channels::Sequence> from{};  ///< we were welcomed, and read on from here
  std::optional<Time> healed{};
  std::uint64_t missed = 0;  ///< sealed messages that stay closed here
  // In memory only.
  bool under_way = false;
  Time not_before{};
  std::uint32_t looks = 0;  ///< since the last request
};
/// A device of which the hub had no key package (empty_stocks.hpp).
struct EmptyStock {
  std::uint32_t tries = 0;
  Time not_before{};
  bool in_doubt = false;  ///< the hub has said since that there is work; in memory only
};

/// A commit of ours that the hub has not taken yet, or whose entry has not come back.
struct PreparedChannel {
  channels::ChannelId channel;
  Hash payload_hash{};
  SecretBytes prepared{};
  SecretBytes opening{};  ///< of a channel that it opens: the group at epoch 0
  std::vector<channels::HandleId> added{};

  /// Where the hub said that it stands. In memory only.
  std::optional<wire::LogPlace> place{};
};

/// A bundle under way: sent with the same bytes until it is answered.
struct Underway {
  std::optional<IntentId> intent;  ///< none: completing what the charter decided
  channels::TransactionId transaction;
  wire::BundleRequest request;
  std::vector<Bytes> parts;  ///< that have to lie staged
  std::vector<PreparedChannel> channels;
  bool acknowledged = false;
  channels::EntryNumber charter_after{};  ///< once acknowledged
  // In memory only.
  std::set<Hash> staged;
  bool staging = false;
  bool sent = false;
  Time not_before{};
};

/// What a role is called, and the key of the template that it was made from.
struct RoleName {
  std::string label;
  std::string key;
};

/// What a slot of the vault had kept of a channel's log, until that is read.
struct ToldLog {
  rules::LogHead end;
  channels::Generation generation{};
  Secret key;  ///< the record key; empty for a sealed channel
};

/// What another device of the person has told of a circle: names, until articles tell them here as well.
struct Told {
  std::map<channels::MemberId, KnownPerson> people;  ///< without introductions
  std::map<channels::RoleId, RoleName> roles;
  std::map<channels::ChannelId, ChannelName> channels;
  std::map<channels::ChannelId, ToldLog> logs;
};

/// Requests under way, by what their answers are for.
struct AwaitedAnswer {
  wire::Op op = wire::Op::ping;
  channels::ChannelId channel{};
  channels::HandleId handle{};
  channels::InvitationId invitation{};
  channels::MessageId message{};
  bool heals = false;  ///< of an `append`: our request to be healed
};

/// What is being given back to a hub that was restored from a backup: one request at a time.
struct GivingBack {
  channels::ChannelId channel{};  ///< zero: the charter
  wire::Request request{};
  std::vector<Bytes> parts{};  ///< that have to lie staged
  std::set<Hash> staged{};
  bool staging = false;
  bool sent = false;
};

/// How far the hub said that the charter goes, and when by our clock it said so last.
struct HeadSeen {
  channels::EntryNumber number{};
  Time time;
};

/// What the person was told here, so that they are told once (notices.hpp).
struct Notices {
  std::optional<Time> only_owner{};         ///< when last, by our own clock
  channels::EntryNumber devices_told{};     ///< new devices up to this entry of the charter
  channels::EntryNumber admissions_told{};  ///< who let whom in, up to this entry (admissions.hpp)
};

/// Other keys of a hub that a circle remembers: a hub that shows ever new ones is told of each time.
inline constexpr std::size_t foreign_keys_kept = 8;

enum class LoginState : std::uint8_t { none, asked, in, refused };

struct CircleData {
  channels::CircleId id;
  std::string name;
  std::string hub;
  channels::HubKey hub_key;
  /// Of the hub's store, when the circle was founded, resumed or first seen by us.
  std::optional<channels::Incarnation> incarnation;
  Standing standing = Standing::founding;
  bool stopped = false;
  primitives::SignatureKeyPair handle;
  channels::HandleId handle_id;
  channels::MemberId member;
  std::uint32_t recovery_index = 0;
  std::optional<Joining> joining;
  Bytes introduction;         ///< ours, signed
  Bytes sealed_introduction;  ///< to the inviter, while we join
  /// Of our acceptance, or of what a device says that comes in later: the six words are made of it.
  std::optional<charter::EntryHash> acceptance;
  /// None before the founding entry has come.
  std::optional<charter::CharterLog> log;
  /// The highest head that the hub has signed for us, of those whose entries we hold.
  std::optional<wire::SignedHead> signed_head;
  std::map<channels::InvitationId, MadeInvitation> invitations;
  /// What this device itself called roles and channels when it made them.
  std::map<channels::RoleId, RoleName> role_names;
  std::map<channels::ChannelId, ChannelName> channel_names;
  /// Introductions that came with acceptances we could open.
  std::map<channels::HandleId, KnownPerson> acceptances;
  std::set<channels::MemberId> confirmed;
  Told told;
  std::map<Hash, OwnPackage> packages;
  std::map<channels::ChannelId, Healing> healings;
  std::map<channels::HandleId, EmptyStock> empty_stocks;
  std::map<channels::ChannelId, Channel> channels;
  std::map<channels::MessageId, OutboxMessage> outbox;
  std::map<IntentId, Upload> uploads;
  std::uint64_t next_order = 1;  ///< of articles, files and wishes
  std::vector<Intent> intents;
  std::optional<Underway> underway;
  /// What our own clock knows of waits (waits.hpp): heads seen, in ascending order, the last of them before
  /// the entries that are still to come; and by the entry that asked something, the last moment at which it
  /// had certainly not been asked yet.
  std::vector<HeadSeen> heads_seen;
  std::map<channels::EntryNumber, Time> not_asked_at;
  Notices notices;
  /// Other keys that its hub's address has shown, of which the person was told: the newest of them, each
  /// once.
  std::vector<channels::HubKey> foreign_keys;

  // In memory only.
  /// How often our own introduction was written anew.
  std::uint32_t introduction_serial = 0;
  /// Whether our introduction was compared with the attestations that we keep, and whether what our person's
  /// devices show was looked at, since either has changed (own_attestations.hpp).
  bool shows_newest = false;
  bool told_by_devices = false;
  // The first six are folded from the channels' articles.
  std::map<channels::RoleId, RoleName> seen_roles;
  Introductions introductions;
  /// What our person's devices have ever shown here, of each the newest of what says the same: what they show
  /// no more, they took back (own_attestations.hpp).
  std::map<channels::HandleId, std::vector<charter::Attestation>> once_shown;
  std::map<channels::InvitationId, primitives::HpkeKeyPair> boxes;
  /// Owners' consents to what needs all of them, the newest of each handle; and the keys among it by which
  /// the charter would become public.
  std::map<charter::ConsentSubject, std::map<channels::HandleId, charter::OwnerConsent>> consents;
  std::map<charter::ConsentSubject, charter::FirstKey> first_keys;
  /// Alarms that were kept since the start.
  std::size_t alarms = 0;
  LoginState login = LoginState::none;
  Time login_not_before{};
  bool login_as_invitation = false;
  /// A recovery key has opened the charter as another member than the one as whom we come.
  bool came_as_another = false;
  std::optional<wire::Access> access;
  bool attached = false;
  Time attach_not_before{};
  bool told_caught_up = false;
  channels::EntryNumber charter_target{};
  /// The highest head that the hub has signed for us, until its entries have come.
  std::optional<wire::SignedHead> head_ahead;
  /// The hub's incarnation, while it is another one than ours and nobody has resumed the circle.
  std::optional<channels::Incarnation> restored_as;
  /// What the hub showed last is another key than the circle's: nothing of the circle is sent there, and
  /// nothing that it says is believed, until it shows the right one again.
  bool foreign_key = false;
  /// Where its charter ends, if that is before ours.
  std::optional<channels::EntryNumber> hub_number;
  std::map<channels::ChannelId, wire::ChannelHead> hub_heads;
  std::optional<GivingBack> giving;
  Time give_not_before{};
  /// When it is seen again how far its logs have come back.
  Time look_again_at{};
  std::map<wire::RequestId, AwaitedAnswer> awaited;
  std::vector<wire::WelcomeEvent> welcomes;
  /// The last that we have done with: told of once more, their parts may be gone at the hub.
  std::deque<wire::WelcomeId> welcomed;
  /// Parts of Welcomes: asked for, and here once they have come.
  std::map<Hash, std::optional<Bytes>> fetched;
  Time fetch_not_before{};
  Time packages_not_before{};
  /// Acceptances whose introduction was asked for on this connection.
  std::set<channels::InvitationId> settled_requests;

  /// The charter at its head; there is one.
  [[nodiscard]] const charter::Charter& charter() const { return log->charter(); }
  /// Number of the charter's last entry, 0 if there is none yet.
  [[nodiscard]] channels::EntryNumber number() const {
    return log ? log->charter().number() : channels::EntryNumber{};
  }
  [[nodiscard]] ByteView handle_key() const { return handle.public_key.bytes; }
};

/// When an entry of the charter was signed; nothing if there is no such entry.
[[nodiscard]] std::optional<Time> time_of_entry(const CircleData& circle, channels::EntryNumber number);

/// Where the hub says that it stands, when we were too slow.
void note_stale(CircleData& circle, const wire::StaleDetails& stale);

/// Takes up the charter that this device verified and kept. Errors: those of `CharterLog::replay`, and
/// `charter_entry_refused` as below.
[[nodiscard]] Status replay_charter(CircleData& circle, std::vector<charter::CharterEntry> entries);

/// Checks the next entry of the charter and appends it. Errors: those of `CharterLog`,
/// `charter_entry_refused` (it founds another circle, or names another hub).
[[nodiscard]] Status append_verified(CircleData& circle, charter::CharterEntry entry);

}  // namespace kring::core
