#pragma once

#include "crypto/base/bytes.hpp"

#include <compare>
#include <cstring>
#include <functional>

namespace kring {

/// An identity of N bytes that converts into nothing else: `using ChannelId = Id<struct ChannelTag, 16>;`
template <class Tag, std::size_t N>
class Id {
 public:
  static constexpr std::size_t size = N;

  /// The all-zero id: used by no object, so that "not set" cannot be mistaken for one.
  constexpr Id() = default;
  constexpr explicit Id(FixedBytes<N> bytes) : bytes_(bytes) {}

  /// Errors: `truncated`, `too_long`.
  [[nodiscard]] static Result<Id> from(ByteView bytes) {
    auto fixed = to_fixed<N>(bytes);
    if (!fixed) return fail(fixed.error());
    return Id(*fixed);
  }

  [[nodiscard]] ByteView view() const { return bytes_; }
  [[nodiscard]] const FixedBytes<N>& bytes() const { return bytes_; }
  [[nodiscard]] bool is_zero() const { return *this == Id(); }

  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  FixedBytes<N> bytes_{};
};

}  // namespace kring

/// Ids are random or hashes: their first bytes spread well enough.
template <class Tag, std::size_t N>
struct std::hash<kring::Id<Tag, N>> {
  std::size_t operator()(const kring::Id<Tag, N>& id) const noexcept {
    static_assert(N >= sizeof(std::size_t));
    std::size_t value = 0;
    std::memcpy(&value, id.bytes().data(), sizeof value);
    return value;
  }
};
