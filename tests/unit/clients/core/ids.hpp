#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <cstdint>

namespace kring::core {

/// An id whose bytes say `number`, so that ids are in the order of their numbers.
template <class IdType>
[[nodiscard]] IdType id_of(std::size_t number) {
  FixedBytes<IdType::size> bytes{};
  bytes[0] = static_cast<std::uint8_t>(number >> 8U);
  bytes[1] = static_cast<std::uint8_t>(number & 0xFFU);
  bytes[2] = 1;
  return IdType(bytes);
}

}  // namespace kring::core
