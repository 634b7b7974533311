#pragma once

#include "crypto/base/random.hpp"

#include <cstdint>

namespace kring::support {

/// Randomness that a seed repeats: ChaCha20 over a counter.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed);
  void fill(std::span<std::uint8_t> out) override;
  /// A number below `bound`, which is not 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);

 private:
  FixedBytes<32> key_{};
  std::uint64_t block_ = 0;
};

}  // namespace kring::support
