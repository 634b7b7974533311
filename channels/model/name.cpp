#include "channels/model/name.hpp"

#include "channels/json/utf8.hpp"

namespace kring::channels {

namespace {

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
    if (may_mislead(json::take_character(text))) return fail(Errc::bad_name, "control character");
  }
  return {};
}

}  // namespace kring::channels
