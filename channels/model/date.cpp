#include "channels/model/date.hpp"

namespace kring::channels {

namespace {

constexpr int first_year = 1900;
constexpr int last_year = 2999;
constexpr std::string_view shape = "0000-00-00";

bool has_shape(std::string_view text) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !is_digit : text[i] != shape[i]) return false;
  }
  return true;
}

int number_in(std::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

std::string digits_of(unsigned number, std::size_t count) {
  std::string text(count, '0');
  for (auto place = text.rbegin(); place != text.rend(); ++place, number /= 10)
    *place = static_cast<char>('0' + number % 10);
  return text;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (!has_shape(text)) return std::nullopt;
  const auto year = number_in(text.substr(0, 4));
  const Date date{std::chrono::year(year),
                  std::chrono::month(static_cast<unsigned>(number_in(text.substr(5, 2)))),
                  std::chrono::day(static_cast<unsigned>(number_in(text.substr(8, 2))))};
  if (!date.ok() || year < first_year || year > last_year) return std::nullopt;
  return date;
}

std::string text_of(const Date& date) {
  return digits_of(static_cast<unsigned>(static_cast<int>(date.year())), 4) + "-" +
         digits_of(static_cast<unsigned>(date.month()), 2) + "-" +
         digits_of(static_cast<unsigned>(date.day()), 2);
}

}  // namespace kring::channels
