#include "clients/cli/date_text.hpp"

#include <chrono>
#include <ctime>

namespace kring::cli {

namespace {

/// A number of a day or month with two digits; as it is where it has none or more.
std::string two_digits(std::string_view number) {
  return number.size() == 1 ? "0" + std::string(number) : std::string(number);
}

}  // namespace

std::optional<channels::Date> parse_typed_date(std::string_view text) {
  if (const auto date = channels::parse_date(text)) return date;
  const auto first = text.find('-');
  const auto second = first == std::string_view::npos ? first : text.find('-', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto day = two_digits(text.substr(0, first));
  const auto month = two_digits(text.substr(first + 1, second - first - 1));
  return channels::parse_date(std::string(text.substr(second + 1)) + "-" + month + "-" + day);
}

Time start_of_day(const channels::Date& date) {
  std::tm local{};
  local.tm_year = static_cast<int>(date.year()) - 1900;
  local.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  local.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
  local.tm_isdst = -1;
  return Time(std::chrono::seconds(std::mktime(&local)));
}

std::string date_text(const channels::Date& date, Language language) {
  auto iso = channels::text_of(date);
  if (language == Language::english) return iso;
  return iso.substr(8, 2) + "-" + iso.substr(5, 2) + "-" + iso.substr(0, 4);
}

}  // namespace kring::cli
