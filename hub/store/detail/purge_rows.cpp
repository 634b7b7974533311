#include "hub/store/detail/purge_rows.hpp"

#include "hub/store/detail/query.hpp"

#include <array>
#include <string_view>

namespace kring::store::detail {

namespace {

// Of circle $1, at most $2 rows. Tables that grow with a log; whatever names a channel's row goes before it.
constexpr std::array<std::string_view, 3> piecewise = {
    "DELETE FROM log_entry WHERE (channel, seq) IN (SELECT log_entry.channel, log_entry.seq FROM log_entry"
    " JOIN channel ON channel.id = log_entry.channel WHERE channel.circle = $1 LIMIT $2) RETURNING 1",
    "DELETE FROM record_id WHERE (channel, record) IN (SELECT record_id.channel, record FROM record_id"
    " JOIN channel ON channel.id = record_id.channel WHERE channel.circle = $1 LIMIT $2) RETURNING 1",
    "DELETE FROM append_answer WHERE (circle, author, message) IN (SELECT circle, author, message"
    " FROM append_answer WHERE circle = $1 LIMIT $2) RETURNING 1"};

// Of circle $1, all rows. The bundle that ended the circle wrote to no log: it can still be answered again.
constexpr std::array<std::string_view, 11> at_once = {
    "DELETE FROM channel_state WHERE channel IN (SELECT id FROM channel WHERE circle = $1)",
    "DELETE FROM bundle_answer WHERE circle = $1 AND id IN (SELECT bundle FROM bundle_log)",
    "DELETE FROM bundle_log WHERE channel IN (SELECT id FROM channel WHERE circle = $1)",
    "DELETE FROM channel WHERE circle = $1",
    "DELETE FROM key_package WHERE circle = $1",
    "DELETE FROM mail WHERE circle = $1",
    "DELETE FROM mail_part WHERE circle = $1",
    "DELETE FROM introduction WHERE circle = $1",
    "DELETE FROM staged WHERE circle = $1",
    "UPDATE blob_file SET dropped = 1 WHERE circle = $1",
    "UPDATE circle SET ended = 2 WHERE id = $1"};

/// How many rows went.
Result<std::size_t> remove_some(Database& database, std::string_view sql, std::uint64_t circle,
                                std::size_t rows_max) {
  Query rows(database, sql);
  rows.bind(circle).bind(std::uint64_t{rows_max});
  for (std::size_t removed = 0;; ++removed) {
    const auto row = rows.step();
    if (!row) return fail(row.error());
    if (!*row) return removed;
  }
}

}  // namespace

WriteResult purge_ended(Database& database, const PurgeEnded& purge) {
  std::uint64_t circle = 0;
  {
    Query first(database, "SELECT id FROM circle WHERE ended = 1 ORDER BY id LIMIT 1");
    const auto found = first.step();
    if (!found) return fail(found.error());
    if (!*found) return Purged{};
    circle = first.u64(0);
  }
  auto left = purge.rows_max;
  for (const auto sql : piecewise) {
    if (left == 0) return Purged{.more = true};
    const auto removed = remove_some(database, sql, circle, left);
    if (!removed) return fail(removed.error());
    left -= *removed;
  }
  if (left == 0) return Purged{.more = true};
  for (const auto sql : at_once) {
    if (auto done = Query(database, sql).bind(circle).run(); !done) return fail(done.error());
  }
  return Purged{.more = true};
}

}  // namespace kring::store::detail
