#pragma once

#include "crypto/base/bytes.hpp"

#include <string_view>

namespace kring::primitives {

/// The bytes that a test writes down in hexadecimal.
[[nodiscard]] inline Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

}  // namespace kring::primitives
