#include "channels/wire/detail/base64url.hpp"

#include "crypto/base/errc.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace kring::wire::detail {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Of a character that stands for no six bits.
constexpr std::uint8_t no_digit = 0x80;

constexpr std::array<std::uint8_t, 256> digits = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}();

constexpr std::uint32_t digit_of(char character) {
  return digits[static_cast<unsigned char>(character)];
}
constexpr char character_of(std::uint32_t bits) {
  return alphabet[bits & 0x3FU];
}

}  // namespace

void append_open_base64url(std::string& text, ByteView bytes) {
  const auto start = text.size();
  text.resize(start + base64url_size(bytes.size()));
  auto* out = text.data() + start;
  for (; bytes.size() >= 3; bytes = bytes.subspan(3)) {
    const auto group = std::uint32_t{bytes[0]} << 16U | std::uint32_t{bytes[1]} << 8U | bytes[2];
    *out++ = character_of(group >> 18U);
    *out++ = character_of(group >> 12U);
    *out++ = character_of(group >> 6U);
    *out++ = character_of(group);
  }
  if (bytes.empty()) return;
  const auto second = bytes.size() == 2 ? std::uint32_t{bytes[1]} : 0U;
  const auto rest = std::uint32_t{bytes[0]} << 8U | second;
  *out++ = character_of(rest >> 10U);
  *out++ = character_of(rest >> 4U);
  if (bytes.size() == 2) *out = character_of(rest << 2U);
}

Result<Bytes> read_open_base64url(std::string_view text) {
  const auto refused = [] { return fail(crypto::Errc::bad_encoding, "base64url"); };
  if (text.size() % 4 == 1) return refused();
  Bytes bytes(text.size() * 3 / 4);
  auto out = bytes.begin();
  // Six bits of each character; of a stranger one more, which is looked for once in the end.
  std::uint32_t seen = 0;
  for (; text.size() >= 4; text.remove_prefix(4)) {
    const auto a = digit_of(text[0]);
    const auto b = digit_of(text[1]);
    const auto c = digit_of(text[2]);
    const auto d = digit_of(text[3]);
    seen |= a | b | c | d;
    *out++ = static_cast<std::uint8_t>(a << 2U | b >> 4U);
    *out++ = static_cast<std::uint8_t>(b << 4U | c >> 2U);
    *out++ = static_cast<std::uint8_t>(c << 6U | d);
  }
  if (!text.empty()) {
    const auto a = digit_of(text[0]);
    const auto b = digit_of(text[1]);
    const auto c = text.size() == 3 ? digit_of(text[2]) : 0U;
    seen |= a | b | c;
    *out++ = static_cast<std::uint8_t>(a << 2U | b >> 4U);
    if (text.size() == 3) *out = static_cast<std::uint8_t>(b << 4U | c >> 2U);
    const auto stray = text.size() == 3 ? c & 0x03U : b & 0x0FU;
    if (stray != 0) return refused();
  }
  if ((seen & no_digit) != 0) return refused();
  return bytes;
}

}  // namespace kring::wire::detail
