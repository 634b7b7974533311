#pragma once

#include "channels/model/date.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

/// The birthdays at which the law gives a child more say, and the reminders of them.
namespace kring::core {

/// At 12 a child decides about treatments with the parents, at 16 by itself, and at 18 authority ends.
inline constexpr std::array<unsigned, 3> birthday_ages{12, 16, 18};
/// How long before parents are reminded: a mentor is asked for months ahead.
inline constexpr std::chrono::months birthday_notice_before{3};
/// And how long after, so that who was away sees it too.
inline constexpr std::chrono::days birthday_notice_after{30};
/// The oldest age of anyone whom a circle is around.
inline constexpr std::chrono::years born_before_max{120};

enum class BirthdayWhen : std::uint8_t { coming = 1, today, past };
[[nodiscard]] std::string_view name_of(BirthdayWhen when);

/// A birthday that is near.
struct BirthdayNotice {
  unsigned age = 0;
  channels::Date on{};
  BirthdayWhen when = BirthdayWhen::coming;

  friend bool operator==(const BirthdayNotice&, const BirthdayNotice&) = default;
};

/// Whether somebody who lives on `today` can be born on this day: it exists, and lies neither ahead nor more
/// than `born_before_max` back.
[[nodiscard]] bool is_birth_date(const channels::Date& born, const channels::Date& today);
/// The day on which somebody becomes so old. Who is born on 29 February does so on 1 March where the year has
/// no such day: until then the year is not over.
[[nodiscard]] channels::Date birthday_of(const channels::Date& born, unsigned age);
/// The first day on which a birthday is told of: as long before as `birthday_notice_before`, or the last day
/// of that month where it is shorter.
[[nodiscard]] channels::Date notice_day_of(const channels::Date& birthday);
/// The birthday to tell of on `today`; none if none of `birthday_ages` is near.
[[nodiscard]] std::optional<BirthdayNotice> birthday_notice(const channels::Date& born,
                                                            const channels::Date& today);

}  // namespace kring::core
