#include "hub/store/maintenance.hpp"

#include "hub/store/detail/check.hpp"
#include "hub/store/detail/folder.hpp"
#include "hub/store/detail/migrations.hpp"
#include "hub/store/detail/postgres_migrations.hpp"
#include "hub/store/detail/query.hpp"

#include <memory>

namespace kring::store {

using detail::Access;
using detail::PostgresConnection;
using detail::Query;
using detail::SqliteDatabase;
using hub::Errc;

namespace fs = std::filesystem;

namespace {

/// `work` in one transaction, which is kept if it succeeds.
template <class Work>
Status in_transaction(SqliteDatabase& database, Work work) {
  if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return begun;
  Status done = work();
  if (done) done = database.run("COMMIT");
  // What rolling back could still report is less than what went wrong.
  if (!done && database.in_transaction()) (void)database.run("ROLLBACK");
  return done;
}

Status check_pages(SqliteDatabase& database) {
  Query query(database, "PRAGMA integrity_check(1)");
  const auto row = query.step();
  if (!row) return fail(row.error());
  if (!*row || view_text(query.bytes(0)) != "ok") return fail(Errc::store_corrupt, "integrity check");
  return {};
}

/// A database that nobody else uses, of the newest schema.
Result<std::unique_ptr<SqliteDatabase>> open_alone(const fs::path& file) {
  auto database = SqliteDatabase::open(file, Access::write);
  if (!database) return fail(database.error());
  if (auto ours = detail::check_schema(**database, detail::migrations()); !ours) return fail(ours.error());
  if (auto pages = check_pages(**database); !pages) return fail(pages.error());
  return database;
}

Result<std::unique_ptr<PostgresConnection>> open_postgres(const PostgresOptions& options) {
  // A check reads whole logs: it may take as long as it takes.
  auto patient = options;
  patient.statement_within = std::chrono::minutes(10);
  patient.answer_within = std::chrono::minutes(11);
  return PostgresConnection::open(patient);
}

}  // namespace

Status copy_idle_database(const fs::path& folder, const fs::path& to, const Progress& progress) {
  const auto lock = detail::FolderLock::take(folder);
  if (!lock) return fail(lock.error());
  return copy_database(folder / "hub.db", to, progress);
}

Result<channels::Incarnation> read_incarnation(const fs::path& file) {
  auto database = SqliteDatabase::open(file, Access::read);
  if (!database) return fail(database.error());
  Query meta(**database, "SELECT value FROM meta WHERE name = 'incarnation'");
  const auto found = meta.step();
  if (!found) return fail(found.error());
  if (!*found) return fail(Errc::store_corrupt, "no incarnation");
  return meta.id<channels::Incarnation>(0);
}

Result<bool> is_hub_of(const fs::path& file, const channels::HubKey& key) {
  auto database = SqliteDatabase::open(file, Access::read);
  if (!database) return fail(database.error());
  return detail::is_hub_of(**database, key);
}

Result<DatabaseSummary> check_database(const fs::path& file, const Progress& progress) {
  auto database = open_alone(file);
  if (!database) return fail(database.error());
  DatabaseSummary summary;
  // Older schemas are checked as the newest one, and the file stays as it is.
  if (auto begun = (*database)->run("BEGIN"); !begun) return fail(begun.error());
  for (const auto& step : detail::migrations()) {
    Query applied(**database, "SELECT 1 FROM migration WHERE number = $1");
    const auto has = applied.bind(step.number).step();
    if (!has) return fail(has.error());
    if (*has) continue;
    if (auto made = (*database)->run(step.sql); !made) return fail(made.error());
  }
  auto checked = detail::check_rows(**database, progress);
  (void)(*database)->run("ROLLBACK");
  return checked;
}

Result<channels::Incarnation> begin_incarnation(const fs::path& file, Random& random) {
  auto database = open_alone(file);
  if (!database) return fail(database.error());
  if (auto migrated = detail::migrate(**database, detail::migrations()); !migrated)
    return fail(migrated.error());
  const auto incarnation = random.id<channels::Incarnation>();
  auto done = in_transaction(**database, [&] { return detail::renew_rows(**database, incarnation); });
  if (!done) return fail(done.error());
  return incarnation;
}

Result<bool> has_store(const PostgresOptions& options) {
  auto connection = PostgresConnection::open(options);
  if (!connection) return fail(connection.error());
  const auto row = (*connection)->run_script("SELECT count(*) FROM pg_namespace WHERE nspname = 'kring'");
  if (!row) return fail(row.error());
  return !row->empty() && row->front() == "1";
}

Result<channels::Incarnation> read_incarnation(const PostgresOptions& options) {
  auto connection = PostgresConnection::open(options);
  if (!connection) return fail(connection.error());
  return detail::read_incarnation(**connection);
}

Result<bool> is_hub_of(const PostgresOptions& options, const channels::HubKey& key) {
  auto connection = PostgresConnection::open(options);
  if (!connection) return fail(connection.error());
  return detail::is_hub_of(**connection, key);
}

Result<DatabaseSummary> check_database(const PostgresOptions& options, const Progress& progress) {
  auto connection = open_postgres(options);
  if (!connection) return fail(connection.error());
  if (auto begun = (*connection)->run_script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); !begun)
    return fail(begun.error());
  auto checked = detail::check_rows(**connection, progress);
  if (!(*connection)->lost()) (void)(*connection)->run_script("COMMIT");
  return checked;
}

Result<channels::Incarnation> begin_incarnation(const PostgresOptions& options, Random& random) {
  auto connection = open_postgres(options);
  if (!connection) return fail(connection.error());
  if (auto migrated = detail::migrate(**connection, detail::postgres_migrations(), random); !migrated)
    return fail(migrated.error());
  const auto incarnation = random.id<channels::Incarnation>();
  if (auto begun = (*connection)->run_script("BEGIN"); !begun) return fail(begun.error());
  auto renewed = detail::renew_rows(**connection, incarnation);
  const auto ended = (*connection)->run_script(renewed ? "COMMIT" : "ROLLBACK");
  if (!renewed) return fail(renewed.error());
  if (!ended) return fail(ended.error());
  return incarnation;
}

Status drop_store(const PostgresOptions& options) {
  auto connection = PostgresConnection::open(options);
  if (!connection) return fail(connection.error());
  if (auto dropped = (*connection)->run_script("DROP SCHEMA kring CASCADE"); !dropped)
    return fail(dropped.error());
  return {};
}

}  // namespace kring::store
