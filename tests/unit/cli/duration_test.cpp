#include "clients/cli/duration.hpp"

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

using namespace std::chrono_literals;

struct TypedDuration {
  std::string name;
  std::string text;
  std::optional<Duration> duration;
};

class Durations : public ::testing::TestWithParam<TypedDuration> {};

TEST_P(Durations, AreAWholeNumberAndOneUnit) {
  EXPECT_EQ(parse_duration(GetParam().text), GetParam().duration);
}

INSTANTIATE_TEST_SUITE_P(
    Duration, Durations,
    ::testing::Values(
        TypedDuration{"Seconds", "90s", 90s}, TypedDuration{"Minutes", "20m", 20min},
        TypedDuration{"Hours", "48h", 48h}, TypedDuration{"Days", "7d", 168h},
        TypedDuration{"AtTheLimit", "3660d", typed_duration_max},
        TypedDuration{"OverTheLimit", "3661d", std::nullopt}, TypedDuration{"Zero", "0s", std::nullopt},
        TypedDuration{"Empty", "", std::nullopt}, TypedDuration{"UnitAlone", "d", std::nullopt},
        TypedDuration{"NoUnit", "90", std::nullopt}, TypedDuration{"UnknownUnit", "90w", std::nullopt},
        TypedDuration{"Negative", "-1d", std::nullopt}, TypedDuration{"Plus", "+1d", std::nullopt},
        TypedDuration{"Fraction", "1.5h", std::nullopt}, TypedDuration{"Space", "1 h", std::nullopt},
        TypedDuration{"TwoUnits", "1h30m", std::nullopt}, TypedDuration{"Hexadecimal", "0x1d", std::nullopt},
        TypedDuration{"TooLargeForTheNumber", "4294967296s", std::nullopt}),
    [](const auto& info) { return info.param.name; });

TEST(Duration, IsWrittenInItsLargestWholeUnit) {
  EXPECT_EQ(duration_text(90s), "90s");
  EXPECT_EQ(duration_text(120s), "2m");
  EXPECT_EQ(duration_text(24h), "1d");
  EXPECT_EQ(duration_text(25h), "25h");
}

}  // namespace
}  // namespace kring::cli
