#include "channels/wire/http_request.hpp"
#include "crypto/primitives/hash.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

// Staged parts.

class StagedTest : public FoundedHub {
 protected:
  HttpAsked ask(HttpMethod method, Bytes body, const TestPerson& person) {
    const auto path = wire::format_staged_path({.circle = id(), .hash = primitives::sha256(named_)});
    const wire::HttpContent content{
        .target = {.origin = origin_,
                   .method = method == HttpMethod::get ? "GET" : "PUT",
                   .path = path,
                   .circle = id(),
                   .body_hash = primitives::sha256(body)},
        .signer = {.handle = person.id, .time = hub_.now, .nonce = circle_.random.fixed<16>()}};
    const auto authorization = wire::sign_http(content, person.handle.private_key).value();
    return {.exchange = {},
            .method = method,
            .path = path,
            .authorization = wire::format_authorization(authorization),
            .body = std::move(body)};
  }

  /// The reply to the head of a request alone.
  HttpReply upload(const HttpAsked& asked) {
    return hub_.upload({.exchange = {}, .path = asked.path, .authorization = asked.authorization});
  }

  std::string origin_ = "http://127.0.0.1:8420";
  Bytes named_ = Bytes(100, 7);
};

TEST_F(StagedTest, ComesBackToWhoeverPutIt) {
  EXPECT_EQ(hub_.http(ask(HttpMethod::put, named_, circle_.founder)).status, 201U);

  const auto reply = hub_.http(ask(HttpMethod::get, {}, circle_.founder));

  EXPECT_EQ(reply.status, 200U);
  EXPECT_EQ(reply.body, named_);
}

TEST_F(StagedTest, IsRefusedUnderAHashThatIsNotItsOwn) {
  EXPECT_EQ(hub_.http(ask(HttpMethod::put, Bytes(100, 8), circle_.founder)).status, 400U);
}

TEST_F(StagedTest, IsRefusedWhenItsRequestIsReplayed) {
  const auto asked = ask(HttpMethod::put, named_, circle_.founder);
  ASSERT_EQ(hub_.http(asked).status, 201U);

  EXPECT_EQ(hub_.http(asked).status, 401U);
}

TEST_F(StagedTest, MaySendItsBodyIfAMemberSignedForIt) {
  const auto asked = ask(HttpMethod::put, named_, circle_.founder);

  EXPECT_EQ(upload(asked).status, 200U);

  EXPECT_EQ(hub_.http(asked).status, 201U) << "its nonce is used with its body";
}

TEST_F(StagedTest, IsRefusedBeforeItsBodyIfNoMemberSignedForIt) {
  const auto nurse = admit(circle_.nurse);
  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});
  auto forged = circle_.make_person();
  forged.id = circle_.founder.id;
  auto elsewhere = ask(HttpMethod::put, named_, circle_.founder);
  elsewhere.path = "/v1/staged/elsewhere";

  EXPECT_EQ(view_text(upload(ask(HttpMethod::put, named_, circle_.make_person())).body), "not_admitted");
  EXPECT_EQ(view_text(upload(ask(HttpMethod::put, named_, forged)).body), "bad_signature");
  EXPECT_EQ(view_text(upload(ask(HttpMethod::get, {}, circle_.founder)).body), "bad_signature");
  EXPECT_EQ(view_text(upload(ask(HttpMethod::put, Bytes(9), circle_.founder)).body), "bad_signature");
  EXPECT_EQ(view_text(upload(ask(HttpMethod::put, named_, nurse)).body), "not_live");
  EXPECT_EQ(upload(elsewhere).status, 404U);
}

TEST_F(StagedTest, IsRefusedBeforeItsBodyByAHubThatDrains) {
  hub_.drain();

  EXPECT_EQ(view_text(upload(ask(HttpMethod::put, named_, circle_.founder)).body), "draining");
}

TEST_F(StagedTest, IsRefusedIfAnotherRequestWasSigned) {
  auto other_method = ask(HttpMethod::get, {}, circle_.founder);
  other_method.method = HttpMethod::put;
  auto other_path = ask(HttpMethod::get, {}, circle_.founder);
  other_path.path = wire::format_staged_path({.circle = id(), .hash = Hash{1}});
  auto other_body = ask(HttpMethod::put, named_, circle_.founder);
  other_body.body.back() ^= 1;
  auto garbled = ask(HttpMethod::get, {}, circle_.founder);
  garbled.authorization.pop_back();

  EXPECT_EQ(view_text(hub_.http(other_method).body), "bad_signature");
  EXPECT_EQ(view_text(hub_.http(other_path).body), "bad_signature");
  EXPECT_EQ(view_text(hub_.http(other_body).body), "bad_signature");
  EXPECT_EQ(view_text(hub_.http(garbled).body), "bad_signature");
}

TEST_F(StagedTest, IsRefusedIfItWasSignedForAnotherHub) {
  origin_ = "https://other.example";

  EXPECT_EQ(view_text(hub_.http(ask(HttpMethod::put, named_, circle_.founder)).body), "bad_signature");
}

TEST_F(StagedTest, IsRefusedToWhoeverIsNoLongerIn) {
  const auto nurse = admit(circle_.nurse);
  ASSERT_EQ(hub_.http(ask(HttpMethod::put, named_, nurse)).status, 201U);
  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});

  EXPECT_EQ(view_text(hub_.http(ask(HttpMethod::get, {}, nurse)).body), "not_live");
}

TEST_F(StagedTest, IsTakenToTheEndOfTheClocksLeeway) {
  const auto asked = ask(HttpMethod::put, named_, circle_.founder);
  hub_.now += 5min;

  EXPECT_EQ(hub_.http(asked).status, 201U);
}

TEST_F(StagedTest, IsRefusedOutsideTheClock) {
  const auto asked = ask(HttpMethod::put, named_, circle_.founder);
  hub_.now += 5min + 1ms;

  EXPECT_EQ(view_text(hub_.http(asked).body), "clock_off");
}

TEST_F(StagedTest, IsRefusedToStrangersAndUnderTheirSignature) {
  const auto stranger = circle_.make_person();
  auto forged = circle_.make_person();
  forged.id = circle_.founder.id;

  EXPECT_EQ(hub_.http(ask(HttpMethod::put, named_, stranger)).status, 401U);
  EXPECT_EQ(hub_.http(ask(HttpMethod::put, named_, forged)).status, 401U);
}

TEST_F(StagedTest, IsTakenByTheBundleThatNamesIt) {
  auto group = support::healing_group(circle_, care());
  named_ = std::get<Bytes>(group.commit);
  group.commit = wire::StagedPart{.hash = primitives::sha256(named_), .size = named_.size()};
  const wire::BundleRequest bundle{
      .circle = id(), .transaction = circle_.random.id<channels::TransactionId>(), .groups = {group}};
  EXPECT_EQ(hub_.refusal(owner_, bundle), "staged_missing");
  ASSERT_EQ(hub_.http(ask(HttpMethod::put, named_, circle_.founder)).status, 201U);

  EXPECT_EQ(hub_.refusal(owner_, bundle), "ok");

  EXPECT_EQ(hub_.http(ask(HttpMethod::get, {}, circle_.founder)).status, 404U);
  EXPECT_EQ(hub_.refusal(owner_, bundle), "ok") << "sent again: the first answer";
}

TEST_F(StagedTest, IsDroppedAfterAnHourIfNoBundleTookIt) {
  ASSERT_EQ(hub_.http(ask(HttpMethod::put, named_, circle_.founder)).status, 201U);

  hub_.tick(limits::staged_life);
  hub_.tick(limits::staged_life);

  EXPECT_EQ(hub_.http(ask(HttpMethod::get, {}, circle_.founder)).status, 404U);
}

}  // namespace
}  // namespace kring::engine
