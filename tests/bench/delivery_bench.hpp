#pragma once

#include "tests/bench/options.hpp"

namespace kring::bench {

/// Deliveries of a hub process to readers over the loopback, beside bare `send` calls.
void measure_deliveries(const Options& options);

}  // namespace kring::bench
