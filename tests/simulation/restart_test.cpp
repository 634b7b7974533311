#include "channels/charter/entry.hpp"
#include "tests/simulation/restart_world.hpp"

/// A channel whose group is dead is given a new one by an owner, and goes on.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

std::size_t count_restarts_told(CircleWorld& world, DeviceIndex device) {
  return static_cast<std::size_t>(std::ranges::count_if(
      world.notices(device),
      [](const core::Notice& notice) { return std::holds_alternative<core::ChannelRestarted>(notice); }));
}

/// The entries that restarted a channel in the bundles that were sent.
std::vector<charter::ChannelRestart> restarts_sent(const CircleWorld& world) {
  std::vector<charter::ChannelRestart> sent;
  for (const auto& frame : world.wiretap()) {
    const auto asked = wire::decode_request(frame);
    const auto* bundle = asked ? std::get_if<wire::BundleRequest>(&asked->request) : nullptr;
    if (bundle == nullptr) continue;
    for (const auto& bytes : bundle->charter) {
      const auto entry = charter::CharterEntry::decode(bytes).value();
      if (const auto* body = std::get_if<charter::ChannelRestart>(&entry.content().body))
        sent.push_back(*body);
    }
  }
  return sent;
}

class Restart : public RestartWorld {};
INSTANTIATE_TEST_SUITE_P(, Restart, restart_places(), name_of_place);

TEST_P(Restart, KeepsWhatWasReadAndGoesOnWithEveryone) {
  world_.say(oma_, key(), "Voor de herstart.");
  world_.settled();

  restart(world_, piet_, key());
  world_.say(oma_, key(), "Erna.");
  world_.say(world_.anna(), key(), "Ook erna.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  const auto all = world_.texts(world_.anna(), key());
  EXPECT_EQ(all.size(), 3U);
  EXPECT_EQ(all.front(), "Voor de herstart.");
  EXPECT_EQ(world_.texts(piet_, key()), all);
  EXPECT_EQ(world_.texts(oma_, key()), all);
  EXPECT_EQ(world_.channel_view(oma_, key()).restarts, 1U);
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

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
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

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
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

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  for (const auto device : {world_.anna(), piet_, oma_})
    EXPECT_EQ(world_.texts(device, key()), (Texts{"Dit heeft Piet.", "Dit heeft hij niet."}));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_P(Restart, SendsAgainWhatFellAwayOnceItsAuthorIsLetInAgain) {
  break_entries(piet_, {channels::LogKind::commit});
  (void)world_.admit("Kees", GetParam().role);
  world_.say(oma_, key(), "Dit heeft Piet niet.");
  world_.run(5s);
  // She hears that it fell away, and not of the new group in which it could be sent again.
  world_.tamper({.event =
                     [](wire::Event& event) {
                       if (std::holds_alternative<wire::WelcomeEvent>(event)) event = wire::HeartbeatEvent{};
                     },
                 .only = oma_});
  ASSERT_TRUE(world_.perform(piet_, world_.client(piet_).restart_channel(
                                        world_.circle(), world_.channel(piet_, key()), {}, world_.now())));
  world_.run(10s);
  const auto oma = world_.member(world_.anna(), "Oma").id;
  ASSERT_TRUE(
      world_.perform(world_.anna(), world_.client(world_.anna()).pause(world_.circle(), oma, world_.now())));
  world_.run(10s);
  world_.tamper({});
  EXPECT_EQ(world_.view(oma_).standing, core::Standing::paused);
  EXPECT_EQ(world_.texts(piet_, key()), Texts{});
  world_.restart_device(oma_);
  world_.settled();

  ASSERT_TRUE(world_.perform(world_.anna(),
                             world_.client(world_.anna()).unpause(world_.circle(), oma, world_.now())));
  world_.settled();

  for (const auto device : {world_.anna(), piet_})
    EXPECT_EQ(world_.texts(device, key()), (Texts{"Dit heeft Piet niet."}));
}

TEST_P(Restart, SendsAgainWhatWasAcknowledgedBeforeItsAuthorWasPaused) {
  break_entries(piet_, {channels::LogKind::commit});
  (void)world_.admit("Kees", GetParam().role);
  // She is told that it was taken, and is paused before it comes back to her.
  world_.tamper({.event =
                     [this](wire::Event& event) {
                       if (std::holds_alternative<wire::EntryEvent>(event))
                         event = wire::HeartbeatEvent{.time = world_.now()};
                     },
                 .only = oma_});
  world_.say(oma_, key(), "Dit heeft Piet niet.");
  world_.run(5s);
  const auto oma = world_.member(world_.anna(), "Oma").id;
  ASSERT_TRUE(
      world_.perform(world_.anna(), world_.client(world_.anna()).pause(world_.circle(), oma, world_.now())));
  world_.run(10s);
  world_.tamper({});
  restart(world_, piet_, key());
  EXPECT_EQ(world_.texts(piet_, key()), Texts{});

  ASSERT_TRUE(world_.perform(world_.anna(),
                             world_.client(world_.anna()).unpause(world_.circle(), oma, world_.now())));
  world_.settled();

  for (const auto device : {world_.anna(), piet_})
    EXPECT_EQ(world_.texts(device, key()), (Texts{"Dit heeft Piet niet."}));
}

TEST_P(Restart, SendsAgainWhatFellAwayOnceItsAuthorMayWriteAgain) {
  break_entries(piet_, {channels::LogKind::commit});
  (void)world_.admit("Kees", GetParam().role);
  world_.say(oma_, key(), "Dit heeft Piet niet.");
  world_.run(5s);
  const auto allow = [&](channels::Rights rights) {
    const auto role = world_.role(GetParam().role);
    return world_.perform(world_.anna(), world_.client(world_.anna())
                                             .allow(world_.circle(), world_.channel(piet_, key()),
                                                    {{role, rights}}, world_.now()));
  };
  ASSERT_TRUE(allow(channels::Rights(channels::Right::read)));
  world_.run(10s);
  world_.tamper({});
  restart(world_, piet_, key());
  EXPECT_EQ(world_.texts(piet_, key()), Texts{});

  ASSERT_TRUE(allow(channels::Right::read | channels::Right::post));
  world_.settled();

  for (const auto device : {world_.anna(), piet_})
    EXPECT_EQ(world_.texts(device, key()), (Texts{"Dit heeft Piet niet."}));
}

TEST_P(Restart, BringsBackWhoCouldNotFollowACommit) {
  world_.say(oma_, key(), "Voor de breuk.");
  world_.settled();
  break_entries(piet_, {channels::LogKind::commit});
  const auto kees = world_.admit("Kees", GetParam().role);
  world_.say(oma_, key(), "Piet hoort dit niet.");
  world_.run(5s);
  world_.tamper({});
  ASSERT_TRUE(world_.channel_view(piet_, key()).stopped);

  restart(world_, world_.anna(), key());
  world_.say(piet_, key(), "Ik ben er weer.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_, kees}, key());
  const auto all = world_.texts(world_.anna(), key());
  EXPECT_EQ(all, (Texts{"Voor de breuk.", "Piet hoort dit niet.", "Ik ben er weer."}));
  EXPECT_EQ(world_.texts(oma_, key()), all);
  const auto his = world_.texts(piet_, key());
  EXPECT_EQ(his.front(), "Voor de breuk.");
  EXPECT_EQ(his.back(), "Ik ben er weer.");
  // What was said in an epoch that he was never in is sealed for good; records open by the keys' chain.
  const bool is_record = world_.channel_view(piet_, key()).mode == channels::Mode::record;
  EXPECT_EQ(his.size(), is_record ? 3U : 2U);
}

TEST_P(Restart, IsTheWayOutForAnOwnerWhoCouldNotFollow) {
  world_.say(oma_, key(), "Voor de breuk.");
  world_.settled();
  break_entries(piet_, {channels::LogKind::commit});
  const auto kees = world_.admit("Kees", GetParam().role);
  world_.say(oma_, key(), "Piet hoort dit nog niet.");
  world_.run(5s);
  world_.tamper({});
  ASSERT_TRUE(world_.channel_view(piet_, key()).stopped);

  restart(world_, piet_, key());
  world_.say(piet_, key(), "Ik ben er weer.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_, kees}, key());
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
  break_entries(oma_, {channels::LogKind::commit});
  world_.online(oma_);
  world_.run(5min);

  // She knows where the log should lead, and neither waits for it nor believes another.
  EXPECT_TRUE(world_.channel_view(oma_, key()).stopped);
  EXPECT_TRUE(world_.view(oma_).caught_up);
  EXPECT_FALSE(world_.alarms().empty());
  world_.tamper({});

  restart(world_, piet_, key());
  world_.say(oma_, key(), "Ik ben er weer.");
  world_.settled();
  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
}

TEST_P(Restart, IsTheWayOutOfAPathThatItsCommitterBroke) {
  static_cast<void>(world_.admit("Kees", GetParam().role));
  world_.say(oma_, key(), "Voor de breuk.");
  world_.settled();
  // The hub takes the commit, since all that it can see of it is right.
  break_paths_of(piet_);
  world_.perform(piet_, world_.client(piet_)
                            .remove(world_.circle(), world_.member(piet_, "Kees").id, world_.now())
                            .value()
                            .actions);
  world_.run(10s);
  world_.tamper({});
  for (const auto device : {world_.anna(), piet_, oma_})
    EXPECT_TRUE(world_.channel_view(device, key()).stopped) << "nobody can follow";
  EXPECT_EQ(alarms("decryption_failed").size(), 2U);
  const auto broken = channels::next(world_.channel_view(world_.anna(), key()).head);

  restart(world_, world_.anna(), key());
  world_.say(oma_, key(), "Na de breuk.");
  world_.settled();

  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  const Texts all{"Voor de breuk.", "Na de breuk."};
  for (const auto device : {world_.anna(), piet_, oma_}) EXPECT_EQ(world_.texts(device, key()), all);
  ASSERT_EQ(restarts_sent(world_).size(), 1U) << "one act of an owner is enough";
  EXPECT_EQ(restarts_sent(world_).front().blamed, broken);
  EXPECT_EQ(world_.member(oma_, "Kees").state, core::MemberState::removed);
  const auto late = world_.admit("Fien", GetParam().role);
  const bool is_record = world_.channel_view(late, key()).mode == channels::Mode::record;
  EXPECT_EQ(world_.texts(late, key()), is_record ? all : Texts{}) << "the history opens through the restart";
}

TEST_P(Restart, TellsWhoeverHadReadWhatFallsAway) {
  world_.say(oma_, key(), "Voor de breuk.");
  world_.settled();
  break_entries(piet_, {channels::LogKind::commit});
  static_cast<void>(world_.admit("Kees", GetParam().role));
  world_.say(oma_, key(), "Dit valt weg.");
  world_.run(5s);
  world_.tamper({});

  restart(world_, piet_, key());

  const auto told = alarms("articles_void");
  EXPECT_EQ(told.size(), 3U) << "all but Piet had read something of somebody else's, such as who Kees is";
  EXPECT_TRUE(has_evidence(world_.anna(), told, "Dit valt weg.")) << "what she had read is kept";
  EXPECT_FALSE(world_.channel_view(world_.anna(), key()).stopped) << "nobody lied";
}

TEST_P(Restart, ShowsTheTrueLogToWhoWasShownAnother) {
  world_.say(oma_, key(), "Voor de leugen.");
  world_.settled();
  break_entries(oma_, {channels::LogKind::record, channels::LogKind::sealed});
  world_.say(world_.anna(), key(), "Oma ziet iets anders.");
  world_.run(5s);
  world_.tamper({});
  EXPECT_EQ(world_.texts(oma_, key()), (Texts{"Voor de leugen."}));

  restart(world_, piet_, key());
  world_.say(oma_, key(), "Na de leugen.");
  world_.settled();

  // Her log and the one that goes on part before the restart's place: she reads on from where they do.
  world_.expect_all_in({world_.anna(), piet_, oma_}, key());
  EXPECT_EQ(world_.texts(piet_, key()), (Texts{"Voor de leugen.", "Oma ziet iets anders.", "Na de leugen."}));
  const bool is_record = world_.channel_view(oma_, key()).mode == channels::Mode::record;
  EXPECT_EQ(world_.texts(oma_, key()),
            is_record ? world_.texts(piet_, key()) : (Texts{"Voor de leugen.", "Na de leugen."}));
}

TEST_P(Restart, IsNotFollowedInALogThatLeadsElsewhere) {
  world_.say(oma_, key(), "Voor de leugen.");
  world_.settled();
  break_entries(oma_, {channels::LogKind::record, channels::LogKind::sealed});
  world_.say(world_.anna(), key(), "Oma ziet iets anders.");
  world_.run(5s);

  restart(world_, piet_, key());

  // The hub shows her the same log once more, which is not the one that the owner names.
  const auto wanted = restarts_sent(world_).at(0).last_good.hash;
  EXPECT_TRUE(has_evidence(oma_, alarms("log_hash_differs"), view_text(wanted)));
  EXPECT_TRUE(world_.channel_view(oma_, key()).stopped);
  EXPECT_FALSE(world_.channel_view(world_.anna(), key()).stopped);
}

TEST_P(Restart, LeavesNothingWaitingOfWhoMayNotWriteThereAnyMore) {
  restart_without("Dit valt weg.");
  const auto* other_role = GetParam().role == std::string("nurse") ? "family" : "nurse";
  auto changed =
      world_.client(world_.anna())
          .change_role(world_.circle(),
                       {.member = world_.member(world_.anna(), "Oma").id, .role = world_.role(other_role)},
                       world_.now());
  ASSERT_TRUE(world_.perform(world_.anna(), std::move(changed)));
  world_.settled();

  world_.online(oma_);
  world_.settled();

  EXPECT_TRUE(world_.client(oma_).unsent(world_.circle()).empty());
  EXPECT_EQ(world_.texts(piet_, key()), Texts{});
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
  EXPECT_EQ(world.channel_view(nurse, "care").restarts, 1U);
  world.expect_agreement({world.anna(), piet, nurse});
  EXPECT_EQ(world.watcher().problems(), Texts{});
  // An owner may have read what was said in between, and is told once that it fell away; it came again. To
  // who said it nothing was lost.
  EXPECT_LE(world.alarms().size(), 2U);
  for (const auto& alarm : world.alarms()) {
    EXPECT_EQ(alarm.reason, "articles_void");
    EXPECT_FALSE(world.vault(nurse).contains(alarm.evidence));
    const auto reader = world.vault(piet).contains(alarm.evidence) ? piet : world.anna();
    const auto& kept = world.vault(reader).at(alarm.evidence);
    EXPECT_TRUE(view_text(kept).contains("Tussendoor."));
  }
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
