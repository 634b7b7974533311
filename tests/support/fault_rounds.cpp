#include "tests/support/fault_rounds.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>

namespace kring::support {

int fault_rounds(int quick) {
  const char* asked = std::getenv("KRING_FAULT_ROUNDS");
  int rounds = quick;
  if (asked != nullptr) (void)std::from_chars(asked, asked + std::strlen(asked), rounds);
  return rounds;
}

}  // namespace kring::support
