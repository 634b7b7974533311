#include "clients/core/turn.hpp"

#include "clients/core/errc.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

constexpr Time moment{Duration(1'000'000)};

class Turns : public ::testing::Test {
 protected:
  support::SeededRandom random_{1};
  std::uint64_t next_request_ = 7;
  Turn turn_{random_, moment, next_request_};
};

TEST_F(Turns, KeepsRowsBeforeItSendsAnything) {
  turn_.notify(CaughtUp{});
  (void)turn_.request("http://hub", wire::PingRequest{});
  turn_.save("row", view_bytes("content"));
  turn_.wake_by(moment);

  const auto actions = turn_.take();

  ASSERT_EQ(actions.size(), 4U);
  EXPECT_TRUE(std::holds_alternative<Save>(actions[0]));
  EXPECT_TRUE(std::holds_alternative<SendFrame>(actions[1]));
  EXPECT_TRUE(std::holds_alternative<Notify>(actions[2]));
  EXPECT_TRUE(std::holds_alternative<WakeAt>(actions[3]));
}

TEST_F(Turns, WritesARowOnceWithItsLastValue) {
  turn_.save("a", view_bytes("first"));
  turn_.save("b", view_bytes("gone"));
  turn_.save("a", view_bytes("last"));
  turn_.erase("b");

  const auto actions = turn_.take();

  ASSERT_EQ(actions.size(), 1U);
  const auto& rows = std::get<Save>(actions[0]).rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(view_text(*rows[0].value), "last");
  EXPECT_FALSE(rows[1].value.has_value());
}

TEST_F(Turns, AsksToBeWokenAtTheEarliestMoment) {
  turn_.wake_by(moment + std::chrono::seconds(5));
  turn_.wake_by(moment + std::chrono::seconds(2));
  turn_.wake_by(moment + std::chrono::seconds(9));

  const auto actions = turn_.take();

  ASSERT_EQ(actions.size(), 1U);
  EXPECT_EQ(std::get<WakeAt>(actions[0]).at, moment + std::chrono::seconds(2));
}

TEST_F(Turns, NumbersRequestsOn) {
  EXPECT_EQ(turn_.request("http://hub", wire::PingRequest{}), wire::RequestId{7});
  EXPECT_EQ(turn_.request("http://hub", wire::PingRequest{}), wire::RequestId{8});
  EXPECT_EQ(next_request_, 9U);
}

TEST_F(Turns, GiveNothingWhenNothingHappened) {
  EXPECT_TRUE(turn_.take().empty());
}

}  // namespace
}  // namespace kring::core
