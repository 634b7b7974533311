#include "hub/store/detail/postgres_batch.hpp"

#include "hub/store/detail/mailbox_rows.hpp"
#include "hub/store/detail/postgres_appends.hpp"
#include "hub/store/detail/query.hpp"
#include "hub/store/detail/writer.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

namespace kring::store::detail {

using channels::CircleId;
using hub::Errc;

namespace {

// Rows come in the order of their ids, and are locked as they come: two hubs never wait for each other.
constexpr std::string_view lock_rows =
    "SELECT circle FROM circle WHERE circle = ANY($1::bytea[]) ORDER BY circle FOR UPDATE";
// A circle that is being founded has no row to lock yet. Before the rows, and in order too.
constexpr std::string_view lock_foundings =
    "SELECT pg_advisory_xact_lock(wanted.circle) FROM unnest($1::bigint[]) AS wanted (circle)";
// All mailboxes at once, after the circles: whoever counts or takes is alone. The number is "Mail".
constexpr std::string_view lock_mailboxes = "SELECT pg_advisory_xact_lock(1298229612)";
// What a bundle of another hub has locked, it is about to take: it is in use, and goes with that bundle.
constexpr std::string_view drop_staged =
    "DELETE FROM staged WHERE (circle, hash) IN"
    " (SELECT circle, hash FROM staged WHERE time < $1 FOR UPDATE SKIP LOCKED)";

// In the same way; what is passed over is dropped by the next sweep.
constexpr std::string_view drop_late_uploads =
    "UPDATE blob_file SET dropped = 1 WHERE blob IN"
    " (SELECT blob FROM blob_file WHERE hash IS NULL AND dropped = 0 AND time < $1 FOR UPDATE SKIP LOCKED)";

bool founds(const WriteRequest& request) {
  const auto* bundle = std::get_if<BundleWrite>(&request);
  return bundle != nullptr && bundle->expected_head == CharterHead{};
}

bool is_mail(const WriteRequest& request) {
  return std::visit([]<class Request>(const Request&) { return is_of_mailbox<Request>; }, request);
}

std::optional<CircleId> circle_of(const WriteRequest& request) {
  return std::visit(
      [](const auto& one) -> std::optional<CircleId> {
        if constexpr (requires { one.circle; }) return one.circle;
        return std::nullopt;
      },
      request);
}

/// A number for a lock out of a circle's id, which is a hash. Two that are alike only wait for each other.
std::uint64_t lock_number(const CircleId& circle) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8U | circle.bytes()[i];
  return number & static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}

/// Whether an error is about the request and not about the database.
bool is_refusal(const Error& error) {
  return error != Errc::store_failed && error != Errc::store_corrupt && error != Errc::store_unavailable;
}

}  // namespace

BatchOutcome PostgresBatch::run() {
  connection_.run_before_next("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
  auto done = lock_circles();
  if (done) done = perform_all();
  if (!done) {
    // A transaction that cannot be ended ends with its connection.
    if (!connection_.lost()) (void)connection_.run({.sql = "ROLLBACK"});
    return {.kept = Kept::no, .results = {}, .error = done.error()};
  }
  last_writes_.push_back({.sql = "COMMIT"});
  const auto rows = connection_.exchange(last_writes_);
  if (rows && rows->back().done() == "COMMIT")
    return {.kept = Kept::yes, .results = std::move(results_), .error = {}};
  if (connection_.lost())
    return {.kept = Kept::unknown, .results = std::move(results_), .error = rows.error()};
  const auto error = rows ? Error(Errc::store_failed, "commit") : rows.error();
  if (!rows) (void)connection_.run({.sql = "ROLLBACK"});
  return {.kept = Kept::no, .results = {}, .error = error};
}

Status PostgresBatch::lock_circles() {
  std::set<CircleId> circles;
  std::set<std::uint64_t> foundings;
  for (const auto& request : requests_) {
    const auto circle = circle_of(request);
    if (!circle) continue;
    circles.insert(*circle);
    if (founds(request)) foundings.insert(lock_number(*circle));
  }
  std::vector<PostgresStatement> statements;
  if (!foundings.empty()) {
    PostgresArray numbers(PostgresArray::Of::numbers);
    for (const auto number : foundings) numbers.add(number);
    statements.push_back({.sql = lock_foundings});
    statements.back().parameters.add(std::move(numbers));
  }
  PostgresArray ids(PostgresArray::Of::bytes);
  for (const auto& circle : circles) ids.add(circle.view());
  statements.push_back({.sql = lock_rows});
  statements.back().parameters.add(std::move(ids));
  const auto circle_rows = statements.size() - 1;
  if (std::ranges::any_of(requests_, is_mail)) statements.push_back({.sql = lock_mailboxes});
  const auto all_rows = connection_.exchange(statements);
  if (!all_rows) return fail(all_rows.error());
  const auto* rows = &(*all_rows)[circle_rows];
  for (int row = 0; row < rows->count(); ++row) {
    const auto id = to_fixed<CircleId::size>(rows->view(row, 0));
    if (!id) return fail(Errc::store_corrupt, "circle");
    locked_.emplace(*id);
  }
  return {};
}

Status PostgresBatch::perform_all() {
  results_.reserve(requests_.size());
  while (results_.size() < requests_.size()) {
    const auto rest = requests_.subspan(results_.size());
    std::size_t appends = 0;
    while (appends < rest.size() && std::holds_alternative<Append>(rest[appends])) ++appends;
    auto done = appends == 0 ? perform_alone(rest.front())
                             : append_together(rest.first(appends), appends == rest.size());
    if (!done) return done;
  }
  return {};
}

Status PostgresBatch::append_together(std::span<const WriteRequest> requests, bool is_last) {
  PostgresAppends appends(requests, locked_);
  auto results = appends.judge(connection_);
  if (!results) return fail(results.error());
  for (auto& result : *results) results_.push_back(std::move(result));
  auto writes = appends.writes();
  if (is_last) {
    last_writes_ = std::move(writes);
    return {};
  }
  if (writes.empty()) return {};
  if (const auto written = connection_.exchange(writes); !written) return fail(written.error());
  return {};
}

Status PostgresBatch::perform_alone(const WriteRequest& request) {
  connection_.run_before_next("SAVEPOINT request");
  auto result = perform_one(request);
  if (!result && !is_refusal(result.error())) return fail(result.error());
  if (!result || std::holds_alternative<Stale>(*result)) {
    connection_.run_before_next("ROLLBACK TO request");
  } else if (std::holds_alternative<Bundled>(*result)) {
    locked_.insert(std::get<BundleWrite>(request).circle);
  }
  connection_.run_before_next("RELEASE request");
  results_.push_back(std::move(result));
  return {};
}

WriteResult PostgresBatch::perform_one(const WriteRequest& request) {
  if (const auto* drop = std::get_if<DropStaged>(&request)) {
    Query query(connection_, drop_staged);
    if (auto done = query.bind(drop->before).run(); !done) return fail(done.error());
    return Done{};
  }
  if (const auto* drop = std::get_if<DropUploads>(&request)) {
    Query query(connection_, drop_late_uploads);
    if (auto done = query.bind(drop->before).run(); !done) return fail(done.error());
    return Done{};
  }
  const auto circle = circle_of(request);
  if (!circle) return perform(connection_, request);
  // Another hub may have founded it since the locks were taken: for this batch it has not.
  if (!founds(request) && !locked_.contains(*circle)) return answer_without_circle(request);
  return perform(connection_, request);
}

}  // namespace kring::store::detail
