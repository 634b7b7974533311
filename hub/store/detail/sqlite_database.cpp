#include "hub/store/detail/sqlite_database.hpp"

#include "crypto/base/assert.hpp"
#include "hub/store/detail/query.hpp"

#include <sqlite3.h>

#include <utility>

namespace kring::store::detail {

using hub::Errc;

namespace {

// Readers never wait for the writer in WAL mode; what may be waited for is the moment in which the log is
// reset. What is deleted is overwritten: what a circle left is nowhere once the log is emptied, too.
constexpr int busy_timeout_ms = 5000;

// One literal each, so that what a connection is stands in one place. `cache_size` in KiB: a bundle's states
// and trees for the writer, a page of a log for a reader.
constexpr const char* writer_setup =
    "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;"
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
    "PRAGMA secure_delete = ON;";
constexpr const char* reader_setup =
    "PRAGMA query_only = ON; PRAGMA cache_size = -4096; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check "
    "= ON;"
    "PRAGMA temp_store = MEMORY;";

class SqliteCursor final : public Cursor {
 public:
  explicit SqliteCursor(Result<sqlite3_stmt*> statement)
      : statement_(statement ? *statement : nullptr), error_(failure_of(statement)) {
    KRING_ASSERT(statement_ == nullptr || sqlite3_stmt_busy(statement_) == 0);
  }
  SqliteCursor(const SqliteCursor&) = delete;
  SqliteCursor& operator=(const SqliteCursor&) = delete;
  SqliteCursor(SqliteCursor&&) = delete;
  SqliteCursor& operator=(SqliteCursor&&) = delete;
  ~SqliteCursor() override {
    if (statement_ == nullptr) return;
    // The code is the last step's, which was reported there.
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  void bind(ByteView bytes) override {
    if (statement_ == nullptr) return;
    // A blob of no bytes is not NULL.
    note(bytes.empty()
             ? sqlite3_bind_zeroblob(statement_, next_parameter_, 0)
             : sqlite3_bind_blob64(statement_, next_parameter_, bytes.data(), bytes.size(), SQLITE_STATIC));
  }
  void bind(std::uint64_t number) override {
    if (statement_ == nullptr) return;
    note(sqlite3_bind_int64(statement_, next_parameter_, static_cast<sqlite3_int64>(number)));
  }
  void bind_null() override {
    if (statement_ == nullptr) return;
    note(sqlite3_bind_null(statement_, next_parameter_));
  }

  [[nodiscard]] Result<bool> step() override {
    if (error_) return fail(*error_);
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return fail(SqliteDatabase::error_of(code, "step"));
  }
  [[nodiscard]] std::uint64_t number(int column) const override {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
  }
  [[nodiscard]] bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] ByteView view(int column) const override {
    const void* data = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return {static_cast<const std::uint8_t*>(data), size};
  }

 private:
  static std::optional<Error> failure_of(const Result<sqlite3_stmt*>& statement) {
    return statement ? std::nullopt : std::optional(statement.error());
  }
  void note(int code) {
    ++next_parameter_;
    if (code != SQLITE_OK && !error_) error_ = SqliteDatabase::error_of(code, "bind");
  }

  sqlite3_stmt* statement_;
  int next_parameter_ = 1;
  std::optional<Error> error_;
};

int note_wal_pages(void* pages, sqlite3* /*handle*/, const char* /*schema*/, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::filesystem::path& file,
                                                             Access access) {
  // SQLite's count of its memory would take a lock at each allocation. In a process that used SQLite before,
  // it goes on counting.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int opened = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(handle));
  if (opened != SQLITE_OK) return fail(error_of(opened, "open the database"));
  if (auto ready = database->set_up(access); !ready) return fail(ready.error());
  return database;
}

SqliteDatabase::~SqliteDatabase() = default;

Status SqliteDatabase::set_up(Access access) {
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

Status SqliteDatabase::enable_wal() {
  Query mode(*this, "PRAGMA journal_mode = WAL");
  auto row = mode.step();
  if (!row) return fail(row.error());
  // SQLite names the mode that it stays in where shared memory or the file system forbids this one.
  if (!*row || view_text(mode.bytes(0)) != "wal") return fail(Errc::store_failed, "no write-ahead log here");
  return {};
}

Status SqliteDatabase::run(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(error_of(code, "run a statement"));
  return {};
}

Result<std::uint64_t> SqliteDatabase::number_of(const char* sql) {
  sqlite3_stmt* raw = nullptr;
  if (const int code = sqlite3_prepare_v2(handle_.get(), sql, -1, &raw, nullptr); code != SQLITE_OK) {
    return fail(error_of(code, "ask for a number"));
  }
  const std::unique_ptr<sqlite3_stmt, Finalizer> statement(raw);
  if (const int code = sqlite3_step(raw); code != SQLITE_ROW) return fail(error_of(code, "ask for a number"));
  return static_cast<std::uint64_t>(sqlite3_column_int64(raw, 0));
}

Result<sqlite3_stmt*> SqliteDatabase::prepare(std::string_view sql) {
  if (const auto known = statements_.find(sql); known != statements_.end()) return known->second.get();
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return fail(error_of(code, "prepare a statement"));
  statements_.emplace(sql, statement);
  return statement;
}

std::unique_ptr<Cursor> SqliteDatabase::ask(std::string_view sql) {
  return std::make_unique<SqliteCursor>(prepare(sql));
}

bool SqliteDatabase::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

Status SqliteDatabase::checkpoint() {
  int left = 0;
  int moved = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &left, &moved);
  // Busy: readers stand in the way. The next batch tries again.
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) return fail(error_of(code, "checkpoint"));
  return {};
}

Result<bool> SqliteDatabase::empty_log() {
  // A reader may take long, such as a backup: nobody waits for it.
  sqlite3_busy_timeout(handle_.get(), 0);
  const int code =
      sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_.get(), busy_timeout_ms);
  if ((code & 0xFF) == SQLITE_BUSY) return false;
  if (code != SQLITE_OK) return fail(error_of(code, "checkpoint"));
  return true;
}

Error SqliteDatabase::error_of(int code, std::string_view where) {
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

void SqliteDatabase::Closer::operator()(sqlite3* handle) const {
  const int code = sqlite3_close(handle);
  KRING_ASSERT(code == SQLITE_OK);
}

void SqliteDatabase::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

}  // namespace kring::store::detail
