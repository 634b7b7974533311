#pragma once

#include "tests/bench/options.hpp"

namespace kring::bench {

/// What commits and joining cost in groups of 10 to 2,000 leaves, beside libsodium's own operations.
void measure_mls(const Options& options);

}  // namespace kring::bench
