#include "clients/core/birthday.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::core {
namespace {

channels::Date date(std::string_view text) {
  return channels::parse_date(text).value();
}

struct Case {
  std::string name;
  std::string_view born;
  std::string_view today;
  std::optional<BirthdayNotice> notice;
};
class Birthdays : public ::testing::TestWithParam<Case> {};

TEST_P(Birthdays, AreToldOfFromThreeMonthsBeforeToAMonthAfter) {
  EXPECT_EQ(birthday_notice(date(GetParam().born), date(GetParam().today)), GetParam().notice);
}

BirthdayNotice notice(unsigned age, std::string_view on, BirthdayWhen when) {
  return {.age = age, .on = date(on), .when = when};
}

INSTANTIATE_TEST_SUITE_P(
    Core, Birthdays,
    ::testing::Values(
        Case{"ADayTooEarly", "2014-05-03", "2026-02-02", std::nullopt},
        Case{"ThreeMonthsBefore", "2014-05-03", "2026-02-03", notice(12, "2026-05-03", BirthdayWhen::coming)},
        Case{"TheDayBefore", "2014-05-03", "2026-05-02", notice(12, "2026-05-03", BirthdayWhen::coming)},
        Case{"TheDay", "2014-05-03", "2026-05-03", notice(12, "2026-05-03", BirthdayWhen::today)},
        Case{"TheDayAfter", "2014-05-03", "2026-05-04", notice(12, "2026-05-03", BirthdayWhen::past)},
        Case{"ThirtyDaysAfter", "2014-05-03", "2026-06-02", notice(12, "2026-05-03", BirthdayWhen::past)},
        Case{"ThirtyOneDaysAfter", "2014-05-03", "2026-06-03", std::nullopt},
        Case{"Sixteen", "2014-05-03", "2030-03-01", notice(16, "2030-05-03", BirthdayWhen::coming)},
        Case{"Eighteen", "2014-05-03", "2032-05-03", notice(18, "2032-05-03", BirthdayWhen::today)},
        Case{"ThirteenIsNoMatter", "2014-05-03", "2027-05-03", std::nullopt},
        Case{"AnInfant", "2014-05-03", "2014-05-03", std::nullopt},
        Case{"OverTheTurnOfTheYear", "2014-01-31", "2025-10-31",
             notice(12, "2026-01-31", BirthdayWhen::coming)},
        Case{"WhereThatMonthIsShorter", "2014-05-31", "2026-02-28",
             notice(12, "2026-05-31", BirthdayWhen::coming)},
        Case{"NotBeforeTheShorterMonthsEnd", "2014-05-31", "2026-02-27", std::nullopt},
        Case{"LeapDayInALeapYear", "2012-02-29", "2024-02-29", notice(12, "2024-02-29", BirthdayWhen::today)},
        Case{"LeapDayIsNotOverOnThe28th", "2012-02-29", "2030-02-28",
             notice(18, "2030-03-01", BirthdayWhen::coming)},
        Case{"LeapDayInAnotherYear", "2012-02-29", "2030-03-01",
             notice(18, "2030-03-01", BirthdayWhen::today)},
        Case{"LeapDayThreeMonthsBefore", "2012-02-29", "2029-12-01",
             notice(18, "2030-03-01", BirthdayWhen::coming)},
        Case{"LeapDayADayTooEarly", "2012-02-29", "2029-11-30", std::nullopt}),
    [](const auto& info) { return info.param.name; });

TEST(BirthDate, IsOneOfSomebodyAlive) {
  const auto today = date("2026-05-03");

  EXPECT_TRUE(is_birth_date(today, today));
  EXPECT_FALSE(is_birth_date(date("2026-05-04"), today));
  EXPECT_TRUE(is_birth_date(date("1906-05-03"), today));
  EXPECT_FALSE(is_birth_date(date("1906-05-02"), today));
  EXPECT_FALSE(is_birth_date(channels::Date(std::chrono::year(2014) / 2 / 30), today));
}

TEST(BirthDate, MayBeALeapDayAndIsJudgedOnOne) {
  EXPECT_TRUE(is_birth_date(date("2024-02-29"), date("2026-05-03")));
  EXPECT_TRUE(is_birth_date(date("1904-03-01"), date("2024-02-29")));
  EXPECT_FALSE(is_birth_date(date("1904-02-28"), date("2024-02-29")));
}

TEST(BirthdayWhen, HasNames) {
  EXPECT_EQ(name_of(BirthdayWhen::coming), "coming");
  EXPECT_EQ(name_of(BirthdayWhen::today), "today");
  EXPECT_EQ(name_of(BirthdayWhen::past), "past");
}

}  // namespace
}  // namespace kring::core
