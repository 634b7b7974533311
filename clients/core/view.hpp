#pragma once

#include "channels/articles/threads.hpp"
#include "channels/charter/bodies_attestations.hpp"
#include "channels/model/ids.hpp"
#include "channels/model/rights.hpp"
#include "clients/core/action.hpp"
#include "clients/core/birthday.hpp"

#include "crypto/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a client tells a user interface about itself. All are copies; names are whatever their owners wrote.
namespace kring::core {

/// How we stand in a circle.
enum class Standing : std::uint8_t {
  founding,  ///< the founding bundle is not acknowledged yet
  invited,   ///< our acceptance is not acknowledged yet
  waiting,   ///< accepted; somebody has to confirm us
  member,
  ended,   ///< removed, left or expired
  paused,  ///< an owner keeps us out until an owner lets us in again
};
[[nodiscard]] std::string_view name_of(Standing standing);

/// An owner, by the name that this device knows; empty if it knows none.
struct OwnerName {
  channels::MemberId member;
  std::string name;
};

/// That nobody comes in and nothing changes for a time. Whoever froze can end that earlier, and nobody else.
struct FreezeView {
  OwnerName by;
  Time until;
  bool mine = false;
};

/// Who did something, by the charter, and when.
struct DeedView {
  Time time;
  channels::MemberId by;
  std::string by_name;
  bool by_me = false;
};

/// That an owner go, asked by another.
struct RemovalView {
  channels::MemberId member;
  std::optional<DeedView> asked{};
  Time due;            ///< from then on it can be done, if all agree and nothing of them is heard
  bool by_me = false;  ///< we agree
  std::string name{};  ///< of who is to go
  std::vector<OwnerName> agreed_by{};
  std::vector<OwnerName> not_yet{};  ///< owners who have still to agree
};

/// That the circle end.
struct EndingView {
  Time due;  ///< from then on it can be done, if all owners want it by now
  std::size_t asked = 0;
  std::size_t needed = 0;
  bool by_me = false;
  std::vector<OwnerName> wanted_by{};
  std::vector<OwnerName> not_yet{};  ///< owners who have still to want it
};

/// That anybody may read the charter, asked of all owners.
struct PublicationView {
  charter::FirstKey first;    ///< the key that it would be with
  channels::MemberId holder;  ///< whose key it would be with
  std::string holder_name;
  std::size_t agreed = 0;
  std::size_t needed = 0;  ///< owners
  bool by_me = false;
  bool mine_is_last = false;  ///< all others agree
};

/// How this device was taken out, though whoever uses it was not.
struct TakenOutView {
  std::optional<DeedView> deed{};
  bool member = false;  ///< they have another device here
};

struct CircleView {
  channels::CircleId id;
  std::string name;
  std::string hub;
  Standing standing = Standing::founding;
  bool caught_up = false;
  bool stopped = false;  ///< by an alarm
  /// The hub showed another key than the circle's when it greeted us last: nothing is sent, nothing believed.
  bool foreign_key = false;
  /// The hub was restored from a backup: nothing is written until an owner resumes the circle.
  bool read_only = false;
  bool resumable = false;  ///< it is known where all logs end
  channels::MemberId me;
  channels::RoleId role;
  std::string role_label;
  bool owner = false;
  std::vector<std::string> six_words;  ///< while we wait: what to read out to whoever confirms us
  std::optional<Time> frozen_until{};
  std::vector<FreezeView> freezes{};  ///< those that are in force
  std::vector<RemovalView> removals{};
  std::optional<EndingView> ending{};
  /// Since when anybody may read the charter; never, if none.
  std::optional<Time> public_since{};
  /// For owners, while all are asked for it.
  std::optional<PublicationView> publication{};
  bool dissolved = false;  ///< all owners have ended it
  /// For owners who have written down when the child was born, while a birthday that matters is near.
  std::optional<BirthdayNotice> birthday{};
  /// A network, as far as this device knows what its roles are called.
  bool network = false;
  /// This device was revoked; whoever uses it may be a member still, by another one.
  bool device_out = false;
  /// We accepted an invitation and were never let in: it was withdrawn, or fell away with who made it.
  bool turned_down = false;
  std::optional<TakenOutView> taken_out{};
  /// Who removed whoever uses this device.
  std::optional<DeedView> removed{};
  /// Another device began to link this one, and has not let it in here yet.
  bool linking = false;
  bool only_owner = false;       ///< nobody but us owns it
  bool tell_only_owner = false;  ///< and we were not told so within a week (`Client::note_only_owner_told`)
};

/// Who reads a channel: everyone with the right, and whether one of their devices is in the group yet.
struct ChannelReader {
  channels::MemberId member;
  bool joined = false;
};

/// Whether this device waits to be let into a channel again in which it lost its way.
enum class HealState : std::uint8_t {
  none,
  asked,    ///< the members' devices do it, as soon as one of them is online
  gave_up,  ///< it has asked too often today: something is wrong that this does not mend
};
[[nodiscard]] std::string_view name_of(HealState state);
struct HealView {
  HealState state = HealState::none;
  std::optional<Time> healed{};  ///< when it was let in again last
  std::uint64_t missed = 0;      ///< sealed messages that stay closed here since then
};

struct ChannelView {
  channels::ChannelId id;
  std::string label;  ///< empty until somebody's label article has come
  std::string key;    ///< such as "family", "care" or "regie"; empty for others
  channels::Mode mode = channels::Mode::record;
  channels::Purpose purpose = channels::Purpose::ordinary;
  channels::Rights mine;
  bool joined = false;  ///< we are in its group
  /// Our role may not read it any more, since then: nothing new comes, and what this device had of it stays.
  std::optional<Time> read_until{};
  /// We are not, and newcomers come in together: so long at most, while somebody is online.
  std::optional<Duration> joins_within{};
  bool stopped = false;  ///< by an alarm
  bool closed = false;   ///< by an owner: nobody writes there any more
  std::vector<ChannelReader> readers;
  channels::Sequence head{};       ///< of what we hold
  Hash head_hash{};                ///< the log's running hash there: equal for all who hold as much
  channels::Sequence last_read{};  ///< see `Client::mark_read`
  std::uint64_t articles = 0;
  std::uint64_t epoch = 0;
  std::uint64_t restarts = 0;           ///< how often an owner gave it a new group
  std::optional<DeedView> restarted{};  ///< the last time
  HealView healing{};
  /// While the circle is read-only: where the hub's log ends, as far as it is known.
  std::optional<channels::Sequence> hub_head{};
};

/// Why we believe a member's name.
enum class Checked : std::uint8_t {
  unknown,     ///< no introduction has been seen
  new_keys,    ///< introduced; but an owner has given them new keys, and nobody here has checked them since
  introduced,  ///< it is signed by the handle, and certified by a device and a person's key
  confirmed,   ///< and whoever uses this device compared the six words, or founded the circle
};
[[nodiscard]] std::string_view name_of(Checked checked);

enum class MemberState : std::uint8_t { waiting, live, expired, removed, left, paused };
[[nodiscard]] std::string_view name_of(MemberState state);

struct MemberView {
  channels::MemberId id;
  std::string name;
  std::string relation;
  channels::RoleId role;
  std::string role_label;
  std::optional<Time> until;
  MemberState state = MemberState::live;
  Checked checked = Checked::unknown;
  bool owner = false;
  bool me = false;
  /// Of their new keys, if an owner ever gave them some: they read out the same.
  std::vector<std::string> six_words{};
};

/// One device of a member.
struct DeviceView {
  channels::HandleId id;
  channels::MemberId member;
  Time added;
  std::optional<channels::HandleId> adder;  ///< the device that added it
  bool revoked = false;
  bool this_one = false;
  bool added_this_one = false;  ///< or one that did: only the twelve words revoke it from here
  bool in_channels = false;     ///< it is in each group that this device is in and it may be
  bool same_person = false;     ///< it has shown, up to the person key, that it is this member's
  std::string name;             ///< that the person gave it; empty if it has none, or is somebody else's
};

/// How a further device of a member came.
enum class DeviceCame : std::uint8_t {
  by_device = 1,  ///< another one of theirs let it in
  by_words,       ///< by the twelve words
  by_new_keys,    ///< an owner gave the member new keys
};
[[nodiscard]] std::string_view name_of(DeviceCame how);

/// A further device of a member that whoever uses this one was not told of yet.
struct NewDeviceView {
  channels::HandleId id;
  channels::MemberId member;
  std::string member_name;
  bool mine = false;
  DeviceCame how = DeviceCame::by_device;
  Time added;
  bool revoked = false;  ///< meanwhile
};

/// That somebody let somebody in.
struct AdmissionView {
  channels::MemberId member;
  std::string member_name;
  std::string role_label;
  std::optional<Time> until;
  MemberState state = MemberState::live;  ///< of who came in, now
  channels::MemberId admitter;
  std::string admitter_name;
  Time admitted;
};

/// That somebody is gone who let people in that are still there.
struct DepartureView {
  channels::MemberId member;
  std::string member_name;
  bool left = false;  ///< by themselves; else they were removed
  Time ended;
  std::optional<DeedView> by{};  ///< who removed them
  std::vector<AdmissionView> let_in;
};

struct RoleView {
  channels::RoleId id;
  std::string label;
  std::string key;  ///< of the template that it was made from, such as "night_nurse"; empty for others
  bool owns = false;
  bool preapproved = false;          ///< may be invited so
  bool may_invite = false;           ///< by us
  std::optional<Duration> stay_max;  ///< for our invitations to it
  std::optional<Duration> stay_usual;
};

/// A channel or role that has a name which was to be given to another one.
struct TakenName {
  std::string label;  ///< empty where this device does not know it
  std::string key{};  ///< of what a circle begins with, a lane or a newsgroup; empty for others
  bool is_closed = false;
  bool waits = false;  ///< it is still to be opened, by this device
};

enum class InvitationState : std::uint8_t { making, open, waiting, admitted, withdrawn, expired, voided };
[[nodiscard]] std::string_view name_of(InvitationState state);

struct InvitationView {
  channels::InvitationId id;
  channels::RoleId role;
  std::string role_label;
  Time expires;
  InvitationState state = InvitationState::making;
  bool preapproved = false;
  bool mine = false;
  std::string link;  ///< of ours while it is open; else empty
};

/// Somebody who accepted an invitation and waits to be confirmed.
struct RequestView {
  channels::InvitationId invitation;
  channels::MemberId member;
  channels::RoleId role;
  std::string role_label;
  std::string name;
  std::string relation;
  std::vector<std::string> six_words;  ///< the invitee reads out the same
  Time accepted;
  bool needs_recovery_words = false;         ///< the role owns: confirming takes our twelve words
  std::size_t owners = 0;                    ///< who have to agree, if the role owns; else 0
  std::vector<channels::MemberId> agreed{};  ///< owners who do
  bool agreed_by_me = false;
  bool mine_is_last = false;  ///< every other owner agrees: confirming makes them an owner
};

/// A file that came with an article.
struct FileView {
  std::string name;  ///< as its sender called it
  std::string media_type;
  std::uint64_t size = 0;
};

/// Where something was said before it was brought here, as whoever brought it says.
struct OriginView {
  Time time;
  std::string author;  ///< empty: nobody knows
};

struct ArticleView {
  channels::Sequence seq{};
  Time time;
  channels::MemberId author;
  std::string author_name;
  bool mine = false;
  std::string type;     ///< such as "message"
  std::string subject;  ///< of a post of a newsgroup
  std::string text;     ///< of messages, notes and files, and a birth date; empty for others
  std::string json;     ///< the whole article; of a post that is hidden, its type alone
  std::optional<FileView> file{};
  bool muted = false;  ///< of a thread that does not count on this device
  std::optional<OriginView> from{};
  std::optional<Time> edited{};  ///< of a post: when its text was written, if that is not its first
  std::optional<Time> until{};   ///< of a post: when it ends, and lists leave it out
};

/// What a moderator, or who wrote it, did to a post.
struct MarkView {
  Time time;
  channels::MemberId by;
  std::string by_name;
  articles::Mark mark{};
  std::string reason;
};

/// What a post said before.
struct EarlierText {
  Time time;  ///< when it was written
  std::string text;
};

/// A post of a newsgroup.
struct PostView {
  channels::Sequence seq{};
  Time time;
  channels::MemberId author;
  std::string author_name;
  bool mine = false;
  bool unread = false;
  std::optional<channels::Sequence> parent;  ///< what it answers, if that is there
  articles::PostState state = articles::PostState::shown;
  bool shown = true;    ///< to us: what is hidden is, if we wrote it or moderate
  std::string subject;  ///< empty in answers, and where it is not shown
  std::string text;
  std::vector<MarkView> trace;
  std::optional<Time> edited{};        ///< when its text was written, if that is not its first
  std::optional<Time> until{};         ///< when it ends, or what began its thread does
  bool ended = false;                  ///< so lists leave it out
  std::optional<FileView> file{};      ///< none where it is not shown
  std::vector<EarlierText> earlier{};  ///< the oldest first; empty where it is not shown
};

/// That a thread stands above the others, and by whom.
struct PinView {
  Time time;
  channels::MemberId by;
  std::string by_name;
};

struct ThreadView {
  channels::Sequence first{};  ///< of its posts that are there: what the thread is named by
  channels::Sequence last{};
  std::string subject;
  channels::MemberId author;
  std::string author_name;
  Time started;
  Time last_time;
  std::size_t posts = 0;
  std::size_t unread = 0;
  bool muted = false;  ///< it does not count on this device
  std::optional<PinView> pinned{};
};

/// A newsgroup as whoever uses this device reads it.
struct NewsgroupView {
  channels::ChannelId id;
  std::string label;
  bool subscribed = true;
  std::size_t unread = 0;  ///< posts that count: none if it is not subscribed to
};

/// What is new in a thread.
struct DigestThread {
  channels::Sequence first{};  ///< what the thread is named by
  std::string subject;
  std::size_t posts = 0;  ///< new ones
  // Of the first new post:
  channels::Sequence from{};
  channels::MemberId author;
  std::string author_name;
  std::string line;  ///< the first of its text
  Time last_time;    ///< of the last new post
};

/// What is new in a newsgroup.
struct DigestGroup {
  channels::ChannelId id;
  std::string label;
  std::size_t posts = 0;              ///< new ones, in all threads
  std::vector<DigestThread> threads;  ///< the one that was answered last first
  std::size_t left_out = 0;           ///< threads beside these
};

struct DigestView {
  std::vector<DigestGroup> groups;  ///< with something new, by name
  std::size_t subscribed = 0;       ///< newsgroups that were looked at
};

/// Somebody who moderates a newsgroup.
struct ModeratorView {
  channels::MemberId member;
  std::string name;
};

/// To whom a report would go.
struct ReportAudienceView {
  std::vector<ModeratorView> readers;   ///< other moderators, with a device that opens it
  std::vector<ModeratorView> left_out;  ///< other moderators; none of their devices was ready for reports
  bool author_reads = false;            ///< who wrote the post is one of the readers
};

struct ReportedPostView {
  channels::Sequence seq{};
  std::string subject;
  std::string line;  ///< the first of its text
  channels::MemberId author;
  std::string author_name;
  articles::PostState state = articles::PostState::shown;
};

struct SettledView {
  Time time;
  channels::MemberId by;
  std::string by_name;
};

/// A report, as a moderator reads it.
struct ReportView {
  channels::ChannelId channel;
  std::string label;
  channels::Sequence seq{};
  Time time;
  channels::MemberId reporter;
  std::string reporter_name;
  std::string reason;
  std::optional<ReportedPostView> post{};  ///< none: it is not in this newsgroup
  std::optional<SettledView> settled{};    ///< none: it is open
};

struct ReportsView {
  std::vector<ReportView> reports;  ///< the open ones first, the newest first
  /// Those that this device cannot open, such as from before it came, and that nobody settled by an article.
  std::size_t for_others = 0;
  std::size_t newsgroups = 0;  ///< that we moderate, and were looked at
  [[nodiscard]] std::size_t open() const;
};

/// A place where what one looks for was written.
struct SearchHit {
  channels::ChannelId channel;
  std::string channel_label;
  channels::Sequence seq{};
  Time time;
  channels::MemberId author;
  std::string author_name;
  std::string type;  ///< such as "message"
  std::string subject;
  std::string file_name;
  std::string line;  ///< of its text, with one of the words if one has it
  /// Who wrote it where it was before it was brought along here.
  std::optional<OriginView> from{};
};

struct SearchView {
  std::vector<SearchHit> hits;  ///< the newest first
  std::size_t left_out = 0;     ///< older places beside these
};

/// Who of one role reads a channel.
struct AudienceView {
  channels::RoleId role;
  std::string role_label;
  std::string key;
  std::size_t members = 0;
};

/// A birthday at which the law gives the child more say.
struct BirthdayView {
  unsigned age = 0;
  channels::Date on{};
  channels::Date told_from{};
};

/// What owners have written down of the child.
struct ChildView {
  channels::Date born{};
  std::vector<BirthdayView> birthdays;
  std::optional<BirthdayNotice> notice;  ///< the one that is near
};

/// A channel as far as the charter speaks of it: everybody in a circle may know that it is there.
struct ChannelAccess {
  channels::ChannelId id;
  std::string label;  ///< empty where this device does not know it
  std::string key;
  channels::Mode mode = channels::Mode::record;
  bool closed = false;
};

/// A member's row of the matrix.
struct MemberAccess {
  MemberView member;
  std::vector<channels::Rights> now;      ///< that hold now: none for who is paused, or whose time is over
  std::vector<channels::Rights> by_role;  ///< that go with the role
};

/// A role's row of the matrix.
struct RoleAccess {
  RoleView role;
  std::vector<channels::Rights> rights;
  std::vector<channels::RoleId> may_admit;
};

/// Who may do what. Each row has rights in the order of `channels`.
struct MatrixView {
  std::vector<ChannelAccess> channels;  ///< in the order of their opening
  std::vector<MemberAccess> members;  ///< who is in the circle, live or not, or was until their time was over
  std::vector<RoleAccess> roles;
};

/// A channel as somebody can open it.
struct SeenChannel {
  ChannelAccess channel;
  channels::Rights rights;
  /// What was said before is not for them, in a sealed channel; none where they read back.
  std::optional<Time> since;
  /// The last articles that they can read, as far as this device can read them too.
  std::vector<ArticleView> last;
};

/// The circle as one member can open it.
struct SeenAsView {
  MemberView member;
  std::vector<SeenChannel> open;
  std::vector<ChannelAccess> hidden;
  std::vector<RoleView> may_admit;  ///< people of these roles
};

/// How somebody came into the circle.
enum class CameIn : std::uint8_t {
  founded = 1,
  confirmed,    ///< somebody let them in
  preapproved,  ///< by the link alone
  waits,        ///< not in yet
};
[[nodiscard]] std::string_view name_of(CameIn how);

/// Who somebody is, and who vouches for that.
struct WhoView {
  MemberView member;
  CameIn how = CameIn::waits;
  /// Who invited them, and who let them in; none who did not, or is not known to this device.
  std::optional<MemberView> inviter;
  std::optional<MemberView> admitter;
  std::optional<Time> invited;
  std::optional<Time> admitted;
  /// Who removed them, or that they left themselves.
  std::optional<DeedView> ended{};
  /// Whoever uses this device compared the six words, whoever let them in.
  bool checked_here = false;
};

/// What would come back of a circle by the words.
struct KitCircle {
  channels::CircleId id;
  std::string name;
  std::string hub;
  std::size_t channels = 0;   ///< that are known by name
  std::size_t read_back = 0;  ///< of them with a key to what was written
  std::size_t checks = 0;     ///< people whose six words were compared
};

/// Why something that this device knows would not come back.
enum class KitGapKind : std::uint8_t {
  circle = 1,    ///< no slot tells of it
  channel,       ///< no slot has its newest key
  recovery_key,  ///< the circle knows another recovery key than the words give
};
[[nodiscard]] std::string_view name_of(KitGapKind kind);

struct KitGap {
  KitGapKind kind = KitGapKind::circle;
  channels::CircleId circle;
  std::string circle_name;
  std::string channel_label;  ///< of a channel
};

/// What the twelve words alone would bring back from one hub.
struct KitView {
  std::vector<KitCircle> circles;
  std::vector<KitGap> gaps;
  bool set_back = false;  ///< the hub has an older state of a slot than another one tells of
};

/// Something written that the hub has not acknowledged yet.
struct UnsentView {
  channels::MessageId message;
  channels::ChannelId channel;
  std::string type;
  std::string text;
};

enum class IntentKind : std::uint8_t {
  found,
  join,
  invite,
  withdraw,
  confirm,
  open_channel,
  remove,
  leave,
  restart,
  resume,
  say,
  send,
  pause,
  unpause,
  change_role,
  allow,
  close_channel,
  freeze,
  unfreeze,
  remove_owner,
  stay,
  end,
  new_device,
  revoke_device,
  attestation_key,
  withdraw_attestation,
  publish,
};
[[nodiscard]] std::string_view name_of(IntentKind kind);

struct IntentView {
  IntentId id;
  IntentKind kind = IntentKind::say;
  channels::CircleId circle;  ///< zero while founding
  std::uint32_t tries = 0;
  // Of a founding only.
  std::string name{};  ///< what is to be founded
  std::string hub{};   ///< and where
};

struct HubView {
  std::string hub;
  Connection connection = Connection::offline;
};

struct StatusView {
  bool has_device = false;
  bool words_confirmed = false;
  bool kit_proven = false;  ///< the words were shown to bring back what this device knows
  /// They could be now: there is something to bring back, and nobody has tried.
  bool kit_to_prove = false;
  std::string name;
  std::string relation;
  std::vector<HubView> hubs;
  std::vector<IntentView> pending;
  std::vector<Alarm> alarms;
  /// Nothing is under way or waits for the hub: all circles are caught up, no intent and no work is left that
  /// this device could do now.
  bool settled = false;
};

/// An entry of the charter, and what it names.
struct CharterEntryView {
  channels::EntryNumber number{};
  Time time;
  std::string kind;  ///< such as "remove" (docs/protocol.md, section 2); "unknown" for one of a newer version
  Hash hash{};
  std::optional<channels::MemberId> signer{};
  std::optional<channels::MemberId> member{};
  std::optional<channels::ChannelId> channel{};
  std::optional<channels::RoleId> role{};
  std::optional<channels::InvitationId> invitation{};
  /// The end of a grant, or when an invitation expires.
  std::optional<Time> until{};
};

/// A channel with all that this device can read in it.
struct ArchivedChannel {
  ChannelView channel;
  /// What came up to here was never for us: we joined later, and newcomers do not read back.
  channels::Sequence begins_after{};
  std::vector<ArticleView> articles;
};

/// Why something of a circle is not in an archive.
enum class Gap : std::uint8_t {
  not_caught_up = 1,  ///< the hub may have more
  stopped,            ///< by an alarm: nothing after it was taken
  not_joined,         ///< we may read the channel, and are not in its group yet
  not_opened,         ///< an entry without content that could be believed
  not_readable,       ///< decrypted, but it is no article
  not_sent,           ///< written here, and not at the hub yet
};
[[nodiscard]] std::string_view name_of(Gap gap);

struct GapView {
  std::optional<channels::ChannelId> channel;  ///< none: the circle
  std::optional<channels::Sequence> seq;       ///< none: the channel
  Gap why = Gap::not_caught_up;
};

/// Everything that one person can read of a circle, and where something is missing.
struct ArchiveView {
  CircleView circle;
  std::vector<MemberView> members;
  std::vector<RoleView> roles;
  std::vector<CharterEntryView> charter;
  std::vector<ArchivedChannel> channels;
  std::vector<GapView> gaps;
};

}  // namespace kring::core
