#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Text from other people, made safe for a terminal.
namespace kring::cli {

enum class Lines : std::uint8_t { one, many };

/// `text` with everything that steers a terminal or turns the writing direction made visible: a control
/// character becomes its picture, others stand as `<U+202E>`, and what is not UTF-8 as U+FFFD. With
/// `Lines::many` newline and tab stay.
[[nodiscard]] std::string printable(std::string_view text, Lines lines = Lines::one);

/// How many columns a terminal gives to printable text of one line: two for CJK and emoji, none for accents
/// that combine.
[[nodiscard]] std::size_t columns_of(std::string_view text);
/// `text` with spaces up to `columns`.
[[nodiscard]] std::string pad_to(std::string_view text, std::size_t columns);
/// `text` with `margin` before each of its lines.
[[nodiscard]] std::string indent(std::string_view text, std::string_view margin);

}  // namespace kring::cli
