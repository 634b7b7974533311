#include "tests/unit/hub/engine/founded_hub.hpp"

#include <algorithm>

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

/// Those who may no longer read on, and still learn why.
class CharterBoundTest : public FoundedHub {
 protected:
  SessionId log_in(const TestPerson& person) {
    const auto session = hub_.connect();
    hub_.login(session, id(), person);
    return session;
  }
  std::size_t entries(SessionId session) {
    const auto answer = hub_.ask(session, wire::CharterRequest{.circle = id()});
    return std::get<wire::CharterAnswer>(std::get<wire::OkAnswer>(answer.outcome)).entries.size();
  }
  std::size_t charter_events(SessionId session) {
    const auto events = hub_.events(session);
    return static_cast<std::size_t>(std::ranges::count_if(
        events, [](const auto& event) { return std::holds_alternative<wire::CharterEvent>(event); }));
  }
  /// One more entry, `after` the last.
  void act_after(Duration after) {
    circle_.now += after;
    hub_.now = circle_.now;
    act(circle_.founder, circle_.make_offer(circle_.family).terms);
  }
  std::size_t number() { return std::to_underlying(circle_.charter().number()); }
  TestPerson guest(const support::TestInvitation& invitation) {
    return {.member = {},
            .id = channels::HandleId(invitation.id.bytes()),
            .handle = invitation.key.clone(),
            .recovery = circle_.founder.recovery.clone()};
  }
  support::TestInvitation invite(const TestPerson& maker, channels::RoleId role) {
    auto offer = circle_.make_offer(role);
    act(maker, offer.terms);
    return std::move(offer.invitation);
  }
};

TEST_F(CharterBoundTest, AMemberWhoseTimeIsOverReadsWhatWasThereAtItsEnd) {
  const auto nurse = admit(circle_.nurse);
  const auto until = *circle_.charter().member(nurse.member)->until;
  act_after(until - circle_.now - 1ms);
  const auto readable = number();
  act_after(1ms);
  act_after(1min);

  const auto session = hub_.connect();
  const auto login = hub_.ask(session, hub_.login_request(session, id(), nurse));

  EXPECT_EQ(std::get<wire::LoginAnswer>(std::get<wire::OkAnswer>(login.outcome)).access, wire::Access::ended);
  EXPECT_EQ(entries(session), readable);
  EXPECT_EQ(hub_.refusal(session, support::make_append(circle_, care(), nurse, "Nog iets.")), "not_live");
  EXPECT_EQ(hub_.refusal(session, attach({})), "unknown_channel");
}

TEST_F(CharterBoundTest, AMemberWhoseTimeEndsWhileAttachedIsSentNothingFromAfterIt) {
  const auto nurse = admit(circle_.nurse);
  const auto until = *circle_.charter().member(nurse.member)->until;
  const auto session = log_in(nurse);
  ASSERT_EQ(hub_.refusal(session, attach(channels::Sequence{1})), "ok");
  act_after(until - circle_.now - 1ms);
  EXPECT_EQ(charter_events(session), 1U);

  act_after(1ms);
  act_after(1min);
  ASSERT_EQ(hub_.refusal(owner_, append("Na haar tijd.")), "ok");

  EXPECT_TRUE(hub_.events(session).empty());
}

TEST_F(CharterBoundTest, AMemberWhoseTimeIsOverIsSentTheSameEntriesWhenAttached) {
  const auto nurse = admit(circle_.nurse);
  const auto readable = number();
  act_after(*circle_.charter().member(nurse.member)->until - circle_.now);
  const auto session = log_in(nurse);

  ASSERT_EQ(hub_.refusal(session, wire::AttachRequest{.circle = id(), .charter_after = {}, .channels = {}}),
            "ok");
  act_after(1min);

  EXPECT_EQ(charter_events(session), readable);
}

TEST_F(CharterBoundTest, ARevokedDeviceReadsToWhatRevokedItAndItsMembersOthersGoOn) {
  const auto nurse = admit(circle_.nurse);
  const auto second = circle_.make_device(nurse);
  const auto first = log_in(nurse);
  act(first, nurse, circle_.addition_of(second));
  const auto attached = log_in(second);
  ASSERT_EQ(hub_.refusal(attached, attach(channels::Sequence{1})), "ok");
  act(first, nurse, charter::DeviceRevoke{.handle = second.id});
  const auto readable = number();
  EXPECT_EQ(charter_events(attached), 1U);
  act_after(1min);

  const auto session = hub_.connect();
  const auto login = hub_.ask(session, hub_.login_request(session, id(), second));

  EXPECT_EQ(std::get<wire::LoginAnswer>(std::get<wire::OkAnswer>(login.outcome)).access, wire::Access::ended);
  EXPECT_EQ(entries(session), readable);
  EXPECT_EQ(entries(log_in(nurse)), number());
  EXPECT_EQ(hub_.refusal(session, support::make_append(circle_, care(), second, "Nog iets.")), "not_live");
  ASSERT_EQ(hub_.refusal(owner_, append("Zonder dit apparaat.")), "ok");
  EXPECT_TRUE(hub_.events(attached).empty());
}

TEST_F(CharterBoundTest, APausedMemberReadsToThePauseAndWaits) {
  const auto nurse = admit(circle_.nurse);
  act(circle_.founder, charter::Pause{.member = nurse.member, .reason = std::nullopt});
  const auto readable = number();
  act_after(1min);

  const auto session = hub_.connect();
  const auto login = hub_.ask(session, hub_.login_request(session, id(), nurse));

  EXPECT_EQ(std::get<wire::LoginAnswer>(std::get<wire::OkAnswer>(login.outcome)).access,
            wire::Access::paused);
  EXPECT_EQ(entries(session), readable);
  EXPECT_EQ(hub_.refusal(session, support::make_append(circle_, care(), nurse, "Nog iets.")), "not_live");
  EXPECT_EQ(hub_.refusal(session, entry_bundle(circle_.entry(nurse, charter::Leave{}))), "not_live");
  const auto package = support::make_package_message(circle_, nurse);
  EXPECT_EQ(hub_.refusal(session, wire::KeyPackagesRequest{.circle = id(), .packages = {package.message}}),
            "not_live");
  EXPECT_EQ(hub_.refusal(session, attach({})), "unknown_channel");
}

TEST_F(CharterBoundTest, AMemberWhoIsPausedWhileAttachedIsSentTheRestOnceUnpaused) {
  const auto nurse = admit(circle_.nurse);
  const auto session = log_in(nurse);
  ASSERT_EQ(hub_.refusal(session, attach(channels::Sequence{1})), "ok");
  act(circle_.founder, charter::Pause{.member = nurse.member, .reason = std::nullopt});
  EXPECT_EQ(charter_events(session), 1U);
  act_after(1min);
  ASSERT_EQ(hub_.refusal(owner_, append("Zonder haar.")), "ok");
  EXPECT_TRUE(hub_.events(session).empty());

  act(circle_.founder, charter::Unpause{.member = nurse.member});

  const auto events = hub_.events(session);
  const auto count = [&](const auto& is_one) { return std::ranges::count_if(events, is_one); };
  EXPECT_EQ(count([](const auto& event) { return std::holds_alternative<wire::CharterEvent>(event); }), 2);
  EXPECT_EQ(count([](const auto& event) { return std::holds_alternative<wire::EntryEvent>(event); }), 1);
}

TEST_F(CharterBoundTest, APausedMemberWhoseTimeIsOverLearnsNothingFromAfterThePause) {
  const auto nurse = admit(circle_.nurse);
  act(circle_.founder, charter::Pause{.member = nurse.member, .reason = std::nullopt});
  const auto readable = number();
  act_after(1min);
  act_after(*circle_.charter().member(nurse.member)->until - circle_.now);

  EXPECT_EQ(entries(log_in(nurse)), readable);
}

TEST_F(CharterBoundTest, AnExpiredInvitationReadsWhatWasThereWhenItExpired) {
  const auto invitation = invite(circle_.founder, circle_.nurse);
  const auto readable = number();
  act_after(48h);

  EXPECT_EQ(entries(log_in(guest(invitation))), readable);
}

TEST_F(CharterBoundTest, AUsedInvitationReadsToItsAcceptance) {
  auto offer = circle_.make_offer(circle_.nurse);
  const auto key = guest(offer.invitation);
  const auto person = admit(std::move(offer));
  const auto accepted = std::to_underlying(circle_.charter().member(person.member)->joined);
  act_after(1min);

  EXPECT_EQ(entries(log_in(key)), accepted);
}

TEST_F(CharterBoundTest, AnInvitationOfSomebodyWhoWasRemovedReadsNoFurtherThanThey) {
  const auto nurse = admit(circle_.nurse);
  auto offer = circle_.make_offer(circle_.night);
  offer.terms.stay = 12h;
  const auto entry = circle_.entry(nurse, offer.terms);
  ASSERT_EQ(hub_.refusal(log_in(nurse), entry_bundle(entry)), "ok");
  ASSERT_TRUE(circle_.log.append(entry));
  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});
  const auto readable = number();
  act_after(1min);

  EXPECT_EQ(entries(log_in(guest(offer.invitation))), readable);
  EXPECT_EQ(entries(log_in(nurse)), readable);
}

}  // namespace
}  // namespace kring::engine
