#include "clients/core/child_hints.hpp"

#include "clients/core/folded_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace kring::core {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
/// Bytes of other letters than ASCII's count as letters.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// U+2019, which ends a word as an apostrophe does.
constexpr std::string_view apostrophe = "\xE2\x80\x99";

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool ends = at == text.size() || !is_letter(text[at]) || text.substr(at).starts_with(apostrophe);
    if (!ends) continue;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
    const bool typographic = at < text.size() && text.substr(at).starts_with(apostrophe);
    if (typographic) at += apostrophe.size() - 1;
    begin = at + 1;
  }
  return words;
}

constexpr auto common_words = std::to_array<std::string_view>(
    {"kring", "rond",   "rondom", "om",     "van",    "voor",   "met",   "bij",  "de",   "den",
     "der",   "het",    "een",    "en",     "in",     "op",     "ons",   "onze", "mijn", "familie",
     "gezin", "kleine", "lieve",  "team",   "circle", "around", "of",    "the",  "for",  "with",
     "and",   "our",    "my",     "family", "little", "dear",   "van't", "te",   "ten",  "ter"});

/// Groups of digits with what stands between them, such as `06` `12` `34`.
struct Digits {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool plus = false;  ///< a + stands before it
};

std::vector<Digits> digit_groups(std::string_view text) {
  std::vector<Digits> groups;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    Digits group{.begin = at, .end = at, .plus = at > 0 && text[at - 1] == '+'};
    while (group.end < text.size() && is_digit(text[group.end])) ++group.end;
    at = group.end;
    groups.push_back(group);
  }
  return groups;
}

/// Whether two groups may be parts of one number: at most three of these stand between them.
bool are_close(std::string_view text, const Digits& a, const Digits& b) {
  const auto between = text.substr(a.end, b.begin - a.end);
  return between.size() <= 3 && between.find_first_not_of(" -./()") == std::string_view::npos;
}

/// Nine digits whose weighted sum can be divided by eleven.
bool is_bsn(std::string_view digits) {
  if (digits.size() != 9 || digits.find_first_not_of('0') == std::string_view::npos) return false;
  int sum = 0;
  for (int i = 0; i < 8; ++i) sum += (digits[static_cast<std::size_t>(i)] - '0') * (9 - i);
  sum -= digits[8] - '0';
  return sum % 11 == 0;
}

/// A Dutch number of ten digits, or an international one.
bool is_phone(std::string_view digits, bool plus) {
  if (plus) return digits.size() >= 8 && digits.size() <= 15;
  if (digits.starts_with("00")) return digits.size() >= 10 && digits.size() <= 17;
  return digits.size() == 10 && digits.front() == '0';
}

std::optional<unsigned> number_of(std::string_view digits) {
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  unsigned number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<unsigned>(digit - '0');
  return number;
}

constexpr std::array<std::string_view, 24> months{
    "januari",   "februari", "maart",    "april",    "mei",       "juni",     "juli",     "augustus",
    "september", "oktober",  "november", "december", "january",   "february", "march",    "april",
    "may",       "june",     "july",     "august",   "september", "october",  "november", "december"};

std::optional<channels::Date> date_of(std::optional<unsigned> year, std::optional<unsigned> month,
                                      std::optional<unsigned> day) {
  if (!year || !month || !day) return std::nullopt;
  const channels::Date date(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                            std::chrono::day(*day));
  return date.ok() && *year >= 1900 ? std::optional(date) : std::nullopt;
}

/// One pass over a text.
class Finder {
 public:
  Finder(std::string_view text, const KnownOfChildren& known, const channels::Date& today)
      : text_(text), known_(known), today_(today), groups_(digit_groups(text)) {}

  std::vector<ChildHint> find() {
    find_names();
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      find_date(i);
      find_number(i);
    }
    return std::move(hints_);
  }

 private:
  void add(HintKind kind, std::size_t begin, std::size_t end) {
    ChildHint hint{.kind = kind, .text = std::string(text_.substr(begin, end - begin))};
    if (hints_.size() < hints_max && std::ranges::find(hints_, hint) == hints_.end())
      hints_.push_back(std::move(hint));
  }

  void find_names() {
    std::vector<std::string> names;
    names.reserve(known_.names.size());
    for (const auto& name : known_.names) names.push_back(folded(name));
    for (const auto word : words_of(text_)) {
      const auto begin = static_cast<std::size_t>(word.data() - text_.data());
      if (std::ranges::find(names, folded(word)) != names.end())
        add(HintKind::name, begin, begin + word.size());
    }
  }

  [[nodiscard]] std::string_view digits(std::size_t i) const {
    return text_.substr(groups_[i].begin, groups_[i].end - groups_[i].begin);
  }
  [[nodiscard]] bool joined_by_one(std::size_t i) const {
    const auto between = text_.substr(groups_[i].end, groups_[i + 1].begin - groups_[i].end);
    return between == "-" || between == "/" || between == "." || between == " ";
  }

  [[nodiscard]] bool is_told(const channels::Date& date) const {
    if (std::ranges::find(known_.births, date) != known_.births.end()) return true;
    const std::chrono::sys_days day(date);
    return day <= std::chrono::sys_days(today_) && day >= std::chrono::sys_days(today_ - hinted_age_max);
  }

  void find_date(std::size_t i) {
    std::optional<channels::Date> date;
    std::size_t end = groups_[i].end;
    if (i + 2 < groups_.size() && joined_by_one(i) && joined_by_one(i + 1)) {
      end = groups_[i + 2].end;
      if (digits(i).size() == 4)
        date = date_of(number_of(digits(i)), number_of(digits(i + 1)), number_of(digits(i + 2)));
      else if (digits(i + 2).size() == 4)
        date = date_of(number_of(digits(i + 2)), number_of(digits(i + 1)), number_of(digits(i)));
    }
    if (!date && i + 1 < groups_.size() && digits(i + 1).size() == 4) {
      end = groups_[i + 1].end;
      date = date_of(number_of(digits(i + 1)), month_between(i), number_of(digits(i)));
    }
    if (date && is_told(*date)) add(HintKind::birth_date, groups_[i].begin, end);
  }

  /// The month that stands between this group and the next, such as in "3 mei 2014".
  [[nodiscard]] std::optional<unsigned> month_between(std::size_t i) const {
    const auto words = words_of(text_.substr(groups_[i].end, groups_[i + 1].begin - groups_[i].end));
    if (words.size() != 1 || words.front().size() < 3) return std::nullopt;
    const auto word = folded(words.front());
    for (std::size_t month = 0; month < months.size(); ++month) {
      const bool named = months[month] == word || (word.size() == 3 && months[month].starts_with(word));
      if (named) return static_cast<unsigned>(month % 12 + 1);
    }
    // The one short form that is no beginning.
    return word == "mrt" ? std::optional(3U) : std::nullopt;
  }

  /// Numbers that begin with this group.
  void find_number(std::size_t i) {
    constexpr std::size_t digits_max = 17;
    std::string all;
    for (std::size_t last = i; last < groups_.size(); ++last) {
      if (last > i && !are_close(text_, groups_[last - 1], groups_[last])) break;
      all += digits(last);
      if (all.size() > digits_max) break;
      const auto end = groups_[last].end;
      const auto begin = groups_[i].begin - (groups_[i].plus ? 1 : 0);
      // One that goes on is a longer one.
      const bool ends = last + 1 == groups_.size() || !are_close(text_, groups_[last], groups_[last + 1]);
      if (is_bsn(all) && !groups_[i].plus) add(HintKind::bsn, begin, end);
      if (is_phone(all, groups_[i].plus) && (ends || !groups_[i].plus)) add(HintKind::phone, begin, end);
    }
  }

  std::string_view text_;
  const KnownOfChildren& known_;
  channels::Date today_;
  std::vector<Digits> groups_;
  std::vector<ChildHint> hints_;
};

}  // namespace

std::string_view name_of(HintKind kind) {
  switch (kind) {
    case HintKind::name:
      return "name";
    case HintKind::birth_date:
      return "birth_date";
    case HintKind::bsn:
      return "bsn";
    case HintKind::phone:
      return "phone";
  }
  return "unknown";
}

std::vector<std::string> telling_words(std::string_view name) {
  std::vector<std::string> words;
  for (const auto word : words_of(name)) {
    auto small = folded(word);
    if (small.size() < 2 || std::ranges::find(common_words, small) != common_words.end()) continue;
    words.push_back(std::move(small));
  }
  return words;
}

std::vector<ChildHint> find_child_hints(std::string_view text, const KnownOfChildren& known,
                                        const channels::Date& today) {
  return Finder(text, known, today).find();
}

}  // namespace kring::core
