#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// A channel whose group is dead is given a new one by an owner, and goes on.
namespace kring::simulation {
namespace {

using Texts = std::vector<std::string>;
using namespace std::chrono_literals;

core::ChannelView channel_view(CircleWorld& world, DeviceIndex device, std::string_view key) {
  const auto id = world.channel(device, key);
  for (const auto& known : world.client(device).channels(world.circle(), world.now())) {
    if (known.id == id) return known;
  }
  ADD_FAILURE() << "no channel " << key;
  return {};
}

/// An owner restarts a channel; settles.
void restart(CircleWorld& world, DeviceIndex owner, std::string_view key) {
  const auto asked = world.perform(
      owner, world.client(owner).restart_channel(world.circle(), world.channel(owner, key), {}, world.now()));
  ASSERT_TRUE(asked) << asked.error().name();
  world.settled();
  const auto outcome = world.outcome(*asked);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(*outcome) << outcome->error().name();
}

std::size_t count_restarts_told(CircleWorld& world, DeviceIndex device) {
  return static_cast<std::size_t>(std::ranges::count_if(
      world.notices(device),
      [](const core::Notice& notice) { return std::holds_alternative<core::ChannelRestarted>(notice); }));
}

/// A channel by its key, and a role that writes in it.
struct Place {
  const char* key;
  const char* role;
};
/// Both kinds of channels.
class Restart : public testing::TestWithParam<Place> {
 protected:
  [[nodiscard]] const char* key() const { return GetParam().key; }
  /// Everyone is in the channel, joined, and has the same of it.
  void expect_whole(const std::vector<DeviceIndex>& devices) {
    for (const auto device : devices) {
      const auto view = channel_view(world_, device, key());
      EXPECT_TRUE(view.joined);
      EXPECT_FALSE(view.stopped);
    }
    world_.expect_agreement(devices);
    EXPECT_EQ(world_.watcher().problems(), Texts{});
  }

  CircleWorld world_{{.seed = 41}};
  DeviceIndex piet_ = world_.admit_owner("Piet");
  DeviceIndex oma_ = world_.admit("Oma", GetParam().role);
};
INSTANTIATE_TEST_SUITE_P(, Restart,
                         testing::Values(Place{.key = "family", .role = "family"},
                                         Place{.key = "care", .role = "nurse"}),
                         [](const auto& row) { return std::string(row.param.key); });

TEST_P(Restart, KeepsWhatWasReadAndGoesOnWithEveryone) {
  world_.say(oma_, key(), "Voor de herstart.");
  world_.settled();

  restart(world_, piet_, key());
  world_.say(oma_, key(), "Erna.");
  world_.say(world_.anna(), key(), "Ook erna.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  const auto all = world_.texts(world_.anna(), key());
  EXPECT_EQ(all.size(), 3U);
  EXPECT_EQ(all.front(), "Voor de herstart.");
  EXPECT_EQ(world_.texts(piet_, key()), all);
  EXPECT_EQ(world_.texts(oma_, key()), all);
  EXPECT_EQ(channel_view(world_, oma_, key()).restarts, 1U);
  EXPECT_EQ(count_restarts_told(world_, oma_), 1U);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_P(Restart, HappensAgainAndAgain) {
  for (int i = 0; i < 3; ++i) {
    world_.say(oma_, key(), "Bericht " + std::to_string(i));
    world_.settled();
    restart(world_, i % 2 == 0 ? piet_ : world_.anna(), key());
  }
  world_.say(piet_, key(), "Tot slot.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(oma_, key()), (Texts{"Bericht 0", "Bericht 1", "Bericht 2", "Tot slot."}));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_P(Restart, FindsWhoWasAwayAndWhoStartsAnew) {
  world_.offline(oma_);
  world_.say(world_.anna(), key(), "Oma is weg.");
  world_.settled();
  restart(world_, piet_, key());
  world_.restart_device(world_.anna());
  world_.restart_hub();
  world_.say(world_.anna(), key(), "Nog steeds.");
  world_.settled();

  world_.online(oma_);
  world_.settled();
  world_.say(oma_, key(), "Ik ben er weer.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(piet_, key()), (Texts{"Oma is weg.", "Nog steeds.", "Ik ben er weer."}));
  EXPECT_EQ(world_.texts(oma_, key()).back(), "Ik ben er weer.");
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_P(Restart, SendsAgainWhatFellAway) {
  // Piet stops reading; the others go on, until he restarts from where he stands.
  world_.say(oma_, key(), "Dit heeft Piet.");
  world_.settled();
  world_.offline(piet_);
  world_.say(oma_, key(), "Dit heeft hij niet.");
  world_.settled();
  auto asked =
      world_.client(piet_).restart_channel(world_.circle(), world_.channel(piet_, key()), {}, world_.now());
  ASSERT_TRUE(asked);
  world_.perform(piet_, std::move(asked->actions));
  world_.online(piet_);
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  for (const auto device : {world_.anna(), piet_, oma_})
    EXPECT_EQ(world_.texts(device, key()), (Texts{"Dit heeft Piet.", "Dit heeft hij niet."}));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_P(Restart, BringsBackWhoCouldNotFollowACommit) {
  world_.say(oma_, key(), "Voor de breuk.");
  world_.settled();
  // A commit that Piet alone cannot follow: he sees other bytes than everyone else.
  const auto broken = world_.channel(piet_, key());
  world_.tamper({.event =
                     [broken](wire::Event& event) {
                       auto* entry = std::get_if<wire::EntryEvent>(&event);
                       if (entry != nullptr && entry->channel == broken &&
                           entry->kind == channels::LogKind::commit)
                         std::get<Bytes>(entry->payload).back() ^= 1U;
                     },
                 .only = piet_});
  const auto kees = world_.admit("Kees", GetParam().role);
  world_.say(oma_, key(), "Piet hoort dit niet.");
  world_.run(5s);
  world_.tamper({});
  ASSERT_TRUE(channel_view(world_, piet_, key()).stopped);

  restart(world_, world_.anna(), key());
  world_.say(piet_, key(), "Ik ben er weer.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_, kees});
  const auto all = world_.texts(world_.anna(), key());
  EXPECT_EQ(all, (Texts{"Voor de breuk.", "Piet hoort dit niet.", "Ik ben er weer."}));
  EXPECT_EQ(world_.texts(oma_, key()), all);
  const auto his = world_.texts(piet_, key());
  EXPECT_EQ(his.front(), "Voor de breuk.");
  EXPECT_EQ(his.back(), "Ik ben er weer.");
  // What was said in an epoch that he was never in is sealed for good; records open by the keys' chain.
  const bool is_record = channel_view(world_, piet_, key()).mode == channels::Mode::record;
  EXPECT_EQ(his.size(), is_record ? 3U : 2U);
}

TEST_P(Restart, IsTheWayOutForAnOwnerWhoCouldNotFollow) {
  world_.say(oma_, key(), "Voor de breuk.");
  world_.settled();
  const auto broken = world_.channel(piet_, key());
  world_.tamper({.event =
                     [broken](wire::Event& event) {
                       auto* entry = std::get_if<wire::EntryEvent>(&event);
                       if (entry != nullptr && entry->channel == broken &&
                           entry->kind == channels::LogKind::commit)
                         std::get<Bytes>(entry->payload).back() ^= 1U;
                     },
                 .only = piet_});
  const auto kees = world_.admit("Kees", GetParam().role);
  world_.say(oma_, key(), "Piet hoort dit nog niet.");
  world_.run(5s);
  world_.tamper({});
  ASSERT_TRUE(channel_view(world_, piet_, key()).stopped);

  restart(world_, piet_, key());
  world_.say(piet_, key(), "Ik ben er weer.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_, kees});
  // What Piet could not read was void and is there again.
  for (const auto device : {world_.anna(), piet_, oma_}) {
    auto texts = world_.texts(device, key());
    std::ranges::sort(texts);
    EXPECT_EQ(texts, (Texts{"Ik ben er weer.", "Piet hoort dit nog niet.", "Voor de breuk."}));
  }
}

TEST_P(Restart, StopsWhoComesBackToAHubThatBreaksCommits) {
  world_.offline(oma_);
  static_cast<void>(world_.admit("Kees", GetParam().role));
  restart(world_, world_.anna(), key());
  static_cast<void>(world_.admit("Fien", GetParam().role));
  const auto broken = world_.channel(piet_, key());
  world_.tamper({.event =
                     [broken](wire::Event& event) {
                       auto* entry = std::get_if<wire::EntryEvent>(&event);
                       if (entry != nullptr && entry->channel == broken &&
                           entry->kind == channels::LogKind::commit)
                         std::get<Bytes>(entry->payload).back() ^= 1U;
                     },
                 .only = oma_});
  world_.online(oma_);
  world_.run(5min);

  // She knows where the log should lead, and neither waits for it nor believes another.
  EXPECT_TRUE(channel_view(world_, oma_, key()).stopped);
  EXPECT_TRUE(world_.view(oma_).caught_up);
  EXPECT_FALSE(world_.alarms().empty());
  world_.tamper({});

  restart(world_, piet_, key());
  world_.say(oma_, key(), "Ik ben er weer.");
  world_.settled();
  expect_whole({world_.anna(), piet_, oma_});
}

TEST(RestartRule, IsForOwnersAndForWhoHasReadTheChannel) {
  CircleWorld world({.seed = 42});
  const auto oma = world.admit("Oma", "family");
  const auto family = world.channel(oma, "family");

  EXPECT_EQ(world.client(oma).restart_channel(world.circle(), family, {}, world.now()).error(),
            channels::Errc::needs_owner);
  EXPECT_EQ(world.client(world.anna())
                .restart_channel(world.circle(), channels::ChannelId(), {}, world.now())
                .error(),
            client::Errc::unknown_channel);
}

TEST(RestartRace, LeavesOneGroupWhenTwoOwnersActAtOnce) {
  CircleWorld world({.seed = 43});
  const auto piet = world.admit_owner("Piet");
  const auto nurse = world.admit("Bea", "nurse");
  world.say(nurse, "care", "Voor.");
  world.settled();
  std::vector<core::IntentId> intents;
  for (const auto owner : {world.anna(), piet}) {
    auto asked =
        world.client(owner).restart_channel(world.circle(), world.channel(owner, "care"), {}, world.now());
    ASSERT_TRUE(asked);
    intents.push_back(asked->intent);
    world.perform(owner, std::move(asked->actions));
  }
  world.say(nurse, "care", "Tussendoor.");
  world.settled();

  for (const auto& intent : intents) EXPECT_TRUE(world.outcome(intent) && *world.outcome(intent));
  for (const auto device : {world.anna(), piet, nurse})
    EXPECT_EQ(world.texts(device, "care"), (Texts{"Voor.", "Tussendoor."}));
  EXPECT_EQ(channel_view(world, nurse, "care").restarts, 1U);
  world.expect_agreement({world.anna(), piet, nurse});
  EXPECT_EQ(world.watcher().problems(), Texts{});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(RestartRecord, LetsANewcomerReadBackThroughIt) {
  CircleWorld world({.seed = 44});
  const auto nurse = world.admit("Bea", "nurse");
  world.say(nurse, "care", "Een.");
  world.settled();
  restart(world, world.anna(), "care");
  world.say(nurse, "care", "Twee.");
  world.settled();
  restart(world, world.anna(), "care");
  world.say(nurse, "care", "Drie.");
  world.settled();

  const auto late = world.admit("Fien", "nurse");

  EXPECT_EQ(world.texts(late, "care"), (Texts{"Een.", "Twee.", "Drie."}));
  EXPECT_TRUE(world.alarms().empty());
}

}  // namespace
}  // namespace kring::simulation
