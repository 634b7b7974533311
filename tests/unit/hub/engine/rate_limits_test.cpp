#include "channels/wire/charter_page.hpp"
#include "channels/wire/http_request.hpp"
#include "channels/wire/mailbox_path.hpp"
#include "channels/wire/slot.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/recovery/recovery_kit.hpp"
#include "hub/engine/limiter.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

/// A hub that takes little, and people at two addresses.
class RateLimitsTest : public FoundedHub {
 protected:
  RateLimitsTest() { begin_anew(few_); }

  /// The hub starts anew with other limits, and the owner comes back.
  void begin_anew(const RateLimits& rates) {
    hub_.set_rates(rates);
    owner_ = hub_.connect(home_);
    hub_.login(owner_, id(), circle_.founder);
  }
  /// `ok`, an error's code, or of a limit its name and the milliseconds to wait.
  std::string say(SessionId session, const wire::Request& request) {
    const auto answer = hub_.ask(session, request);
    const auto* error = std::get_if<wire::ErrorAnswer>(&answer.outcome);
    if (error == nullptr) return "ok";
    if (!error->wait) return std::string(wire::name_of(error->code));
    return error->name + " " + std::to_string(error->wait->retry_after.count());
  }
  std::string say(HttpMethod method, const std::string& path, const Client& client) {
    const auto reply = hub_.http(
        {.exchange = {}, .method = method, .path = path, .authorization = {}, .body = {}, .client = client});
    return std::to_string(reply.status) + " " + std::string(view_text(reply.body)).substr(0, 40);
  }
  std::string read_charter(const Client& client) {
    return say(HttpMethod::get, wire::format_charter_path({.circle = {}, .from = channels::EntryNumber{1}}),
               client);
  }
  /// The status of a signed question for a part that is not there.
  unsigned ask_part(const channels::CircleId& circle, const Client& client) {
    const auto path = wire::format_staged_path({.circle = circle, .hash = {}});
    const wire::HttpContent content{.target = {.origin = "http://127.0.0.1:8420",
                                               .method = "GET",
                                               .path = path,
                                               .circle = circle,
                                               .body_hash = primitives::sha256({})},
                                    .signer = {.handle = circle_.founder.id, .time = hub_.now, .nonce = {}}};
    return hub_
        .http({.exchange = {},
               .method = HttpMethod::get,
               .path = path,
               .authorization = wire::format_authorization(
                   wire::sign_http(content, circle_.founder.handle.private_key).value()),
               .body = {},
               .client = client})
        .status;
  }
  wire::LoginRequest wrong_login(SessionId session, const channels::CircleId& circle) {
    auto request = hub_.login_request(session, circle, circle_.founder);
    request.signature.front() ^= 1;
    return request;
  }
  wire::SlotPutRequest put(SessionId session, std::uint16_t index, std::uint64_t number) {
    const auto keys = kit_.slot_keys(recovery::SlotIndex{index});
    return wire::sign_slot_put(hub_.hello(session).origin,
                               {.slot = {.writer = *to_fixed<32>(keys.writer.public_key.bytes),
                                         .reader = *to_fixed<32>(keys.reader.public_key.bytes)},
                                .number = number,
                                .sealed = {1, 2, 3}},
                               keys.writer.private_key)
        .value();
  }
  /// Over a connection of its own, as one that comes again and again.
  std::string put_anew(const Client& client, std::uint16_t index, std::uint64_t number = 1) {
    const auto session = hub_.connect(client);
    hub_.login(session, id(), circle_.founder);
    return say(session, put(session, index, number));
  }
  std::uint64_t dropped(Limit limit) { return hub_.counts().dropped.at(std::to_underlying(limit)); }

  const RateLimits few_{.connections_per_address = 2,
                        .connections_per_minute = 3,
                        .foundings_per_hour = 2,
                        .foundings_per_hour_all = 3,
                        .reads_per_minute = 2,
                        .failed_logins_per_minute = 2,
                        .mailboxes_per_minute = 2,
                        .slots_per_hour = 2,
                        .slots_per_hour_all = 3,
                        .appends_per_minute = 3,
                        .circle_appends_per_minute = 4};
  const Client home_{ClientKey(FixedBytes<16>{1})};
  const Client elsewhere_{ClientKey(FixedBytes<16>{2})};
  const Client third_{ClientKey(FixedBytes<16>{3})};
  recovery::RecoveryKit kit_{recovery::RecoveryWords(Secret::of_size(recovery::entropy_bytes))};
};

TEST_F(RateLimitsTest, RefuseConnectionsOfAnAddressAboveTheirNumber) {
  EXPECT_FALSE(hub_.begin_connection(home_));
  EXPECT_FALSE(hub_.begin_connection(home_));
  EXPECT_TRUE(hub_.begin_connection(home_));
  hub_.end_connection(home_);
  EXPECT_FALSE(hub_.begin_connection(home_));
  hub_.end_connection(home_);

  EXPECT_EQ(hub_.begin_connection(home_)->limit, Limit::connections_per_minute);
  EXPECT_FALSE(hub_.begin_connection(elsewhere_));
  EXPECT_EQ(dropped(Limit::connections_per_address), 1U);
  EXPECT_EQ(dropped(Limit::connections_per_minute), 1U);
}

TEST_F(RateLimitsTest, RefuseFoundingsOfAnAddressAboveTheirNumberUntilTheirTimeIsOver) {
  const auto session = hub_.connect(home_);
  EXPECT_EQ(say(session, founding_), "ok");
  EXPECT_EQ(say(session, founding_), "ok");

  EXPECT_EQ(say(session, founding_), "foundings_per_hour 1800000");

  EXPECT_EQ(say(hub_.connect(home_), founding_), "foundings_per_hour 1800000") << "on another connection too";
  EXPECT_EQ(say(owner_, append("Wij gaan door.")), "ok") << "whoever is in a circle is not held up";
  hub_.now += 30min;
  EXPECT_EQ(say(hub_.connect(home_), founding_), "ok");
}

TEST_F(RateLimitsTest, RefuseFoundingsOfAllAddressesAboveTheirNumber) {
  for (const auto& client : {home_, elsewhere_, third_})
    EXPECT_EQ(say(hub_.connect(client), founding_), "ok");

  EXPECT_EQ(say(hub_.connect(elsewhere_), founding_), "foundings_per_hour_all 1200000");
  EXPECT_EQ(say(hub_.connect(), founding_), "foundings_per_hour_all 1200000")
      << "also of those who are not counted by address";
}

TEST_F(RateLimitsTest, RefuseReadsOfChartersOfAnAddressAboveTheirNumber) {
  EXPECT_EQ(read_charter(home_), "404 not_found");
  EXPECT_EQ(read_charter(home_), "404 not_found");
  const auto reads = hub_.reads();

  EXPECT_EQ(read_charter(home_), "429 limit reads_per_minute 30");

  EXPECT_EQ(hub_.reads(), reads) << "which cost the store nothing";
  EXPECT_EQ(read_charter(elsewhere_), "404 not_found");
  hub_.now += 30s;
  EXPECT_EQ(read_charter(home_), "404 not_found");
}

TEST_F(RateLimitsTest, CountReadsOfSlotsWithThoseOfCharters) {
  const auto session = hub_.connect(home_);
  const auto keys = kit_.slot_keys(recovery::SlotIndex{0});
  const auto& hello = hub_.hello(session);
  const auto request = wire::sign_slot_read({.origin = hello.origin, .nonce = hello.nonce},
                                            {.writer = *to_fixed<32>(keys.writer.public_key.bytes),
                                             .reader = *to_fixed<32>(keys.reader.public_key.bytes)},
                                            keys.reader.private_key)
                           .value();
  EXPECT_EQ(say(session, request), "not_found");
  EXPECT_EQ(read_charter(home_), "404 not_found");

  EXPECT_EQ(say(session, request), "reads_per_minute 30000");
}

TEST_F(RateLimitsTest, RefuseLoginsOfAnAddressThatFailedTooOften) {
  const auto session = hub_.connect(home_);
  EXPECT_EQ(say(session, wrong_login(session, id())), "bad_signature");
  EXPECT_EQ(say(session, wrong_login(session, channels::CircleId(FixedBytes<32>{7}))), "not_admitted")
      << "circles that nobody knows count alike";

  EXPECT_EQ(say(session, wrong_login(session, id())), "failed_logins_per_minute 30000");
  EXPECT_EQ(say(session, hub_.login_request(session, id(), circle_.founder)),
            "failed_logins_per_minute 30000");

  EXPECT_EQ(say(owner_, append("Wie binnen is, blijft binnen.")), "ok");
  const auto other = hub_.connect(elsewhere_);
  EXPECT_EQ(say(other, hub_.login_request(other, id(), circle_.founder)), "ok");
  hub_.now += 30s;
  EXPECT_EQ(say(session, hub_.login_request(session, id(), circle_.founder)), "ok");
}

TEST_F(RateLimitsTest, CountNoLoginThatSucceeds) {
  for (int i = 0; i < 10; ++i) {
    const auto session = hub_.connect(home_);
    EXPECT_EQ(say(session, hub_.login_request(session, id(), circle_.founder)), "ok") << i;
  }
}

TEST_F(RateLimitsTest, RefuseSignedRequestsOverHttpOfAnAddressThatFailedTooOften) {
  const channels::CircleId unknown(FixedBytes<32>{7});
  EXPECT_EQ(ask_part(unknown, home_), 401U);
  EXPECT_EQ(ask_part(unknown, home_), 401U);

  EXPECT_EQ(ask_part(unknown, home_), 429U);
  EXPECT_EQ(ask_part(unknown, elsewhere_), 401U);
}

TEST_F(RateLimitsTest, LetWhoeverIsKnownAskOverHttpThoughOthersAtTheirAddressFailed) {
  const auto session = hub_.connect(home_);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(say(session, wrong_login(session, id())), "bad_signature");
  EXPECT_EQ(say(session, wrong_login(session, id())), "failed_logins_per_minute 30000");

  EXPECT_EQ(ask_part(id(), home_), 404U) << "there is no such part, which nobody else is told";
}

TEST_F(RateLimitsTest, RefuseMailboxesOfAnAddressAboveTheirNumber) {
  const auto open = [&](const Client& client) {
    return say(HttpMethod::post, std::string(wire::mailboxes_path), client);
  };
  EXPECT_TRUE(open(home_).starts_with("201 "));
  EXPECT_TRUE(open(home_).starts_with("201 "));

  EXPECT_EQ(open(home_), "429 limit mailboxes_per_minute 30");
  EXPECT_TRUE(open(elsewhere_).starts_with("201 "));
}

TEST_F(RateLimitsTest, RefuseNewSlotsOfAnAddressAboveTheirNumberOnHoweverManyConnections) {
  EXPECT_EQ(put_anew(home_, 0), "ok");
  EXPECT_EQ(put_anew(home_, 1), "ok");

  EXPECT_EQ(put_anew(home_, 2), "slots_per_hour 1800000");
  EXPECT_EQ(put_anew(elsewhere_, 2), "ok");
  EXPECT_EQ(put_anew(third_, 3), "slots_per_hour_all 1200000");
  EXPECT_EQ(dropped(Limit::slots_per_hour), 1U);
  EXPECT_EQ(dropped(Limit::slots_per_hour_all), 1U);
}

TEST_F(RateLimitsTest, LetSlotsThatAreThereBeKeptUpToDateAllTheSame) {
  EXPECT_EQ(put_anew(home_, 0), "ok");
  for (std::uint64_t number = 2; number < 6; ++number) EXPECT_EQ(put_anew(home_, 0, number), "ok");
  EXPECT_EQ(put_anew(home_, 1), "ok") << "these counted for nothing";
  EXPECT_EQ(put_anew(home_, 2), "slots_per_hour 1800000");

  EXPECT_EQ(put_anew(home_, 0, 6), "ok");
  EXPECT_EQ(put_anew(home_, 0, 6), "ok") << "again the same";
  EXPECT_EQ(put_anew(home_, 0, 1), "conflict");
  EXPECT_EQ(dropped(Limit::slots_per_hour), 1U) << "only the new one was refused";
}

TEST_F(RateLimitsTest, RefuseAppendsOfAHandleAboveTheirNumber) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(say(owner_, append("Snel.")), "ok") << i;

  EXPECT_EQ(say(owner_, append("Te snel.")), "appends_per_minute 20000");
  hub_.now += 20s;
  EXPECT_EQ(say(owner_, append("Rustig.")), "ok");
}

TEST_F(RateLimitsTest, CountBundlesWithAppends) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(say(owner_, append("Snel.")), "ok") << i;

  EXPECT_EQ(say(owner_, wire::BundleRequest{.circle = id(),
                                            .transaction = circle_.random.id<channels::TransactionId>(),
                                            .groups = {support::healing_group(circle_, care())}}),
            "appends_per_minute 20000");
}

TEST_F(RateLimitsTest, RefuseAppendsOfACircleAboveTheirNumber) {
  begin_anew({});
  const auto nurse = admit(circle_.nurse);
  begin_anew(few_);
  const auto session = hub_.connect(elsewhere_);
  hub_.login(session, id(), nurse);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(say(owner_, append("Snel.")), "ok") << i;
  const auto of_nurse = [&] { return support::make_append(circle_, care(), nurse, "Ook snel."); };
  EXPECT_EQ(say(session, of_nurse()), "ok");

  EXPECT_EQ(say(session, of_nurse()), "circle_appends_per_minute 15000");
}

TEST_F(RateLimitsTest, LetOthersSignThatWhoeverWritesTooMuchIsToGo) {
  begin_anew({});
  const auto nurse = admit(circle_.nurse);
  begin_anew(few_);
  const auto session = hub_.connect(elsewhere_);
  hub_.login(session, id(), nurse);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(say(session, support::make_append(circle_, care(), nurse, "Snel.")), "ok") << i;
  EXPECT_EQ(say(owner_, append("Kalm aan.")), "ok");
  EXPECT_EQ(say(owner_, append("Ho.")), "circle_appends_per_minute 15000");

  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = {}});
}

TEST_F(RateLimitsTest, AreNoneByAddressForThoseWhoseAddressIsNotTold) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(hub_.begin_connection({}));
    EXPECT_EQ(read_charter({}), "404 not_found");
    const auto session = hub_.connect();
    EXPECT_EQ(say(session, wrong_login(session, id())), "bad_signature");
  }
}

}  // namespace
}  // namespace kring::engine
