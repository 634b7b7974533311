#pragma once

#include <chrono>
#include <cstddef>

namespace kring::bench {

/// Processor seconds of a million bare `send` calls of so many bytes each, to as many loopback connections as
/// asked, one after the other; what is received is thrown away by another thread.
[[nodiscard]] double measure_sends(std::size_t connections, std::size_t bytes,
                                   std::chrono::milliseconds length);

}  // namespace kring::bench
