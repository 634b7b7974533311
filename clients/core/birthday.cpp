#include "clients/core/birthday.hpp"

namespace kring::core {

using std::chrono::sys_days;

std::string_view name_of(BirthdayWhen when) {
  switch (when) {
    case BirthdayWhen::coming:
      return "coming";
    case BirthdayWhen::today:
      return "today";
    case BirthdayWhen::past:
      break;
  }
  return "past";
}

bool is_birth_date(const channels::Date& born, const channels::Date& today) {
  return born.ok() && sys_days(born) <= sys_days(today) &&
         sys_days(birthday_of(born, 0)) >= sys_days(birthday_of(today - born_before_max, 0));
}

channels::Date birthday_of(const channels::Date& born, unsigned age) {
  const auto day = born + std::chrono::years(static_cast<int>(age));
  return day.ok() ? day : channels::Date(day.year() / std::chrono::March / 1);
}

channels::Date notice_day_of(const channels::Date& birthday) {
  const auto day = birthday - birthday_notice_before;
  return day.ok() ? day : channels::Date(day.year() / day.month() / std::chrono::last);
}

std::optional<BirthdayNotice> birthday_notice(const channels::Date& born, const channels::Date& today) {
  const sys_days now(today);
  for (const auto age : birthday_ages) {
    const auto on = birthday_of(born, age);
    const sys_days day(on);
    if (now < sys_days(notice_day_of(on)) || now > day + birthday_notice_after) continue;
    const auto when = now < day    ? BirthdayWhen::coming
                      : now == day ? BirthdayWhen::today
                                   : BirthdayWhen::past;
    return BirthdayNotice{.age = age, .on = on, .when = when};
  }
  return std::nullopt;
}

}  // namespace kring::core
