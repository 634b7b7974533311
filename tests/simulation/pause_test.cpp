#include "clients/core/rows.hpp"
#include "tests/simulation/charter_story.hpp"

#include <algorithm>
#include <span>

/// Whoever is kept out for a while, and what was on its way then.
namespace kring::simulation {
namespace {

class PauseStory : public CharterStory {
 protected:
  /// Lets Kees in by Anna, who goes away before her device lets his into the channels: another has to. Gives
  /// what the network had carried by then.
  std::size_t let_kees_in_and_go() {
    const auto invited = world_.invite(world_.anna(), {.role = world_.role("nurse"), .stay = {}});
    static_cast<void>(world_.join("Kees", invited.link));
    const auto asked = world_.perform(
        world_.anna(),
        world_.client(world_.anna())
            .confirm(world_.circle(), {.invitation = invited.invitation, .until = {}, .words = {}},
                     world_.now()));
    EXPECT_TRUE(asked);
    while (asked && !world_.outcome(*asked)) world_.run(std::chrono::milliseconds(1));
    world_.offline(world_.anna());
    return world_.wiretap().size();
  }
  /// What comes of a channel has come before, as the hub says.
  void hold_entries_back_from(DeviceIndex device, std::string_view key) {
    world_.tamper({.event =
                       [channel = world_.channel(device, key)](wire::Event& event) {
                         auto* entry = std::get_if<wire::EntryEvent>(&event);
                         if (entry != nullptr && entry->channel == channel)
                           entry->seq = channels::Sequence{1};
                       },
                   .only = device});
  }
  [[nodiscard]] std::ptrdiff_t bundles_since(std::size_t from) const {
    return std::ranges::count_if(std::span(world_.wiretap()).subspan(from),
                                 [](const auto& frame) { return frame.contains(R"("op":"bundle")"); });
  }
  /// Whether a nurse's device let Kees into the channels; nothing of that comes back to it yet. Anna is there
  /// again.
  [[nodiscard]] bool commits_and_does_not_hear_of_it(DeviceIndex nurse) {
    const auto before = let_kees_in_and_go();
    hold_entries_back_from(nurse, "care");
    world_.run(std::chrono::seconds(1));
    world_.online(world_.anna());
    return bundles_since(before) > 0;
  }
};

TEST_F(PauseStory, APausedNurseReadsNothingAndAfterwardsAll) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(nurse, "care", "Ik ben er.");

  pause("Bea");
  say(world_.anna(), "care", "Bea is er even niet.");

  EXPECT_EQ(world_.view(nurse).standing, core::Standing::paused);
  EXPECT_EQ(world_.member(world_.anna(), "Bea").state, core::MemberState::paused);
  EXPECT_EQ(world_.texts(nurse, "care"), (Texts{"Ik ben er."}));
  EXPECT_EQ(refusal(nurse, "care"), client::Errc::paused);

  unpause("Bea");
  say(nurse, "care", "Terug.");

  const Texts all{"Ik ben er.", "Bea is er even niet.", "Terug."};
  EXPECT_EQ(world_.view(nurse).standing, core::Standing::member);
  EXPECT_EQ(world_.texts(nurse, "care"), all);
  EXPECT_EQ(world_.texts(world_.anna(), "care"), all);
  world_.expect_agreement({world_.anna(), nurse});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(PauseStory, ANurseWhoWasAwayAllTheTimeHasMissedNothing) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(nurse, "care", "Ik ben er.");
  world_.offline(nurse);

  pause("Bea");
  say(world_.anna(), "care", "Bea is er even niet.");
  unpause("Bea");
  say(world_.anna(), "care", "En weer wel.");
  world_.online(nurse);
  world_.settled();
  say(nurse, "care", "Terug.");

  EXPECT_EQ(world_.texts(nurse, "care"),
            (Texts{"Ik ben er.", "Bea is er even niet.", "En weer wel.", "Terug."}));
  world_.expect_agreement({world_.anna(), nurse});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(PauseStory, AGrandmotherWhoWasPausedKeepsWhatSheHadAndMissesWhatWasSealedMeanwhile) {
  const auto grandmother = world_.admit("Oma", "family");
  say(grandmother, "family", "Dag allemaal.");

  pause("Oma");
  say(world_.anna(), "family", "Dit is niet voor oma.");
  unpause("Oma");
  say(world_.anna(), "family", "Welkom terug.");
  say(grandmother, "family", "Fijn.");

  EXPECT_EQ(world_.texts(grandmother, "family"), (Texts{"Dag allemaal.", "Welkom terug.", "Fijn."}));
  EXPECT_EQ(world_.texts(world_.anna(), "family"),
            (Texts{"Dag allemaal.", "Dit is niet voor oma.", "Welkom terug.", "Fijn."}));
  world_.expect_agreement({world_.anna(), grandmother});
  EXPECT_TRUE(world_.alarms().empty());
}

/// Its author alone cannot open a sealed message, and must know it again.
TEST_F(PauseStory, AGrandmotherKnowsWhatSheSaidWhenItComesAfterThePause) {
  const auto oma = world_.admit("Oma", "family");
  hold_entries_back_from(oma, "family");
  world_.say(oma, "family", "Tot straks.");
  world_.run(std::chrono::seconds(1));
  pause("Oma");
  ASSERT_EQ(world_.view(oma).standing, core::Standing::paused);
  ASSERT_EQ(world_.texts(oma, "family"), Texts{});

  world_.tamper({});
  unpause("Oma");

  EXPECT_EQ(world_.texts(oma, "family"), Texts{"Tot straks."});
  EXPECT_EQ(world_.texts(world_.anna(), "family"), Texts{"Tot straks."});
  EXPECT_TRUE(world_.alarms().empty());
}

/// Nobody opens their own commit but with what they prepared it from.
TEST_F(PauseStory, ANurseKnowsTheCommitThatSheMadeWhenItComesAfterThePause) {
  const auto nurse = world_.admit("Bea", "nurse");
  ASSERT_TRUE(commits_and_does_not_hear_of_it(nurse));
  pause("Bea");
  ASSERT_EQ(world_.view(nurse).standing, core::Standing::paused);

  world_.tamper({});
  unpause("Bea");
  say(nurse, "care", "Terug.");

  EXPECT_EQ(world_.texts(world_.anna(), "care"), Texts{"Terug."});
  world_.expect_agreement({world_.anna(), nurse});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(PauseStory, ANurseWhoComesBackIsRidOfTheCommitThatNeverCame) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto row = core::circle_row(world_.circle(), "underway");
  ASSERT_TRUE(commits_and_does_not_hear_of_it(nurse));
  world_.remove("Bea");
  ASSERT_EQ(world_.view(nurse).standing, core::Standing::ended);
  ASSERT_TRUE(world_.vault(nurse).contains(row));
  world_.tamper({});
  const auto invited = world_.invite(world_.anna(), {.role = world_.role("nurse"), .stay = {}});

  world_.offline(nurse);
  ASSERT_TRUE(world_.perform(nurse, world_.client(nurse).join(invited.link, world_.now())));

  EXPECT_FALSE(world_.vault(nurse).contains(row));
  world_.restart_device(nurse);
  world_.online(nurse);
  world_.settled();
  world_.confirm(world_.anna(), invited.invitation);
  say(nurse, "care", "Terug.");
  EXPECT_EQ(world_.texts(world_.anna(), "care"), Texts{"Terug."});
  EXPECT_TRUE(world_.alarms().empty());
}

/// Of two clocks the nurse's is the first to say that her time is over.
TEST_F(PauseStory, ANurseWhoseTimeIsOverWhileHerCommitIsOnItsWayIsNotAlarmed) {
  const auto invited = world_.invite(world_.anna(), {.role = world_.role("nurse"), .stay = {}});
  const auto nurse = world_.join("Bea", invited.link);
  const auto until = world_.now() + std::chrono::hours(1);
  decide([&](core::Client& client) {
    return client.confirm(world_.circle(), {.invitation = invited.invitation, .until = until, .words = {}},
                          world_.now());
  });
  const auto before = let_kees_in_and_go();
  world_.tamper({.request =
                     [&](wire::Request& request) {
                       if (std::holds_alternative<wire::BundleRequest>(request))
                         world_.set_clock(nurse, std::chrono::hours(2));
                     },
                 .only = nurse});
  world_.run(std::chrono::seconds(1));
  ASSERT_EQ(bundles_since(before), 1);
  ASSERT_EQ(world_.client(nurse).circles(world_.now_at(nurse)).front().standing, core::Standing::ended);
  EXPECT_TRUE(world_.alarms().empty());

  world_.tamper({});
  world_.set_clock(nurse, Duration::zero());
  world_.online(world_.anna());
  world_.settled();

  say(nurse, "care", "De klok ging voor.");
  EXPECT_EQ(world_.texts(world_.anna(), "care"), Texts{"De klok ging voor."});
  world_.expect_agreement({world_.anna(), nurse});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(PauseStory, ANurseWhoLosesAChannelWithHerCommitOnItsWayThereCanGoOnElsewhere) {
  const auto nurse = world_.admit("Bea", "nurse");
  ASSERT_TRUE(commits_and_does_not_hear_of_it(nurse));
  change_role("Bea", "family");
  world_.tamper({});
  world_.restart_device(nurse);
  world_.settled();

  const auto asked = world_.perform(nurse, world_.client(nurse).leave(world_.circle(), world_.now()));

  ASSERT_TRUE(asked);
  world_.settled();
  ASSERT_TRUE(world_.outcome(*asked));
  EXPECT_TRUE(*world_.outcome(*asked));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(PauseStory, ADeviceThatIsRestartedWhilePausedStaysPausedAndComesBack) {
  const auto nurse = world_.admit("Bea", "nurse");
  pause("Bea");

  world_.restart_device(nurse);
  world_.settled();
  EXPECT_EQ(world_.view(nurse).standing, core::Standing::paused);
  world_.offline(nurse);
  unpause("Bea");
  world_.online(nurse);
  world_.settled();

  EXPECT_EQ(world_.view(nurse).standing, core::Standing::member);
  say(nurse, "care", "Terug.");
  world_.expect_agreement({world_.anna(), nurse});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(PauseStory, APausedMembersTimeGoesOn) {
  const auto nurse = world_.admit("Bea", "nurse");
  decide([&](core::Client& client) {
    return client.change_role(
        world_.circle(),
        {.member = id_of("Bea"), .role = world_.role("nurse"), .stay = std::chrono::minutes(5)},
        world_.now());
  });
  pause("Bea");

  world_.run(std::chrono::minutes(6));

  EXPECT_EQ(world_.view(nurse).standing, core::Standing::ended);
  EXPECT_EQ(world_.member(world_.anna(), "Bea").state, core::MemberState::expired);
  EXPECT_TRUE(world_.alarms().empty());
}

}  // namespace
}  // namespace kring::simulation
