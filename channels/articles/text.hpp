#pragma once

#include "crypto/base/error.hpp"

#include <cstddef>
#include <string_view>

namespace kring::articles {

/// Whether people may be shown `text`: valid UTF-8 of at most `bytes_max` bytes, with something to see in it,
/// and no control characters but newline and tab.
///
/// Errors: `text_too_long`, `text_not_utf8`, `text_control_character`, `text_empty` (also spaces alone, of
/// whichever kind).
[[nodiscard]] Status check_text(std::string_view text, std::size_t bytes_max);

/// The same for a text of one line, such as a name.
[[nodiscard]] Status check_line(std::string_view text, std::size_t bytes_max);

}  // namespace kring::articles
