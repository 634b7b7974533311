#include "hub/store/sqlite_store.hpp"

#include "hub/store/detail/folder.hpp"
#include "hub/store/detail/migrations.hpp"
#include "hub/store/detail/query.hpp"
#include "hub/store/detail/reader.hpp"
#include "hub/store/detail/writer.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace kring::store {

using detail::Access;
using detail::Query;
using detail::SqliteDatabase;
using hub::Errc;

namespace {

namespace fs = std::filesystem;

/// A database that is ours and of the newest schema. Errors: as `SqliteStore::open`.
Result<std::unique_ptr<SqliteDatabase>> open_database(const fs::path& file, const SqliteOptions& options) {
  auto database = SqliteDatabase::open(file, Access::write);
  if (!database) return fail(database.error());
  if (auto ours = detail::check_schema(**database, detail::migrations()); !ours) return fail(ours.error());
  if (auto wal = (*database)->enable_wal(); !wal) return fail(wal.error());
  if (auto migrated = detail::migrate(**database, detail::migrations()); !migrated)
    return fail(migrated.error());
  if (options.pages_max != 0) {
    const auto limit = "PRAGMA max_page_count = " + std::to_string(options.pages_max);
    if (auto limited = (*database)->run(limit.c_str()); !limited) return fail(limited.error());
  }
  return database;
}

/// A hub that was killed may have left batches in the log, and the log's own name, that no sync has reached.
/// From now on they count as kept, and are answered so when they come again: so they have to be on the disk.
Status sync_what_is_there(SqliteDatabase& database, const fs::path& folder) {
  // The log is synced before it is moved, so a disk without room to move it to does no harm.
  if (auto emptied = database.empty_log(); !emptied && emptied.error() != Errc::store_full)
    return fail(emptied.error());
  return detail::sync_folder(folder);
}

/// The store's incarnation, made with it.
Result<channels::Incarnation> read_incarnation(SqliteDatabase& database, Random& random) {
  {
    Query query(database, "SELECT value FROM meta WHERE name = 'incarnation'");
    const auto found = query.step();
    if (!found) return fail(found.error());
    if (*found) {
      auto incarnation = query.id<channels::Incarnation>(0);
      if (database.take_damage()) return fail(Errc::store_corrupt, "incarnation");
      return incarnation;
    }
  }
  const auto incarnation = random.id<channels::Incarnation>();
  Query query(database, "INSERT INTO meta (name, value) VALUES ('incarnation', $1)");
  if (auto kept = query.bind(incarnation).run(); !kept) return fail(kept.error());
  return incarnation;
}

class SqliteReader final : public StoreReader {
 public:
  explicit SqliteReader(std::unique_ptr<SqliteDatabase> database) : database_(std::move(database)) {}

  [[nodiscard]] ReadResult read(const ReadRequest& request) override {
    // One moment's state for all of a request's queries.
    if (auto begun = Query(*database_, "BEGIN").run(); !begun) return fail(begun.error());
    auto result = detail::answer(*database_, request);
    auto ended = Query(*database_, "COMMIT").run();
    if (!ended && result) return fail(ended.error());
    return result;
  }

 private:
  std::unique_ptr<SqliteDatabase> database_;
};

/// A savepoint that cannot be set, left or gone back to leaves no say over what a commit would keep.
Status run_savepoint(SqliteDatabase& database, const char* sql) {
  if (!Query(database, sql).run()) return fail(Errc::store_failed, "savepoint");
  return {};
}

/// One request in a savepoint of its own.
WriteResult perform_alone(SqliteDatabase& database, const WriteRequest& request) {
  if (auto set = run_savepoint(database, "SAVEPOINT request"); !set) return fail(set.error());
  auto result = detail::perform(database, request);
  // A full disk may make SQLite roll back the whole transaction by itself: then there is no savepoint left.
  if (!database.in_transaction()) return result;
  if (!result || std::holds_alternative<Stale>(*result)) {
    if (auto back = run_savepoint(database, "ROLLBACK TO request"); !back) return fail(back.error());
  }
  if (auto left = run_savepoint(database, "RELEASE request"); !left) return fail(left.error());
  return result;
}

/// Whether nothing says any more what is on the disk.
bool is_fatal_to_sqlite(const Error& error) {
  return error == Errc::store_failed || error == Errc::store_corrupt;
}

}  // namespace

struct SqliteStore::State {
  fs::path file;
  detail::FolderLock lock;
  std::unique_ptr<SqliteDatabase> database;
  channels::Incarnation incarnation;
  SqliteOptions options;
  /// Why every write fails from now on.
  std::optional<Error> poison;
  /// What was removed may still be in the log, and shall not.
  bool log_must_go = false;

  /// All requests in one transaction, which is on the disk afterwards, or gone with one error for all.
  Result<std::vector<WriteResult>> write_batch(std::span<const WriteRequest> requests) const {
    if (auto begun = Query(*database, "BEGIN IMMEDIATE").run(); !begun)
      return fail(Errc::store_failed, "begin");
    std::vector<WriteResult> results;
    results.reserve(requests.size());
    for (const auto& request : requests) {
      results.push_back(perform_alone(*database, request));
      const auto& result = results.back();
      if (!result && is_fatal_to_sqlite(result.error())) return fail(result.error());
      // Nothing of this batch is kept, and nothing may be answered as if it were.
      if (!database->in_transaction())
        return fail(result ? Error(Errc::store_failed, "lost") : result.error());
    }
    if (auto committed = Query(*database, "COMMIT").run(); !committed) return fail(committed.error());
    return results;
  }

  /// Moves a log that has become long into the database. The batch is safe where it is: without room for
  /// that, the next one tries again.
  void checkpoint() {
    if (log_must_go) {
      const auto emptied = database->empty_log();
      if (!emptied && is_fatal_to_sqlite(emptied.error())) poison = emptied.error();
      log_must_go = !emptied || !*emptied;
    }
    if (database->wal_pages() <= options.wal_pages_max) return;
    auto moved = database->checkpoint();
    if (!moved && is_fatal_to_sqlite(moved.error())) poison = moved.error();
  }
};

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const fs::path& folder, Random& random,
                                                       const SqliteOptions& options) {
  const auto file = folder / "hub.db";
  if (auto ready = detail::prepare_folder(folder); !ready) return fail(ready.error());
  auto lock = detail::FolderLock::take(folder);
  if (!lock) return fail(lock.error());
  if (auto ready = detail::prepare_file(file); !ready) return fail(ready.error());
  auto database = open_database(file, options);
  if (!database) return fail(database.error());
  const auto incarnation = read_incarnation(**database, random);
  if (!incarnation) return fail(incarnation.error());
  if (auto synced = sync_what_is_there(**database, folder); !synced) return fail(synced.error());
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(std::make_unique<State>(State{.file = file,
                                                    .lock = std::move(*lock),
                                                    .database = std::move(*database),
                                                    .incarnation = *incarnation,
                                                    .options = options,
                                                    .poison = std::nullopt,
                                                    .log_must_go = false})));
}

SqliteStore::SqliteStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
SqliteStore::~SqliteStore() = default;

channels::Incarnation SqliteStore::incarnation() const {
  return state_->incarnation;
}

Result<std::unique_ptr<StoreReader>> SqliteStore::open_reader() {
  auto database = SqliteDatabase::open(state_->file, Access::read);
  if (!database) return fail(database.error());
  return std::make_unique<SqliteReader>(std::move(*database));
}

std::vector<WriteResult> SqliteStore::write(std::span<const WriteRequest> requests) {
  const auto all_fail = [&](const Error& error) {
    return std::vector<WriteResult>(requests.size(), WriteResult(fail(error)));
  };
  if (state_->poison) return all_fail(*state_->poison);
  auto results = state_->write_batch(requests);
  if (results) {
    state_->log_must_go =
        state_->log_must_go || std::ranges::any_of(requests, [](const WriteRequest& request) {
          return std::holds_alternative<PurgeEnded>(request);
        });
    state_->checkpoint();
    return std::move(*results);
  }
  SqliteDatabase& database = *state_->database;
  const bool gone = !database.in_transaction() || database.run("ROLLBACK").has_value();
  if (is_fatal_to_sqlite(results.error())) {
    state_->poison = results.error();
  } else if (!gone) {
    state_->poison = Error(Errc::store_failed, "rollback");
  }
  return all_fail(results.error());
}

}  // namespace kring::store
