#pragma once

#include "tests/bench/options.hpp"

namespace kring::bench {

/// Acknowledged appends a second through `store::StoreRunner` on SQLite, beside the disk's own syncs.
void measure_appends(const Options& options);

}  // namespace kring::bench
