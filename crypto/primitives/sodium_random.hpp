#pragma once

#include "crypto/base/random.hpp"

namespace kring::primitives {

/// The operating system's randomness through libsodium. Named by programs only; everything below takes
/// `Random&`. Making one also initialises libsodium (its choice of the fastest code for this processor).
class SodiumRandom final : public Random {
 public:
  SodiumRandom();
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace kring::primitives
