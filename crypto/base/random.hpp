#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/id.hpp"

namespace kring {

/// Where randomness comes from: the operating system in programs, a seed in tests and simulation.
class Random {
 public:
  Random() = default;
  Random(const Random&) = delete;
  Random& operator=(const Random&) = delete;
  Random(Random&&) = delete;
  Random& operator=(Random&&) = delete;
  virtual ~Random() = default;

  /// Fills all of `out`; cannot fail.
  virtual void fill(std::span<std::uint8_t> out) = 0;

  template <std::size_t N>
  [[nodiscard]] FixedBytes<N> fixed() {
    FixedBytes<N> bytes{};
    fill(bytes);
    return bytes;
  }
  /// A fresh random id: `random.id<ChannelId>()`.
  template <class IdType>
  [[nodiscard]] IdType id() {
    return IdType(fixed<IdType::size>());
  }
};

}  // namespace kring
