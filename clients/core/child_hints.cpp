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

/// A text in which what looks like a character of ASCII is that character: full-width forms, and the spaces
/// and hyphens of typesetters. A number is the same in all of them.
struct Narrowed {
  std::string text;
  std::vector<std::size_t> places;  ///< where each of its bytes, and its end, was before
};

struct Narrow {
  char to;
  std::size_t size;  ///< of what stands for it, in bytes
};

/// What stands at the beginning of a text, if it is one of these.
std::optional<Narrow> narrow_at(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned { return static_cast<unsigned char>(text[i]); };
  if (text.starts_with("\xC2\xA0")) return Narrow{.to = ' ', .size = 2};
  if (text.size() < 3) return std::nullopt;
  const auto last = byte(2);
  // U+FF01 to U+FF5E, in the order of ASCII from the exclamation mark on.
  if (byte(0) == 0xEF && byte(1) == 0xBC && last >= 0x81 && last <= 0xBF)
    return Narrow{.to = static_cast<char>(last - 0x81 + 0x21), .size = 3};
  if (byte(0) == 0xEF && byte(1) == 0xBD && last >= 0x80 && last <= 0x9E)
    return Narrow{.to = static_cast<char>(last - 0x80 + 0x60), .size = 3};
  const bool is_space = text.starts_with("\xE3\x80\x80") || text.starts_with("\xE2\x80\xAF") ||
                        (text.starts_with("\xE2\x80") && last >= 0x80 && last <= 0x8A);
  if (is_space) return Narrow{.to = ' ', .size = 3};
  const bool is_hyphen =
      text.starts_with("\xE2\x88\x92") || (text.starts_with("\xE2\x80") && last >= 0x90 && last <= 0x94);
  return is_hyphen ? std::optional(Narrow{.to = '-', .size = 3}) : std::nullopt;
}

Narrowed narrowed(std::string_view text) {
  Narrowed all;
  all.text.reserve(text.size());
  all.places.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    const auto narrow = narrow_at(text.substr(at));
    all.text += narrow ? narrow->to : text[at];
    all.places.push_back(at);
    at += narrow ? narrow->size : 1;
  }
  all.places.push_back(text.size());
  return all;
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

/// Short forms of months that are not their first three letters.
constexpr auto short_months =
    std::to_array<std::pair<std::string_view, unsigned>>({{"febr", 2}, {"mrt", 3}, {"sept", 9}});

/// The month that a word names, whole or by its first three letters.
std::optional<unsigned> month_of(std::string_view written) {
  const auto word = folded(written);
  if (word.size() < 3) return std::nullopt;
  for (std::size_t month = 0; month < months.size(); ++month) {
    const bool named = months[month] == word || (word.size() == 3 && months[month].starts_with(word));
    if (named) return static_cast<unsigned>(month % 12 + 1);
  }
  // NOLINTNEXTLINE(readability-qualified-auto): libc++ wraps an array's iterators, so it is not always a
  // pointer.
  const auto found = std::ranges::find(short_months, word, &std::pair<std::string_view, unsigned>::first);
  return found == short_months.end() ? std::nullopt : std::optional(found->second);
}

/// What stands between a day and its month, such as in "3rd of May" and "3e mei".
constexpr auto ordinal_words =
    std::to_array<std::string_view>({"st", "nd", "rd", "th", "e", "de", "ste", "of"});

bool is_ordinal(std::string_view word) {
  return std::ranges::find(ordinal_words, folded(word)) != ordinal_words.end();
}

/// Words before a number such as 3.5.14 that is no day: of a program, a chapter, a newborn's scores.
constexpr auto numbering_words = std::to_array<std::string_view>(
    {"v",     "ver",     "vers",      "versie",  "version",   "release",  "firmware", "software", "update",
     "build", "app",     "hoofdstuk", "artikel", "paragraaf", "bijlage",  "tabel",    "figuur",   "punt",
     "stap",  "chapter", "article",   "section", "paragraph", "appendix", "table",    "figure",   "step",
     "apgar", "ip",      "nummer",    "nr",      "no",        "number"});

/// Words after a number such as 10-10-14 that is no day: doses, measures, times.
constexpr auto unit_words = std::to_array<std::string_view>(
    {"mg",    "ml",     "mcg",       "ug",      "µg",    "g",        "gr",    "gram", "kg",    "l",
     "cc",    "ie",     "eh",        "mm",      "cm",    "m",        "mmol",  "kcal", "uur",   "u",
     "h",     "min",    "minuten",   "minutes", "hours", "keer",     "x",     "maal", "times", "druppels",
     "drops", "tablet", "tabletten", "tablets", "stuks", "eenheden", "units", "°",    "°c"});

/// The letters with which a text begins or ends; none if there are more than any word above has.
constexpr std::size_t looked_at_max = 16;

std::string_view word_at_start(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && size <= looked_at_max && is_letter(text[size])) ++size;
  return size > looked_at_max ? std::string_view() : text.substr(0, size);
}
std::string_view word_at_end(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && size <= looked_at_max && is_letter(text[text.size() - 1 - size])) ++size;
  return size > looked_at_max ? std::string_view() : text.substr(text.size() - size);
}
/// A text without the last few characters, as far as they are some of these.
std::string_view without_end(std::string_view text, std::string_view characters) {
  constexpr std::size_t most = 3;
  for (std::size_t i = 0; i < most && !text.empty() && characters.contains(text.back()); ++i)
    text.remove_suffix(1);
  return text;
}

std::optional<channels::Date> date_of(std::optional<unsigned> year, std::optional<unsigned> month,
                                      std::optional<unsigned> day) {
  // Beyond a byte the library would take another month for it.
  if (!year || !month || !day || *month > 12 || *day > 31) return std::nullopt;
  const channels::Date date(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                            std::chrono::day(*day));
  return date.ok() && *year >= 1900 ? std::optional(date) : std::nullopt;
}

/// One pass over a text.
class Finder {
 public:
  Finder(std::string_view text, const KnownOfChildren& known, const channels::Date& today)
      : original_(text),
        narrowed_(narrowed(text)),
        text_(narrowed_.text),
        known_(known),
        today_(today),
        groups_(digit_groups(text_)) {}
  // `text_` looks into it.
  Finder(const Finder&) = delete;
  Finder& operator=(const Finder&) = delete;

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
    const auto first = narrowed_.places[begin];
    ChildHint hint{.kind = kind, .text = std::string(original_.substr(first, narrowed_.places[end] - first))};
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
  /// The only character between this group and the next, if it may stand in a day; else none.
  [[nodiscard]] std::optional<char> joint(std::size_t i) const {
    const auto between = text_.substr(groups_[i].end, groups_[i + 1].begin - groups_[i].end);
    const bool joins = between.size() == 1 && std::string_view("-/. ").contains(between.front());
    return joins ? std::optional(between.front()) : std::nullopt;
  }

  [[nodiscard]] bool is_told(const channels::Date& date) const {
    if (std::ranges::find(known_.births, date) != known_.births.end()) return true;
    const std::chrono::sys_days day(date);
    return day <= std::chrono::sys_days(today_) && day >= std::chrono::sys_days(today_ - hinted_age_max);
  }

  [[nodiscard]] bool is_told(const std::optional<channels::Date>& date) const {
    return date && is_told(*date);
  }

  void find_date(std::size_t i) {
    const auto& group = groups_[i];
    if (is_date_in_figures(i)) {
      add(HintKind::birth_date, group.begin, groups_[i + 2].end);
    } else if (is_year(i + 1)) {
      const auto year = years_of(i + 1);
      const auto day = number_of(digits(i));
      if (const auto month = month_between(i); is_told_in(year, month, day)) {
        add(HintKind::birth_date, group.begin, groups_[i + 1].end);
      } else if (const auto word = month_before(i); !word.empty() && is_told_in(year, month_of(word), day)) {
        const auto begin = static_cast<std::size_t>(word.data() - text_.data());
        add(HintKind::birth_date, begin, groups_[i + 1].end);
      }
    }
  }

  /// Three groups such as in 3-5-2014, 2014-05-03, 3/5/14, and 5/3/2014 with the month first.
  [[nodiscard]] bool is_date_in_figures(std::size_t i) const {
    if (i + 2 >= groups_.size() || !joint(i) || !joint(i + 1)) return false;
    const auto first = number_of(digits(i));
    const auto second = number_of(digits(i + 1));
    if (digits(i).size() == 4) return is_told(date_of(first, second, number_of(digits(i + 2))));
    if (digits(i + 2).size() != 4 && !may_be_short_date(i)) return false;
    const auto years = years_of(i + 2);
    const bool month_may_be_first = joint(i) == '/' && joint(i + 1) == '/';
    return is_told_in(years, second, first) || (month_may_be_first && is_told_in(years, first, second));
  }

  /// Whether three groups, the last of two digits, may be a day: figures of versions, doses and longer
  /// numbers are none.
  [[nodiscard]] bool may_be_short_date(std::size_t i) const {
    if (digits(i).size() > 2 || digits(i + 1).size() > 2 || digits(i + 2).size() != 2) return false;
    const auto separator = joint(i);
    if (separator == ' ' || separator != joint(i + 1)) return false;
    if (i > 0 && joint(i - 1) == separator) return false;
    if (i + 3 < groups_.size() && joint(i + 2) == separator) return false;
    const auto before = text_.substr(0, groups_[i].begin);
    auto after = text_.substr(groups_[i + 2].end);
    if (!before.empty() && is_letter(before.back())) return false;
    const auto numbering = folded(word_at_end(without_end(before, " :.#(")));
    if (std::ranges::find(numbering_words, numbering) != numbering_words.end()) return false;
    if (after.starts_with(' ')) after.remove_prefix(1);
    return !after.starts_with('%') &&
           std::ranges::find(unit_words, folded(word_at_start(after))) == unit_words.end();
  }

  /// Whether a group may be a year after a month in words: 2014, or '14.
  [[nodiscard]] bool is_year(std::size_t i) const {
    if (i >= groups_.size()) return false;
    const auto before = text_.substr(0, groups_[i].begin);
    const bool is_cut = before.ends_with('\'') || before.ends_with(apostrophe);
    return digits(i).size() == 4 || (digits(i).size() == 2 && is_cut);
  }
  /// The years that a group may mean: of two digits those of this century and of the last one.
  [[nodiscard]] std::array<std::optional<unsigned>, 2> years_of(std::size_t i) const {
    const auto year = number_of(digits(i));
    if (digits(i).size() != 2 || !year) return {year, std::nullopt};
    return {*year + 2000, *year + 1900};
  }
  [[nodiscard]] bool is_told_in(const std::array<std::optional<unsigned>, 2>& years,
                                std::optional<unsigned> month, std::optional<unsigned> day) const {
    return std::ranges::any_of(years, [&](const auto& year) { return is_told(date_of(year, month, day)); });
  }

  /// The month that stands between this group and the next, such as in "3 mei 2014" and "3rd of May, 2014".
  [[nodiscard]] std::optional<unsigned> month_between(std::size_t i) const {
    const auto words = words_of(text_.substr(groups_[i].end, groups_[i + 1].begin - groups_[i].end));
    if (words.empty()) return std::nullopt;
    const bool others_count_for_nothing = std::ranges::all_of(words.begin(), words.end() - 1, is_ordinal);
    return others_count_for_nothing ? month_of(words.back()) : std::nullopt;
  }

  /// The word of a month that stands before this group, such as in "May 3, 2014" and "May 3rd 2014"; empty if
  /// there is none, or more than an ordinal between day and year.
  [[nodiscard]] std::string_view month_before(std::size_t i) const {
    constexpr std::size_t between_max = 6;
    auto between = text_.substr(groups_[i].end, groups_[i + 1].begin - groups_[i].end);
    if (between.size() > between_max) return {};
    if (const auto word = word_at_start(between); is_ordinal(word)) between.remove_prefix(word.size());
    if (between.ends_with(apostrophe)) between.remove_suffix(apostrophe.size());
    const bool is_near = !between.empty() && between.find_first_not_of(" ,.'") == std::string_view::npos;
    if (!is_near) return {};
    const auto word = word_at_end(without_end(text_.substr(0, groups_[i].begin), " ."));
    return month_of(word) ? word : std::string_view();
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

  std::string_view original_;
  Narrowed narrowed_;
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
