#include "tests/support/may_skip.hpp"

#include <cstdlib>
#include <string_view>

namespace kring::support {

bool may_skip() {
  const char* ci = std::getenv("CI");
  return ci == nullptr || std::string_view(ci) != "true";
}

}  // namespace kring::support
