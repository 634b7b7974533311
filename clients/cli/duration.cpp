#include "clients/cli/duration.hpp"

#include <charconv>
#include <cstdint>

namespace kring::cli {

namespace {

std::optional<std::chrono::seconds> unit_of(char letter) {
  switch (letter) {
    case 's':
      return std::chrono::seconds(1);
    case 'm':
      return std::chrono::minutes(1);
    case 'h':
      return std::chrono::hours(1);
    case 'd':
      return std::chrono::days(1);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto unit = unit_of(text.back());
  if (!unit) return std::nullopt;
  const auto digits = text.substr(0, text.size() - 1);
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (error != std::errc() || end != digits.data() + digits.size() || count == 0) return std::nullopt;
  const Duration duration = *unit * static_cast<std::int64_t>(count);
  if (duration > typed_duration_max) return std::nullopt;
  return duration;
}

std::string duration_text(Duration duration) {
  for (const char letter : {'d', 'h', 'm'}) {
    const Duration unit = *unit_of(letter);
    if (duration >= unit && duration % unit == Duration(0)) return std::to_string(duration / unit) + letter;
  }
  return std::to_string(duration / std::chrono::seconds(1)) + 's';
}

}  // namespace kring::cli
