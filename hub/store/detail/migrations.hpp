#pragma once

#include "hub/store/detail/sqlite_database.hpp"

#include <cstdint>
#include <span>

namespace kring::store::detail {

/// One step of the schema. Once it has left a developer's machine it never changes: its checksum stands in
/// every database that it made.
struct Migration {
  std::uint64_t number = 0;
  const char* sql = nullptr;
};

/// All steps, numbered from 1 on.
[[nodiscard]] std::span<const Migration> migrations();

/// Marks a SQLite file as a hub's store: "Krng".
inline constexpr std::uint32_t application_id = 0x4B726E67;

/// Looks whether `migrate` would take the database, and changes nothing. Errors: `store_newer_schema`,
/// `store_corrupt` (another program's, or made by a step that is not the one it was), `store_failed`.
[[nodiscard]] Status check_schema(SqliteDatabase& database, std::span<const Migration> steps);

/// Brings a new or older database up to the last of `steps`, all missing steps in one transaction. Errors:
/// those of `check_schema`, `store_full`.
[[nodiscard]] Status migrate(SqliteDatabase& database, std::span<const Migration> steps);

}  // namespace kring::store::detail
