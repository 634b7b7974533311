#pragma once

#include "hub/base/errc.hpp"
#include "hub/store/detail/database.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace kring::store::detail {

/// What a connection is for. Only the one that writes ever checkpoints.
enum class Access : std::uint8_t { write, read };

/// One SQLite connection, used by one thread at a time, with the statements that it has prepared so far.
class SqliteDatabase final : public Database {
 public:
  /// Opens a file that exists. Errors: `store_corrupt` (no database), `store_failed`.
  [[nodiscard]] static Result<std::unique_ptr<SqliteDatabase>> open(const std::filesystem::path& file,
                                                                    Access access);

  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;
  SqliteDatabase(SqliteDatabase&&) = delete;
  SqliteDatabase& operator=(SqliteDatabase&&) = delete;
  ~SqliteDatabase() override;

  /// Keeps changes in a write-ahead log from now on: a property of the file, so not for a file that may be
  /// another program's. Errors: as `run`.
  [[nodiscard]] Status enable_wal();
  /// Runs SQL without parameters and results: one or several statements. Errors: `store_full`,
  /// `store_corrupt`, `store_failed`.
  [[nodiscard]] Status run(const char* sql);
  /// The single number that `sql` yields. Errors: as `run`.
  [[nodiscard]] Result<std::uint64_t> number_of(const char* sql);
  /// Prepares `sql`, which must be a literal, or finds it prepared. Errors: as `run`.
  [[nodiscard]] Result<sqlite3_stmt*> prepare(std::string_view sql);

  [[nodiscard]] std::unique_ptr<Cursor> ask(std::string_view sql) override;

  [[nodiscard]] bool in_transaction() const;
  /// Pages in the write-ahead log after the last commit.
  [[nodiscard]] int wal_pages() const { return wal_pages_; }
  /// Moves the write-ahead log into the database as far as readers let it. Errors: as `run`.
  [[nodiscard]] Status checkpoint();
  /// The same with all of it, and leaves nothing of the log on the disk. False if readers stand in the way.
  /// Errors: as `run`.
  [[nodiscard]] Result<bool> empty_log();

  /// The error for a SQLite result code that is not success.
  [[nodiscard]] static Error error_of(int code, std::string_view where);

 private:
  struct Closer {
    void operator()(sqlite3* handle) const;
  };
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };

  explicit SqliteDatabase(sqlite3* handle) : handle_(handle) {}
  [[nodiscard]] Status set_up(Access access);

  std::unique_ptr<sqlite3, Closer> handle_;
  // Keys are literals. Destroyed before the connection, as SQLite asks.
  std::map<std::string_view, std::unique_ptr<sqlite3_stmt, Finalizer>> statements_;
  int wal_pages_ = 0;
};

}  // namespace kring::store::detail
