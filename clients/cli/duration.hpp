#pragma once

#include "crypto/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kring::cli {

/// The longest time that can be typed: more than any rule allows, and far from overflowing.
inline constexpr Duration typed_duration_max = std::chrono::days(3660);

/// Reads `90s`, `20m`, `48h` or `7d`: a whole number above zero and one unit. Nothing if it is anything else.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);
/// Writes a duration in the largest unit that it is a whole number of.
[[nodiscard]] std::string duration_text(Duration duration);

}  // namespace kring::cli
