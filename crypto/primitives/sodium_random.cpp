#include "crypto/primitives/sodium_random.hpp"

#include "crypto/base/assert.hpp"

#include <sodium.h>

namespace kring::primitives {

SodiumRandom::SodiumRandom() {
  const int initialised = sodium_init();  // 1: was already.
  KRING_ASSERT(initialised >= 0);
}

void SodiumRandom::fill(std::span<std::uint8_t> out) {
  if (!out.empty()) randombytes_buf(out.data(), out.size());
}

}  // namespace kring::primitives
