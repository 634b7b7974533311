#pragma once

#include <cstdint>

namespace kring::simulation {

/// The number in an environment variable; `otherwise` if it is not set.
[[nodiscard]] std::uint64_t number_in(const char* variable, std::uint64_t otherwise);

}  // namespace kring::simulation
