#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/random.hpp"
#include "hub/store/detail/migrations.hpp"
#include "hub/store/detail/postgres_connection.hpp"

#include <span>

namespace kring::store::detail {

/// All steps of the PostgreSQL schema, numbered from 1 on. Their numbers are their own: SQLite's differ.
[[nodiscard]] std::span<const Migration> postgres_migrations();

/// Brings the schema `kring` up to the last of `steps` and gives the store's incarnation, made from `random`
/// with it: in one transaction, under a lock for which other hubs wait. Errors: `store_newer_schema`,
/// `store_corrupt` (a schema of that name that no hub made, or made by a step that is not the one it was),
/// `store_unavailable`, `store_full`, `store_failed`.
[[nodiscard]] Result<channels::Incarnation> migrate(PostgresConnection& connection,
                                                    std::span<const Migration> steps, Random& random);

/// The store's incarnation. Errors: `store_corrupt` if there is none, those of an exchange.
[[nodiscard]] Result<channels::Incarnation> read_incarnation(PostgresConnection& connection);

}  // namespace kring::store::detail
