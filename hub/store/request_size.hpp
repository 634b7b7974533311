#pragma once

#include "hub/store/requests.hpp"

#include <cstddef>

namespace kring::store {

/// The memory that a waiting request holds: its bytes, and a little for itself.
[[nodiscard]] std::size_t size_of_request(const WriteRequest& request);

}  // namespace kring::store
