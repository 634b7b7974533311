#include "hub/store/detail/query.hpp"

#include "crypto/base/assert.hpp"

#include <sqlite3.h>

#include <limits>

namespace kring::store::detail {

Query::Query(Database& database, std::string_view sql) : database_(database) {
  auto statement = database.prepare(sql);
  if (!statement) {
    error_ = statement.error();
    return;
  }
  statement_ = *statement;
  KRING_ASSERT(sqlite3_stmt_busy(statement_) == 0);
}

Query::~Query() {
  if (statement_ == nullptr) return;
  // The code is the last step's, which was reported there.
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(ByteView bytes) {
  if (statement_ == nullptr) return *this;
  // A blob of no bytes is not NULL.
  note(bytes.empty()
           ? sqlite3_bind_zeroblob(statement_, next_parameter_, 0)
           : sqlite3_bind_blob64(statement_, next_parameter_, bytes.data(), bytes.size(), SQLITE_STATIC));
  return *this;
}

Query& Query::bind(std::uint64_t number) {
  KRING_ASSERT(number <= static_cast<std::uint64_t>(std::numeric_limits<sqlite3_int64>::max()));
  if (statement_ == nullptr) return *this;
  note(sqlite3_bind_int64(statement_, next_parameter_, static_cast<sqlite3_int64>(number)));
  return *this;
}

Query& Query::bind_null() {
  if (statement_ == nullptr) return *this;
  note(sqlite3_bind_null(statement_, next_parameter_));
  return *this;
}

Result<bool> Query::step() {
  if (error_) return fail(*error_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(Database::error_of(code, "step"));
}

Status Query::run() {
  auto row = step();
  if (!row) return fail(row.error());
  KRING_ASSERT(!*row);
  return {};
}

std::uint64_t Query::u64(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

ByteView Query::view(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return {static_cast<const std::uint8_t*>(data), size};
}

void Query::note(int code) {
  ++next_parameter_;
  if (code != SQLITE_OK && !error_) error_ = Database::error_of(code, "bind");
}

}  // namespace kring::store::detail
