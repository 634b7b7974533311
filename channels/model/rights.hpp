#pragma once

#include "channels/model/errc.hpp"

#include <cstdint>

namespace kring::channels {

/// What a role may do in a channel; bits of one byte.
enum class Right : std::uint8_t { read = 1, post = 2, moderate = 4 };

/// A set of rights.
class Rights {
 public:
  /// No rights.
  constexpr Rights() = default;
  constexpr Rights(Right right) : bits_(static_cast<std::uint8_t>(right)) {}
  /// Errors: `bad_entry` (a bit that names no right).
  [[nodiscard]] static Result<Rights> from_bits(std::uint8_t bits) {
    if ((bits & ~all_bits) != 0) return fail(Errc::bad_entry, "rights");
    return Rights(Bits{bits});
  }

  [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  /// Whether every right in `wanted` is in this set.
  [[nodiscard]] constexpr bool include(Rights wanted) const { return (bits_ & wanted.bits_) == wanted.bits_; }

  friend constexpr Rights operator|(Rights a, Rights b) {
    return Rights(Bits{static_cast<std::uint8_t>(a.bits_ | b.bits_)});
  }
  friend bool operator==(const Rights&, const Rights&) = default;

 private:
  static constexpr std::uint8_t all_bits = 7;
  struct Bits {
    std::uint8_t value;
  };
  constexpr explicit Rights(Bits bits) : bits_(bits.value) {}

  std::uint8_t bits_ = 0;
};

constexpr Rights operator|(Right a, Right b) {
  return Rights(a) | Rights(b);
}

/// Where a channel's content goes: into MLS messages that only those present read, or into records that
/// newcomers read back.
enum class Mode : std::uint8_t { sealed = 1, record = 2 };

/// What a channel is for. A circle has at most one `regie`, the owners' channel.
enum class Purpose : std::uint8_t { ordinary = 0, regie = 1 };

}  // namespace kring::channels
