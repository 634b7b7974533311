#include "channels/wire/http_request.hpp"
#include "crypto/primitives/hash.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

#include <functional>

namespace kring::engine {
namespace {

/// A request that names a channel.
struct Naming {
  const char* name;
  std::function<wire::Request(const channels::ChannelId&)> request;
};

/// A hub with a member who may not see the channel of records, and a channel that does not exist.
class HiddenChannelTest : public FoundedHub {
 protected:
  HiddenChannelTest() : guest_(admit(circle_.family)), session_(hub_.connect()) {
    hub_.login(session_, id(), guest_);
    missing_ = circle_.random.id<channels::ChannelId>();
  }
  /// What the hub sends, without the request's number, which has one digit.
  std::string sent(wire::Request request) {
    const auto frames = hub_.send(
        session_, wire::encode_request({.id = wire::RequestId{1}, .request = std::move(request)}).value());
    EXPECT_EQ(frames.size(), 1U);
    return frames.at(0);
  }
  wire::BundleRequest bundle(std::vector<wire::BundleGroup> groups) {
    return {.circle = id(),
            .transaction = circle_.random.id<channels::TransactionId>(),
            .groups = std::move(groups)};
  }

  TestPerson guest_;
  SessionId session_;
  channels::ChannelId missing_;
};

TEST_F(HiddenChannelTest, IsAnsweredByEveryOperationAsOneThatDoesNotExist) {
  const auto payload = append("Niet voor mij.").payload;
  const auto commit = support::healing_group(circle_, care());
  const auto message = circle_.random.id<channels::MessageId>();
  const Naming operations[] = {
      {"append",
       [&](const auto& channel) {
         return wire::AppendRequest{.circle = id(),
                                    .channel = channel,
                                    .message = message,
                                    .epoch = wire::EpochId{1},
                                    .kind = channels::LogKind::record,
                                    .payload = payload};
       }},
      {"append of nonsense",
       [&](const auto& channel) {
         return wire::AppendRequest{.circle = id(),
                                    .channel = channel,
                                    .message = message,
                                    .kind = channels::LogKind::sealed,
                                    .payload = Bytes(5)};
       }},
      {"attach",
       [&](const auto& channel) {
         return wire::AttachRequest{.circle = id(), .channels = {{.channel = channel, .after = {}}}};
       }},
      {"claim",
       [&](const auto& channel) {
         return wire::ClaimRequest{.circle = id(), .channel = channel, .handle = circle_.founder.id};
       }},
      {"commit",
       [&](const auto& channel) {
         auto group = commit;
         group.channel = channel;
         return bundle({group});
       }},
      {"commit of nonsense",
       [&](const auto& channel) { return bundle({{.channel = channel, .commit = Bytes(5)}}); }},
      {"opening", [&](const auto& channel) {
         auto group = commit;
         group.channel = channel;
         group.opening = Bytes(5);
         return bundle({group});
       }}};

  for (const auto& operation : operations) {
    EXPECT_EQ(sent(operation.request(circle_.care)), sent(operation.request(missing_))) << operation.name;
  }
}

TEST_F(HiddenChannelTest, IsNotAmongThoseThatAStaleBundleIsToldOf) {
  const auto old = circle_.entry(guest_, circle_.make_offer(circle_.family).terms);
  act(circle_.founder, circle_.make_offer(circle_.family).terms);
  auto hidden = bundle({{.channel = circle_.care, .commit = Bytes(5)}});
  hidden.charter = {old.bytes()};
  auto missing = hidden;
  missing.groups[0].channel = missing_;

  const auto answer = sent(hidden);

  EXPECT_NE(answer.find("\"stale\""), std::string::npos) << answer;
  EXPECT_EQ(answer, sent(missing));
}

TEST_F(HiddenChannelTest, GivesNoPartOfItsLogOverHttp) {
  // A commit that is too large for a frame lies under its hash; here the founder's staged part stands for it.
  const Bytes part(100, 7);
  const auto ask = [&](HttpMethod method, const Bytes& named, const Bytes& body, const TestPerson& person) {
    const auto path = wire::format_staged_path({.circle = id(), .hash = primitives::sha256(named)});
    const wire::HttpContent content{
        .target = {.origin = "http://127.0.0.1:8420",
                   .method = method == HttpMethod::get ? "GET" : "PUT",
                   .path = path,
                   .circle = id(),
                   .body_hash = primitives::sha256(body)},
        .signer = {.handle = person.id, .time = hub_.now, .nonce = circle_.random.fixed<16>()}};
    const auto signature = wire::sign_http(content, person.handle.private_key).value();
    return hub_.http({.exchange = {},
                      .method = method,
                      .path = path,
                      .authorization = wire::format_authorization(signature),
                      .body = body});
  };
  ASSERT_EQ(ask(HttpMethod::put, part, part, circle_.founder).status, 201U);

  const auto hidden = ask(HttpMethod::get, part, {}, guest_);
  const auto missing = ask(HttpMethod::get, Bytes(101, 7), {}, guest_);

  EXPECT_EQ(hidden.status, 404U);
  EXPECT_EQ(hidden.status, missing.status);
  EXPECT_EQ(hidden.body, missing.body);
}

}  // namespace
}  // namespace kring::engine
