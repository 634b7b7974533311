#pragma once

#include "hub/store/detail/database.hpp"
#include "hub/store/maintenance.hpp"

namespace kring::store::detail {

/// Checks what both engines keep alike: every charter from its first entry on, every log's running hash and
/// payloads, and that the heads are those. Inside a transaction that the caller has begun. Errors:
/// `store_corrupt`, those of the engine, `stopping`.
[[nodiscard]] Result<DatabaseSummary> check_rows(Database& database, const Progress& progress);

/// Whether one of the circles was founded under this hub's key, or there is none. Errors: `store_corrupt`,
/// those of the engine.
[[nodiscard]] Result<bool> is_hub_of(Database& database, const channels::HubKey& key);

/// The rows of a new history (`begin_incarnation`), inside a transaction that the caller has begun.
[[nodiscard]] Status renew_rows(Database& database, const channels::Incarnation& incarnation);

}  // namespace kring::store::detail
