#pragma once

#include "crypto/base/bytes.hpp"

namespace kring::primitives::detail {

/// Where bytes start, also if there are none: libsodium declares its pointers as never null.
[[nodiscard]] inline const std::uint8_t* data_of(ByteView bytes) {
  static constexpr std::uint8_t nothing = 0;
  return bytes.empty() ? &nothing : bytes.data();
}

}  // namespace kring::primitives::detail
