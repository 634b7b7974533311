#pragma once

#include "tests/bench/options.hpp"

namespace kring::bench {

/// What a newsgroup of 2,000 devices costs those who post, read, remove somebody or are new in it.
void measure_newsgroup(const Options& options);

}  // namespace kring::bench
