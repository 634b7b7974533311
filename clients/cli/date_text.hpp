#pragma once

#include "channels/model/date.hpp"
#include "clients/cli/language.hpp"
#include "crypto/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kring::cli {

/// Reads a day as people type it: `2014-05-03`, or `3-5-2014`. Nothing if it is no day that exists.
[[nodiscard]] std::optional<channels::Date> parse_typed_date(std::string_view text);
/// When a day begins where this device is.
[[nodiscard]] Time start_of_day(const channels::Date& date);
/// Writes a day as people of this language do.
[[nodiscard]] std::string date_text(const channels::Date& date, Language language);

}  // namespace kring::cli
