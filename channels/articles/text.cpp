#include "channels/articles/text.hpp"

#include "channels/json/utf8.hpp"
#include "channels/model/errc.hpp"

namespace kring::articles {

using channels::Errc;

namespace {

bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

/// Unicode's white space, and what has no width at all.
bool is_blank(char32_t character) {
  switch (character) {
    case U' ':
    case U'\n':
    case U'\t':
    case 0x00A0:  // no-break space
    case 0x00AD:  // soft hyphen
    case 0x1680:  // Ogham space
    case 0x2028:  // line separator
    case 0x2029:  // paragraph separator
    case 0x202F:  // narrow no-break space
    case 0x205F:  // mathematical space
    case 0x2060:  // word joiner
    case 0x3000:  // ideographic space
    case 0xFEFF:  // zero width no-break space
      return true;
    default:
      return character >= 0x2000 && character <= 0x200F;  // widths from an em to none, joiners, marks
  }
}

}  // namespace

Status check_text(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) return fail(Errc::text_too_long, "text");
  if (!json::is_utf8(text)) return fail(Errc::text_not_utf8, "text");
  bool blank = true;
  while (!text.empty()) {
    const auto character = json::take_character(text);
    if (is_control(character) && character != U'\n' && character != U'\t') {
      return fail(Errc::text_control_character, "text");
    }
    blank = blank && is_blank(character);
  }
  if (blank) return fail(Errc::text_empty, "text");
  return {};
}

Status check_line(std::string_view text, std::size_t bytes_max) {
  if (auto good = check_text(text, bytes_max); !good) return good;
  if (text.find_first_of("\n\t") != std::string_view::npos) {
    return fail(Errc::text_control_character, "line");
  }
  return {};
}

}  // namespace kring::articles
