#include "hub/store/detail/sqlite_database.hpp"
#include "hub/store/maintenance.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <memory>

namespace kring::store {

using hub::Errc;

namespace fs = std::filesystem;

namespace {

/// Pages of one step: a mebibyte, after which whoever waits for the disk has a turn.
constexpr int pages_per_step = 256;

struct Closer {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Closer>;

Result<Handle> open(const fs::path& file, int flags) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Handle owned(handle);
  if (code != SQLITE_OK) return fail(detail::SqliteDatabase::error_of(code, "open for copying"));
  return owned;
}

Status run(sqlite3* handle, const char* sql) {
  const int code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(detail::SqliteDatabase::error_of(code, "copy"));
  return {};
}

Status copy_pages(sqlite3* from, sqlite3* to, const Progress& progress) {
  auto* backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) return fail(Errc::store_failed, "copy");
  int code = SQLITE_OK;
  bool goes_on = true;
  while (code == SQLITE_OK && goes_on) {
    code = sqlite3_backup_step(backup, pages_per_step);
    const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup));
    goes_on = progress("pages", total - static_cast<std::uint64_t>(sqlite3_backup_remaining(backup)), total);
  }
  sqlite3_backup_finish(backup);
  if (code == SQLITE_DONE) return {};
  if (!goes_on) return fail(Errc::stopping, "copy");
  return fail(detail::SqliteDatabase::error_of(code, "copy"));
}

}  // namespace

Status copy_database(const fs::path& from, const fs::path& to, const Progress& progress) {
  auto source = open(from, SQLITE_OPEN_READWRITE);
  if (!source) return fail(source.error());
  // A reader that closes last must not checkpoint in the writer's place.
  sqlite3_db_config(source->get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_busy_timeout(source->get(), 5000);
  // One snapshot for all steps: what is written meanwhile neither shows nor begins the copy anew.
  if (auto begun = run(source->get(), "PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM sqlite_schema");
      !begun)
    return begun;
  {
    auto target = open(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!target) return fail(target.error());
    if (auto quiet = run(target->get(), "PRAGMA synchronous = OFF"); !quiet) return quiet;
    if (auto copied = copy_pages(source->get(), target->get(), progress); !copied) return copied;
    // A file by itself, without a log beside it.
    if (auto plain = run(target->get(), "PRAGMA journal_mode = DELETE"); !plain) return plain;
  }
  const int file = ::open(to.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!synced) return fail(Errc::store_failed, "copy: sync");
  return {};
}

}  // namespace kring::store
