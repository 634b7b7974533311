#pragma once

#include "channels/model/date.hpp"
#include "clients/cli/language.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kring::cli {

/// Reads a day as people type it: `2014-05-03`, or `3-5-2014`. Nothing if it is no day that exists.
[[nodiscard]] std::optional<channels::Date> parse_typed_date(std::string_view text);
/// Writes a day as people of this language do.
[[nodiscard]] std::string date_text(const channels::Date& date, Language language);

}  // namespace kring::cli
