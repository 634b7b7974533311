#include "channels/rules/restart.hpp"

#include "channels/model/errc.hpp"
#include "tests/support/test_channel.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace kring::rules {
namespace {

using channels::Errc;
using channels::Generation;
using channels::GroupId;
using channels::Sequence;
using support::TestChannel;
using support::TestCircle;
using support::TestPerson;
using Opening = TestChannel::Opening;

/// A channel with something in its log, restarted by the founder from where it stands.
struct RestartedWorld {
  explicit RestartedWorld(const channels::ChannelId TestCircle::* which = &TestCircle::care)
      : channel(circle, circle.*which) {
    channel.push(channels::LogKind::record, Bytes{1});
    channel.push(channels::LogKind::record, Bytes{2});
    restart(circle.founder, {.number = channel.state.log.number, .hash = channel.state.log.hash});
  }

  void restart(const TestPerson& owner, const charter::LogPlace& place) {
    circle.must_act(owner, charter::ChannelRestart{.channel = channel.id,
                                                   .group = circle.random.id<GroupId>(),
                                                   .last_good = place,
                                                   .generation = channel.state.generation,
                                                   .blamed = std::nullopt});
  }
  Opening prepare() { return channel.prepare_restart(circle.founder); }
  Result<CommitData> judge(const Opening& opening) { return opening.judge(circle.founder.id); }

  TestCircle circle;
  TestChannel channel;
};

TEST(RestartRule, LetsTheLogAndTheRecordKeysGoOn) {
  RestartedWorld world;

  const auto data = world.judge(world.prepare());

  ASSERT_TRUE(data) << data.error().name();
  EXPECT_EQ(data->generation, Generation{2});
  EXPECT_EQ(data->log, world.channel.state.log);
}

TEST(RestartRule, LetsASealedChannelGoOn) {
  RestartedWorld world(&TestCircle::room);

  const auto data = world.judge(world.prepare());

  ASSERT_TRUE(data) << data.error().name();
  EXPECT_EQ(data->generation, Generation{});
}

TEST(RestartRule, DoesNotMindWhatIsVoid) {
  RestartedWorld world;
  auto rotation = world.channel.prepare(world.circle.founder, {.adds = {}, .removes = {}, .rotate = true});
  world.channel.push(channels::LogKind::commit, rotation.payload());
  const auto key = world.channel.key->clone();
  auto opening = world.prepare();
  opening.before->generation = Generation{2};
  opening.before->commit_number = opening.before->log.number;
  opening.before->commit_time += std::chrono::minutes(4);

  const auto data = world.judge(opening);

  ASSERT_TRUE(data) << data.error().name();
  EXPECT_EQ(data->generation, Generation{2});
}

struct RefusedRestart {
  const char* name;
  Errc error;
  std::function<void(Opening&, RestartedWorld&)> bend;
};
class RestartRuleRefuses : public testing::TestWithParam<RefusedRestart> {};
TEST_P(RestartRuleRefuses, Opening) {
  RestartedWorld world;
  auto opening = world.prepare();
  GetParam().bend(opening, world);

  const auto data = world.judge(opening);

  ASSERT_FALSE(data);
  EXPECT_EQ(data.error(), GetParam().error) << data.error().name();
}
INSTANTIATE_TEST_SUITE_P(
    , RestartRuleRefuses,
    testing::Values(
        RefusedRestart{"OfTheGroupBefore", Errc::channel_wrong_group,
                       [](Opening& it, RestartedWorld& world) {
                         world.restart(world.circle.founder, {.number = Sequence{1}, .hash = {}});
                         it.commit.charter = world.circle.charter();
                       }},
        RefusedRestart{"ByAnotherOwner", Errc::opening_wrong_handle,
                       [](Opening& it, RestartedWorld& world) {
                         const auto other = world.circle.admit_owner();
                         it = world.channel.prepare_restart(other);
                       }},
        RefusedRestart{"ThatAddsSomeone", Errc::opening_not_empty,
                       [](Opening& it, RestartedWorld&) { it.commit.effect.adds.emplace_back(); }},
        RefusedRestart{"NamingAnotherPlace", Errc::commit_wrong_log_head,
                       [](Opening& it, RestartedWorld& world) {
                         it.commit.data.log = {.number = Sequence{1},
                                               .hash = *world.channel.log.at(Sequence{1})};
                       }},
        RefusedRestart{"FromAPlaceThatTheLogHasNot", Errc::commit_wrong_log_head,
                       [](Opening& it, RestartedWorld& world) {
                         world.restart(world.circle.founder,
                                       {.number = Sequence{2}, .hash = world.circle.random.fixed<32>()});
                         it = world.prepare();
                       }},
        RefusedRestart{"WithAnotherGeneration", Errc::commit_wrong_generation,
                       [](Opening& it, RestartedWorld&) { it.commit.data.generation = Generation{1}; }},
        RefusedRestart{"WithoutALink", Errc::rotation_wrong_size,
                       [](Opening& it, RestartedWorld&) { it.commit.rotation->back_link.clear(); }}),
    [](const auto& row) { return row.param.name; });

TEST(VouchedRestart, IsTakenOverAsTheChannelGoesOn) {
  RestartedWorld world;
  const auto opening = world.prepare();
  const auto& restart = world.circle.charter().channel(world.channel.id)->restarts.back();

  const auto after =
      after_vouched_restart(world.channel.state, restart, opening.commit.payload(), world.circle.now);

  ASSERT_TRUE(after) << after.error().name();
  EXPECT_EQ(after->group, restart.group);
  EXPECT_EQ(after->epoch, mls::EpochId{1});
  EXPECT_EQ(after->generation, Generation{2});
  EXPECT_EQ(after->log.number, channels::next(world.channel.state.log.number));
  EXPECT_EQ(after->commit_number, after->log.number);
  EXPECT_TRUE(opens_group(opening.commit.payload(), restart.group));
  EXPECT_FALSE(opens_group(opening.commit.payload(), restart.replaced));
  EXPECT_FALSE(opens_group(Bytes{1, 2, 3}, restart.group));
}

TEST(VouchedRestart, IsRefusedFromAnotherPlaceOrWithAnotherGeneration) {
  RestartedWorld world;
  const auto payload = world.prepare().commit.payload();
  const auto good = world.circle.charter().channel(world.channel.id)->restarts.back();
  auto elsewhere = good;
  elsewhere.last_good.number = Sequence{1};
  auto other_key = good;
  other_key.generation = Generation{4};

  const auto& state = world.channel.state;
  EXPECT_EQ(after_vouched_restart(state, elsewhere, payload, world.circle.now).error(),
            Errc::commit_wrong_log_head);
  EXPECT_EQ(after_vouched_restart(state, other_key, payload, world.circle.now).error(),
            Errc::commit_wrong_generation);
  EXPECT_EQ(after_vouched_restart(state, good, Bytes{1}, world.circle.now).error(), Errc::bad_structure);
}

/// Where restarts stand that a channel had, and which one decides about the entry after `last`.
struct Due {
  const char* name;
  std::vector<std::uint64_t> places;
  /// The group in which the log is: 0 the first, n that of the n-th restart.
  std::size_t group;
  std::uint64_t last;
  /// None: the entry belongs to that group.
  std::optional<std::size_t> due;
};
class RestartDue : public testing::TestWithParam<Due> {};
TEST_P(RestartDue, IsTheLastThatTheLogHasPassed) {
  support::SeededRandom random(5);
  charter::Channel channel;
  channel.group = random.id<GroupId>();
  std::vector groups{channel.group};
  for (const auto place : GetParam().places) {
    channel.restarts.push_back({.opener = random.id<channels::HandleId>(),
                                .group = random.id<GroupId>(),
                                .replaced = channel.group,
                                .last_good = {.number = Sequence{place}, .hash = {}},
                                .blamed = std::nullopt});
    channel.group = channel.restarts.back().group;
    groups.push_back(channel.group);
  }

  const auto* due = restart_due(channel, groups[GetParam().group], Sequence{GetParam().last});

  EXPECT_EQ(first_group(channel), groups.front());
  ASSERT_EQ(due != nullptr, GetParam().due.has_value());
  if (due != nullptr) EXPECT_EQ(due->group, groups[*GetParam().due]);
}
INSTANTIATE_TEST_SUITE_P(, RestartDue,
                         testing::Values(Due{"NoneWithoutARestart", {}, 0, 9, std::nullopt},
                                         Due{"NoneBeforeItsPlace", {10}, 0, 9, std::nullopt},
                                         Due{"AtItsPlace", {10}, 0, 10, 1},
                                         Due{"AfterItsPlace", {10}, 0, 17, 1},
                                         Due{"NoneOnceItsGroupIsOpen", {10}, 1, 17, std::nullopt},
                                         Due{"TheFirstOfTwo", {10, 20}, 0, 15, 1},
                                         Due{"TheSecondOfTwo", {10, 20}, 1, 20, 2},
                                         Due{"TheLaterIfBothArePassed", {10, 20}, 0, 20, 2},
                                         Due{"TheLaterThoughItGoesFurtherBack", {20, 10}, 0, 10, 2},
                                         Due{"TheLaterInTheEarliersGroup", {20, 10}, 1, 30, 2}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::rules
