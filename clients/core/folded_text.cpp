#include "clients/core/folded_text.hpp"

#include "channels/json/utf8.hpp"

#include <algorithm>
#include <array>

namespace kring::core {

namespace {

/// Characters that all become the same.
struct Folding {
  char32_t first;
  char32_t last;
  std::string_view to;
};

/// In ascending order, without gaps that matter: × and ÷ are no letters.
constexpr auto foldings = std::to_array<Folding>(
    {{0x00A0, 0x00A0, " "},  {0x00AD, 0x00AD, ""},   {0x00C0, 0x00C5, "a"},  {0x00C6, 0x00C6, "ae"},
     {0x00C7, 0x00C7, "c"},  {0x00C8, 0x00CB, "e"},  {0x00CC, 0x00CF, "i"},  {0x00D0, 0x00D0, "d"},
     {0x00D1, 0x00D1, "n"},  {0x00D2, 0x00D6, "o"},  {0x00D8, 0x00D8, "o"},  {0x00D9, 0x00DC, "u"},
     {0x00DD, 0x00DD, "y"},  {0x00DE, 0x00DE, "th"}, {0x00DF, 0x00DF, "ss"}, {0x00E0, 0x00E5, "a"},
     {0x00E6, 0x00E6, "ae"}, {0x00E7, 0x00E7, "c"},  {0x00E8, 0x00EB, "e"},  {0x00EC, 0x00EF, "i"},
     {0x00F0, 0x00F0, "d"},  {0x00F1, 0x00F1, "n"},  {0x00F2, 0x00F6, "o"},  {0x00F8, 0x00F8, "o"},
     {0x00F9, 0x00FC, "u"},  {0x00FD, 0x00FD, "y"},  {0x00FE, 0x00FE, "th"}, {0x00FF, 0x00FF, "y"},
     {0x0100, 0x0105, "a"},  {0x0106, 0x010D, "c"},  {0x010E, 0x0111, "d"},  {0x0112, 0x011B, "e"},
     {0x011C, 0x0123, "g"},  {0x0124, 0x0127, "h"},  {0x0128, 0x0131, "i"},  {0x0132, 0x0133, "ij"},
     {0x0134, 0x0135, "j"},  {0x0136, 0x0138, "k"},  {0x0139, 0x0142, "l"},  {0x0143, 0x014B, "n"},
     {0x014C, 0x0151, "o"},  {0x0152, 0x0153, "oe"}, {0x0154, 0x0159, "r"},  {0x015A, 0x0161, "s"},
     {0x0162, 0x0167, "t"},  {0x0168, 0x0173, "u"},  {0x0174, 0x0175, "w"},  {0x0176, 0x0178, "y"},
     {0x0179, 0x017E, "z"},  {0x017F, 0x017F, "s"},  {0x0300, 0x036F, ""},   {0x2000, 0x200A, " "},
     {0x2018, 0x2019, "'"},  {0x202F, 0x202F, " "}});

char small(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const bool utf8 = json::is_utf8(text);
  while (!text.empty()) {
    if (!utf8 || static_cast<unsigned char>(text.front()) < 0x80) {
      out += small(text.front());
      text.remove_prefix(1);
      continue;
    }
    const auto before = text;
    const auto character = json::take_character(text);
    const auto found = std::ranges::lower_bound(foldings, character, {}, &Folding::last);
    const bool folds = found != foldings.end() && found->first <= character;
    out += folds ? found->to : before.substr(0, before.size() - text.size());
  }
  return out;
}

}  // namespace kring::core
