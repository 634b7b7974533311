#pragma once

#include "crypto/base/bytes.hpp"

#include <map>
#include <string>
#include <string_view>

namespace kring::support {

/// A file of golden values, `tests/golden/<path>`: lines of a name, a space and hexadecimal; `#` begins a
/// comment. Fails the test that asks for a value that is not there.
class Golden {
 public:
  explicit Golden(const std::string& path);
  [[nodiscard]] Bytes bytes(std::string_view name) const;

 private:
  std::map<std::string, Bytes, std::less<>> values_;
};

}  // namespace kring::support
