#include "tests/simulation/circle_world.hpp"

#include "channels/model/errc.hpp"
#include "channels/model/origin.hpp"
#include "clients/core/errc.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// People who come back with nothing but their twelve words.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

class RecoveringStory : public testing::Test {
 protected:
  /// What `lost` knew of the circle, which comes from elsewhere.
  core::LostCircle lost_circle(DeviceIndex lost) {
    const auto view = world_.view(lost);
    return {.place = {.origin = channels::Origin::parse(view.hub).value(),
                      .circle = view.id,
                      .hub_key = hub_key_,
                      .member = view.me,
                      .circle_name = view.name},
            .recovery_index = 0};
  }
  /// An empty device that was told the words of `lost`, who is gone.
  DeviceIndex empty_device(DeviceIndex lost, const std::string& name) {
    world_.offline(lost);
    const auto device = world_.add_device("Leeg");
    world_.vault(device).clear();
    world_.restart_device(device);
    auto made = world_.client(device).init_from_words(name, "", world_.words(lost), world_.now());
    EXPECT_TRUE(made);
    world_.perform(device, std::move(*made));
    return device;
  }
  std::string view_hub(DeviceIndex device) { return world_.view(device).hub; }
  core::IntentId come_back(DeviceIndex device, const core::LostCircle& lost, DeviceIndex whose) {
    auto asked = world_.client(device).return_by_words(lost, world_.words(whose), world_.now());
    EXPECT_TRUE(asked) << asked.error().name();
    world_.perform(device, std::move(asked->actions));
    return asked->intent;
  }
  Status returned(DeviceIndex device, const core::LostCircle& lost, DeviceIndex whose) {
    const auto intent = come_back(device, lost, whose);
    settle();
    EXPECT_TRUE(world_.outcome(intent));
    return world_.outcome(intent).value_or(Status());
  }
  /// Others add the leaf once the key packages are there.
  void settle() {
    world_.settled();
    world_.run(std::chrono::minutes(1));
    world_.settled();
  }
  void say(DeviceIndex device, std::string_view channel, const std::string& text) {
    world_.say(device, channel, text);
    world_.settled();
  }

  CircleWorld world_{{.seed = 91}};
  channels::HubKey hub_key_ =
      charter::parse_device_link(
          world_.client(world_.anna())
              .device_link(world_.circle(), world_.view(world_.anna()).me, world_.now())
              .value())
          ->hub_key;
};

TEST_F(RecoveringStory, AMemberComesBackAsANewDeviceAndReadsBackWhereNewcomersDo) {
  const auto lost = world_.admit("Bea", "nurse");
  say(lost, "care", "Van voor het verlies.");
  say(world_.anna(), "care", "Antwoord.");
  const auto before = lost_circle(lost);
  const auto phone = empty_device(lost, "Bea");

  EXPECT_TRUE(returned(phone, before, lost));
  say(phone, "care", "Ik ben er weer.");

  EXPECT_EQ(world_.texts(phone, "care"), (Texts{"Van voor het verlies.", "Antwoord.", "Ik ben er weer."}));
  EXPECT_EQ(world_.texts(world_.anna(), "care").back(), "Ik ben er weer.");
  EXPECT_EQ(world_.member(world_.anna(), "Bea").checked, core::Checked::confirmed);
  EXPECT_EQ(world_.client(world_.anna()).devices(world_.circle()).size(), 3U);
  const auto news = world_.client(world_.anna()).new_devices(world_.circle());
  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(news[0].how, core::DeviceCame::by_words);
  EXPECT_EQ(news[0].member_name, "Bea");
  world_.online(lost);
  world_.settled();
  EXPECT_EQ(world_.client(lost).devices(world_.circle()).size(), 3U);
  world_.expect_agreement({world_.anna(), phone, lost});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(RecoveringStory, WhoeverWasInTheCircleBeforeComesBackAsTheMemberThatTheyAreNow) {
  const auto lost = world_.admit("Bea", "nurse");
  world_.must(lost, world_.client(lost).leave(world_.circle(), world_.now()));
  const auto invited = world_.invite(world_.anna(), {.role = world_.role("nurse"), .stay = {}});
  ASSERT_TRUE(world_.perform(lost, world_.client(lost).join(invited.link, world_.now())));
  world_.settled();
  world_.confirm(world_.anna(), invited.invitation);
  settle();
  auto now = lost_circle(lost);
  now.recovery_index.reset();
  const auto phone = empty_device(lost, "Bea");

  EXPECT_TRUE(returned(phone, now, lost)) << "the words are right: only the first key is of another time";
  EXPECT_EQ(world_.view(phone).standing, core::Standing::member);
  say(phone, "care", "Ik ben er weer.");
  EXPECT_EQ(world_.texts(world_.anna(), "care").back(), "Ik ben er weer.");
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(RecoveringStory, AParentComesBackAndIsAParentStill) {
  const auto bert = world_.admit_owner("Bert");
  say(bert, "care", "Nog met de oude telefoon.");
  const auto before = lost_circle(bert);
  const auto phone = empty_device(bert, "Bert");

  EXPECT_TRUE(returned(phone, before, bert));

  EXPECT_TRUE(world_.view(phone).owner);
  EXPECT_EQ(world_.texts(phone, "care"), (Texts{"Nog met de oude telefoon."}));
  // Whoever comes by the words can put out the device that was stolen.
  const auto devices = world_.client(phone).devices(world_.circle());
  const auto stolen = std::ranges::find_if(devices, [&](const core::DeviceView& device) {
    return device.member == before.place.member && !device.this_one;
  });
  ASSERT_NE(stolen, devices.end());
  const auto revoked = world_.perform(
      phone, world_.client(phone).revoke_device(world_.circle(), stolen->id, std::nullopt, world_.now()));
  ASSERT_TRUE(revoked);
  world_.settled();
  EXPECT_TRUE(*world_.outcome(*revoked));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(RecoveringStory, TheCharterMovesOnUnderWhoComesBack) {
  const auto lost = world_.admit("Bea", "nurse");
  const auto before = lost_circle(lost);
  const auto phone = empty_device(lost, "Bea");

  const auto intent = come_back(phone, before, lost);
  for (int i = 0; i < 4; ++i) {
    (void)world_.perform(
        world_.anna(),
        world_.client(world_.anna())
            .invite(world_.circle(), {.role = world_.role("family"), .stay = {}}, world_.now()));
    world_.run(std::chrono::milliseconds(60));
  }
  settle();

  ASSERT_TRUE(world_.outcome(intent));
  EXPECT_TRUE(*world_.outcome(intent));
  EXPECT_EQ(world_.view(phone).standing, core::Standing::member);
}

TEST_F(RecoveringStory, WhoWasRemovedIsToldSo) {
  const auto lost = world_.admit("Bea", "nurse");
  const auto before = lost_circle(lost);
  world_.remove("Bea");
  const auto phone = empty_device(lost, "Bea");

  EXPECT_EQ(returned(phone, before, lost).error(), channels::Errc::signer_not_live);
  EXPECT_TRUE(world_.client(phone).circles(world_.now()).empty());
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(RecoveringStory, TheWordsOfOneBringNoDeviceOfAnother) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto other = world_.admit("Cor", "nurse");
  auto theirs = lost_circle(other);
  const auto phone = empty_device(nurse, "Bea");

  EXPECT_EQ(returned(phone, theirs, nurse).error(), client::Errc::wrong_words);
  EXPECT_EQ(world_.client(world_.anna()).devices(world_.circle()).size(), 3U);
}

TEST_F(RecoveringStory, FindsWhichRecoveryKeyTheCircleKnows) {
  const auto lost = world_.admit("Bea", "nurse");
  // Her second circle: another key than the first.
  const auto second = world_.perform(lost, world_.client(lost).found({.name = "Kring Roos",
                                                                      .hub = std::string(view_hub(lost)),
                                                                      .language = charter::Language::dutch},
                                                                     world_.now()));
  ASSERT_TRUE(second);
  world_.settled();
  auto places = world_.client(lost).circles(world_.now());
  const auto own = std::ranges::find_if(places, [&](const auto& one) { return one.id != world_.circle(); });
  ASSERT_NE(own, places.end());
  auto before = lost_circle(lost);
  before.recovery_index = std::nullopt;
  before.place.circle = own->id;
  before.place.member = own->me;
  const auto phone = empty_device(lost, "Bea");

  EXPECT_TRUE(returned(phone, before, lost));
}

TEST_F(RecoveringStory, NeedsTheWordsAgainAfterARestart) {
  const auto lost = world_.admit("Bea", "nurse");
  const auto before = lost_circle(lost);
  const auto phone = empty_device(lost, "Bea");
  world_.offline(phone);
  (void)come_back(phone, before, lost);
  world_.restart_device(phone);
  world_.online(phone);
  settle();
  EXPECT_EQ(world_.view(phone).standing, core::Standing::waiting);

  EXPECT_TRUE(returned(phone, before, lost));

  EXPECT_EQ(world_.view(phone).standing, core::Standing::member);
  EXPECT_EQ(world_.client(phone).return_by_words(before, world_.words(lost), world_.now()).error(),
            client::Errc::already_joined);
}

TEST_F(RecoveringStory, NobodyWaitsForADeviceThatNeverBroughtAPackage) {
  const auto lost = world_.admit("Bea", "nurse");
  const auto before = lost_circle(lost);
  const auto phone = empty_device(lost, "Bea");
  (void)come_back(phone, before, lost);
  const auto is_known = [&] { return world_.client(world_.anna()).devices(world_.circle()).size() == 3; };
  for (int i = 0; i < 1000 && !is_known(); ++i) world_.run(std::chrono::milliseconds(5));
  world_.offline(phone);  // Before it has brought anything.
  ASSERT_TRUE(is_known());
  world_.run(std::chrono::seconds(10));

  int unsettled = 0;
  constexpr int looks = 100;
  for (int i = 0; i < looks; ++i) {
    world_.run(std::chrono::milliseconds(500));
    unsettled += world_.client(world_.anna()).status(world_.now()).settled ? 0 : 1;
  }

  EXPECT_LT(unsettled, looks / 4);
}

/// A nurse whose second device was let in and has brought no key package.
class WithoutPackages : public RecoveringStory {
 protected:
  WithoutPackages() : lost_(world_.admit("Bea", "nurse")) {
    const auto before = lost_circle(lost_);
    phone_ = empty_device(lost_, "Bea");
    world_.tamper({.refusal = [](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
      if (!std::holds_alternative<wire::KeyPackagesRequest>(request)) return std::nullopt;
      return wire::ErrorAnswer{.code = wire::ErrorCode::overloaded};
    }});
    (void)come_back(phone_, before, lost_);
    world_.run(std::chrono::minutes(2));
    world_.offline(phone_);
    world_.tamper({});
    EXPECT_FALSE(is_in());
  }

  /// Whether it has come into daily care.
  bool is_in() {
    const auto channels = world_.client(phone_).channels(world_.circle(), world_.now());
    return std::ranges::any_of(channels, [](const auto& one) { return one.key == "care" && one.joined; });
  }
  std::size_t claims() {
    return static_cast<std::size_t>(std::ranges::count_if(
        world_.wiretap(), [](const auto& frame) { return frame.contains(R"("op":"claim")"); }));
  }
  /// Lets time pass until this is so; how much.
  Duration until(const std::function<bool()>& is_so) {
    constexpr Duration step = std::chrono::milliseconds(5);
    constexpr Duration longest = std::chrono::minutes(5);
    Duration passed{};
    for (; passed < longest && !is_so(); passed += step) world_.run(step);
    return passed;
  }

  DeviceIndex lost_{};
  DeviceIndex phone_{};
};

TEST_F(WithoutPackages, NobodyWaitsForItWhenAProgramStartsAnew) {
  const auto anna = world_.anna();
  const auto is_settled = [&] { return world_.client(anna).status(world_.now()).settled; };
  world_.offline(anna);
  world_.run(std::chrono::hours(2));

  // At once, while the hub remembers that there was none, and later, when it has forgotten it.
  Duration longest{};
  for (const Duration rest : {Duration(1s), Duration(1s), Duration(1s), Duration(10min), Duration(2h)}) {
    world_.restart_device(anna);
    world_.online(anna);
    longest = std::max(longest, until([&] { return world_.view(anna).caught_up && is_settled(); }));
    world_.offline(anna);
    world_.run(rest);
  }

  EXPECT_LT(longest, std::chrono::seconds(2));
}

TEST_F(WithoutPackages, TheHubIsAskedAboutItEverMoreSeldom) {
  world_.run(std::chrono::hours(1));
  const auto before = claims();

  world_.run(std::chrono::hours(10));

  // Once each time that the hub asks for work, in all channels together, and once an hour unasked.
  const auto rounds = std::chrono::hours(10) / engine::limits::empty_stock_pause_max + 10;
  EXPECT_LE(claims() - before, static_cast<std::size_t>(rounds));
  EXPECT_GT(claims(), before);
}

TEST_F(WithoutPackages, ItIsLetInAtOnceWhenItBringsThem) {
  world_.run(std::chrono::hours(10));

  world_.online(phone_);
  const auto took = until([&] { return is_in(); });

  EXPECT_LT(took, std::chrono::seconds(3));
  world_.settled();
  say(phone_, "care", "Ik ben er weer.");
  EXPECT_EQ(world_.texts(world_.anna(), "care"), (Texts{"Ik ben er weer."}));
}

TEST_F(WithoutPackages, WhoeverComesOnlineNextLetsItInIfNobodyWasThereWhenItBroughtThem) {
  world_.offline(world_.anna());
  world_.online(phone_);
  world_.run(std::chrono::minutes(2));
  world_.offline(phone_);

  world_.online(world_.anna());
  const auto is_settled = [&] {
    return world_.view(world_.anna()).caught_up && world_.client(world_.anna()).status(world_.now()).settled;
  };
  EXPECT_LT(until(is_settled), std::chrono::seconds(3));
  world_.offline(world_.anna());

  world_.online(phone_);
  world_.run(std::chrono::seconds(10));
  EXPECT_TRUE(is_in());
}

TEST_F(RecoveringStory, TakesNoWordsOfSomebodyElse) {
  const auto lost = world_.admit("Bea", "nurse");
  const auto before = lost_circle(lost);
  const auto phone = empty_device(lost, "Bea");

  EXPECT_EQ(world_.client(phone).return_by_words(before, world_.words(world_.anna()), world_.now()).error(),
            client::Errc::wrong_words);
  auto far = before;
  far.recovery_index = 256;
  EXPECT_EQ(world_.client(phone).return_by_words(far, world_.words(lost), world_.now()).error(),
            client::Errc::wrong_words);
  EXPECT_EQ(world_.client(phone).init_from_words("Bea", "", world_.words(lost), world_.now()).error(),
            client::Errc::device_exists);
}

/// People who come back with nobody's help, by what their devices kept in the vault.
class VaultStory : public RecoveringStory {
 protected:
  /// Comes back; what that gave.
  Status returned(DeviceIndex device, DeviceIndex lost) {
    auto asked = world_.client(device).return_by_vault(world_.circle(), world_.words(lost), world_.now());
    EXPECT_TRUE(asked) << asked.error().name();
    const auto intent = asked->intent;
    world_.perform(device, std::move(asked->actions));
    settle();
    return world_.outcome(intent).value_or(Status(fail(client::Errc::gave_up)));
  }
  std::vector<channels::ChannelId> to_restart(DeviceIndex device) {
    return world_.client(device).channels_to_restart(world_.circle(), world_.now());
  }
  void restart_all(DeviceIndex device) {
    for (const auto& channel : to_restart(device)) {
      const auto asked = world_.perform(
          device, world_.client(device).restart_channel(world_.circle(), channel, {}, world_.now()));
      ASSERT_TRUE(asked) << asked.error().name();
      settle();
      ASSERT_TRUE(world_.outcome(*asked));
      EXPECT_TRUE(*world_.outcome(*asked)) << world_.outcome(*asked)->error().name();
    }
  }
  /// Long enough for all slots to be kept.
  void rest() {
    world_.run(std::chrono::minutes(2));
    world_.settled();
  }
};

TEST_F(VaultStory, ASoleParentReadsBackAndRestartsEveryChannel) {
  say(world_.anna(), "family", "Onder ons.");
  say(world_.anna(), "care", "Een.");
  rest();
  say(world_.anna(), "care", "Na wat het vak nog weet.");
  const auto phone = world_.device_by_vault(world_.anna(), "Anna");

  EXPECT_TRUE(returned(phone, world_.anna()));
  EXPECT_EQ(world_.texts(phone, "care"), (Texts{"Een.", "Na wat het vak nog weet."}));
  const auto channels = world_.client(phone).channels(world_.circle(), world_.now()).size();
  EXPECT_EQ(to_restart(phone).size(), channels);
  restart_all(phone);
  say(phone, "care", "Terug.");
  say(phone, "family", "Ook hier.");

  EXPECT_TRUE(to_restart(phone).empty());
  EXPECT_EQ(world_.texts(phone, "care"), (Texts{"Een.", "Na wat het vak nog weet.", "Terug."}));
  EXPECT_EQ(world_.texts(phone, "family"), (Texts{"Ook hier."}));
  EXPECT_EQ(world_.watcher().problems(), Texts{});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(VaultStory, TheLostDeviceFollowsIfItWasNotLost) {
  say(world_.anna(), "care", "Een.");
  rest();
  const auto phone = world_.device_by_vault(world_.anna(), "Anna");
  EXPECT_TRUE(returned(phone, world_.anna()));
  restart_all(phone);
  say(phone, "care", "Terug.");

  world_.online(world_.anna());
  settle();
  say(world_.anna(), "care", "En gevonden.");

  EXPECT_EQ(world_.texts(phone, "care"), (Texts{"Een.", "Terug.", "En gevonden."}));
  world_.expect_agreement({world_.anna(), phone});
  EXPECT_EQ(world_.client(world_.anna()).devices(world_.circle()).size(), 2U);
}

TEST_F(VaultStory, WhereSomebodyElseIsNothingIsRestarted) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(nurse, "care", "Van Bea.");
  rest();
  const auto phone = world_.device_by_vault(world_.anna(), "Anna");

  EXPECT_TRUE(returned(phone, world_.anna()));

  EXPECT_EQ(std::ranges::count(to_restart(phone), world_.channel(phone, "care")), 0);
  EXPECT_EQ(std::ranges::count(to_restart(phone), world_.channel(phone, "regie")), 1);
  say(phone, "care", "Terug.");
  EXPECT_EQ(world_.texts(nurse, "care"), (Texts{"Van Bea.", "Terug."}));
  EXPECT_EQ(world_.member(phone, "Bea").checked, core::Checked::confirmed);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(VaultStory, WhoDoesNotOwnReadsBackAndWaits) {
  const auto nurse = world_.admit("Bea", "nurse");
  say(nurse, "care", "Van Bea.");
  rest();
  world_.offline(world_.anna());
  const auto phone = world_.device_by_vault(nurse, "Bea");

  EXPECT_TRUE(returned(phone, nurse));

  EXPECT_EQ(world_.texts(phone, "care"), (Texts{"Van Bea."}));
  EXPECT_TRUE(to_restart(phone).empty());
  world_.online(world_.anna());
  settle();
  say(phone, "care", "Terug.");
  EXPECT_EQ(world_.texts(world_.anna(), "care"), (Texts{"Van Bea.", "Terug."}));
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(VaultStory, ACharterThatEndsBeforeWhatTheVaultKnowsIsNotBelieved) {
  rest();
  const auto copy = world_.back_up_store();
  const auto nurse = world_.admit("Bea", "nurse");
  rest();
  const auto phone = world_.device_by_vault(world_.anna(), "Anna");
  world_.offline(nurse);  // Nobody gives back what the hub lost.
  world_.restore_store(copy);
  world_.run(std::chrono::seconds(10));

  auto asked =
      world_.client(phone).return_by_vault(world_.circle(), world_.words(world_.anna()), world_.now());
  ASSERT_TRUE(asked);
  world_.perform(phone, std::move(asked->actions));
  world_.run(std::chrono::minutes(1));

  EXPECT_TRUE(std::ranges::any_of(world_.alarms(),
                                  [](const core::Alarm& one) { return one.reason == "head_went_back"; }));
  EXPECT_NE(world_.view(phone).standing, core::Standing::member);
}

TEST_F(VaultStory, NothingComesOutOfAVaultThatWasNotReadOrHasNoSuchCircle) {
  rest();
  const auto phone = world_.device_by_vault(world_.anna(), "Anna");
  const auto other = world_.add_device("Cor");

  EXPECT_EQ(world_.client(phone)
                .return_by_vault(channels::CircleId(), world_.words(world_.anna()), world_.now())
                .error(),
            client::Errc::unknown_circle);
  EXPECT_EQ(world_.client(other).return_by_vault(world_.circle(), world_.words(other), world_.now()).error(),
            client::Errc::wrong_words);
}

}  // namespace
}  // namespace kring::simulation
