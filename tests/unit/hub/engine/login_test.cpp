#include "channels/wire/login.hpp"
#include "tests/support/hub_world.hpp"

#include <gtest/gtest.h>

namespace kring::engine {
namespace {

using support::HubWorld;
using support::TestCircle;

/// A hub with one founded circle.
class LoginTest : public testing::Test {
 protected:
  LoginTest() {
    const auto session = hub_.connect();
    EXPECT_EQ(hub_.refusal(session, support::founding_bundle(circle_, channels_)), "ok");
  }
  const channels::CircleId& id() { return circle_.charter().circle(); }

  TestCircle circle_;
  std::map<channels::ChannelId, support::TestChannel> channels_;
  HubWorld hub_{circle_};
};

TEST_F(LoginTest, OpensACircleForItsOwner) {
  const auto session = hub_.connect();

  const auto answer = hub_.ask(session, hub_.login_request(session, id(), circle_.founder));

  const auto& login = std::get<wire::LoginAnswer>(std::get<wire::OkAnswer>(answer.outcome));
  EXPECT_EQ(login.access, wire::Access::member);
  EXPECT_EQ(login.head.number, circle_.charter().number());
}

TEST_F(LoginTest, RefusesANonceThatWasUsedOnThisConnection) {
  const auto session = hub_.connect();
  const auto request = hub_.login_request(session, id(), circle_.founder);
  ASSERT_EQ(hub_.refusal(session, request), "ok");

  EXPECT_EQ(hub_.refusal(session, request), "nonce_used");
}

TEST_F(LoginTest, RefusesALoginThatWasMadeForAnotherConnection) {
  const auto first = hub_.connect();
  const auto second = hub_.connect();
  const auto request = hub_.login_request(first, id(), circle_.founder);

  EXPECT_EQ(hub_.refusal(second, request), "bad_signature");
}

TEST_F(LoginTest, RefusesALoginThatWasMadeForAnotherHub) {
  const auto session = hub_.connect();
  const auto request =
      wire::sign_login({.challenge = {.origin = "https://other.example", .nonce = hub_.hello(session).nonce},
                        .client_nonce = {},
                        .circle = id(),
                        .handle = circle_.founder.id},
                       circle_.founder.handle.private_key)
          .value();

  EXPECT_EQ(hub_.refusal(session, request), "bad_signature");
}

TEST_F(LoginTest, RefusesTheSignatureOfAnotherHandle) {
  const auto session = hub_.connect();
  auto stranger = circle_.make_person();
  stranger.id = circle_.founder.id;

  EXPECT_EQ(hub_.refusal(session, hub_.login_request(session, id(), stranger)), "bad_signature");
}

TEST_F(LoginTest, AnswersAnUnknownHandleAndAnUnknownCircleAlike) {
  const auto session = hub_.connect();
  const auto stranger = circle_.make_person();

  const auto unknown_handle = hub_.refusal(session, hub_.login_request(session, id(), stranger));
  const auto unknown_circle = hub_.refusal(
      session, hub_.login_request(session, channels::CircleId(FixedBytes<32>{7}), circle_.founder));

  EXPECT_EQ(unknown_handle, "not_admitted");
  EXPECT_EQ(unknown_circle, unknown_handle);
}

TEST_F(LoginTest, IsAskedForBeforeAnythingElseOfACircle) {
  const auto session = hub_.connect();

  EXPECT_EQ(hub_.refusal(session, wire::CharterRequest{.circle = id()}), "not_logged_in");
  EXPECT_EQ(hub_.refusal(session, wire::AttachRequest{.circle = id()}), "not_logged_in");
  EXPECT_EQ(hub_.refusal(session, wire::ClaimRequest{.circle = id()}), "not_logged_in");
  EXPECT_EQ(hub_.refusal(session, wire::KeyPackagesRequest{.circle = id()}), "not_logged_in");
}

TEST_F(LoginTest, SurvivesARestartOfTheHub) {
  hub_.restart();
  const auto session = hub_.connect();

  hub_.login(session, id(), circle_.founder);

  const auto answer = hub_.ask(session, wire::CharterRequest{.circle = id()});
  const auto& page = std::get<wire::CharterAnswer>(std::get<wire::OkAnswer>(answer.outcome));
  EXPECT_EQ(page.entries.size(), circle_.log.entries().size());
  EXPECT_EQ(page.head.hash, circle_.charter().head().hash.bytes());
}

TEST_F(LoginTest, RefusesAFoundingThatNamesAnotherHubsKey) {
  TestCircle other(2);
  std::map<channels::ChannelId, support::TestChannel> unused;
  const auto session = hub_.connect();

  EXPECT_EQ(hub_.refusal(session, support::founding_bundle(other, unused)), "charter_refused:bad_entry");
}

}  // namespace
}  // namespace kring::engine
