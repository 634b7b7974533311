#include "channels/json/utf8.hpp"

#include <cstddef>

namespace kring::json {

namespace {

/// What a lead byte asks for: how many bytes follow, and between what the first of them lies. The bounds keep
/// out overlong forms, surrogates and what is above U+10FFFF.
struct Lead {
  std::size_t following;
  unsigned char second_min;
  unsigned char second_max;
};

Lead lead_of(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {0, 0, 0};
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto byte_at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::size_t i = 0;
  while (i < text.size()) {
    if (byte_at(i) < 0x80) {
      ++i;
      continue;
    }
    const auto lead = lead_of(byte_at(i));
    if (lead.following == 0 || text.size() - i <= lead.following) return false;
    if (byte_at(i + 1) < lead.second_min || byte_at(i + 1) > lead.second_max) return false;
    for (std::size_t k = 2; k <= lead.following; ++k) {
      if ((byte_at(i + k) & 0xC0U) != 0x80) return false;
    }
    i += 1 + lead.following;
  }
  return true;
}

char32_t take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t character = size == 1 ? first : first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i)
    character = character << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(size);
  return character;
}

}  // namespace kring::json
