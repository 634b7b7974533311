#include "tests/simulation/number_in.hpp"

#include <cstdlib>

namespace kring::simulation {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace kring::simulation
