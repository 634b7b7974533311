#include "crypto/base/bytes.hpp"

#include "crypto/base/errc.hpp"

#include <sodium.h>

#include <algorithm>

namespace kring {

using crypto::Errc;

ByteView view_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view view_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Bytes copy_bytes(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

bool equal(ByteView a, ByteView b) {
  return std::ranges::equal(a, b);
}

std::string to_hex(ByteView bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (auto byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0fU];
  }
  return text;
}

Result<Bytes> from_hex(std::string_view text) {
  Bytes bytes(text.size() / 2);
  std::size_t written = 0;
  const char* end = nullptr;
  if (text.empty()) return bytes;  // libsodium declares its pointers as never null.
  if (text.size() % 2 != 0) return fail(Errc::bad_encoding, "hex: odd length");
  if (sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &written, &end) != 0 ||
      written != bytes.size()) {
    return fail(Errc::bad_encoding, "hex");
  }
  return bytes;
}

std::string to_base64url(ByteView bytes) {
  std::string text;
  append_base64url(text, bytes);
  return text;
}

void append_base64url(std::string& text, ByteView bytes) {
  if (bytes.empty()) return;  // libsodium declares its pointers as never null.
  const auto start = text.size();
  // libsodium counts and writes a closing zero.
  text.resize(start + sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING));
  sodium_bin2base64(text.data() + start, text.size() - start, bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();
}

Result<Bytes> from_base64url(std::string_view text) {
  if (text.empty()) return Bytes();
  // libsodium 1.0.18 takes some bytes above 0x7f for digits.
  const auto is_ascii = [](char character) { return static_cast<unsigned char>(character) < 0x80; };
  if (!std::ranges::all_of(text, is_ascii)) return fail(Errc::bad_encoding, "base64url");
  Bytes bytes(text.size() / 4 * 3 + 3);
  std::size_t written = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &written, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size()) {
    return fail(Errc::bad_encoding, "base64url");
  }
  bytes.resize(written);
  return bytes;
}

Error detail::wrong_size(std::size_t have, std::size_t want) {
  return have < want ? Error(Errc::truncated, "fixed bytes") : Error(Errc::too_long, "fixed bytes");
}

}  // namespace kring
