#include "channels/model/date.hpp"

#include <gtest/gtest.h>

namespace kring::channels {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

struct Case {
  std::string name;
  std::string text;
  std::optional<Date> date;
};
class Dates : public ::testing::TestWithParam<Case> {};

TEST_P(Dates, AreReadIfTheyExist) {
  EXPECT_EQ(parse_date(GetParam().text), GetParam().date);
}

INSTANTIATE_TEST_SUITE_P(
    Model, Dates,
    ::testing::Values(
        Case{"ADay", "2014-05-03", Date(year(2014), month(5), day(3))},
        Case{"TheLeapDay", "2012-02-29", Date(year(2012), month(2), day(29))},
        Case{"TheFirst", "1900-01-01", Date(year(1900), month(1), day(1))},
        Case{"TheLast", "2999-12-31", Date(year(2999), month(12), day(31))},
        Case{"NoLeapDay", "2013-02-29", std::nullopt}, Case{"NoThirtyFirst", "2014-04-31", std::nullopt},
        Case{"NoDayZero", "2014-04-00", std::nullopt}, Case{"NoMonthThirteen", "2014-13-01", std::nullopt},
        Case{"BeforeTheFirst", "1899-12-31", std::nullopt}, Case{"AfterTheLast", "3000-01-01", std::nullopt},
        Case{"OneDigit", "2014-5-03", std::nullopt}, Case{"AnotherMark", "2014/05/03", std::nullopt},
        Case{"ALetter", "2014-05-o3", std::nullopt}, Case{"TooLong", "2014-05-030", std::nullopt},
        Case{"Nothing", "", std::nullopt}),
    [](const auto& info) { return info.param.name; });

TEST(Date, IsWrittenAsItIsRead) {
  for (const auto* text : {"2014-05-03", "2012-02-29", "1900-01-01", "2999-12-31"})
    EXPECT_EQ(text_of(parse_date(text).value()), text);
}

}  // namespace
}  // namespace kring::channels
