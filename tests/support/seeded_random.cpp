#include "tests/support/seeded_random.hpp"

#include <sodium.h>

#include <cstring>

namespace kring::support {

SeededRandom::SeededRandom(std::uint64_t seed) {
  std::memcpy(key_.data(), &seed, sizeof seed);
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  if (out.empty()) return;
  FixedBytes<crypto_stream_chacha20_NONCEBYTES> nonce{};
  static_assert(sizeof nonce == sizeof block_);
  std::memcpy(nonce.data(), &block_, sizeof block_);
  ++block_;
  crypto_stream_chacha20(out.data(), out.size(), nonce.data(), key_.data());
}

std::uint64_t SeededRandom::below(std::uint64_t bound) {
  std::uint64_t value = 0;
  auto bytes = fixed<8>();
  std::memcpy(&value, bytes.data(), sizeof value);
  return value % bound;
}

}  // namespace kring::support
