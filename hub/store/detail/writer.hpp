#pragma once

#include "hub/store/detail/database.hpp"
#include "hub/store/requests.hpp"

namespace kring::store::detail {

/// Does one request, inside a savepoint that the caller has set and rolls back on an error. Errors: the
/// request's own, `store_full`, `store_corrupt`, `store_failed`.
[[nodiscard]] WriteResult perform(Database& database, const WriteRequest& request);

/// What a request is answered whose circle does not exist, unless it founds it.
[[nodiscard]] WriteResult answer_without_circle(const WriteRequest& request);

}  // namespace kring::store::detail
