#pragma once

#include <string_view>

namespace kring::json {

/// Whether `text` is UTF-8 as RFC 3629 has it: shortest forms only, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Takes the next character off `text`, which is UTF-8 and not empty.
[[nodiscard]] char32_t take_character(std::string_view& text);

}  // namespace kring::json
