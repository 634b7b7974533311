#pragma once

#include "hub/store/detail/database.hpp"
#include "hub/store/requests.hpp"

namespace kring::store::detail {

/// Removes what the first of the ended circles leaves, at most so many rows.
[[nodiscard]] WriteResult purge_ended(Database& database, const PurgeEnded& purge);

}  // namespace kring::store::detail
