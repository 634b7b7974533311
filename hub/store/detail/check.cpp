#include "hub/store/detail/check.hpp"

#include "channels/charter/charter_log.hpp"
#include "channels/rules/log_hash.hpp"
#include "hub/store/detail/query.hpp"

#include <algorithm>

namespace kring::store::detail {

using channels::EntryNumber;
using channels::Sequence;
using hub::Errc;

namespace {

struct Circle {
  std::uint64_t id = 0;
  channels::CircleId circle;
  CharterHead head;
};
struct Channel {
  std::uint64_t id = 0;
  channels::ChannelId channel;
  rules::LogHead head;
};

Result<std::vector<Circle>> read_circles(Database& database) {
  std::vector<Circle> circles;
  Query rows(database, "SELECT id, circle, head_number, head_hash FROM circle ORDER BY id");
  auto done = each_row(rows, [&] {
    circles.push_back({.id = rows.u64(0),
                       .circle = rows.id<channels::CircleId>(1),
                       .head = {.number = static_cast<EntryNumber>(rows.u64(2)), .hash = rows.hash(3)}});
  });
  if (!done) return fail(done.error());
  return circles;
}

Result<std::vector<Channel>> read_channels(Database& database, std::uint64_t circle) {
  std::vector<Channel> channels;
  Query rows(database, "SELECT id, channel, seq, log_hash FROM channel WHERE circle = $1 ORDER BY id");
  rows.bind(circle);
  auto done = each_row(rows, [&] {
    channels.push_back({.id = rows.u64(0),
                        .channel = rows.id<channels::ChannelId>(1),
                        .head = {.number = static_cast<Sequence>(rows.u64(2)), .hash = rows.hash(3)}});
  });
  if (!done) return fail(done.error());
  return channels;
}

/// Under which hub's key it was founded.
Result<channels::HubKey> check_charter(Database& database, const Circle& circle) {
  std::vector<Bytes> entries;
  Hash last{};
  for (bool more = true; more;) {
    Query rows(database,
               "SELECT hash, bytes FROM charter_entry WHERE circle = $1 AND number > $2"
               " ORDER BY number LIMIT $3");
    rows.bind(circle.id).bind(std::uint64_t{entries.size()}).bind(rows_at_a_time);
    const auto before = entries.size();
    auto done = each_row(rows, [&] {
      last = rows.hash(0);
      entries.push_back(rows.bytes(1));
    });
    if (!done) return fail(done.error());
    more = entries.size() - before == rows_at_a_time;
  }
  const auto log = charter::CharterLog::verify(entries);
  if (!log || log->charter().circle() != circle.circle)
    return fail(Errc::store_corrupt, "a charter does not verify");
  const auto head = log->charter().head();
  if (head.number != circle.head.number || head.hash.bytes() != circle.head.hash || last != circle.head.hash)
    return fail(Errc::store_corrupt, "a charter's head is another");
  return log->charter().hub_key();
}

/// The running hash of a log, entry by entry.
class LogCheck {
 public:
  LogCheck(Database& database, const Channel& channel) : database_(database), channel_(channel) {}

  /// How many entries there are. Errors: as `check_rows`.
  [[nodiscard]] Result<std::uint64_t> run() {
    for (bool more = true; more;) {
      const auto before = head_.number;
      if (auto done = read_page(); !done) return fail(done.error());
      if (is_wrong_) return fail(Errc::store_corrupt, "a log's chain is broken");
      more = std::to_underlying(head_.number) - std::to_underlying(before) == rows_at_a_time;
    }
    if (head_ != channel_.head) return fail(Errc::store_corrupt, "a log's head is another");
    return std::to_underlying(head_.number);
  }

 private:
  [[nodiscard]] Status read_page() {
    Query rows(database_,
               "SELECT seq, hash, kind, time, payload_hash, payload FROM log_entry"
               " WHERE channel = $1 AND seq > $2 ORDER BY seq LIMIT $3");
    rows.bind(channel_.id).bind(head_.number).bind(rows_at_a_time);
    return each_row(rows, [&] { take(rows); });
  }
  void take(Query& rows) {
    const rules::LogEntrySummary entry{.kind = static_cast<channels::LogKind>(rows.u64(2)),
                                       .time = rows.time(3),
                                       .payload_hash = rows.hash(4)};
    const auto next = rules::next_log_head(channel_.channel, head_, entry);
    const bool is_next = std::to_underlying(next.number) == rows.u64(0) && next.hash == rows.hash(1);
    // An erased payload leaves its hash.
    const bool is_whole = rows.is_null(5) || rules::payload_hash(rows.bytes(5)) == entry.payload_hash;
    is_wrong_ = is_wrong_ || !is_next || !is_whole;
    head_ = next;
  }

  Database& database_;
  const Channel& channel_;
  rules::LogHead head_;
  bool is_wrong_ = false;
};

Status read_blobs(Database& database, DatabaseSummary& summary) {
  Query rows(database,
             "SELECT blob, size, hash FROM blob_file WHERE hash IS NOT NULL AND dropped = 0 ORDER BY blob");
  return each_row(rows, [&] {
    summary.blobs.push_back({.id = rows.id<channels::BlobId>(0), .size = rows.u64(1), .hash = rows.hash(2)});
  });
}

}  // namespace

Result<DatabaseSummary> check_rows(Database& database, const Progress& progress) {
  DatabaseSummary summary;
  {
    Query meta(database, "SELECT value FROM meta WHERE name = 'incarnation'");
    const auto found = meta.step();
    if (!found) return fail(found.error());
    if (!*found) return fail(Errc::store_corrupt, "no incarnation");
    summary.incarnation = meta.id<channels::Incarnation>(0);
  }
  const auto circles = read_circles(database);
  if (!circles) return fail(circles.error());
  summary.circles = circles->size();
  std::uint64_t checked = 0;
  for (const auto& circle : *circles) {
    if (!progress("circles checked", checked++, circles->size())) return fail(Errc::stopping, "check");
    const auto key = check_charter(database, circle);
    if (!key) return fail(key.error());
    ++summary.founded_under[*key];
    const auto channels = read_channels(database, circle.id);
    if (!channels) return fail(channels.error());
    for (const auto& channel : *channels) {
      const auto entries = LogCheck(database, channel).run();
      if (!entries) return fail(entries.error());
      summary.entries += *entries;
    }
  }
  if (auto read = read_blobs(database, summary); !read) return fail(read.error());
  if (database.take_damage()) return fail(Errc::store_corrupt, "a column holds what no store writes");
  (void)progress("circles checked", checked, circles->size());
  return summary;
}

Result<bool> is_hub_of(Database& database, const channels::HubKey& key) {
  bool has_circles = false;
  std::uint64_t last = 0;
  for (bool more = true; more;) {
    Query rows(database,
               "SELECT circle, bytes FROM charter_entry WHERE number = 1 AND circle > $1"
               " ORDER BY circle LIMIT $2");
    rows.bind(last).bind(rows_at_a_time);
    std::uint64_t count = 0;
    bool is_ours = false;
    auto done = each_row(rows, [&] {
      ++count;
      last = rows.u64(0);
      const auto entry = charter::CharterEntry::decode(rows.bytes(1));
      const auto* founding = entry ? std::get_if<charter::Found>(&entry->content().body) : nullptr;
      is_ours = is_ours || (founding != nullptr && founding->hub_key == key);
    });
    if (!done) return fail(done.error());
    if (is_ours) return true;
    has_circles = has_circles || count > 0;
    more = count == rows_at_a_time;
  }
  return !has_circles;
}

Status renew_rows(Database& database, const channels::Incarnation& incarnation) {
  Query renewed(database, "UPDATE meta SET value = $1 WHERE name = 'incarnation'");
  if (auto done = renewed.bind(incarnation).run(); !done) return done;
  // One that was handed out since must not come again; the ids stay taken.
  Query spent(database, "UPDATE key_package SET spent = 1, claimed_for = NULL, bytes = $1 WHERE spent = 0");
  if (auto done = spent.bind(ByteView()).run(); !done) return done;
  Query uploads(database, "DELETE FROM blob_file WHERE hash IS NULL");
  return uploads.run();
}

}  // namespace kring::store::detail
