#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace kring::support {

Golden::Golden(const std::string& path) {
  std::ifstream file(std::string(KRING_GOLDEN_DIR) + "/" + path);
  EXPECT_TRUE(file) << path;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream fields(line);
    std::string name;
    std::string hex;
    fields >> name >> hex;
    auto bytes = from_hex(hex);
    EXPECT_TRUE(bytes) << path << ": " << name;
    if (bytes) values_.emplace(name, *bytes);
  }
}

Bytes Golden::bytes(std::string_view name) const {
  const auto found = values_.find(name);
  EXPECT_NE(found, values_.end()) << name;
  return found == values_.end() ? Bytes() : found->second;
}

}  // namespace kring::support
