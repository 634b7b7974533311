#pragma once

#include "channels/model/date.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What in a text looks as if it says which child it is about. A newsgroup is read by people who have no part
/// in a child's circle: nothing in it may lead to a child.
namespace kring::core {

enum class HintKind : std::uint8_t {
  name = 1,  ///< of one of the writer's circles, or of a child in it
  /// A day of the last 25 years, or the one that parents have written down: 3-5-2014, 2014-05-03, 3/5/14,
  /// 3 mei 2014, May 3rd, 2014. With slashes the month may come first. Figures such as 3.5.14 count for none
  /// where they are of a version, a dose or a longer number.
  birth_date,
  bsn,  ///< nine digits that pass the check of a Dutch citizen service number
  phone,
};
[[nodiscard]] std::string_view name_of(HintKind kind);

struct ChildHint {
  HintKind kind{};
  std::string text;  ///< as it stands there
  friend bool operator==(const ChildHint&, const ChildHint&) = default;
};

/// What is known of the writer's circles.
struct KnownOfChildren {
  /// Words of names that tell a circle or a child, such as "Sam"; see `telling_words`.
  std::vector<std::string> names;
  std::vector<channels::Date> births;
};

/// The words of a circle's or person's name that are more than "circle", "around", "of": of two bytes or
/// more.
[[nodiscard]] std::vector<std::string> telling_words(std::string_view name);

/// How many are told: a text that has more needs no longer list to be seen for what it is.
inline constexpr std::size_t hints_max = 20;
/// How old a child or young person of a circle may be.
inline constexpr std::chrono::years hinted_age_max{25};

/// In the order in which they stand there, each once, names first. At most `hints_max`. Full-width letters,
/// digits and signs count as ASCII's, and typesetters' spaces and hyphens as a space and a hyphen. The time
/// it takes grows with the text's length and no faster.
[[nodiscard]] std::vector<ChildHint> find_child_hints(std::string_view text, const KnownOfChildren& known,
                                                      const channels::Date& today);

}  // namespace kring::core
