#pragma once

#include "tests/bench/options.hpp"

namespace kring::bench {

/// Deliveries of the hub beside those of nginx with nchan, on the same core and under the same load: one
/// node, and two with what they need between them.
void measure_peers(const Options& options);

}  // namespace kring::bench
