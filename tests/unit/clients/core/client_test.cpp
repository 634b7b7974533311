#include "clients/core/client.hpp"

#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"
#include "channels/wire/frame_codec.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <variant>

namespace kring::core {
namespace {

using simulation::CircleWorld;

TEST(Errc, HasANameForEachCode) {
  std::set<std::string_view> names;
  for (int code = 1; code <= static_cast<int>(client::Errc::heads_unknown); ++code) {
    EXPECT_TRUE(names.insert(client::name_of(static_cast<client::Errc>(code))).second) << code;
  }
  EXPECT_FALSE(names.contains("unknown"));
}

TEST(NewClient, RefusesWhatTakesADevice) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  const channels::CircleId circle;
  const Time now{};

  EXPECT_EQ(client.found({.name = "Kring", .hub = "http://127.0.0.1:8420"}, now).error(),
            client::Errc::no_device);
  EXPECT_EQ(client.join("https://hub/i#v1.", now).error(), client::Errc::no_device);
  EXPECT_EQ(client.leave(circle, now).error(), client::Errc::no_device);
  EXPECT_EQ(client.confirm_words({}).error(), client::Errc::no_device);
  EXPECT_FALSE(client.status(now).has_device);
}

TEST(NewClient, BecomesADeviceOnce) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  ASSERT_TRUE(client.init("Anna", ""));

  EXPECT_EQ(client.init("Anna", "").error(), client::Errc::device_exists);
}

TEST(NewClient, IsToldThatTheWordsAreOnPaper) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  auto made = client.init("Anna", "").value();
  EXPECT_FALSE(client.status({}).words_confirmed);

  EXPECT_EQ(client.confirm_words(SecretBytes(12, 'a')).error(), client::Errc::wrong_words);
  ASSERT_TRUE(client.confirm_words(std::move(made.words)));

  EXPECT_TRUE(client.status({}).words_confirmed);
}

TEST(NewClient, RefusesWhatIsNoCircleOrNoHub) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  ASSERT_TRUE(client.init("Anna", ""));
  const Time now{};
  const std::string hub = "http://127.0.0.1:8420";

  EXPECT_EQ(client.found({.name = "", .hub = hub}, now).error(), client::Errc::bad_label);
  EXPECT_EQ(client.found({.name = std::string(65, 'a'), .hub = hub}, now).error(), client::Errc::bad_label);
  EXPECT_EQ(client.found({.name = "Kring", .hub = "ftp://hub"}, now).error(), client::Errc::bad_hub);
  EXPECT_EQ(client.join("geen link", now).error(), channels::Errc::bad_link);
  EXPECT_EQ(client.leave(channels::CircleId(FixedBytes<32>{1}), now).error(), client::Errc::unknown_circle);
  EXPECT_TRUE(client.found({.name = std::string(64, 'a'), .hub = hub}, now));
}

/// A client that founds a circle at each of two hubs.
class ClocksOfTwoHubs : public testing::Test {
 protected:
  static constexpr std::string_view wrong = "http://127.0.0.1:8420";
  static constexpr std::string_view other = "http://127.0.0.1:8421";

  ClocksOfTwoHubs() {
    EXPECT_TRUE(client_.init("Anna", ""));
    for (const auto hub : {wrong, other})
      EXPECT_TRUE(client_.found({.name = "Kring", .hub = std::string(hub)}, now));
    greet(wrong, now + std::chrono::hours(1));
  }
  void greet(std::string_view hub, Time time) {
    (void)client_.connected(hub, now);  // Nobody carries it out.
    const auto hello = wire::encode_event(wire::HelloEvent{.origin = std::string(hub), .time = time}).value();
    (void)client_.frame(hub, hello, now);
  }

  static constexpr Time now{std::chrono::days(20'000)};
  support::SeededRandom random_{1};
  Client client_ = Client::load({}, random_).value();
};

TEST_F(ClocksOfTwoHubs, AreWrongHereForAllThatIsKnownWhileNoOtherHubHasAnswered) {
  EXPECT_EQ(client_.clock_trouble(wrong), Error(client::Errc::clock_off));
  EXPECT_FALSE(client_.clock_trouble(other));
  EXPECT_FALSE(client_.clock_trouble("http://127.0.0.1:1"));
}

TEST_F(ClocksOfTwoHubs, AreWrongAtTheHubWhereAnotherAgreesWithUs) {
  greet(other, now + std::chrono::minutes(5));

  EXPECT_EQ(client_.clock_trouble(wrong), Error(client::Errc::hub_clock_off));
  EXPECT_FALSE(client_.clock_trouble(other));
}

TEST_F(ClocksOfTwoHubs, AreWrongHereWhereNoneAgreesWithUs) {
  greet(other, now + std::chrono::hours(1));

  EXPECT_EQ(client_.clock_trouble(wrong), Error(client::Errc::clock_off));
  EXPECT_EQ(client_.clock_trouble(other), Error(client::Errc::clock_off));
}

TEST_F(ClocksOfTwoHubs, AreRightAgainWithTheNextGreeting) {
  greet(wrong, now);

  EXPECT_FALSE(client_.clock_trouble(wrong));
}

TEST(NewClient, FoundsNoMoreCirclesThanItHasRecoveryKeys) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  ASSERT_TRUE(client.init("Anna", ""));
  for (int i = 0; i < 256; ++i) {
    ASSERT_TRUE(client.found({.name = "Kring", .hub = "http://127.0.0.1:8420"}, {}));
  }

  EXPECT_EQ(client.found({.name = "Kring", .hub = "http://127.0.0.1:8420"}, {}).error(),
            client::Errc::too_many_circles);
}

/// Rows as the home has them after these actions.
void keep_rows(const Actions& actions, std::map<std::string, SecretBytes>& home) {
  for (const auto& action : actions) {
    const auto* save = std::get_if<Save>(&action);
    if (save == nullptr) continue;
    for (const auto& row : save->rows) {
      home.erase(row.name);
      if (row.value) home.emplace(row.name, *row.value);
    }
  }
}

TEST(NewClient, SaysWhatWaitsToBeFoundAndWhere) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  ASSERT_TRUE(client.init("Anna", ""));
  const auto accepted = client.found({.name = "Sam", .hub = "https://tipo.example"}, Time{});
  ASSERT_TRUE(accepted);

  const auto status = client.status({});

  ASSERT_EQ(status.pending.size(), 1);
  EXPECT_EQ(status.pending[0].id, accepted->intent);
  EXPECT_EQ(status.pending[0].name, "Sam");
  EXPECT_EQ(status.pending[0].hub, "https://tipo.example");
}

TEST(NewClient, TakesBackAFoundingAndLeavesNothingOfIt) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  std::map<std::string, SecretBytes> home;
  keep_rows(client.init("Anna", "").value().actions, home);
  const auto before = home;
  const auto accepted = client.found({.name = "Sam", .hub = "https://tipo.example"}, Time{});
  ASSERT_TRUE(accepted);
  keep_rows(accepted->actions, home);
  ASSERT_NE(home, before);

  const auto actions = client.cancel_founding(accepted->intent, Time{});

  ASSERT_TRUE(actions);
  keep_rows(*actions, home);
  EXPECT_EQ(home, before);
  EXPECT_TRUE(client.status({}).pending.empty());
  EXPECT_EQ(client.cancel_founding(accepted->intent, Time{}).error(), client::Errc::unknown_circle);
}

TEST(NewClient, ForgetsADeviceThatCameInNowhere) {
  support::SeededRandom random(1);
  auto lost = Client::load({}, random).value();
  const auto made = lost.init("Anna", "").value();
  auto client = Client::load({}, random).value();
  EXPECT_EQ(client.forget_device().error(), client::Errc::no_device);
  std::map<std::string, SecretBytes> home;
  keep_rows(client.init_from_words("Bea", "", made.words, Time{}).value(), home);
  ASSERT_FALSE(home.empty());

  const auto actions = client.forget_device();

  ASSERT_TRUE(actions);
  keep_rows(*actions, home);
  EXPECT_TRUE(home.empty());
  EXPECT_FALSE(client.status({}).has_device);
  EXPECT_TRUE(client.init_from_words("Anna", "", made.words, Time{})) << "and the right words are taken";
}

TEST(NewClient, ForgetsNoDeviceThatIsOnItsWaySomewhere) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  ASSERT_TRUE(client.init("Anna", ""));
  ASSERT_TRUE(client.found({.name = "Sam", .hub = "https://kring.example"}, Time{}));

  EXPECT_EQ(client.forget_device().error(), client::Errc::device_exists);
  EXPECT_TRUE(client.status({}).has_device);
}

TEST(NewClient, IsSettledAtOneHubWhateverWaitsForAnother) {
  support::SeededRandom random(1);
  auto client = Client::load({}, random).value();
  ASSERT_TRUE(client.init("Anna", ""));
  ASSERT_TRUE(client.found({.name = "Sam", .hub = "https://tipo.example"}, Time{}));

  EXPECT_FALSE(client.settled_at("https://tipo.example", Time{}));
  EXPECT_TRUE(client.settled_at("https://kring.example", Time{}));
  EXPECT_FALSE(client.status({}).settled);
}

TEST(Commands, RefuseAMessageThatMayNotBe) {
  CircleWorld world({.seed = 50});
  const auto uncle = world.admit("Oom Piet", "family");
  const auto visitor = world.admit("Papa Jan", "parent_without_authority");
  auto& client = world.client(uncle);
  const auto circle = world.circle();
  const auto family = world.channel(uncle, "family");
  const auto say = [&](const std::string& text) { return client.say(circle, family, text, world.now()); };

  EXPECT_EQ(say("").error(), channels::Errc::text_empty);
  EXPECT_EQ(say(" \n ").error(), channels::Errc::text_empty);
  EXPECT_EQ(client.say(circle, world.channel(world.anna(), "care"), "Hallo", world.now()).error(),
            client::Errc::unknown_channel);
  EXPECT_EQ(world.client(visitor).say(circle, world.channel(visitor, "circle"), "Hallo", world.now()).error(),
            client::Errc::may_not_post);
  EXPECT_EQ(client.mark_read(circle, channels::ChannelId(FixedBytes<16>{1}), {}).error(),
            client::Errc::unknown_channel);
}

TEST(Commands, TakeTheLongestTextAndNotOneByteMore) {
  CircleWorld world({.seed = 51});
  const auto care = world.channel(world.anna(), "care");
  const std::string longest(channels::limits::article_text_bytes_max, 'a');

  EXPECT_TRUE(world.client(world.anna()).say(world.circle(), care, longest + "a", world.now()).error() ==
              channels::Errc::text_too_long);
  world.say(world.anna(), "care", longest);
  world.settled();

  EXPECT_TRUE(world.texts(world.anna(), "care") == std::vector<std::string>{longest});
}

TEST(Commands, RefuseWhatNamesNothing) {
  CircleWorld world({.seed = 52});
  auto& client = world.client(world.anna());
  const auto circle = world.circle();
  const auto now = world.now();
  const channels::RoleId no_role(FixedBytes<16>{1});

  EXPECT_EQ(client.remove(circle, channels::MemberId(FixedBytes<16>{1}), now).error(),
            client::Errc::unknown_member);
  EXPECT_EQ(client.withdraw(circle, channels::InvitationId(FixedBytes<16>{1}), now).error(),
            client::Errc::unknown_invitation);
  EXPECT_EQ(
      client
          .confirm(circle,
                   {.invitation = channels::InvitationId(FixedBytes<16>{1}), .until = {}, .words = {}}, now)
          .error(),
      client::Errc::unknown_request);
  EXPECT_EQ(client.invite(circle, {.role = no_role, .stay = {}}, now).error(), channels::Errc::unknown_role);
  EXPECT_EQ(
      client.open_lane(circle, {.label = "CIZ", .keeper = no_role, .contact_label = "Contact"}, now).error(),
      client::Errc::unknown_role);
  EXPECT_EQ(client.open_channel(circle, {.label = "", .roles = {}}, now).error(), client::Errc::bad_label);
  EXPECT_EQ(
      client.open_lane(circle, {.label = "CIZ", .keeper = world.role("copiloot"), .contact_label = ""}, now)
          .error(),
      client::Errc::bad_label);
}

TEST(Commands, RefuseWhatIsSoAlready) {
  CircleWorld world({.seed = 53});
  const auto invited = world.invite(world.anna(), {.role = world.role("family"), .stay = {}});
  const auto guest = world.join("Gast", invited.link);
  auto& client = world.client(world.anna());

  EXPECT_EQ(world.client(guest).leave(world.circle(), world.now()).error(), client::Errc::not_admitted_yet);
  EXPECT_EQ(world.client(guest).join(invited.link, world.now()).error(), client::Errc::already_joined);
  EXPECT_EQ(client.join(invited.link, world.now()).error(), client::Errc::own_invitation);
  world.confirm(world.anna(), invited.invitation);
  EXPECT_EQ(
      client
          .confirm(world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}}, world.now())
          .error(),
      client::Errc::not_needed);
}

TEST(Commands, RefuseToAdmitWhomTheyCannotName) {
  CircleWorld world({.seed = 54});
  const auto nurse = world.admit("Bea", "nurse");
  const auto invited = world.invite(nurse, {.role = world.role("night"), .stay = {}});
  (void)world.join("Nacht", invited.link);

  EXPECT_EQ(
      world.client(world.anna())
          .confirm(world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}}, world.now())
          .error(),
      client::Errc::introduction_missing);
  world.confirm(nurse, invited.invitation);
  EXPECT_EQ(world.member(world.anna(), "Nacht").state, MemberState::live);
}

TEST(Commands, KeepWhatIsSaidWithoutAConnection) {
  CircleWorld world({.seed = 55});
  world.offline(world.anna());
  world.say(world.anna(), "care", "Straks.");
  EXPECT_EQ(world.client(world.anna()).unsent(world.circle()).size(), 1U);
  world.restart_device(world.anna());
  EXPECT_EQ(world.client(world.anna()).unsent(world.circle()).at(0).text, "Straks.");

  world.online(world.anna());
  world.settled();

  EXPECT_EQ(world.texts(world.anna(), "care"), (std::vector<std::string>{"Straks."}));
  EXPECT_TRUE(world.client(world.anna()).unsent(world.circle()).empty());
}

TEST(Commands, KeepNoMoreThanAThousandMessages) {
  CircleWorld world({.seed = 56});
  world.offline(world.anna());
  const auto care = world.channel(world.anna(), "care");
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(world.client(world.anna()).say(world.circle(), care, "Nog een.", world.now()));
  }

  EXPECT_EQ(world.client(world.anna()).say(world.circle(), care, "Te veel.", world.now()).error(),
            client::Errc::too_many_pending);
}

TEST(Commands, RefuseAChannelWhoseGroupDoesNotHaveUsYet) {
  CircleWorld world({.seed = 57});
  const auto invited =
      world.invite(world.anna(), {.role = world.role("family"), .stay = {}, .preapproved = true});
  world.offline(world.anna());
  const auto guest = world.join("Oma", invited.link);
  const auto channel = world.client(guest).channels(world.circle(), world.now()).at(0).id;

  EXPECT_EQ(world.client(guest).say(world.circle(), channel, "Hallo?", world.now()).error(),
            client::Errc::not_in_channel);
}

}  // namespace
}  // namespace kring::core
