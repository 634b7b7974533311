#include "clients/cli/date_text.hpp"

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

std::string date_text(const channels::Date& date, Language language) {
  auto iso = channels::text_of(date);
  if (language == Language::english) return iso;
  return iso.substr(8, 2) + "-" + iso.substr(5, 2) + "-" + iso.substr(0, 4);
}

}  // namespace kring::cli
