#include "tests/unit/hub/power/deaths.hpp"

#include "tests/support/fault_rounds.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kring::test {

int deaths_wanted() {
  return std::max(200, 50 * support::fault_rounds(0));
}

void expect_nothing_lost(const Outcome& outcome) {
  EXPECT_GE(outcome.deaths, deaths_wanted());
  EXPECT_GT(outcome.acknowledged, static_cast<std::size_t>(outcome.deaths));
  EXPECT_EQ(outcome.lost, 0U) << "in the life of seed " << outcome.last_seed;
  EXPECT_EQ(outcome.broken, 0U) << "in the life of seed " << outcome.last_seed;
  testing::Test::RecordProperty("deaths", outcome.deaths);
  testing::Test::RecordProperty("acknowledged", static_cast<int>(outcome.acknowledged));
}

}  // namespace kring::test
