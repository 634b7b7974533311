#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"
#include "tests/simulation/charter_story.hpp"

/// What parents decide about people and channels, and what that does to who reads what.
namespace kring::simulation {
namespace {

TEST_F(CharterStory, AMemberInvitesTwentyTimesADayAndIsToldWhenTheNextIsPossible) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto first = world_.now();
  const auto invite_in_vain = [&] {
    const auto invited = world_.invite(nurse, {.role = world_.role("night"), .stay = {}});
    ASSERT_TRUE(world_.perform(
        nurse, world_.client(nurse).withdraw(world_.circle(), invited.invitation, world_.now())));
    world_.settled();
  };
  for (std::size_t i = 0; i < channels::limits::invitations_a_day_max; ++i) {
    EXPECT_FALSE(world_.client(nurse).invites_again_at(world_.circle(), world_.now()));
    invite_in_vain();
  }

  const auto one_more =
      world_.client(nurse).invite(world_.circle(), {.role = world_.role("night"), .stay = {}}, world_.now());
  EXPECT_EQ(one_more.error(), channels::Errc::too_many_invitations_today);
  const auto again = world_.client(nurse).invites_again_at(world_.circle(), world_.now());
  ASSERT_TRUE(again);
  EXPECT_GE(*again, first + channels::limits::invitations_day);
  EXPECT_LT(*again, world_.now() + channels::limits::invitations_day);
  EXPECT_FALSE(world_.client(world_.anna()).invites_again_at(world_.circle(), world_.now()));
  EXPECT_TRUE(world_.client(nurse).invites_again_at(world_.circle(), *again - std::chrono::milliseconds(1)));

  world_.run(*again - world_.now());

  invite_in_vain();
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(CharterStory, AFrozenCircleGoesOnAndLetsNobodyIn) {
  const auto nurse = world_.admit("Bea", "nurse");
  decide([&](core::Client& client) { return client.freeze(world_.circle(), world_.now()); });

  say(nurse, "care", "Gewoon verder.");
  EXPECT_TRUE(world_.view(nurse).frozen_until);
  EXPECT_EQ(world_.client(world_.anna())
                .invite(world_.circle(), {.role = world_.role("nurse"), .stay = {}}, world_.now())
                .error(),
            channels::Errc::frozen);
  world_.remove("Bea");

  decide([&](core::Client& client) { return client.unfreeze(world_.circle(), world_.now()); });
  const auto next = world_.admit("Carla", "nurse");
  EXPECT_EQ(world_.texts(next, "care"), (Texts{"Gewoon verder."}));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(CharterStory, AFreezeIsToldByNameAndOnlyItsAuthorEndsIt) {
  const auto bert = world_.admit_owner("Bert");
  const auto nurse = world_.admit("Bea", "nurse");
  decide([&](core::Client& client) { return client.freeze(world_.circle(), world_.now()); });
  const auto unfreezing = [&](DeviceIndex device) {
    return world_.client(device).unfreeze(world_.circle(), world_.now()).error();
  };

  const auto seen = world_.view(bert).freezes;

  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].by.name, "Anna");
  EXPECT_FALSE(seen[0].mine);
  EXPECT_TRUE(world_.view(world_.anna()).freezes.at(0).mine);
  EXPECT_EQ(unfreezing(bert), channels::Errc::not_frozen);
  EXPECT_EQ(unfreezing(nurse), channels::Errc::needs_owner);
  EXPECT_EQ(world_.client(world_.anna()).freeze(world_.circle(), world_.now()).error(),
            channels::Errc::frozen_lately);
}

TEST_F(CharterStory, WhatIsForParentsIsRefusedToOthersEvenWhereThereIsNothingToDo) {
  const auto nurse = world_.admit("Bea", "nurse");
  auto& hers = world_.client(nurse);
  auto& annas = world_.client(world_.anna());

  EXPECT_EQ(hers.unfreeze(world_.circle(), world_.now()).error(), channels::Errc::needs_owner);
  EXPECT_EQ(hers.cancel_end(world_.circle(), world_.now()).error(), channels::Errc::needs_owner);
  EXPECT_EQ(hers.stay(world_.circle(), world_.now()).error(), channels::Errc::needs_owner);
  EXPECT_EQ(hers.resume(world_.circle(), world_.now()).error(), channels::Errc::needs_owner);
  EXPECT_EQ(annas.cancel_end(world_.circle(), world_.now()).error(), channels::Errc::not_asked);
  EXPECT_EQ(annas.stay(world_.circle(), world_.now()).error(), channels::Errc::not_asked);
  EXPECT_EQ(annas.resume(world_.circle(), world_.now()).error(), client::Errc::not_needed);
}

TEST_F(CharterStory, NobodyPausesOrRemovesThemselves) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto refusals_of = [&](DeviceIndex device, std::string_view name) {
    auto& client = world_.client(device);
    const auto me = id_of(name);
    return std::vector<Error>{client.pause(world_.circle(), me, world_.now()).error(),
                              client.remove(world_.circle(), me, world_.now()).error()};
  };

  EXPECT_EQ(refusals_of(world_.anna(), "Anna"), std::vector<Error>(2, channels::Errc::target_is_signer));
  EXPECT_EQ(refusals_of(nurse, "Bea"), std::vector<Error>(2, channels::Errc::target_is_signer));
  EXPECT_EQ(world_.client(world_.anna())
                .change_role(world_.circle(), {.member = id_of("Anna"), .role = world_.role("family")},
                             world_.now())
                .error(),
            channels::Errc::target_is_signer);
}

TEST_F(CharterStory, WhoWantsTheEndAndWhoDoesNotYetIsToldByName) {
  const auto bert = world_.admit_owner("Bert");
  decide([&](core::Client& client) {
    return client.end_circle(world_.circle(), world_.words(world_.anna()), world_.now());
  });

  const auto ending = world_.view(bert).ending;

  ASSERT_TRUE(ending);
  ASSERT_EQ(ending->wanted_by.size(), 1U);
  EXPECT_EQ(ending->wanted_by[0].name, "Anna");
  ASSERT_EQ(ending->not_yet.size(), 1U);
  EXPECT_EQ(ending->not_yet[0].name, "Bert");
  EXPECT_EQ(world_.client(world_.anna()).end_circle(world_.circle(), std::nullopt, world_.now()).error(),
            channels::Errc::needs_all_owners);
}

TEST_F(CharterStory, AParentWhoWritesCannotBeRemoved) {
  const auto bert = world_.admit_owner("Bert");
  ask_removal_of("Bert");
  ASSERT_EQ(world_.view(bert).removals.size(), 1U);
  EXPECT_EQ(world_.view(bert).removals[0].name, "Bert");
  EXPECT_EQ(world_.view(bert).removals[0].agreed_by.at(0).name, "Anna");

  say(bert, "care", "Ik ben er gewoon.");

  EXPECT_TRUE(world_.view(world_.anna()).removals.empty());
  EXPECT_EQ(world_.texts(world_.anna(), "care"), (Texts{"Ik ben er gewoon."}));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(CharterStory, AParentWhoIsSilentForThirtyDaysIsRemovedByTheOther) {
  const auto bert = world_.admit_owner("Bert");
  ask_removal_of("Bert");
  const auto again =
      world_.client(world_.anna()).remove_owner(world_.circle(), id_of("Bert"), std::nullopt, world_.now());
  EXPECT_EQ(again.error(), channels::Errc::too_early);

  wait(std::chrono::days(30), {world_.anna(), bert});
  decide([&](core::Client& client) {
    return client.remove_owner(world_.circle(), id_of("Bert"), std::nullopt, world_.now());
  });
  say(world_.anna(), "care", "Nu alleen.");

  EXPECT_EQ(world_.view(bert).standing, core::Standing::ended);
  EXPECT_TRUE(world_.texts(bert, "care").empty());
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(CharterStory, AThirdParentComesInOnceAllOthersAgree) {
  const auto bert = world_.admit_owner("Bert");
  const auto invited = world_.invite(world_.anna(), {.role = world_.role("parent"), .stay = {}});
  const auto carla = world_.join("Carla", invited.link);
  core::Confirmation alone{
      .invitation = invited.invitation, .until = {}, .words = world_.words(world_.anna())};
  EXPECT_EQ(world_.client(world_.anna()).confirm(world_.circle(), std::move(alone), world_.now()).error(),
            channels::Errc::needs_all_owners);

  world_.consent(world_.anna(), invited.invitation);
  const auto asked = world_.client(bert).requests(world_.circle(), world_.now());
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].agreed, std::vector{id_of("Anna")});
  EXPECT_EQ(asked[0].owners, 2U);
  EXPECT_TRUE(asked[0].mine_is_last);
  EXPECT_FALSE(asked[0].agreed_by_me);
  world_.confirm_owner(bert, invited.invitation);
  say(carla, "regie", "Dank jullie.");

  EXPECT_TRUE(world_.view(carla).owner);
  EXPECT_EQ(world_.texts(world_.anna(), "regie"), (Texts{"Dank jullie."}));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(CharterStory, WhatAParentAgreedToAWeekAgoCountsNoMore) {
  const auto bert = world_.admit_owner("Bert");
  const auto invited = world_.invite(world_.anna(), {.role = world_.role("parent"), .stay = {}});
  const auto carla = world_.join("Carla", invited.link);
  world_.consent(world_.anna(), invited.invitation);

  wait(std::chrono::days(7) + std::chrono::hours(1), {world_.anna(), bert, carla});
  core::Confirmation late{.invitation = invited.invitation, .until = {}, .words = world_.words(bert)};
  EXPECT_EQ(world_.client(bert).confirm(world_.circle(), std::move(late), world_.now()).error(),
            channels::Errc::needs_all_owners);

  world_.consent(world_.anna(), invited.invitation);
  world_.confirm_owner(bert, invited.invitation);
  EXPECT_TRUE(world_.view(carla).owner);
}

TEST_F(CharterStory, AParentAgreesOnceAndToAParentOnly) {
  const auto bert = world_.admit_owner("Bert");
  const auto parent = world_.invite(world_.anna(), {.role = world_.role("parent"), .stay = {}});
  const auto nurse = world_.invite(world_.anna(), {.role = world_.role("nurse"), .stay = {}});
  (void)world_.join("Carla", parent.link);
  const auto eva = world_.join("Eva", nurse.link);
  world_.consent(bert, parent.invitation);
  const auto refusal_of = [&](DeviceIndex device, const channels::InvitationId& invitation) {
    return world_.client(device).consent(world_.circle(), invitation, world_.now()).error();
  };

  EXPECT_EQ(refusal_of(bert, parent.invitation), client::Errc::not_needed);
  EXPECT_EQ(refusal_of(bert, nurse.invitation), channels::Errc::role_does_not_own);
  EXPECT_EQ(refusal_of(bert, {}), client::Errc::unknown_request);
  world_.confirm(world_.anna(), nurse.invitation);
  EXPECT_EQ(refusal_of(eva, parent.invitation), channels::Errc::needs_owner);
  EXPECT_EQ(refusal_of(bert, nurse.invitation), channels::Errc::acceptance_void);
}

TEST_F(CharterStory, ACircleEndsForAllTwoWeeksAfterAllOwnersWantedIt) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(nurse, "care", "Tot zover.");
  decide([&](core::Client& client) {
    return client.end_circle(world_.circle(), world_.words(world_.anna()), world_.now());
  });
  decide([&](core::Client& client) { return client.cancel_end(world_.circle(), world_.now()); });
  decide([&](core::Client& client) {
    return client.end_circle(world_.circle(), world_.words(world_.anna()), world_.now());
  });
  EXPECT_EQ(world_.client(world_.anna()).end_circle(world_.circle(), std::nullopt, world_.now()).error(),
            channels::Errc::too_early);

  wait(std::chrono::days(14), {world_.anna(), nurse});
  decide(
      [&](core::Client& client) { return client.end_circle(world_.circle(), std::nullopt, world_.now()); });

  for (const auto device : {world_.anna(), nurse}) {
    EXPECT_EQ(world_.view(device).standing, core::Standing::ended);
    EXPECT_TRUE(world_.view(device).dissolved);
    EXPECT_EQ(world_.texts(device, "care"), (Texts{"Tot zover."}));
  }
  EXPECT_TRUE(world_.alarms().empty());
  // The hub keeps nothing but that it has ended.
  const auto left = world_.in_store(store::LoadCircle{world_.circle()});
  ASSERT_TRUE(left);
  EXPECT_TRUE(std::get<store::StoredCircle>(*left).channels.empty());
}

TEST_F(CharterStory, AnotherRoleOpensItsChannelsAndClosesTheOthers) {
  const auto bea = world_.admit("Bea", "nurse");
  say(world_.anna(), "care", "Vannacht rustig.");

  change_role("Bea", "family");
  say(world_.anna(), "care", "Bea zorgt niet meer.");
  say(world_.anna(), "family", "Bea is nu een vriendin.");

  EXPECT_EQ(world_.texts(bea, "care"), (Texts{"Vannacht rustig."}));
  EXPECT_EQ(world_.texts(bea, "family"), (Texts{"Bea is nu een vriendin."}));
  EXPECT_EQ(refusal(bea, "care"), client::Errc::no_longer_read);

  change_role("Bea", "nurse");
  say(bea, "care", "Toch weer.");

  EXPECT_EQ(world_.texts(bea, "care"), (Texts{"Vannacht rustig.", "Bea zorgt niet meer.", "Toch weer."}));
  EXPECT_EQ(world_.texts(world_.anna(), "care"), world_.texts(bea, "care"));
  world_.expect_agreement({world_.anna(), bea});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(CharterStory, WhatWaitsForAChannelThatIsLostIsGivenUpAndTold) {
  const auto bea = world_.admit("Bea", "nurse");
  world_.offline(bea);
  const auto said = world_.perform(bea, world_.client(bea).say(world_.circle(), world_.channel(bea, "care"),
                                                               "Nog niet verstuurd.", world_.now()));
  ASSERT_TRUE(said);
  change_role("Bea", "family");

  world_.online(bea);
  world_.settled();

  ASSERT_TRUE(world_.outcome(*said));
  EXPECT_EQ(world_.outcome(*said)->error(), client::Errc::may_not_post);
}

TEST_F(CharterStory, RightsInAChannelAreTakenAndGivenBack) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(nurse, "care", "Een.");

  allow("care", "nurse", channels::Right::read);
  EXPECT_EQ(refusal(nurse, "care"), client::Errc::may_not_post);
  allow("care", "nurse", {});
  EXPECT_EQ(refusal(nurse, "care"), client::Errc::no_longer_read);
  say(world_.anna(), "care", "Twee.");
  EXPECT_EQ(world_.texts(nurse, "care"), (Texts{"Een."}));
  allow("care", "nurse", channels::Right::read | channels::Right::post);
  say(nurse, "care", "Drie.");

  EXPECT_EQ(world_.texts(nurse, "care"), (Texts{"Een.", "Twee.", "Drie."}));
  world_.expect_agreement({world_.anna(), nurse});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(CharterStory, WhoseRoleLostAChannelIsToldSinceWhenAndKeepsWhatTheyHad) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(nurse, "care", "Een.");
  const auto care = world_.channel(nurse, "care");
  const auto read_until = [&] {
    for (const auto& channel : world_.client(nurse).channels(world_.circle(), world_.now())) {
      if (channel.id == care) return channel.read_until;
    }
    return std::optional<Time>();
  };
  EXPECT_FALSE(read_until());

  world_.run(std::chrono::hours(1));
  const auto before = world_.now();
  allow("care", "nurse", {});
  const auto lost = read_until();
  world_.run(std::chrono::hours(1));
  allow("care", "school", channels::Rights(channels::Right::read));
  const auto later = read_until();
  allow("care", "nurse", channels::Rights(channels::Right::read));

  ASSERT_TRUE(lost);
  EXPECT_GE(*lost, before);
  EXPECT_LT(*lost, before + std::chrono::hours(1));
  EXPECT_EQ(later, lost);
  EXPECT_FALSE(read_until());
  EXPECT_EQ(world_.texts(nurse, "care"), (Texts{"Een."}));
}

TEST_F(CharterStory, WhoeverWasLetInTwiceWhileAwayAndIsOutAgainWaitsForNothing) {
  const auto grandmother = world_.admit("Oma", "family");
  world_.offline(grandmother);
  for (int round = 0; round < 2; ++round) {
    allow("care", "family", channels::Right::read);
    allow("care", "family", {});
  }

  world_.online(grandmother);
  world_.settled();

  EXPECT_TRUE(world_.client(grandmother).circles(world_.now()).at(0).caught_up);
  say(world_.anna(), "care", "Slaapt goed.");
  allow("care", "family", channels::Right::read);
  EXPECT_EQ(world_.texts(grandmother, "care"), Texts{"Slaapt goed."});
}

TEST_F(CharterStory, AClosedChannelIsReadAndNotWritten) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(nurse, "care", "Het laatste woord.");

  close("care");

  EXPECT_EQ(refusal(nurse, "care"), channels::Errc::channel_closed);
  EXPECT_EQ(refusal(world_.anna(), "care"), channels::Errc::channel_closed);
  const auto next = world_.admit("Carla", "nurse");
  world_.remove("Bea");
  EXPECT_EQ(world_.texts(next, "care"), (Texts{"Het laatste woord."}));
  world_.expect_agreement({world_.anna(), next});
  EXPECT_TRUE(world_.alarms().empty());
}

}  // namespace
}  // namespace kring::simulation
