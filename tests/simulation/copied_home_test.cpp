#include "clients/core/alarms.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ranges>

/// A home that is put back from a copy, while others have read what was said since.
namespace kring::simulation {
namespace {

constexpr auto sealed = "family";
constexpr auto record = "circle";

class CopiedHome : public testing::Test {
 protected:
  using Rows = std::map<std::string, SecretBytes>;

  [[nodiscard]] Rows copy_of(DeviceIndex device) {
    Rows copy;
    for (const auto& [name, value] : world_.vault(device))
      copy[name] = SecretBytes(value.begin(), value.end());
    return copy;
  }
  void put_back(DeviceIndex device, Rows rows) {
    world_.vault(device) = std::move(rows);
    world_.restart_device(device);
    world_.settled();
  }
  /// Says something, goes back to before it, and says something else.
  void say_from_both_copies(std::string_view channel) {
    auto copy = copy_of(oma_);
    world_.say(oma_, channel, "Van de ene.");
    world_.settled();
    put_back(oma_, std::move(copy));
    world_.say(oma_, channel, "Van de andere.");
    world_.settled();
  }
  [[nodiscard]] std::vector<core::Alarm> alarms_of(DeviceIndex device) {
    return world_.client(device).status(world_.now()).alarms;
  }
  /// Nobody's channel is stopped, and whoever speaks is heard.
  void expect_all_go_on(std::string_view channel) {
    for (const auto device : {world_.anna(), piet_, oma_}) {
      EXPECT_FALSE(world_.view(device).stopped);
      EXPECT_FALSE(world_.channel_view(device, channel).stopped);
    }
    world_.say(oma_, channel, "Van oma, later.");
    world_.settled();
    world_.say(world_.anna(), channel, "Van Anna.");
    world_.settled();
    const Texts last{"Van oma, later.", "Van Anna."};
    for (const auto device : {world_.anna(), piet_, oma_}) {
      const auto texts = world_.texts(device, channel);
      ASSERT_GE(texts.size(), last.size());
      EXPECT_TRUE(std::ranges::equal(last, texts | std::views::drop(texts.size() - last.size())));
    }
  }

  CircleWorld world_{{.seed = 83}};
  DeviceIndex piet_ = world_.admit_owner("Piet");
  DeviceIndex oma_ = world_.admit("Oma", "family");
};

TEST_F(CopiedHome, CostsTheOthersOneMessageWhichTheyAreToldOfByItsAuthorsName) {
  say_from_both_copies(sealed);

  for (const auto device : {world_.anna(), piet_}) {
    const auto told = alarms_of(device);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(core::kind_of(told[0]), core::AlarmKind::repeated_key);
    EXPECT_TRUE(core::is_notice(told[0]));
    EXPECT_EQ(told[0].stops, core::AlarmStops::nothing);
    EXPECT_EQ(told[0].author, world_.member(device, "Oma").id);
    EXPECT_EQ(told[0].author_name, "Oma");
    EXPECT_EQ(world_.texts(device, sealed), Texts{"Van de ene."});
  }
  expect_all_go_on(sealed);
  EXPECT_EQ(alarms_of(piet_).size(), 1U);
  EXPECT_EQ(world_.watcher().problems(), Texts{});
}

TEST_F(CopiedHome, IsToldThatSomebodySpokeInItsName) {
  say_from_both_copies(sealed);

  const auto told = alarms_of(oma_);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(core::kind_of(told[0]), core::AlarmKind::copied_device);
  EXPECT_FALSE(core::is_notice(told[0]));
  EXPECT_EQ(told[0].stops, core::AlarmStops::nothing);
  EXPECT_EQ(told[0].author, world_.view(oma_).me);
  EXPECT_EQ(world_.texts(oma_, sealed), Texts{"Van de andere."});
}

TEST_F(CopiedHome, LosesNothingWhereNewcomersReadBack) {
  say_from_both_copies(record);

  const Texts both{"Van de ene.", "Van de andere."};
  for (const auto device : {world_.anna(), piet_, oma_}) {
    EXPECT_EQ(world_.texts(device, record), both);
    EXPECT_TRUE(alarms_of(device).empty());
  }
}

TEST_F(CopiedHome, IsNoLongerShoutedByWhoHasSeenItAndItsProofIsKept) {
  say_from_both_copies(sealed);
  world_.restart_device(piet_);
  auto& client = world_.client(piet_);
  const auto alarm = alarms_of(piet_).at(0);
  EXPECT_FALSE(alarm.seen);
  const auto proof = client.evidence(alarm);
  ASSERT_TRUE(proof);

  world_.perform(piet_, client.note_alarm_seen(alarm));

  EXPECT_TRUE(alarms_of(piet_).at(0).seen);
  world_.restart_device(piet_);
  ASSERT_EQ(alarms_of(piet_).size(), 1U);
  EXPECT_TRUE(alarms_of(piet_).at(0).seen);
  EXPECT_EQ(world_.client(piet_).evidence(alarms_of(piet_).at(0)), proof);
  EXPECT_FALSE(world_.client(oma_).evidence(alarm));
}

TEST_F(CopiedHome, NumbersItsAlarmsInTheOrderInWhichTheyCame) {
  for (int i = 0; i < 3; ++i) say_from_both_copies(sealed);
  const auto before = alarms_of(piet_);
  ASSERT_EQ(before.size(), 3U);

  world_.restart_device(piet_);

  EXPECT_TRUE(
      std::ranges::equal(alarms_of(piet_), before, {}, &core::Alarm::evidence, &core::Alarm::evidence));
}

}  // namespace
}  // namespace kring::simulation
