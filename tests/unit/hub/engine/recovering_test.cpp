#include "tests/unit/hub/engine/founded_hub.hpp"

#include "channels/model/limits.hpp"

namespace kring::engine {
namespace {

/// People who have their words and nothing else.
class RecoveringTest : public FoundedHub {
 protected:
  /// Whoever logs in by a person's recovery key.
  TestPerson by_words(const TestPerson& person) {
    return {.member = person.member,
            .id = channels::login_of(person.recovery_key()),
            .handle = person.recovery.clone(),
            .recovery = person.recovery.clone()};
  }
  SessionId log_in(const TestPerson& person) {
    const auto session = hub_.connect();
    hub_.login(session, id(), person);
    return session;
  }
  /// A device of `person` that comes by the words alone.
  charter::CharterEntry addition(const TestPerson& device) {
    return circle_.entry_by_words(device, circle_.addition_of(device));
  }
  wire::Access access_of(const TestPerson& person) {
    const auto session = hub_.connect();
    const auto login = hub_.ask(session, hub_.login_request(session, id(), person));
    return std::get<wire::LoginAnswer>(std::get<wire::OkAnswer>(login.outcome)).access;
  }
  std::size_t entries(SessionId session) {
    const auto answer = hub_.ask(session, wire::CharterRequest{.circle = id()});
    return std::get<wire::CharterAnswer>(std::get<wire::OkAnswer>(answer.outcome)).entries.size();
  }
  std::size_t number() { return std::to_underlying(circle_.charter().number()); }
};

TEST_F(RecoveringTest, AMemberWithNothingButTheWordsReadsTheCharterAndAddsADevice) {
  const auto nurse = admit(circle_.nurse);
  const auto session = log_in(by_words(nurse));
  const auto device = circle_.make_device(nurse);
  const auto entry = addition(device);

  EXPECT_EQ(access_of(by_words(nurse)), wire::Access::recovering);
  EXPECT_EQ(entries(session), number());
  EXPECT_EQ(hub_.refusal(session, entry_bundle(entry)), "ok");

  ASSERT_TRUE(circle_.log.append(entry));
  EXPECT_EQ(access_of(device), wire::Access::member);
}

TEST_F(RecoveringTest, TheWordsAreNoDevice) {
  const auto nurse = admit(circle_.nurse);
  const auto guest = by_words(nurse);
  const auto session = log_in(guest);
  const auto package = support::make_package_message(circle_, nurse);

  EXPECT_EQ(hub_.refusal(session, support::make_append(circle_, care(), nurse, "Nog iets.")), "not_live");
  EXPECT_EQ(hub_.refusal(session, attach(channels::Sequence{1})), "unknown_channel");
  EXPECT_EQ(hub_.refusal(session, wire::KeyPackagesRequest{.circle = id(), .packages = {package.message}}),
            "not_live");
  EXPECT_EQ(hub_.refusal(session, wire::ClaimRequest{.circle = id()}), "not_live");
  EXPECT_EQ(hub_.refusal(session, wire::IntroductionRequest{.circle = id()}), "not_live");
}

TEST_F(RecoveringTest, TheWordsSignNothingElse) {
  const auto nurse = admit(circle_.nurse);
  const auto session = log_in(by_words(nurse));
  const auto second = circle_.make_device(nurse);

  // Signed by a live device, and sent over a login that is not its own.
  EXPECT_EQ(hub_.refusal(session, entry_bundle(circle_.entry(nurse, charter::Leave{}))), "not_live");
  EXPECT_EQ(hub_.refusal(session, entry_bundle(circle_.entry(nurse, circle_.addition_of(second)))),
            "not_live");
}

TEST_F(RecoveringTest, TheWordsOfOneBringNoDeviceOfAnother) {
  const auto nurse = admit(circle_.nurse);
  const auto other = admit(circle_.nurse);
  const auto session = log_in(by_words(nurse));

  EXPECT_EQ(hub_.refusal(session, entry_bundle(addition(circle_.make_device(other)))), "not_live");
}

TEST_F(RecoveringTest, AnotherKeySignsNoLoginAndNoDevice) {
  const auto nurse = admit(circle_.nurse);
  const auto session = hub_.connect();
  auto thief = by_words(nurse);
  thief.handle = circle_.make_person().recovery.clone();
  auto device = circle_.make_device(nurse);
  device.recovery = thief.handle.clone();

  EXPECT_EQ(hub_.refusal(session, hub_.login_request(session, id(), thief)), "bad_signature");
  EXPECT_EQ(hub_.refusal(log_in(by_words(nurse)), entry_bundle(addition(device))),
            "charter_refused:bad_signature");
}

TEST_F(RecoveringTest, ADeviceIsAddedOnceAndItsEntryIsNoUseAgain) {
  const auto nurse = admit(circle_.nurse);
  const auto session = log_in(by_words(nurse));
  const auto entry = addition(circle_.make_device(nurse));
  const auto bundle = entry_bundle(entry);
  ASSERT_EQ(hub_.refusal(session, bundle), "ok");
  ASSERT_TRUE(circle_.log.append(entry));

  // The same request has the same answer; the same entry in another is behind.
  EXPECT_EQ(hub_.refusal(session, bundle), "ok");
  EXPECT_EQ(hub_.refusal(session, entry_bundle(entry)), "stale");
}

TEST_F(RecoveringTest, SomebodyWhoWasRemovedLearnsItAndComesBackByNoWords) {
  const auto nurse = admit(circle_.nurse);
  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});
  const auto readable = number();
  act(circle_.founder, circle_.make_offer(circle_.family).terms);
  const auto session = log_in(by_words(nurse));

  EXPECT_EQ(entries(session), readable);
  EXPECT_EQ(hub_.refusal(session, entry_bundle(addition(circle_.make_device(nurse)))),
            "charter_refused:signer_not_live");
}

TEST_F(RecoveringTest, SomebodyWhoIsPausedReadsToThePause) {
  const auto nurse = admit(circle_.nurse);
  act(circle_.founder, charter::Pause{.member = nurse.member, .reason = std::nullopt});
  const auto readable = number();
  act(circle_.founder, circle_.make_offer(circle_.family).terms);
  const auto session = log_in(by_words(nurse));

  EXPECT_EQ(entries(session), readable);
  EXPECT_EQ(hub_.refusal(session, entry_bundle(addition(circle_.make_device(nurse)))),
            "charter_refused:signer_not_live");
}

TEST_F(RecoveringTest, SomebodyWhoseTimeIsOverReadsWhatWasThereAtItsEnd) {
  const auto nurse = admit(circle_.nurse);
  const auto readable = number();
  circle_.now += *circle_.charter().member(nurse.member)->until - circle_.now;
  hub_.now = circle_.now;
  act(circle_.founder, circle_.make_offer(circle_.family).terms);

  EXPECT_EQ(entries(log_in(by_words(nurse))), readable);
}

TEST_F(RecoveringTest, WhoseDevicesAreAllRevokedComesBackByTheWords) {
  const auto nurse = admit(circle_.nurse);
  act(circle_.founder, charter::DeviceRevoke{.handle = nurse.id});
  act(circle_.founder, circle_.make_offer(circle_.family).terms);
  const auto session = log_in(by_words(nurse));

  EXPECT_EQ(entries(session), number());
  EXPECT_EQ(hub_.refusal(session, entry_bundle(addition(circle_.make_device(nurse)))), "ok");
}

TEST_F(RecoveringTest, TheOldWordsOpenNothingOnceTheKeysAreNew) {
  const auto nurse = admit(circle_.nurse);
  const auto renewed = circle_.make_renewed(nurse);
  act(circle_.founder, circle_.reset_to(renewed));
  const auto session = hub_.connect();

  EXPECT_EQ(hub_.refusal(session, hub_.login_request(session, id(), by_words(nurse))), "not_admitted");
  EXPECT_EQ(access_of(by_words(renewed)), wire::Access::recovering);
}

TEST_F(RecoveringTest, AFreezeKeepsNobodyOut) {
  const auto nurse = admit(circle_.nurse);
  act(circle_.founder, charter::Freeze{});

  EXPECT_EQ(hub_.refusal(log_in(by_words(nurse)), entry_bundle(addition(circle_.make_device(nurse)))), "ok");
}

TEST_F(RecoveringTest, TheWordsOfAnotherCircleOpenNothing) {
  TestCircle other(2);
  const auto session = hub_.connect();

  EXPECT_EQ(hub_.refusal(session, hub_.login_request(session, id(), by_words(other.founder))),
            "not_admitted");
}

TEST_F(RecoveringTest, EightDevicesAndNotNineAreAdded) {
  const auto nurse = admit(circle_.nurse);
  const auto session = log_in(by_words(nurse));
  for (std::size_t devices = 1; devices < channels::limits::member_devices_max; ++devices) {
    const auto entry = addition(circle_.make_device(nurse));
    ASSERT_EQ(hub_.refusal(session, entry_bundle(entry)), "ok") << devices;
    ASSERT_TRUE(circle_.log.append(entry));
  }

  EXPECT_EQ(hub_.refusal(session, entry_bundle(addition(circle_.make_device(nurse)))),
            "charter_refused:too_many_devices");
}

}  // namespace
}  // namespace kring::engine
