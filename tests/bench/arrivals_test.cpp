#include "tests/bench/arrivals.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace kring::bench {
namespace {

using namespace std::chrono_literals;

TEST(Arrivals, AreCompleteWhenTheLastReaderHasTheEntry) {
  Arrivals arrivals(2, 7);
  const auto start = Clock::now();

  arrivals.arrived(0, 8, start);
  const bool with_one = arrivals.is_with_all(8);
  arrivals.arrived(1, 8, start + 3ms);

  EXPECT_FALSE(with_one);
  EXPECT_TRUE(arrivals.is_with_all(8));
  EXPECT_EQ(arrivals.with_all_at(8), start + 3ms);
}

TEST(Arrivals, TellsEntriesApartThatReadersHaveAtDifferentTimes) {
  Arrivals arrivals(2, 0);
  const auto start = Clock::now();

  arrivals.arrived(0, 1, start);
  arrivals.arrived(0, 2, start + 1ms);
  arrivals.arrived(1, 1, start + 2ms);

  EXPECT_EQ(arrivals.with_all_at(1), start + 2ms);
  EXPECT_FALSE(arrivals.is_with_all(2));
}

TEST(Arrivals, HaveNothingOfWhatStoodInTheLogBefore) {
  const Arrivals arrivals(1, 7);

  EXPECT_FALSE(arrivals.is_with_all(7));
  EXPECT_THROW((void)arrivals.with_all_at(7), std::logic_error);
}

TEST(Arrivals, RefuseAnEntryThatComesTwice) {
  Arrivals arrivals(1, 0);
  arrivals.arrived(0, 1, Clock::now());

  EXPECT_THROW(arrivals.arrived(0, 1, Clock::now()), std::runtime_error);
}

TEST(Arrivals, RefuseAnEntryWhoseNeighbourIsMissing) {
  Arrivals arrivals(1, 0);

  EXPECT_THROW(arrivals.arrived(0, 2, Clock::now()), std::runtime_error);
}

}  // namespace
}  // namespace kring::bench
