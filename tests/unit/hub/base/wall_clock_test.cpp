#include "hub/base/wall_clock.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::hub {
namespace {

using namespace std::chrono_literals;

constexpr auto year = std::chrono::hours(365 * 24);

class WallClockTest : public testing::Test {
 protected:
  static constexpr Time begin = Time(std::chrono::hours(500'000));
  static constexpr Duration booted = std::chrono::hours(9);

  /// After `passed`, with the machine's clock set by `set`.
  Time at(Duration passed, Duration set, bool is_synchronized = false) {
    return clock_.at({.wall = begin + passed + set, .running = booted + passed},
                     [is_synchronized] { return is_synchronized; });
  }

  WallClock clock_{{.wall = begin, .running = booted}};
};

TEST_F(WallClockTest, GoesWithTheMachines) {
  EXPECT_EQ(at(0ms, 0ms), begin);
  EXPECT_EQ(at(1500ms, 0ms), begin + 1500ms);
  EXPECT_FALSE(clock_.is_apart());
}

TEST_F(WallClockTest, FollowsASmallStepAhead) {
  EXPECT_EQ(at(1s, 2s), begin + 3s);
  EXPECT_EQ(at(2s, 2s + WallClock::jump_max), begin + 4s + WallClock::jump_max);
  EXPECT_FALSE(clock_.is_apart());
}

TEST_F(WallClockTest, GoesSlowerUntilASmallStepBackIsMadeUp) {
  EXPECT_EQ(at(10s, 0ms), begin + 10s);
  EXPECT_EQ(at(10s, -2s), begin + 10s);
  EXPECT_EQ(at(12s, -2s), begin + 11s);
  EXPECT_EQ(at(14s, -2s), begin + 12s);
  EXPECT_EQ(at(20s, -2s), begin + 18s);
  EXPECT_FALSE(clock_.is_apart());
}

TEST_F(WallClockTest, DoesNotGoBackWhenTheRunningTimeSeemsTo) {
  EXPECT_EQ(at(10s, 0ms), begin + 10s);
  EXPECT_EQ(clock_.at({.wall = begin + 10s, .running = booted + 9s}, [] { return false; }), begin + 10s);
}

TEST_F(WallClockTest, AsksWhetherTheClockIsRightOnlyAboutAJump) {
  int asked = 0;
  const auto ask = [&] {
    ++asked;
    return false;
  };

  (void)clock_.at({.wall = begin + WallClock::jump_max, .running = booted}, ask);
  EXPECT_EQ(asked, 0);
  (void)clock_.at({.wall = begin + 1h, .running = booted}, ask);
  EXPECT_EQ(asked, 1);
}

struct Jump {
  std::string name;
  Duration by;
};
class WallClockJump : public WallClockTest, public testing::WithParamInterface<Jump> {};
INSTANTIATE_TEST_SUITE_P(, WallClockJump,
                         testing::Values(Jump{"JustTooFarAhead", WallClock::jump_max + 1ms},
                                         Jump{"JustTooFarBack", -WallClock::jump_max - 1ms},
                                         Jump{"AnHourAhead", 1h}, Jump{"AnHourBack", -1h},
                                         Jump{"AYearAhead", year}, Jump{"AYearBack", -year}),
                         [](const auto& info) { return info.param.name; });

TEST_P(WallClockJump, IsNotFollowedWhenNobodyVouchesForIt) {
  EXPECT_EQ(at(1s, GetParam().by), begin + 1s);
  EXPECT_TRUE(clock_.is_apart());
  EXPECT_EQ(at(1h, GetParam().by), begin + 1h);
  EXPECT_TRUE(clock_.is_apart());
}

TEST_P(WallClockJump, IsForgottenOnceItIsTakenBack) {
  (void)at(1s, GetParam().by);

  EXPECT_EQ(at(2s, 0ms), begin + 2s);
  EXPECT_FALSE(clock_.is_apart());
}

TEST_P(WallClockJump, IsFollowedOnceTheMachinesClockIsKnownToBeRight) {
  (void)at(1s, GetParam().by);

  EXPECT_EQ(at(2s, GetParam().by, true), begin + 2s + GetParam().by);
  EXPECT_FALSE(clock_.is_apart());
}

TEST(MachinesClocks, AreRead) {
  const auto first = read_clocks();
  const auto second = read_clocks();

  EXPECT_GE(second.running, first.running);
  EXPECT_GT(first.running, Duration::zero());
  EXPECT_GT(first.wall, from_unix_ms(1'700'000'000'000));
}

}  // namespace
}  // namespace kring::hub
