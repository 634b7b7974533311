#pragma once

#include "tests/bench/options.hpp"

namespace kring::bench {

/// Deliveries a second to 10, 100 and 1,000 readers of one channel of a hub process.
void measure_deliveries(const Options& options);
/// What an idle connection costs a hub process, in memory and processor time.
void measure_connections(const Options& options);

}  // namespace kring::bench
