#pragma once

#include "channels/articles/article.hpp"
#include "channels/model/ids.hpp"
#include "channels/model/log_kind.hpp"
#include "channels/rules/channel_state.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/extensions.hpp"
#include "channels/rules/known_work.hpp"
#include "channels/wire/event.hpp"
#include "clients/core/action.hpp"
#include "clients/core/report_articles.hpp"
#include "clients/core/thread_fold.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/mls/group.hpp"
#include "crypto/primitives/keys.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What a device holds of one channel whose group it is, or was, in.
namespace kring::core {

/// What is kept of an entry of a channel's log.
struct KeptEntry {
  channels::Sequence seq{};
  Hash hash{};  ///< the running hash with this entry
  channels::LogKind kind = channels::LogKind::record;
  Time time;
  // Of a record or sealed message:
  channels::HandleId author;
  std::uint64_t counter = 0;
  channels::RecordId record;
  Bytes article;  ///< JSON; empty for commits
  /// The head of the charter that its author had read; zero where that was not kept.
  channels::EntryNumber charter{};
};

/// The article of an entry; none if it has none that can be read.
[[nodiscard]] std::optional<articles::Article> article_of(const KeptEntry& entry);

/// How whoever uses this device reads a newsgroup.
struct NewsgroupReading {
  bool subscribed = true;  ///< it counts in what is unread, in the digest and for `watch`
  /// How far each thread was read.
  std::map<articles::PostId, channels::Sequence> read;
  /// Threads that do not count.
  std::set<articles::PostId> muted;
};

/// What a channel is called, and a key such as "care" that pictures and commands go by.
struct ChannelName {
  std::string label;
  std::string key;
};

/// Why an article was written.
enum class Written : std::uint8_t {
  by_user = 1,
  as_label,
  as_introduction,
  as_box,
  again,  ///< its entry fell away when the channel was restarted
};

/// How far an article on its way has come.
enum class Sending : std::uint8_t {
  waits = 0,         ///< to be sent, or sent and not answered
  acknowledged = 1,  ///< the hub has it; its entry has not come back yet
  given_up = 2,      ///< is not sent any more, but may be in the log: kept so that we know our own entry
};

/// An article on its way to a channel's log. It stays until its entry has come back.
struct OutboxMessage {
  channels::MessageId id;
  channels::ChannelId channel;
  std::uint64_t order = 0;  ///< messages of a channel are sent in this order
  Bytes article;
  Written written = Written::by_user;
  FixedBytes<16> about{};  ///< of an introduction the handle, of a box the invitation or the newsgroup
  Sending sending = Sending::waits;
  std::uint32_t tries = 0;
  Time not_before{};
  /// What was sent under the id last; empty before the first time.
  mls::EpochId epoch{};
  Bytes payload;
  /// Hashes of all payloads that were sent under the id: by these its entry is known.
  std::vector<Hash> payload_hashes;
  // In memory only.
  bool under_way = false;
};

/// How long something is not written again that the hub refused for good.
struct Rest {
  Time until;
  /// Where the hub knew no right to write: how far our charter went then. A later entry may give it back.
  std::optional<channels::EntryNumber> charter{};
};

/// An entry of a channel's log as it came.
struct LogEntry {
  channels::Sequence seq{};
  channels::LogKind kind = channels::LogKind::record;
  Time time;
  wire::Part payload;
  /// Of the payload, also while it is not here yet.
  Hash payload_hash{};
};
/// An entry as the hub delivered it.
[[nodiscard]] LogEntry log_entry_of(const wire::EntryEvent& event);
/// What an entry holds, once all of it is here.
[[nodiscard]] inline const Bytes& payload_of(const LogEntry& entry) {
  return std::get<Bytes>(entry.payload);
}
[[nodiscard]] inline rules::LogEntrySummary summary_of(const LogEntry& entry) {
  return {.kind = entry.kind, .time = entry.time, .payload_hash = entry.payload_hash};
}

/// An entry of a channel's log as it came, for a hub that has lost it.
struct RawEntry {
  channels::LogKind kind = channels::LogKind::record;
  Time time;
  Bytes payload;
  Bytes opening;  ///< of our own commit with which a group begins: its GroupInfo
};

/// A handle that is to be added, and its key package once that is claimed.
struct Claim {
  std::optional<Bytes> package;
  bool under_way = false;
  Time not_before{};
};

/// Whether the hub sends us a log.
enum class Attached : std::uint8_t { no, asked, yes };

/// What a channel's log has of a handle's introductions.
struct IntroducedHere {
  std::uint32_t serial = 0;  ///< the highest
  bool verified = false;     ///< one of them was, as it was read
};

struct Channel {
  channels::ChannelId id;
  std::optional<mls::Group> group;
  rules::ChannelState state;
  /// Of each generation that we may read.
  std::map<channels::Generation, Secret> record_keys;
  std::uint64_t own_counter = 0;
  /// Where our log begins: zero, or in a sealed channel the head with which we joined.
  rules::LogHead start;
  /// All entries after `start`.
  std::vector<KeptEntry> log;
  /// The newest of them as they came (`raw_kept_for`).
  std::map<channels::Sequence, RawEntry> raw;
  /// Found again from `log`: each author's last counter, and the ids of all records.
  std::map<channels::HandleId, std::uint64_t> counters;
  std::set<channels::RecordId> records;
  channels::Sequence last_read{};
  NewsgroupReading reading;
  bool stopped = false;
  /// Stopped at a commit that did not open, which healing may mend (healing.hpp).
  bool broken = false;
  /// Payloads of the log's requests to be healed, of members, made in this epoch.
  std::map<channels::HandleId, Bytes> heals;
  /// Stopped since an owner's `resume` ended the log here, where the hub's had come to, and ours goes
  /// further.
  std::optional<rules::LogHead> cut_off{};
  /// When the keys were last new, as the committer's clock said: in a channel of records the record key, in a
  /// sealed one a path of the group.
  Time renewed{};

  /// A newcomer's, until the log has come to the commit that added us: what the Welcome said. In record mode
  /// what is before that commit is taken together, once its running hash has been reached.
  std::optional<rules::JoinExtension> join;

  /// Of a newsgroup that we moderate or moderated: what opens reports on this device. It never leaves it.
  std::optional<primitives::HpkeKeyPair> report_box{};

  // In memory only; the first four are folded from the articles.
  ChannelName name;
  /// Roles that labels here have named.
  std::set<channels::RoleId> named_roles;
  /// Of whom an introduction was read here; verified where we act on that (people.cpp).
  std::map<channels::HandleId, IntroducedHere> introduced;
  /// What we write unasked and the hub refused for good, by what it is about (outbox.hpp).
  std::map<std::pair<Written, FixedBytes<16>>, Rest> rests;
  /// Where moderators' devices get reports, the last that each wrote.
  std::map<channels::HandleId, ReportBoxKey> report_boxes;
  /// Of a newsgroup, folded when they are asked for.
  ThreadFold threads;
  /// Entries that came and wait: for one before them, for the charter, for a staged part, for the history's
  /// end.
  std::deque<LogEntry> waiting;
  /// Of those that wait, how many a newcomer has looked at for the commit that added us.
  std::size_t scanned = 0;
  std::optional<Hash> fetching;
  /// While our log is compared with the hub's, since a restart goes on from another: how far that has come.
  std::optional<rules::LogHead> compared;
  /// While the log is read without a leaf (reading_back.hpp): it is taken once all of it has come.
  bool reads_back = false;
  /// Where the hub's log is known to stand.
  channels::Sequence target{};
  Attached attached = Attached::no;
  /// Where the hub's log ends, as long as ours goes on from there and it takes that back.
  std::optional<channels::Sequence> lacking;
  std::map<channels::HandleId, Claim> claims;
  /// Kept for whoever looks, too: it says nothing that is not in the charter and the group.
  mutable rules::KnownWork known_work;
  std::optional<Time> work_at;
  /// The same, if that is the long pause before a batch, which counts for nothing else.
  std::optional<Time> batch_at;

  /// The last entry that we hold.
  [[nodiscard]] rules::LogHead head() const;
};

/// Drops what waits: the log is read on from its head.
void forget_waiting(Channel& channel);
/// Puts the next entry at the end of the channel's log.
void keep_entry(Channel& channel, KeptEntry entry);
/// The running hash at `number`, if it is in our log.
[[nodiscard]] std::optional<Hash> hash_at(const Channel& channel, channels::Sequence number);

}  // namespace kring::core
