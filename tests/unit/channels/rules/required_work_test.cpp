#include "channels/rules/required_work.hpp"

#include "channels/rules/known_work.hpp"
#include "tests/support/test_channel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace kring::rules {
namespace {

using support::TestChannel;
using support::TestCircle;
using namespace std::chrono_literals;

class Work : public testing::Test {
 protected:
  RequiredWork work() {
    return required_work(circle_.charter(), channel_.id,
                         channel_.group_of(circle_.founder).public_group().tree(), circle_.now);
  }

  TestCircle circle_;
  TestChannel channel_{circle_, circle_.care};
};

TEST_F(Work, IsNothingWhenTheGroupIsWhatTheCharterSays) {
  EXPECT_TRUE(work().empty());
}

TEST_F(Work, IsToAddThoseWhoMayRead) {
  const auto nurse = circle_.admit(circle_.nurse);
  const auto doctor = circle_.admit(circle_.doctor);
  (void)circle_.admit(circle_.family);
  std::vector expected{nurse.id, doctor.id};
  std::ranges::sort(expected);

  EXPECT_EQ(work(), (RequiredWork{.adds = expected, .removes = {}}));
}

TEST_F(Work, IsToRemoveThoseWhoMayNoLonger) {
  const auto nurse = circle_.admit(circle_.nurse);
  channel_.accept(channel_.prepare(circle_.founder, {.adds = {&nurse}, .removes = {}, .rotate = false}));
  const auto leaf = channel_.group_of(nurse).own_leaf();
  EXPECT_TRUE(work().empty());

  circle_.must_act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});

  EXPECT_EQ(work(), (RequiredWork{.adds = {}, .removes = {leaf}}));
}

TEST_F(Work, ComesWithTheEndOfAGrant) {
  const auto nurse = circle_.admit(circle_.nurse);
  channel_.accept(channel_.prepare(circle_.founder, {.adds = {&nurse}, .removes = {}, .rotate = false}));

  circle_.now += 7 * 24h;

  EXPECT_EQ(work(), (RequiredWork{.adds = {}, .removes = {channel_.group_of(nurse).own_leaf()}}));
}

TEST_F(Work, IsToRemoveASecondLeafOfOneHandleAndLeavesThatNameNoHandle) {
  auto tree = channel_.group_of(circle_.founder).public_group().tree();
  auto leaf = *tree.leaf(mls::LeafIndex{0});
  const auto second = tree.add(leaf);
  leaf.credential = mls::Credential::basic({});
  const auto nameless = tree.add(leaf);

  const auto work = required_work(circle_.charter(), channel_.id, tree, circle_.now);

  EXPECT_EQ(work, (RequiredWork{.adds = {}, .removes = {*second, *nameless}}));
}

TEST_F(Work, IsToRemoveAllFromAChannelThatTheCharterHasNot) {
  const auto& tree = channel_.group_of(circle_.founder).public_group().tree();

  const auto work = required_work(circle_.charter(), channels::ChannelId(), tree, circle_.now);

  EXPECT_EQ(work, (RequiredWork{.adds = {}, .removes = {mls::LeafIndex{0}}}));
}

/// The same as it is kept.
class WorkThatIsKept : public Work {
 protected:
  const RequiredWork& ask() {
    return known_.of(circle_.charter(), channel_.id, channel_.group_of(circle_.founder).public_group(),
                     circle_.now);
  }

  KnownWork known_;
};

TEST_F(WorkThatIsKept, IsWorkedOutOnceWhileNothingChangesIt) {
  (void)circle_.admit(circle_.nurse);

  const auto first = ask();
  circle_.now += 1h;

  EXPECT_EQ(ask(), first);
  EXPECT_EQ(known_.times_worked_out(), 1U);
}

TEST_F(WorkThatIsKept, ChangesWithTheCharter) {
  const bool was_empty = ask().empty();

  const auto nurse = circle_.admit(circle_.nurse);

  EXPECT_TRUE(was_empty);
  EXPECT_EQ(ask().adds, std::vector{nurse.id});
}

TEST_F(WorkThatIsKept, ChangesWithTheGroup) {
  const auto nurse = circle_.admit(circle_.nurse);
  const bool was_empty = ask().empty();

  channel_.accept(channel_.prepare(circle_.founder, {.adds = {&nurse}, .removes = {}, .rotate = false}));

  EXPECT_FALSE(was_empty);
  EXPECT_TRUE(ask().empty());
}

TEST_F(WorkThatIsKept, ChangesInTheMomentInWhichAGrantEnds) {
  const auto nurse = circle_.admit(circle_.nurse);
  channel_.accept(channel_.prepare(circle_.founder, {.adds = {&nurse}, .removes = {}, .rotate = false}));
  const auto end = *circle_.charter().member(nurse.member)->until;

  circle_.now = end - 1ms;
  const bool was_empty = ask().empty();
  circle_.now = end;

  EXPECT_TRUE(was_empty);
  EXPECT_EQ(ask().removes, std::vector{channel_.group_of(nurse).own_leaf()});
}

TEST_F(WorkThatIsKept, IsWorkedOutAnewByAClockThatWasSetBack) {
  const auto nurse = circle_.admit(circle_.nurse);
  channel_.accept(channel_.prepare(circle_.founder, {.adds = {&nurse}, .removes = {}, .rotate = false}));
  circle_.now += 8 * 24h;
  const bool was_empty = ask().empty();

  circle_.now -= 7 * 24h;

  EXPECT_FALSE(was_empty);
  EXPECT_TRUE(ask().empty());
}

}  // namespace
}  // namespace kring::rules
