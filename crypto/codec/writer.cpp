#include "crypto/codec/writer.hpp"

namespace kring::codec {

Bytes encode_length(std::size_t size) {
  KRING_ASSERT(size <= vector_bytes_max);
  const auto byte = [size](unsigned shift) { return static_cast<std::uint8_t>(size >> shift); };
  if (size < 64) return {byte(0)};
  if (size < 16384) return {static_cast<std::uint8_t>(0x40U | byte(8)), byte(0)};
  return {static_cast<std::uint8_t>(0x80U | byte(24)), byte(16), byte(8), byte(0)};
}

}  // namespace kring::codec
