#include "channels/model/name.hpp"

#include "channels/json/utf8.hpp"

namespace kring::channels {

namespace {

/// The letter at the start of `text`, which is UTF-8, and is cut off.
char32_t take_letter(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t letter = size == 1 ? first : first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i)
    letter = letter << 6U | (static_cast<unsigned char>(text[i]) & 0x3fU);
  text.remove_prefix(size);
  return letter;
}

/// Control characters, line and paragraph separators, and what turns the direction of writing.
bool may_mislead(char32_t letter) {
  return letter < 0x20 || (letter >= 0x7f && letter < 0xa0) || (letter >= 0x2028 && letter <= 0x202e) ||
         (letter >= 0x2066 && letter <= 0x2069);
}

}  // namespace

Status check_name(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) return fail(Errc::bad_name, "too long");
  if (!json::is_utf8(text)) return fail(Errc::bad_name, "not UTF-8");
  while (!text.empty()) {
    if (may_mislead(take_letter(text))) return fail(Errc::bad_name, "control character");
  }
  return {};
}

}  // namespace kring::channels
