#pragma once

#include "hub/store/detail/database.hpp"
#include "hub/store/requests.hpp"

namespace kring::store::detail {

[[nodiscard]] WriteResult put_slot(Database& database, const PutSlot& put);
[[nodiscard]] ReadResult read_slot(Database& database, const ReadSlot& request);

}  // namespace kring::store::detail
