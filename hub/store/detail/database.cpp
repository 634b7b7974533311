#include "hub/store/detail/database.hpp"

#include "crypto/base/assert.hpp"
#include "hub/store/detail/query.hpp"

#include <sqlite3.h>

#include <utility>

namespace kring::store::detail {

using hub::Errc;

namespace {

// Readers never wait for the writer in WAL mode; what may be waited for is the moment in which the log is
// reset.
constexpr int busy_timeout_ms = 5000;

// One literal each, so that what a connection is stands in one place. `cache_size` in KiB: a bundle's states
// and trees for the writer, a page of a log for a reader.
constexpr const char* writer_setup =
    "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;"
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";
constexpr const char* reader_setup =
    "PRAGMA query_only = ON; PRAGMA cache_size = -4096; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check "
    "= ON;"
    "PRAGMA temp_store = MEMORY;";

int note_wal_pages(void* pages, sqlite3* /*handle*/, const char* /*schema*/, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Access access) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int opened = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (opened != SQLITE_OK) return fail(error_of(opened, "open the database"));
  if (auto ready = database->set_up(access); !ready) return fail(ready.error());
  return database;
}

Database::~Database() = default;

Status Database::set_up(Access access) {
  sqlite3_busy_timeout(handle_.get(), busy_timeout_ms);
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (access == Access::read) {
    // A reader that closes last must not checkpoint in the writer's place.
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return run(reader_setup);
  }
  if (auto ready = run(writer_setup); !ready) return ready;
  sqlite3_wal_hook(handle_.get(), &note_wal_pages, &wal_pages_);
  return {};
}

Status Database::enable_wal() {
  Query mode(*this, "PRAGMA journal_mode = WAL");
  auto row = mode.step();
  if (!row) return fail(row.error());
  // SQLite names the mode that it stays in where shared memory or the file system forbids this one.
  if (!*row || view_text(mode.bytes(0)) != "wal") return fail(Errc::store_failed, "no write-ahead log here");
  return {};
}

Status Database::run(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(error_of(code, "run a statement"));
  return {};
}

Result<std::uint64_t> Database::number_of(const char* sql) {
  sqlite3_stmt* raw = nullptr;
  if (const int code = sqlite3_prepare_v2(handle_.get(), sql, -1, &raw, nullptr); code != SQLITE_OK) {
    return fail(error_of(code, "ask for a number"));
  }
  const std::unique_ptr<sqlite3_stmt, Finalizer> statement(raw);
  if (const int code = sqlite3_step(raw); code != SQLITE_ROW) return fail(error_of(code, "ask for a number"));
  return static_cast<std::uint64_t>(sqlite3_column_int64(raw, 0));
}

Result<sqlite3_stmt*> Database::prepare(std::string_view sql) {
  if (const auto known = statements_.find(sql); known != statements_.end()) return known->second.get();
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return fail(error_of(code, "prepare a statement"));
  statements_.emplace(sql, statement);
  return statement;
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

std::uint64_t Database::last_row() const {
  return static_cast<std::uint64_t>(sqlite3_last_insert_rowid(handle_.get()));
}

Status Database::checkpoint() {
  int left = 0;
  int moved = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &left, &moved);
  // Busy: readers stand in the way. The next batch tries again.
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) return fail(error_of(code, "checkpoint"));
  return {};
}

Error Database::error_of(int code, std::string_view where) {
  switch (code & 0xFF) {  // the primary code; the rest is detail
    case SQLITE_FULL:
      return {Errc::store_full, where};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Errc::store_corrupt, where};
    default:
      return {Errc::store_failed, where};
  }
}

void Database::Closer::operator()(sqlite3* handle) const {
  const int code = sqlite3_close(handle);
  KRING_ASSERT(code == SQLITE_OK);
}

void Database::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

}  // namespace kring::store::detail
