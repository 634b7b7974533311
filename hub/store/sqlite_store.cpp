#include "hub/store/sqlite_store.hpp"

#include "hub/store/detail/migrations.hpp"
#include "hub/store/detail/query.hpp"
#include "hub/store/detail/sqlite_reader.hpp"
#include "hub/store/detail/sqlite_writer.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <utility>

namespace kring::store {

using detail::Access;
using detail::Database;
using detail::Query;
using hub::Errc;

namespace {

namespace fs = std::filesystem;

/// Keeps a second hub away from a folder for as long as it lives.
class FolderLock {
 public:
  static Result<FolderLock> take(const fs::path& folder) {
    const int descriptor = ::open((folder / "hub.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(Errc::store_bad_folder, "lock file");
    FolderLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return fail(Errc::store_in_use, "lock file");
    return lock;
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// Makes the folder and an empty database file that only we may read; SQLite gives its side files the same
/// mode.
Status prepare_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder, error)) return fail(Errc::store_bad_folder, "data folder");
  const int descriptor = ::open((folder / "hub.db").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return fail(Errc::store_bad_folder, "database file");
  ::close(descriptor);
  return {};
}

/// The store's incarnation, made with it.
Result<channels::Incarnation> read_incarnation(Database& database, Random& random) {
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
  Query query(database, "INSERT INTO meta (name, value) VALUES ('incarnation', ?)");
  if (auto kept = query.bind(incarnation).run(); !kept) return fail(kept.error());
  return incarnation;
}

class SqliteReader final : public StoreReader {
 public:
  explicit SqliteReader(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  [[nodiscard]] ReadResult read(const ReadRequest& request) override {
    // One moment's state for all of a request's queries.
    if (auto begun = database_->run("BEGIN"); !begun) return fail(begun.error());
    auto result = detail::answer(*database_, request);
    auto ended = database_->run("COMMIT");
    if (!ended && result) return fail(ended.error());
    return result;
  }

 private:
  std::unique_ptr<Database> database_;
};

}  // namespace

struct SqliteStore::State {
  fs::path file;
  FolderLock lock;
  std::unique_ptr<Database> database;
  channels::Incarnation incarnation;
  SqliteOptions options;
  /// Why every write fails: nothing says any more what is on the disk.
  std::optional<Error> poison;

  /// One request in a savepoint of its own.
  WriteResult perform(const WriteRequest& request) const {
    if (auto set = database->run("SAVEPOINT request"); !set) return fail(set.error());
    auto result = detail::perform(*database, request);
    const bool refused = !result || std::holds_alternative<Stale>(*result);
    // A full disk makes SQLite roll back all of the transaction by itself: then there is no savepoint left.
    if (!database->in_transaction()) return result;
    if (refused) {
      if (auto back = database->run("ROLLBACK TO request"); !back) return fail(back.error());
    }
    if (auto released = database->run("RELEASE request"); !released) return fail(released.error());
    return result;
  }
};

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const fs::path& folder, Random& random,
                                                       const SqliteOptions& options) {
  if (auto ready = prepare_folder(folder); !ready) return fail(ready.error());
  auto lock = FolderLock::take(folder);
  if (!lock) return fail(lock.error());
  const auto file = folder / "hub.db";
  auto database = Database::open(file, Access::write);
  if (!database) return fail(database.error());
  if (auto migrated = detail::migrate(**database, detail::migrations()); !migrated)
    return fail(migrated.error());
  if (options.pages_max != 0) {
    const auto limit = "PRAGMA max_page_count = " + std::to_string(options.pages_max);
    if (auto limited = (*database)->run(limit.c_str()); !limited) return fail(limited.error());
  }
  const auto incarnation = read_incarnation(**database, random);
  if (!incarnation) return fail(incarnation.error());
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(std::make_unique<State>(State{.file = file,
                                                    .lock = std::move(*lock),
                                                    .database = std::move(*database),
                                                    .incarnation = *incarnation,
                                                    .options = options,
                                                    .poison = std::nullopt})));
}

SqliteStore::SqliteStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
SqliteStore::~SqliteStore() = default;

channels::Incarnation SqliteStore::incarnation() const {
  return state_->incarnation;
}

Result<std::unique_ptr<StoreReader>> SqliteStore::open_reader() {
  auto database = Database::open(state_->file, Access::read);
  if (!database) return fail(database.error());
  return std::make_unique<SqliteReader>(std::move(*database));
}

std::vector<WriteResult> SqliteStore::write(std::span<const WriteRequest> requests) {
  const auto all_fail = [&](const Error& error) {
    return std::vector<WriteResult>(requests.size(), WriteResult(fail(error)));
  };
  if (state_->poison) return all_fail(*state_->poison);
  auto& database = *state_->database;
  if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return all_fail(begun.error());
  std::vector<WriteResult> results;
  results.reserve(requests.size());
  for (const auto& request : requests) {
    results.push_back(state_->perform(request));
    const bool broken = !results.back() && (results.back().error() == Errc::store_failed ||
                                            results.back().error() == Errc::store_corrupt);
    if (broken) state_->poison = results.back().error();
    // Without its transaction nothing of this batch is kept, and nothing may be answered as if it were.
    if (broken || !database.in_transaction()) {
      const Error error =
          results.back() ? Error(Errc::store_failed, "lost transaction") : results.back().error();
      if (database.in_transaction()) (void)database.run("ROLLBACK");  // The first error is the one to tell.
      return all_fail(error);
    }
  }
  if (auto committed = database.run("COMMIT"); !committed) {
    if (database.in_transaction()) (void)database.run("ROLLBACK");  // As above.
    // No room is told before anything is written to the log; whatever else went wrong may have left half of
    // it.
    if (committed.error() != Errc::store_full) state_->poison = committed.error();
    return all_fail(committed.error());
  }
  if (database.wal_pages() > state_->options.wal_pages_max) {
    if (auto moved = database.checkpoint(); !moved) state_->poison = moved.error();
  }
  return results;
}

}  // namespace kring::store
