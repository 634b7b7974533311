#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kring::channels {

/// A day of the calendar, without a time zone.
using Date = std::chrono::year_month_day;

/// Reads a day that exists, written `2014-05-03`, of the years 1900 to 2999; nothing if it is anything else.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
/// Writes a day as `parse_date` reads it.
[[nodiscard]] std::string text_of(const Date& date);

}  // namespace kring::channels
