#pragma once

#include "crypto/base/error.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kring {

using Bytes = std::vector<std::uint8_t>;
/// Borrowed bytes: a parameter, never a member of anything that outlives a call.
using ByteView = std::span<const std::uint8_t>;
template <std::size_t N>
using FixedBytes = std::array<std::uint8_t, N>;
using Hash = FixedBytes<32>;

/// The bytes of `text`, borrowed.
[[nodiscard]] ByteView view_bytes(std::string_view text);
/// `bytes` as text, borrowed; nothing is checked.
[[nodiscard]] std::string_view view_text(ByteView bytes);
[[nodiscard]] Bytes copy_bytes(ByteView bytes);
[[nodiscard]] bool equal(ByteView a, ByteView b);

/// Copies into an array of exactly N bytes. Errors: `truncated`, `too_long`.
template <std::size_t N>
[[nodiscard]] Result<FixedBytes<N>> to_fixed(ByteView bytes);

/// Lower-case hexadecimal, for people and test vectors.
[[nodiscard]] std::string to_hex(ByteView bytes);
/// Reads hexadecimal of either case. Errors: `bad_encoding`.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);
/// base64url without padding (RFC 4648, section 5), as on the wire.
[[nodiscard]] std::string to_base64url(ByteView bytes);
/// The same, at the end of `text`, without a string in between.
void append_base64url(std::string& text, ByteView bytes);
/// Characters of `bytes` bytes in base64url.
[[nodiscard]] constexpr std::size_t base64url_size(std::size_t bytes) {
  return (bytes * 8 + 5) / 6;
}
/// Reads what `to_base64url` writes and nothing else: no padding, no stray bits. Errors: `bad_encoding`.
[[nodiscard]] Result<Bytes> from_base64url(std::string_view text);

namespace detail {
Error wrong_size(std::size_t have, std::size_t want);
}

template <std::size_t N>
Result<FixedBytes<N>> to_fixed(ByteView bytes) {
  if (bytes.size() != N) return fail(detail::wrong_size(bytes.size(), N));
  FixedBytes<N> fixed{};
  for (std::size_t i = 0; i < N; ++i) fixed[i] = bytes[i];
  return fixed;
}

}  // namespace kring
