#include "tests/simulation/circle_world.hpp"

#include "channels/model/errc.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace kring::simulation {
namespace {

TEST(Story, LetsANurseReadBackAndAGrandmotherSeeFromNowOn) {
  CircleWorld world({.seed = 2});
  world.say(world.anna(), "care", "Vannacht rustig.");
  world.say(world.anna(), "family", "Alleen voor ons.");
  world.settled();

  const auto nurse = world.admit("Bea", "nurse");
  const auto grandmother = world.admit("Oma", "family");
  world.say(world.anna(), "family", "Welkom, oma!");
  world.say(nurse, "care", "Ik ben er.");
  world.settled();

  EXPECT_EQ(world.texts(nurse, "care"), (Texts{"Vannacht rustig.", "Ik ben er."}));
  EXPECT_EQ(world.texts(world.anna(), "care"), (Texts{"Vannacht rustig.", "Ik ben er."}));
  EXPECT_EQ(world.texts(grandmother, "family"), (Texts{"Welkom, oma!"}));
  EXPECT_FALSE(world.has_channel(grandmother, "care"));
  EXPECT_EQ(world.member(world.anna(), "Bea").checked, core::Checked::confirmed);
  EXPECT_EQ(world.member(nurse, "Anna").checked, core::Checked::introduced);
  EXPECT_EQ(world.member(grandmother, "Anna").relation, "moeder");
  world.expect_agreement({world.anna(), nurse, grandmother});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, KeepsARemovedNurseOutWhoWasAway) {
  CircleWorld world({.seed = 3});
  const auto nurse = world.admit("Bea", "nurse");
  const auto hers = world.invite(nurse, {.role = world.role("night"), .stay = {}});
  world.say(nurse, "care", "Tot morgen.");
  world.settled();
  world.offline(nurse);

  const auto removed = world.perform(
      world.anna(),
      world.client(world.anna()).remove(world.circle(), world.member(world.anna(), "Bea").id, world.now()));
  ASSERT_TRUE(removed);
  world.settled();
  world.say(world.anna(), "care", "Bea werkt hier niet meer.");
  world.settled();
  world.online(nurse);
  world.run(std::chrono::seconds(10));

  EXPECT_TRUE(world.outcome(*removed) && *world.outcome(*removed));
  EXPECT_EQ(world.view(nurse).standing, core::Standing::ended);
  EXPECT_EQ(world.texts(nurse, "care"), (Texts{"Tot morgen."}));
  const auto care = world.channel(nurse, "care");
  EXPECT_EQ(world.client(nurse).say(world.circle(), care, "Hallo?", world.now()).error(),
            client::Errc::ended);
  EXPECT_EQ(world.texts(world.anna(), "care"), (Texts{"Tot morgen.", "Bea werkt hier niet meer."}));

  const auto late = world.add_device("Vriend van Bea");
  const auto asked = world.perform(late, world.client(late).join(hers.link, world.now()));
  ASSERT_TRUE(asked);
  world.run(std::chrono::seconds(10));
  ASSERT_TRUE(world.outcome(*asked));
  EXPECT_FALSE(*world.outcome(*asked));

  const auto next = world.admit("Carla", "nurse");
  world.settled();
  EXPECT_EQ(world.texts(next, "care"), (Texts{"Tot morgen.", "Bea werkt hier niet meer."}));
  world.expect_agreement({world.anna(), next});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, TellsANurseWhoseTimeWasOverBeforeSheKnewThatSheWasIn) {
  CircleWorld world({.seed = 31});
  const auto invited = world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
  const auto nurse = world.join("Bea", invited.link);
  world.offline(nurse);
  const auto confirmed = world.perform(
      world.anna(),
      world.client(world.anna())
          .confirm(
              world.circle(),
              {.invitation = invited.invitation, .until = world.now() + std::chrono::minutes(1), .words = {}},
              world.now()));
  ASSERT_TRUE(confirmed);
  world.run(std::chrono::minutes(2));

  world.online(nurse);
  world.run(std::chrono::seconds(10));

  EXPECT_TRUE(world.outcome(*confirmed) && *world.outcome(*confirmed));
  EXPECT_EQ(world.view(nurse).standing, core::Standing::ended);
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, AdmitsAPreapprovedGrandmotherThroughAnyMember) {
  CircleWorld world({.seed = 4});
  const auto uncle = world.admit("Oom Piet", "family");
  const auto invited =
      world.invite(world.anna(), {.role = world.role("family"), .stay = {}, .preapproved = true});
  world.offline(world.anna());

  const auto grandmother = world.join("Oma", invited.link);
  world.run(std::chrono::seconds(20));
  world.say(uncle, "circle", "Dag oma!");
  world.settled();

  EXPECT_EQ(world.view(grandmother).standing, core::Standing::member);
  EXPECT_EQ(world.texts(grandmother, "circle"), (Texts{"Dag oma!"}));
  world.online(world.anna());
  world.settled();
  EXPECT_EQ(world.member(world.anna(), "Oma").state, core::MemberState::live);
  world.expect_agreement({world.anna(), uncle, grandmother});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, MakesASecondParentAnOwnerByTheWords) {
  CircleWorld world({.seed = 5});
  const auto invited = world.invite(world.anna(), {.role = world.role("parent"), .stay = {}});
  const auto bert = world.join("Bert", invited.link);
  const auto requests = world.client(world.anna()).requests(world.circle(), world.now());
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_TRUE(requests[0].needs_recovery_words);
  EXPECT_EQ(requests[0].six_words, world.view(bert).six_words);
  EXPECT_EQ(
      world.client(world.anna())
          .confirm(world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}}, world.now())
          .error(),
      client::Errc::words_needed);

  world.confirm_owner(invited.invitation);
  world.say(bert, "regie", "Ik ben er ook.");
  world.settled();

  EXPECT_TRUE(world.view(bert).owner);
  EXPECT_EQ(world.texts(world.anna(), "regie"), (Texts{"Ik ben er ook."}));
  world.expect_agreement({world.anna(), bert});
}

TEST(Story, LetsTheOtherParentConfirmWhomOneInvited) {
  CircleWorld world({.seed = 12});
  const auto bert = world.admit_owner("Bert");
  const auto grandmother = world.admit("Oma", "family");
  const auto invited = world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
  world.offline(world.anna());
  const auto nurse = world.join("Bea", invited.link);

  const auto requests = world.client(bert).requests(world.circle(), world.now());
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].name, "Bea");
  EXPECT_TRUE(world.client(grandmother).requests(world.circle(), world.now()).empty());
  EXPECT_FALSE(world.client(grandmother)
                   .confirm(world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}},
                            world.now()));
  for (const auto& article : world.client(bert).timeline(world.circle(), world.channel(bert, "regie"), {})) {
    EXPECT_EQ(article.json.find("private_key"), std::string::npos);
  }
  world.confirm(bert, invited.invitation);
  world.online(world.anna());
  world.settled();

  EXPECT_EQ(world.view(nurse).standing, core::Standing::member);
  EXPECT_EQ(world.member(world.anna(), "Bea").checked, core::Checked::introduced);
  EXPECT_EQ(world.member(bert, "Bea").checked, core::Checked::confirmed);
  world.expect_agreement({world.anna(), bert, nurse, grandmother});
}

TEST(Story, LetsWhoWasRemovedJoinAgainWithTheSameDevice) {
  CircleWorld world({.seed = 14});
  const auto nurse = world.admit("Bea", "nurse");
  world.say(world.anna(), "care", "Welkom.");
  world.settled();
  world.offline(nurse);
  world.remove("Bea");
  world.say(world.anna(), "care", "Bea is er even niet.");
  world.settled();
  world.online(nurse);
  world.settled();
  EXPECT_EQ(world.texts(nurse, "care"), (Texts{"Welkom."}));

  const auto again = world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
  world.follow(nurse, again.link);
  EXPECT_EQ(world.texts(nurse, "care"), (Texts{"Welkom."}));
  world.confirm(world.anna(), again.invitation);
  world.say(nurse, "care", "Ik ben terug.");
  world.settled();

  const Texts all{"Welkom.", "Bea is er even niet.", "Ik ben terug."};
  EXPECT_EQ(world.view(nurse).standing, core::Standing::member);
  EXPECT_EQ(world.texts(nurse, "care"), all);
  EXPECT_EQ(world.texts(world.anna(), "care"), all);
  world.restart_device(nurse);
  world.settled();
  EXPECT_EQ(world.texts(nurse, "care"), all);
  world.expect_agreement({world.anna(), nurse});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, LetsWhoLeftComeBackInAnotherRoleAndKeepsTheirPast) {
  CircleWorld world({.seed = 15});
  const auto guest = world.admit("Bea", "nurse");
  world.say(world.anna(), "care", "Voor Bea.");
  world.settled();
  const auto left = world.perform(guest, world.client(guest).leave(world.circle(), world.now()));
  ASSERT_TRUE(left);
  world.settled();
  world.say(world.anna(), "care", "Na Bea.");
  world.settled();

  const auto again = world.invite(world.anna(), {.role = world.role("family"), .stay = {}});
  world.follow(guest, again.link);
  world.confirm(world.anna(), again.invitation);
  world.say(world.anna(), "family", "Welkom in de familie.");
  world.settled();

  EXPECT_EQ(world.texts(guest, "care"), (Texts{"Voor Bea."}));
  EXPECT_EQ(world.texts(guest, "family"), (Texts{"Welkom in de familie."}));
  world.restart_device(guest);
  world.settled();
  EXPECT_EQ(world.texts(guest, "care"), (Texts{"Voor Bea."}));
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, LosesNothingByALinkThatDoesNotLetOneBackIn) {
  CircleWorld world({.seed = 16});
  const auto nurse = world.admit("Bea", "nurse");
  world.say(world.anna(), "care", "Welkom.");
  world.settled();
  EXPECT_EQ(world.client(nurse)
                .join(world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}}).link, world.now())
                .error(),
            client::Errc::already_joined);
  world.remove("Bea");
  const auto taken_back = world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
  const auto withdrawn = world.perform(
      world.anna(), world.client(world.anna()).withdraw(world.circle(), taken_back.invitation, world.now()));
  ASSERT_TRUE(withdrawn);
  world.settled();

  const auto asked = world.perform(nurse, world.client(nurse).join(taken_back.link, world.now()));
  ASSERT_TRUE(asked);
  world.settled();

  ASSERT_TRUE(world.outcome(*asked));
  EXPECT_FALSE(*world.outcome(*asked));
  EXPECT_EQ(world.view(nurse).standing, core::Standing::ended);
  EXPECT_EQ(world.texts(nurse, "care"), (Texts{"Welkom."}));
  world.restart_device(nurse);
  world.settled();
  EXPECT_EQ(world.texts(nurse, "care"), (Texts{"Welkom."}));
  const auto again = world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
  world.follow(nurse, again.link);
  world.confirm(world.anna(), again.invitation);
  EXPECT_EQ(world.texts(nurse, "care"), (Texts{"Welkom."}));
  EXPECT_TRUE(world.alarms().empty());
}

/// The epochs of the channels that a device is in.
std::map<std::string, std::uint64_t> epochs(CircleWorld& world, DeviceIndex device) {
  std::map<std::string, std::uint64_t> all;
  for (const auto& channel : world.client(device).channels(world.circle(), world.now())) {
    if (channel.joined) all[channel.key] = channel.epoch;
  }
  return all;
}

std::map<std::string, std::uint64_t> one_more(std::map<std::string, std::uint64_t> all) {
  for (auto& [key, epoch] : all) ++epoch;
  return all;
}

TEST(Story, MakesNewKeysOnceAfterThirtyDays) {
  CircleWorld world({.seed = 17});
  const auto nurse = world.admit("Bea", "nurse");
  const auto therapist = world.admit("Cees", "therapist");
  world.say(world.anna(), "care", "In de eerste maand.");
  world.settled();
  const std::vector<DeviceIndex> all{world.anna(), nurse, therapist};
  const auto away = [&](Duration duration) {
    for (const auto device : all) world.offline(device);
    world.run(duration);
    for (const auto device : all) world.online(device);
    world.settled();
  };
  const auto before = epochs(world, world.anna());

  away(std::chrono::days(29));
  EXPECT_EQ(epochs(world, world.anna()), before);
  away(std::chrono::days(1));
  EXPECT_EQ(epochs(world, world.anna()), one_more(before));
  away(std::chrono::days(29));
  EXPECT_EQ(epochs(world, world.anna()), one_more(before));
  world.restart_device(nurse);
  away(std::chrono::days(1));

  EXPECT_EQ(epochs(world, world.anna()), one_more(one_more(before)));
  world.say(nurse, "care", "In de derde maand.");
  world.settled();
  const auto newcomer = world.admit("Dirk", "nurse");
  EXPECT_EQ(world.texts(newcomer, "care"), (Texts{"In de eerste maand.", "In de derde maand."}));
  world.expect_agreement({world.anna(), nurse, therapist, newcomer});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, MakesNewKeysWhileEverybodyIsThere) {
  CircleWorld world({.seed = 18});
  const auto nurse = world.admit("Bea", "nurse");
  const auto before = epochs(world, world.anna());
  world.offline(world.anna());
  world.offline(nurse);
  world.run(std::chrono::days(30) - std::chrono::hours(1));
  world.online(world.anna());
  world.online(nurse);
  world.settled();
  EXPECT_EQ(epochs(world, world.anna()), before);

  world.run(std::chrono::hours(2));

  EXPECT_EQ(epochs(world, world.anna()), one_more(before));
  world.expect_agreement({world.anna(), nurse});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, RefusesALinkThatWasWithdrawnOrIsTooOld) {
  CircleWorld world({.seed = 6});
  const auto taken_back = world.invite(world.anna(), {.role = world.role("family"), .stay = {}});
  const auto old =
      world.invite(world.anna(), {.role = world.role("family"), .stay = {}, .life = std::chrono::minutes(1)});
  const auto withdrawn = world.perform(
      world.anna(), world.client(world.anna()).withdraw(world.circle(), taken_back.invitation, world.now()));
  ASSERT_TRUE(withdrawn);
  world.settled();
  world.run(std::chrono::minutes(2));

  const auto first = world.add_device("Een");
  const auto second = world.add_device("Twee");
  const auto by_first = world.perform(first, world.client(first).join(taken_back.link, world.now()));
  const auto by_second = world.perform(second, world.client(second).join(old.link, world.now()));
  world.run(std::chrono::seconds(10));

  ASSERT_TRUE(by_first && world.outcome(*by_first) && by_second && world.outcome(*by_second));
  EXPECT_FALSE(*world.outcome(*by_first));
  EXPECT_FALSE(*world.outcome(*by_second));
  EXPECT_TRUE(world.client(first).circles(world.now()).empty());
}

TEST(Story, LetsTwoPeopleInviteAtTheSameMoment) {
  CircleWorld world({.seed = 7});
  const auto nurse = world.admit("Bea", "nurse");

  auto by_anna = world.client(world.anna())
                     .invite(world.circle(), {.role = world.role("family"), .stay = {}}, world.now());
  auto by_nurse =
      world.client(nurse).invite(world.circle(), {.role = world.role("night"), .stay = {}}, world.now());
  ASSERT_TRUE(by_anna && by_nurse);
  world.perform(world.anna(), std::move(by_anna->actions));
  world.perform(nurse, std::move(by_nurse->actions));
  world.settled();

  EXPECT_TRUE(world.outcome(by_anna->intent) && *world.outcome(by_anna->intent));
  EXPECT_TRUE(world.outcome(by_nurse->intent) && *world.outcome(by_nurse->intent));
}

TEST(Story, ShowsTheContactOfALaneThatChannelAndNoOtherName) {
  CircleWorld world({.seed = 8});
  const auto copiloot = world.admit("Cor", "copiloot");
  const auto nurse = world.admit("Bea", "nurse");
  auto opened =
      world.client(world.anna())
          .open_lane(world.circle(),
                     {.label = "CIZ", .keeper = world.role("copiloot"), .contact_label = "Contact CIZ"},
                     world.now());
  ASSERT_TRUE(opened);
  world.perform(world.anna(), std::move(opened->actions));
  world.settled();
  const auto invited = world.invite(copiloot, {.role = opened->role, .stay = {}});
  const auto contact = world.join("Mevrouw de Vries", invited.link);
  world.confirm(copiloot, invited.invitation);

  world.say(contact, "CIZ", "Het dossier is compleet.");
  world.say(copiloot, "CIZ", "Dank u.");
  world.settled();

  EXPECT_EQ(world.texts(contact, "CIZ").size(), 2U);
  EXPECT_EQ(world.client(contact).channels(world.circle(), world.now()).size(), 1U);
  std::vector<std::string> names;
  for (const auto& member : world.client(contact).members(world.circle(), world.now())) {
    if (!member.name.empty()) names.push_back(member.name);
  }
  EXPECT_EQ(names, (Texts{"Cor", "Mevrouw de Vries"}));
  EXPECT_FALSE(world.has_channel(nurse, "CIZ"));
  world.expect_agreement({world.anna(), copiloot, contact});
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, LetsAMemberLeaveAndTheOthersGoOn) {
  CircleWorld world({.seed = 9});
  const auto uncle = world.admit("Oom Piet", "family");
  world.say(uncle, "circle", "Ik stop ermee.");
  world.settled();

  const auto left = world.perform(uncle, world.client(uncle).leave(world.circle(), world.now()));
  ASSERT_TRUE(left);
  world.run(std::chrono::seconds(20));
  world.say(world.anna(), "circle", "Jammer.");
  world.run(std::chrono::seconds(20));

  EXPECT_TRUE(world.outcome(*left) && *world.outcome(*left));
  EXPECT_EQ(world.view(uncle).standing, core::Standing::ended);
  EXPECT_EQ(world.texts(uncle, "circle"), (Texts{"Ik stop ermee."}));
  EXPECT_EQ(world.texts(world.anna(), "circle"), (Texts{"Ik stop ermee.", "Jammer."}));
  EXPECT_TRUE(world.alarms().empty());
}

TEST(Story, LetsReadersIntoANewChannelAtOnce) {
  CircleWorld world({.seed = 12, .delay_max = std::chrono::milliseconds(5)});
  const auto nurse = world.admit("Bea", "nurse");
  const auto before = world.now();

  const auto all = channels::Right::read | channels::Right::post | channels::Right::moderate;
  auto opened = world.client(world.anna())
                    .open_channel(world.circle(),
                                  {.label = "Nachten",
                                   .roles = {{world.role("parent"), all}, {world.role("nurse"), all}}},
                                  world.now());
  ASSERT_TRUE(opened);
  world.perform(world.anna(), std::move(opened->actions));
  world.settled();

  EXPECT_TRUE(world.has_channel(nurse, "Nachten"));
  EXPECT_LT(world.now() - before, std::chrono::seconds(1));
}

TEST(Story, OpensAChannelForTheRolesNamed) {
  CircleWorld world({.seed = 10});
  const auto nurse = world.admit("Bea", "nurse");
  const auto uncle = world.admit("Oom Piet", "family");
  const auto all = channels::Right::read | channels::Right::post | channels::Right::moderate;
  auto opened =
      world.client(world.anna())
          .open_channel(world.circle(),
                        {.label = "Nachten",
                         .mode = channels::Mode::sealed,
                         .roles = {{world.role("parent"), all},
                                   {world.role("nurse"), channels::Right::read | channels::Right::post}}},
                        world.now());
  ASSERT_TRUE(opened);
  world.perform(world.anna(), std::move(opened->actions));
  world.settled();

  world.say(nurse, "Nachten", "Vannacht ik.");
  world.settled();

  EXPECT_EQ(world.texts(world.anna(), "Nachten"), (Texts{"Vannacht ik."}));
  EXPECT_FALSE(world.has_channel(uncle, "Nachten"));
  EXPECT_EQ(world.member(nurse, "Anna").name, "Anna");
}

TEST(Story, LosesNothingAcknowledgedWhenTheHubAndDevicesRestart) {
  CircleWorld world({.seed = 11});
  const auto nurse = world.admit("Bea", "nurse");
  const auto grandmother = world.admit("Oma", "family");
  Texts said;
  for (int i = 0; i < 12; ++i) {
    said.push_back("Bericht " + std::to_string(i));
    world.say(i % 2 == 0 ? world.anna() : nurse, "care", said.back());
    world.say(grandmother, "family", said.back());
    world.run(std::chrono::milliseconds(70));
    if (i % 4 == 1) world.restart_hub();
    if (i % 4 == 2) world.restart_device(nurse);
    if (i % 4 == 3) world.restart_device(grandmother);
  }
  world.settled();

  auto heard = world.texts(world.anna(), "care");
  EXPECT_EQ(heard, world.texts(nurse, "care"));
  std::ranges::sort(heard);
  std::ranges::sort(said);
  EXPECT_EQ(heard, said);
  auto in_family = world.texts(world.anna(), "family");
  EXPECT_EQ(in_family, world.texts(grandmother, "family"));
  std::ranges::sort(in_family);
  EXPECT_EQ(in_family, said);
  world.expect_agreement({world.anna(), nurse, grandmother});
  EXPECT_TRUE(world.alarms().empty());
}

}  // namespace
}  // namespace kring::simulation
