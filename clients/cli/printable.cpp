#include "clients/cli/printable.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace kring::cli {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// Bidirectional controls, invisible separators and other format characters that can make a text look like
/// another one. The joiners U+200C and U+200D stay: scripts and emoji need them.
constexpr std::array steering{Range{0x80, 0x9F},     Range{0x61C, 0x61C},   Range{0x200B, 0x200B},
                              Range{0x200E, 0x200F}, Range{0x2028, 0x202E}, Range{0x2060, 0x206F},
                              Range{0xFEFF, 0xFEFF}, Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE007F}};

/// Characters that take no column of their own.
constexpr std::array combining{Range{0x300, 0x36F},   Range{0x483, 0x489},     Range{0x591, 0x5BD},
                               Range{0x610, 0x61A},   Range{0x64B, 0x65F},     Range{0x6D6, 0x6DC},
                               Range{0x900, 0x902},   Range{0x93C, 0x93C},     Range{0x941, 0x948},
                               Range{0x94D, 0x94D},   Range{0xE31, 0xE31},     Range{0xE34, 0xE3A},
                               Range{0xE47, 0xE4E},   Range{0x1AB0, 0x1AFF},   Range{0x1DC0, 0x1DFF},
                               Range{0x200C, 0x200D}, Range{0x20D0, 0x20FF},   Range{0xFE00, 0xFE0F},
                               Range{0xFE20, 0xFE2F}, Range{0x1F3FB, 0x1F3FF}, Range{0xE0100, 0xE01EF}};

/// East Asian wide and full-width characters, and emoji that are shown as pictures.
constexpr std::array wide{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},   Range{0x23F0, 0x23F0},
    Range{0x23F3, 0x23F3},   Range{0x25FD, 0x25FE},   Range{0x2614, 0x2615},   Range{0x2648, 0x2653},
    Range{0x267F, 0x267F},   Range{0x2693, 0x2693},   Range{0x26A1, 0x26A1},   Range{0x26AA, 0x26AB},
    Range{0x26BD, 0x26BE},   Range{0x26C4, 0x26C5},   Range{0x26CE, 0x26CE},   Range{0x26D4, 0x26D4},
    Range{0x26EA, 0x26EA},   Range{0x26F2, 0x26F3},   Range{0x26F5, 0x26F5},   Range{0x26FA, 0x26FA},
    Range{0x26FD, 0x26FD},   Range{0x2705, 0x2705},   Range{0x270A, 0x270B},   Range{0x2728, 0x2728},
    Range{0x274C, 0x274C},   Range{0x274E, 0x274E},   Range{0x2753, 0x2755},   Range{0x2757, 0x2757},
    Range{0x2795, 0x2797},   Range{0x27B0, 0x27B0},   Range{0x27BF, 0x27BF},   Range{0x2B1B, 0x2B1C},
    Range{0x2B50, 0x2B50},   Range{0x2B55, 0x2B55},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97C},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
    Range{0x1F18E, 0x1F18E}, Range{0x1F191, 0x1F19A}, Range{0x1F1E6, 0x1F202}, Range{0x1F210, 0x1F23B},
    Range{0x1F300, 0x1F320}, Range{0x1F32D, 0x1F3FA}, Range{0x1F400, 0x1F64F}, Range{0x1F680, 0x1F6FF},
    Range{0x1F7E0, 0x1F7EB}, Range{0x1F900, 0x1F9FF}, Range{0x1FA70, 0x1FAFF}, Range{0x20000, 0x3FFFD}};

bool within(std::span<const Range> ranges, char32_t character) {
  return std::ranges::any_of(
      ranges, [&](const Range& range) { return range.first <= character && character <= range.last; });
}

/// One character of a text, or a byte that is part of none.
struct Step {
  std::optional<char32_t> character;
  std::size_t bytes = 1;
};

std::size_t bytes_after_lead(unsigned char lead) {
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return 1;
  if (lead < 0xF0) return 2;
  return lead < 0xF5 ? 3 : 0;
}

Step step(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {.character = lead, .bytes = 1};
  const auto more = bytes_after_lead(lead);
  if (more == 0 || text.size() <= more) return {};
  char32_t character = lead & (0x3FU >> more);
  for (std::size_t i = 1; i <= more; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return {};
    character = (character << 6U) | (byte & 0x3FU);
  }
  const bool shortest = character >= (more == 1 ? 0x80U : more == 2 ? 0x800U : 0x10000U);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (!shortest || surrogate || character > 0x10FFFF) return {};
  return {.character = character, .bytes = more + 1};
}

std::string code_point(char32_t character) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string hex;
  for (auto rest = character; rest != 0 || hex.size() < 4; rest >>= 4U)
    hex.insert(hex.begin(), digits[rest & 15U]);
  return "<U+" + hex + ">";
}

/// The picture of a character below U+0020 or of U+007F.
std::string picture(char32_t control) {
  const auto place = control == 0x7F ? char32_t{0x21} : control;
  return {'\xE2', '\x90', static_cast<char>(0x80 + place)};
}

}  // namespace

std::string printable(std::string_view text, Lines lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [character, bytes] = step(text);
    if (!character) {
      out += "\xEF\xBF\xBD";
    } else if (lines == Lines::many && (*character == '\n' || *character == '\t')) {
      out += text.front();
    } else if (*character < 0x20 || *character == 0x7F) {
      out += picture(*character);
    } else if (within(steering, *character)) {
      out += code_point(*character);
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  constexpr char32_t joiner = 0x200D;
  constexpr char32_t picture_selector = 0xFE0F;
  std::size_t columns = 0;
  std::size_t last = 0;
  bool joined = false;
  while (!text.empty()) {
    const auto [character, bytes] = step(text);
    text.remove_prefix(bytes);
    const auto code = character.value_or(0xFFFD);
    if (code == picture_selector && last == 1) {
      columns += 1;
      last = 2;
    } else if (!within(combining, code)) {
      last = joined ? 0 : within(wide, code) ? 2 : 1;
      columns += last;
    }
    joined = code == joiner;
  }
  return columns;
}

std::string pad_to(std::string_view text, std::size_t columns) {
  std::string out(text);
  const auto have = columns_of(text);
  if (have < columns) out.append(columns - have, ' ');
  return out;
}

std::string indent(std::string_view text, std::string_view margin) {
  std::string out;
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  while (true) {
    const auto end = text.find('\n');
    out.append(margin).append(text.substr(0, end)).append("\n");
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

}  // namespace kring::cli
