#include "clients/cli/duration.hpp"

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

using namespace std::chrono_literals;

struct Case {
  std::string name;
  std::string text;
  std::optional<Duration> duration;
};

class Durations : public ::testing::TestWithParam<Case> {};

TEST_P(Durations, AreAWholeNumberAndOneUnit) {
  EXPECT_EQ(parse_duration(GetParam().text), GetParam().duration);
}

INSTANTIATE_TEST_SUITE_P(
    Duration, Durations,
    ::testing::Values(Case{"Seconds", "90s", 90s}, Case{"Minutes", "20m", 20min}, Case{"Hours", "48h", 48h},
                      Case{"Days", "7d", 168h}, Case{"AtTheLimit", "3660d", typed_duration_max},
                      Case{"OverTheLimit", "3661d", std::nullopt}, Case{"Zero", "0s", std::nullopt},
                      Case{"Empty", "", std::nullopt}, Case{"UnitAlone", "d", std::nullopt},
                      Case{"NoUnit", "90", std::nullopt}, Case{"UnknownUnit", "90w", std::nullopt},
                      Case{"Negative", "-1d", std::nullopt}, Case{"Plus", "+1d", std::nullopt},
                      Case{"Fraction", "1.5h", std::nullopt}, Case{"Space", "1 h", std::nullopt},
                      Case{"TwoUnits", "1h30m", std::nullopt}, Case{"Hexadecimal", "0x1d", std::nullopt},
                      Case{"TooLargeForTheNumber", "4294967296s", std::nullopt}),
    [](const auto& info) { return info.param.name; });

TEST(Duration, IsWrittenInItsLargestWholeUnit) {
  EXPECT_EQ(duration_text(90s), "90s");
  EXPECT_EQ(duration_text(120s), "2m");
  EXPECT_EQ(duration_text(24h), "1d");
  EXPECT_EQ(duration_text(25h), "25h");
}

}  // namespace
}  // namespace kring::cli
