#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// The hub's store is lost, and a copy of it put back: what devices hold comes back, and the circle goes on.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

class RestoredStore : public testing::Test {
 protected:
  /// Does what a command wants, and settles.
  void act(DeviceIndex device, Result<core::Accepted> accepted) {
    const auto asked = world_.perform(device, std::move(accepted));
    ASSERT_TRUE(asked) << asked.error().name();
    world_.settled();
    ASSERT_TRUE(world_.outcome(*asked));
    EXPECT_TRUE(*world_.outcome(*asked));
  }
  /// An owner resumes the circle; settles.
  void resume(DeviceIndex owner) { act(owner, world_.client(owner).resume(world_.circle(), world_.now())); }
  void expect_whole(const std::vector<DeviceIndex>& devices) {
    for (const auto device : devices) EXPECT_FALSE(world_.view(device).read_only);
    world_.expect_agreement(devices);
    EXPECT_EQ(world_.watcher().problems(), Texts{});
    EXPECT_TRUE(world_.alarms().empty());
  }

  struct LeftGroup {
    DeviceIndex kees{};
    std::size_t copy = 0;
  };
  /// Kees is let in, and the copy is from before the hub heard that he took his Welcomes. Then the channel
  /// that one of them led to is restarted.
  [[nodiscard]] LeftGroup leave_a_group_whose_welcome_is_in_the_copy() {
    const auto invited = world_.invite(world_.anna(), {.role = world_.role("family"), .stay = {}});
    const auto kees = world_.join("Kees", invited.link);
    world_.tamper({.refusal = [](const wire::Request& request) {
      return wire::op_of(request) == wire::Op::welcomed
                 ? std::optional(wire::ErrorAnswer{.code = wire::ErrorCode::overloaded})
                 : std::nullopt;
    }});
    EXPECT_TRUE(world_.perform(
        world_.anna(),
        world_.client(world_.anna())
            .confirm(world_.circle(), {.invitation = invited.invitation, .until = {}, .words = {}},
                     world_.now())));
    world_.run(10s);
    const auto copy = world_.back_up_store();
    world_.tamper({});
    const auto family = world_.channel(kees, "family");
    EXPECT_TRUE(world_.perform(
        piet_, world_.client(piet_).restart_channel(world_.circle(), family, {}, world_.now())));
    world_.run(200ms);
    return {.kees = kees, .copy = copy};
  }

  CircleWorld world_{{.seed = 51}};
  DeviceIndex piet_ = world_.admit_owner("Piet");
  DeviceIndex oma_ = world_.admit("Oma", "family");
};

TEST_F(RestoredStore, HasAllAgainThatDevicesHold) {
  const auto copy = world_.back_up_store();
  world_.say(oma_, "family", "Sinds de kopie.");
  const auto kees = world_.admit("Kees", "family");
  world_.say(kees, "family", "Ik ben er ook.");
  world_.settled();

  world_.restore_store(copy);
  world_.settled();
  EXPECT_TRUE(world_.view(oma_).read_only);
  resume(piet_);
  world_.say(oma_, "family", "We gaan door.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_, kees});
  for (const auto device : {world_.anna(), piet_, oma_})
    EXPECT_EQ(world_.texts(device, "family"), (Texts{"Sinds de kopie.", "Ik ben er ook.", "We gaan door."}));
}

TEST_F(RestoredStore, HasBothRestartsAgainOfWhichOneMadeTheOtherVoid) {
  world_.say(oma_, "family", "Vooraf.");
  world_.settled();
  const auto copy = world_.back_up_store();
  const auto family = world_.channel(piet_, "family");
  const auto restart = [&](DeviceIndex owner) {
    const auto asked = world_.perform(
        owner, world_.client(owner).restart_channel(world_.circle(), family, {}, world_.now()));
    ASSERT_TRUE(asked) << asked.error().name();
  };
  // Anna hears of Piet's restart in the charter, and of nothing in the log.
  world_.tamper({.event =
                     [this](wire::Event& event) {
                       const bool is_of_log = std::holds_alternative<wire::EntryEvent>(event) ||
                                              std::holds_alternative<wire::WelcomeEvent>(event);
                       if (is_of_log) event = wire::HeartbeatEvent{.time = world_.now()};
                     },
                 .only = world_.anna()});
  restart(piet_);
  world_.run(10s);
  restart(world_.anna());
  world_.run(10s);
  world_.tamper({});
  world_.offline(world_.anna());
  world_.online(world_.anna());
  world_.settled();
  world_.say(oma_, "family", "Na allebei.");
  world_.settled();

  world_.restore_store(copy);
  world_.settled();
  // Each device gives back what follows what another one gave.
  world_.run(1min);
  resume(piet_);

  world_.expect_agreement({world_.anna(), piet_, oma_});
  // What was written in Piet's group is void for who had read it; nothing is cut off.
  for (const auto& alarm : world_.alarms()) EXPECT_EQ(alarm.reason, "articles_void");
  EXPECT_EQ(world_.texts(oma_, "family"), (Texts{"Vooraf.", "Na allebei."}));
}

TEST_F(RestoredStore, GetsItsCharterBackFromOneDeviceThatStartsAnew) {
  const auto copy = world_.back_up_store();
  const auto kees = world_.admit("Kees", "family");
  for (const auto device : {piet_, oma_, kees}) world_.offline(device);
  world_.restart_device(world_.anna());

  world_.restore_store(copy);
  world_.settled();
  for (const auto device : {piet_, oma_, kees}) world_.online(device);
  world_.settled();
  resume(world_.anna());

  expect_whole({world_.anna(), piet_, oma_, kees});
  EXPECT_EQ(world_.member(oma_, "Kees").state, core::MemberState::live);
}

TEST_F(RestoredStore, IsNotWaitedForWithWhatItOnlyAnnounced) {
  const auto copy = world_.back_up_store();
  // Oma is told where the log and the charter end, and of no entry.
  world_.tamper({.event =
                     [](wire::Event& event) {
                       if (std::holds_alternative<wire::HelloEvent>(event)) return;
                       event = wire::HeartbeatEvent{};
                     },
                 .only = oma_});
  world_.say(piet_, "family", "Niemand hoort dit.");
  const auto invited =
      world_.client(piet_).invite(world_.circle(), {.role = world_.role("family"), .stay = {}}, world_.now());
  ASSERT_TRUE(invited);
  world_.run(2s);
  world_.tamper({});
  world_.offline(world_.anna());
  world_.offline(piet_);

  world_.restore_store(copy);
  world_.settled();

  EXPECT_TRUE(world_.view(oma_).caught_up);
}

TEST_F(RestoredStore, LetsInWhoFollowedALinkMeanwhile) {
  const auto invited = world_.invite(piet_, {.role = world_.role("family"), .stay = {}});
  const auto copy = world_.back_up_store();
  world_.say(oma_, "family", "Sinds de kopie.");
  world_.settled();
  world_.restore_store(copy);
  world_.settled();
  const auto kees = world_.add_device("Kees");
  const auto asked = world_.perform(kees, world_.client(kees).join(invited.link, world_.now()));
  ASSERT_TRUE(asked);
  world_.run(1min);

  resume(piet_);
  world_.confirm(piet_, invited.invitation);
  world_.say(kees, "family", "Ik mag erin.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_, kees});
  EXPECT_EQ(world_.texts(oma_, "family"), (Texts{"Sinds de kopie.", "Ik mag erin."}));
}

TEST_F(RestoredStore, KnowsAgainWhoWasLetInByOthers) {
  const auto invited = world_.invite(piet_, {.role = world_.role("family"), .stay = {}});
  const auto kees = world_.join("Kees", invited.link);
  const auto copy = world_.back_up_store();
  world_.confirm(piet_, invited.invitation);
  world_.settled();
  for (const auto device : {world_.anna(), piet_, oma_}) world_.offline(device);

  // Kees comes first, and is one who waits there.
  world_.restore_store(copy);
  world_.run(1s);
  for (const auto device : {world_.anna(), piet_, oma_}) world_.online(device);
  world_.settled();
  resume(piet_);
  world_.say(kees, "family", "Ik was er al.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_, kees});
  EXPECT_EQ(world_.texts(oma_, "family"), (Texts{"Ik was er al."}));
}

TEST_F(RestoredStore, IsAskedNowAndThenByWhomNothingThatTheyHoldLetsIn) {
  const auto copy = world_.back_up_store();
  const auto invited = world_.invite(piet_, {.role = world_.role("family"), .stay = {}});
  const auto kees = world_.add_device("Kees");
  // Kees reads the charter once, and is never told that his acceptance stands in it.
  std::size_t logins = 0;
  std::size_t given_back = 0;
  const auto count = [&](wire::Request& request) {
    if (std::holds_alternative<wire::LoginRequest>(request)) ++logins;
    if (std::holds_alternative<wire::RestoreCharterRequest>(request)) ++given_back;
  };
  world_.tamper({.event =
                     [](wire::Event& event) {
                       if (!std::holds_alternative<wire::HelloEvent>(event)) event = wire::HeartbeatEvent{};
                     },
                 .request = count,
                 .only = kees});
  ASSERT_TRUE(world_.perform(kees, world_.client(kees).join(invited.link, world_.now())));
  world_.run(10s);
  for (const auto device : {world_.anna(), piet_, oma_}) world_.offline(device);
  world_.restore_store(copy);
  logins = 0;
  world_.run(2min);
  EXPECT_GE(given_back, 1U);
  EXPECT_LE(given_back, 3U);
  EXPECT_LE(logins, 10U);

  world_.tamper({});
  world_.offline(kees);
  for (const auto device : {world_.anna(), piet_, oma_}) world_.online(device);
  world_.online(kees);
  world_.settled();
  resume(piet_);
  world_.confirm(piet_, invited.invitation);
  world_.say(kees, "family", "Ik mag erin.");
  world_.settled();
  expect_whole({world_.anna(), piet_, oma_, kees});
  EXPECT_EQ(world_.texts(oma_, "family"), (Texts{"Ik mag erin."}));
}

TEST_F(RestoredStore, KnowsAgainWhoWasPausedWhicheverComesFirst) {
  const auto oma = world_.member(piet_, "Oma").id;
  const auto copy = world_.back_up_store();
  act(piet_, world_.client(piet_).pause(world_.circle(), oma, world_.now()));
  for (const auto device : {world_.anna(), piet_}) world_.offline(device);

  // For this hub Oma is one who is in.
  world_.restore_store(copy);
  world_.run(1s);
  for (const auto device : {world_.anna(), piet_}) world_.online(device);
  world_.settled();
  resume(piet_);

  EXPECT_EQ(world_.view(oma_).standing, core::Standing::paused);
  act(piet_, world_.client(piet_).unpause(world_.circle(), oma, world_.now()));
  world_.say(oma_, "family", "Ik ben er weer.");
  world_.settled();
  expect_whole({world_.anna(), piet_, oma_});
}

TEST_F(RestoredStore, KnowsAgainWhoWasPausedBeforeTheEndThatAnotherGaveBack) {
  const auto oma = world_.member(piet_, "Oma").id;
  const auto copy = world_.back_up_store();
  act(piet_, world_.client(piet_).pause(world_.circle(), oma, world_.now()));
  (void)world_.invite(piet_, {.role = world_.role("family"), .stay = {}});
  world_.offline(oma_);

  // For this hub Oma is one who is in, until the others have given back more than she holds.
  world_.restore_store(copy);
  world_.offline(world_.anna());
  world_.offline(piet_);
  world_.online(oma_);
  world_.online(piet_);
  world_.settled();
  resume(piet_);
  act(piet_, world_.client(piet_).unpause(world_.circle(), oma, world_.now()));
  world_.online(world_.anna());
  world_.settled();
  world_.say(oma_, "family", "Ik ben er weer.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(piet_, "family"), (Texts{"Ik ben er weer."}));
}

TEST_F(RestoredStore, KnowsAgainWhosePauseWasOver) {
  const auto oma = world_.member(piet_, "Oma").id;
  act(piet_, world_.client(piet_).pause(world_.circle(), oma, world_.now()));
  const auto copy = world_.back_up_store();
  act(piet_, world_.client(piet_).unpause(world_.circle(), oma, world_.now()));
  for (const auto device : {world_.anna(), piet_}) world_.offline(device);

  // For this hub Oma is paused.
  world_.restore_store(copy);
  world_.run(1s);
  for (const auto device : {world_.anna(), piet_}) world_.online(device);
  world_.settled();
  resume(piet_);
  world_.say(oma_, "family", "Ik ben er weer.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(piet_, "family"), (Texts{"Ik ben er weer."}));
}

TEST_F(RestoredStore, MayBeLostAgainBeforeAnybodyResumesTheCircle) {
  const auto copy = world_.back_up_store();
  for (int i = 0; i < 3; ++i) world_.say(oma_, "family", "Bericht " + std::to_string(i));
  world_.settled();
  world_.restore_store(copy);
  world_.settled();
  world_.restore_store(copy);
  world_.settled();

  resume(world_.anna());

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(piet_, "family"), (Texts{"Bericht 0", "Bericht 1", "Bericht 2"}));
}

TEST_F(RestoredStore, HasALogAgainWithARestartInIt) {
  world_.say(oma_, "family", "Voor de kopie.");
  world_.settled();
  const auto copy = world_.back_up_store();
  const auto family = world_.channel(oma_, "family");
  const auto asked =
      world_.perform(piet_, world_.client(piet_).restart_channel(world_.circle(), family, {}, world_.now()));
  ASSERT_TRUE(asked);
  world_.settled();
  world_.say(oma_, "family", "In de nieuwe groep.");
  world_.settled();
  // How the group began only Piet knows, and what was said last only the others.
  world_.offline(piet_);
  world_.say(oma_, "family", "Zonder Piet.");
  world_.settled();

  world_.restore_store(copy);
  world_.settled();
  world_.online(piet_);
  world_.run(1min);
  world_.settled();
  resume(world_.anna());

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(piet_, "family"), (Texts{"Voor de kopie.", "In de nieuwe groep.", "Zonder Piet."}));
}

/// Each of them holds how one of the groups began, and nobody both.
TEST_F(RestoredStore, HasALogAgainThatTwoOwnersRestarted) {
  const auto copy = world_.back_up_store();
  const auto family = world_.channel(oma_, "family");
  for (const auto owner : {piet_, world_.anna()}) {
    const auto asked = world_.perform(
        owner, world_.client(owner).restart_channel(world_.circle(), family, {}, world_.now()));
    ASSERT_TRUE(asked);
    world_.settled();
    world_.say(owner, "family", owner == piet_ ? "Van Piet." : "Van Anna.");
    world_.settled();
  }

  world_.restore_store(copy);
  world_.run(1min);
  world_.settled();
  resume(world_.anna());

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(oma_, "family"), (Texts{"Van Piet.", "Van Anna."}));
}

TEST_F(RestoredStore, LosesOneWhoseTimeEndsMeanwhileWithoutAnAlarm) {
  const auto copy = world_.back_up_store();
  world_.say(oma_, "family", "Sinds de kopie.");
  world_.settled();
  bool was_asked = false;
  world_.tamper({.refusal =
                     [&was_asked](const wire::Request& request) {
                       const bool is_it = !was_asked && wire::op_of(request) == wire::Op::restore_log;
                       was_asked = was_asked || is_it;
                       return is_it ? std::optional(wire::ErrorAnswer{.code = wire::ErrorCode::not_live})
                                    : std::nullopt;
                     },
                 .only = oma_});

  // Else the owners are quicker, and nothing is asked of Oma.
  for (const auto device : {world_.anna(), piet_}) world_.offline(device);
  world_.restore_store(copy);
  world_.run(10s);
  for (const auto device : {world_.anna(), piet_}) world_.online(device);
  world_.settled();
  resume(world_.anna());

  EXPECT_TRUE(was_asked);
  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(piet_, "family"), Texts{"Sinds de kopie."});
}

/// The copy is from before its Welcome was taken out of the mailbox, and the group that it led to is left.
TEST_F(RestoredStore, BringsAWelcomeAgainWithoutAnAlarm) {
  const auto [kees, copy] = leave_a_group_whose_welcome_is_in_the_copy();

  world_.restore_store(copy);
  world_.run(1min);
  resume(world_.anna());

  EXPECT_TRUE(world_.alarms().empty());
  EXPECT_EQ(world_.view(kees).standing, core::Standing::member);
}

/// Nobody but the hub had seen its first entry; whoever opened it knew only that it was taken.
TEST_F(RestoredStore, BringsAWelcomeAgainToWhomComesOnceItIsResumed) {
  const auto [kees, copy] = leave_a_group_whose_welcome_is_in_the_copy();
  world_.offline(kees);

  world_.restore_store(copy);
  world_.run(1min);
  resume(world_.anna());
  world_.online(kees);
  world_.settled();

  EXPECT_TRUE(world_.alarms().empty());
  EXPECT_EQ(world_.view(kees).standing, core::Standing::member);
}

TEST_F(RestoredStore, HasAChannelAgainThatWasOpenedJustBefore) {
  const auto copy = world_.back_up_store();
  const auto all = channels::Right::read | channels::Right::post;
  world_.tamper({.event = [](wire::Event& event) {
    if (auto* entry = std::get_if<wire::EntryEvent>(&event))
      entry->circle = channels::CircleId(FixedBytes<32>{9});
  }});
  auto opened = world_.client(piet_).open_channel(
      world_.circle(),
      {.label = "Logeren",
       .mode = channels::Mode::record,
       .roles = {{world_.role("parent"), all}, {world_.role("family"), all}}},
      world_.now());
  ASSERT_TRUE(opened);
  world_.perform(piet_, std::move(opened->actions));
  world_.run(1s);

  world_.restore_store(copy);
  world_.tamper({});
  world_.run(1min);
  resume(world_.anna());
  world_.say(piet_, "Logeren", "Wie rijdt er?");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(oma_, "Logeren"), Texts{"Wie rijdt er?"});
}

class RestoredMode : public RestoredStore, public testing::WithParamInterface<channels::Mode> {};

INSTANTIATE_TEST_SUITE_P(Each, RestoredMode, testing::Values(channels::Mode::record, channels::Mode::sealed),
                         [](const auto& mode) {
                           return mode.param == channels::Mode::record ? std::string("Records")
                                                                       : std::string("Sealed");
                         });

/// The group of a channel that was opened since is with its opener alone, who does not come.
TEST_P(RestoredMode, GoesOnWhereTheHubsLogEndsOnceAnOwnerRestartsTheChannel) {
  const auto copy = world_.back_up_store();
  const auto all = channels::Right::read | channels::Right::post;
  auto opened = world_.client(piet_).open_channel(
      world_.circle(),
      {.label = "Logeren",
       .mode = GetParam(),
       .roles = {{world_.role("parent"), all}, {world_.role("family"), all}}},
      world_.now());
  ASSERT_TRUE(opened);
  const auto channel = opened->channel;
  world_.perform(piet_, std::move(opened->actions));
  world_.settled();
  const auto say = [&](DeviceIndex author, const char* text) {
    ASSERT_TRUE(
        world_.perform(author, world_.client(author).say(world_.circle(), channel, text, world_.now())));
    world_.settled();
  };
  const auto texts = [&](DeviceIndex reader) {
    Texts all;
    for (const auto& article : world_.client(reader).timeline(world_.circle(), channel, {})) {
      if (!article.text.empty()) all.push_back(article.text);
    }
    return all;
  };
  say(world_.anna(), "Wie rijdt er?");
  world_.offline(piet_);

  world_.restore_store(copy);
  world_.run(1min);
  resume(world_.anna());
  ASSERT_FALSE(world_.alarms().empty());
  for (const auto& alarm : world_.alarms()) EXPECT_EQ(alarm.reason, "log_cut_off");
  world_.restart_device(world_.anna());
  act(world_.anna(),
      world_.client(world_.anna()).restart_channel(world_.circle(), channel, {}, world_.now()));
  say(oma_, "Oom Jan.");

  for (const auto device : {world_.anna(), oma_})
    EXPECT_EQ(texts(device), (Texts{"Wie rijdt er?", "Oom Jan."}));
  world_.online(piet_);
  world_.settled();
  EXPECT_TRUE(world_.has_channel(oma_, "Logeren"));
  world_.expect_agreement({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.watcher().problems(), Texts{});
}

/// She holds the entry that paused her, and a head beyond it, which proves nothing of hers.
TEST_F(RestoredStore, TellsWhoWasPausedHowFarOthersHaveBroughtItBack) {
  const auto oma = world_.member(piet_, "Oma").id;
  const auto copy = world_.back_up_store();
  world_.offline(oma_);
  act(piet_, world_.client(piet_).pause(world_.circle(), oma, world_.now()));
  (void)world_.invite(piet_, {.role = world_.role("family"), .stay = {}});
  world_.online(oma_);
  world_.settled();
  EXPECT_EQ(world_.view(oma_).standing, core::Standing::paused);
  for (const auto device : {world_.anna(), piet_}) world_.offline(device);

  world_.restore_store(copy);
  world_.run(1min);
  for (const auto device : {world_.anna(), piet_}) world_.online(device);
  world_.run(1min);
  resume(piet_);
  act(piet_, world_.client(piet_).unpause(world_.circle(), oma, world_.now()));
  world_.run(1min);
  world_.say(oma_, "family", "Ik ben er weer.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  EXPECT_EQ(world_.texts(piet_, "family"), (Texts{"Ik ben er weer."}));
}

/// He was told that it was taken, and nobody was told of it.
TEST_F(RestoredStore, IsSentAnAcceptanceAgainThatNobodyCouldBringBack) {
  const auto invited = world_.invite(piet_, {.role = world_.role("family"), .stay = {}});
  const auto copy = world_.back_up_store();
  world_.tamper({.event = [this](wire::Event& event) {
    if (std::holds_alternative<wire::CharterEvent>(event)) event = wire::HeartbeatEvent{.time = world_.now()};
  }});
  const auto kees = world_.add_device("Kees");
  ASSERT_TRUE(world_.perform(kees, world_.client(kees).join(invited.link, world_.now())));
  world_.run(1s);
  EXPECT_EQ(world_.view(kees).standing, core::Standing::waiting);

  world_.restore_store(copy);
  world_.tamper({});
  world_.run(1min);
  resume(piet_);
  world_.run(1min);
  world_.confirm(piet_, invited.invitation);
  world_.say(kees, "family", "Ik mag erin.");
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_, kees});
  EXPECT_EQ(world_.texts(oma_, "family"), (Texts{"Ik mag erin."}));
}

/// Its record key had been renewed in the part that is lost.
TEST_F(RestoredStore, LetsANewcomerReadBackThroughALogThatAResumeCutOff) {
  const auto nurse = world_.admit("Bea", "nurse");
  world_.say(nurse, "care", "Vooraf.");
  world_.settled();
  const auto copy = world_.back_up_store();
  const auto care = world_.channel(piet_, "care");
  act(piet_, world_.client(piet_).restart_channel(world_.circle(), care, {}, world_.now()));
  world_.say(nurse, "care", "Sinds de kopie.");
  world_.settled();
  world_.offline(piet_);

  world_.restore_store(copy);
  world_.run(1min);
  resume(world_.anna());
  ASSERT_FALSE(world_.alarms().empty());
  act(world_.anna(), world_.client(world_.anna()).restart_channel(world_.circle(), care, {}, world_.now()));
  const auto late = world_.admit("Fien", "nurse");

  for (const auto device : {world_.anna(), nurse, late})
    EXPECT_EQ(world_.texts(device, "care"), (Texts{"Vooraf.", "Sinds de kopie."}));
  world_.online(piet_);
  // His packages are of before: he is let in with new ones.
  world_.run(1min);
  world_.settled();
  world_.expect_agreement({world_.anna(), piet_, nurse, late});
  EXPECT_EQ(world_.texts(piet_, "care"), (Texts{"Vooraf.", "Sinds de kopie."}));
  for (const auto& alarm : world_.alarms())
    EXPECT_TRUE(alarm.reason == "log_cut_off" || alarm.reason == "articles_void") << alarm.reason;
}

/// All have left the old group, and of the new one nobody has seen anything.
TEST_F(RestoredStore, HasALogAgainWhoseRestartWasLost) {
  const auto copy = world_.back_up_store();
  world_.say(piet_, "care", "Sinds de kopie.");
  world_.settled();
  const auto care = world_.channel(piet_, "care");
  const auto restart = [&] {
    return world_.perform(piet_,
                          world_.client(piet_).restart_channel(world_.circle(), care, {}, world_.now()));
  };
  const auto hide = [&care](wire::Event& event) {
    auto* entry = std::get_if<wire::EntryEvent>(&event);
    if (entry != nullptr && entry->channel == care) entry->seq = channels::Sequence{1};
  };
  const auto hide_answer = [](wire::Op op, wire::AnswerFrame& frame) {
    if (op == wire::Op::bundle) frame.outcome = wire::ErrorAnswer{.code = wire::ErrorCode::overloaded};
  };
  world_.tamper({.event = hide, .answer = hide_answer});
  ASSERT_TRUE(restart());
  world_.run(1s);
  for (const auto owner : {world_.anna(), piet_}) {
    const auto known = world_.client(owner).channels(world_.circle(), world_.now());
    const auto found = std::ranges::find(known, care, &core::ChannelView::id);
    ASSERT_NE(found, known.end());
    ASSERT_FALSE(found->joined);
  }

  world_.restore_store(copy);
  world_.tamper({});
  world_.run(1min);
  resume(world_.anna());
  ASSERT_TRUE(restart());
  world_.settled();

  expect_whole({world_.anna(), piet_, oma_});
  for (const auto owner : {world_.anna(), piet_})
    EXPECT_EQ(world_.texts(owner, "care"), Texts{"Sinds de kopie."});
}

/// The channel's first group and the one that replaced it have come to epochs of one number, so that only
/// their ids tell them apart.
TEST(RestoredNodes, KnowTheGroupOfALogThatAnotherOneTookBack) {
  CircleWorld world({.seed = 54, .nodes = 3});
  const auto piet = world.admit_owner("Piet");
  const auto oma = world.admit("Oma", "family");
  const auto copy = world.back_up_store();
  const auto regie = world.channel(piet, "regie");
  ASSERT_TRUE(
      world.perform(piet, world.client(piet).restart_channel(world.circle(), regie, {}, world.now())));
  world.settled();

  world.restore_store(copy);
  world.run(1min);
  world.settled();
  ASSERT_TRUE(world.perform(world.anna(), world.client(world.anna()).resume(world.circle(), world.now())));
  world.settled();
  for (int i = 0; i < 3; ++i) {
    world.reconnect_all();
    world.say(piet, "regie", "Van Piet.");
    world.say(world.anna(), "regie", "Van Anna.");
    world.settled();
  }

  EXPECT_EQ(world.texts(piet, "regie").size(), 6U);
  EXPECT_EQ(world.texts(piet, "regie"), world.texts(world.anna(), "regie"));
  world.expect_agreement({world.anna(), piet, oma});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(DoubledWelcome, IsPassedOverWhenItsPartsAreGone) {
  CircleWorld world({.seed = 52});
  const auto oma = world.admit("Oma", "family");
  const auto before = world.wiretap().size();
  const auto asked = world.perform(
      world.anna(), world.client(world.anna())
                        .restart_channel(world.circle(), world.channel(oma, "family"), {}, world.now()));
  ASSERT_TRUE(asked);
  world.settled();
  const auto& wire = world.wiretap();
  const auto welcome =
      std::find_if(wire.begin() + static_cast<std::ptrdiff_t>(before), wire.end(), [](const auto& frame) {
        const auto decoded = wire::decode_hub_frame(frame);
        const auto* event = decoded ? std::get_if<wire::Event>(&*decoded) : nullptr;
        return event != nullptr && std::holds_alternative<wire::WelcomeEvent>(*event);
      });
  ASSERT_NE(welcome, wire.end());

  world.inject(oma, std::string(*welcome));
  world.settled();

  EXPECT_TRUE(world.view(oma).caught_up);
  EXPECT_TRUE(world.alarms().empty());
}

}  // namespace
}  // namespace kring::simulation
