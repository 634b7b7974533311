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
        .target = {.origin = "http://127.0.0.1:8420",
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

TEST_F(StagedTest, IsDroppedAfterAnHourIfNoBundleTookIt) {
  ASSERT_EQ(hub_.http(ask(HttpMethod::put, named_, circle_.founder)).status, 201U);

  hub_.tick(limits::staged_life);
  hub_.tick(limits::staged_life);

  EXPECT_EQ(hub_.http(ask(HttpMethod::get, {}, circle_.founder)).status, 404U);
}

}  // namespace
}  // namespace kring::engine
