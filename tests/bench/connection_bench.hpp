#pragma once

#include "tests/bench/options.hpp"

namespace kring::bench {

/// How many connections a second a hub process takes, and what those cost it that say nothing.
void measure_connections(const Options& options);

}  // namespace kring::bench
