#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>

namespace kring::cli {

/// An id whose bytes are all `number`.
template <class IdType>
[[nodiscard]] IdType id_of(std::uint8_t number) {
  FixedBytes<IdType::size> bytes{};
  bytes.fill(number);
  return IdType(bytes);
}

}  // namespace kring::cli
