#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kring::core {

/// As much of a line as is shown of a text of which only that is.
inline constexpr std::size_t first_line_characters_max = 120;

/// The first line of `text`, which is UTF-8, that has something in it; cut behind the last character that
/// fits, with an ellipsis.
[[nodiscard]] std::string first_line(std::string_view text);

}  // namespace kring::core
