#include "channels/model/hash.hpp"
#include "channels/model/signing.hpp"
#include "channels/wire/http_request.hpp"
#include "crypto/primitives/hash.hpp"
#include "tests/support/hub_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kring::engine {
namespace {

using namespace std::chrono_literals;
using support::HubWorld;
using support::TestCircle;
using support::TestPerson;

/// A hub with one founded circle, and its founder logged in and attached to the channel of records.
class RequestsTest : public testing::Test {
 protected:
  RequestsTest() {
    founding_ = support::founding_bundle(circle_, channels_);
    owner_ = hub_.connect();
    EXPECT_EQ(hub_.refusal(owner_, founding_), "ok");
    hub_.login(owner_, id(), circle_.founder);
    EXPECT_EQ(hub_.refusal(owner_, attach(owner_after())), "ok");
    static_cast<void>(hub_.events(owner_));
  }

  const channels::CircleId& id() { return circle_.charter().circle(); }
  support::TestChannel& care() { return channels_.at(circle_.care); }
  static channels::Sequence owner_after() { return channels::Sequence{1}; }
  wire::AttachRequest attach(channels::Sequence after) {
    return {.circle = id(),
            .charter_after = circle_.charter().number(),
            .channels = {{.channel = circle_.care, .after = after}}};
  }
  wire::BundleRequest entry_bundle(const charter::CharterEntry& entry) {
    return {.circle = id(),
            .transaction = circle_.random.id<channels::TransactionId>(),
            .charter = {entry.bytes()}};
  }
  /// Signs, sends and applies an entry.
  void act(const TestPerson& signer, charter::Body body) {
    const auto entry = circle_.entry(signer, std::move(body));
    ASSERT_EQ(hub_.refusal(owner_, entry_bundle(entry)), "ok");
    ASSERT_TRUE(circle_.log.append(entry));
  }
  /// Invites a person, accepts for them with a key package and grants; no group is changed.
  TestPerson admit(channels::RoleId role) {
    auto offer = circle_.make_offer(role);
    act(circle_.founder, offer.terms);
    auto person = circle_.make_person();
    const auto package = support::make_package_message(circle_, person);
    const Bytes introduction(200, 1);
    auto terms = circle_.acceptance_of(offer.invitation, person);
    terms.introduction_hash = channels::labelled_hash("sealed introduction", introduction);
    terms.key_packages = {package.ref};
    const auto entry = circle_.acceptance_entry(offer.invitation, person, terms);
    const TestPerson guest{.member = {},
                           .id = channels::HandleId(offer.invitation.id.bytes()),
                           .handle = offer.invitation.key.clone(),
                           .recovery = circle_.founder.recovery.clone()};
    const auto session = hub_.connect();
    hub_.login(session, id(), guest);
    auto bundle = entry_bundle(entry);
    bundle.acceptance =
        wire::BundleAcceptance{.introduction = introduction, .key_packages = {package.message}};
    EXPECT_EQ(hub_.refusal(session, bundle), "ok");
    EXPECT_TRUE(circle_.log.append(entry));
    act(circle_.founder, circle_.grant_of(entry.hash()));
    return person;
  }
  wire::AppendRequest append(std::string_view text) {
    return support::make_append(circle_, care(), circle_.founder, text);
  }

  TestCircle circle_;
  std::map<channels::ChannelId, support::TestChannel> channels_;
  HubWorld hub_{circle_};
  wire::BundleRequest founding_;
  SessionId owner_{};
};

TEST_F(RequestsTest, FoundingAgainWithTheSameBytesIsAnsweredAgain) {
  const auto session = hub_.connect();

  EXPECT_EQ(hub_.refusal(session, founding_), "ok");
}

TEST_F(RequestsTest, FoundingAgainWithOtherBytesIsAConflict) {
  founding_.groups.pop_back();

  const auto refusal = hub_.refusal(hub_.connect(), founding_);

  EXPECT_EQ(refusal, "conflict");
}

TEST_F(RequestsTest, AnAppendIsNumberedOnAndSentToWhoeverReads) {
  const auto reader = hub_.connect();
  hub_.login(reader, id(), circle_.founder);
  ASSERT_EQ(hub_.refusal(reader, attach(channels::Sequence{1})), "ok");
  static_cast<void>(hub_.events(reader));

  const auto answer = hub_.ask(owner_, append("Noor heeft goed geslapen."));

  const auto& place = std::get<wire::AppendAnswer>(std::get<wire::OkAnswer>(answer.outcome));
  EXPECT_EQ(place.seq, channels::Sequence{2});
  const auto events = hub_.events(reader);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(std::get<wire::EntryEvent>(events[0]).seq, place.seq);
}

TEST_F(RequestsTest, AnAppendSentAgainIsAnsweredAsTheFirstTimeAndStoredOnce) {
  const auto request = append("Eén keer.");
  const auto first = hub_.ask(owner_, request);

  const auto second = hub_.ask(owner_, request);

  EXPECT_EQ(std::get<wire::OkAnswer>(first.outcome), std::get<wire::OkAnswer>(second.outcome));
  const auto events = hub_.events(owner_);
  EXPECT_EQ(std::ranges::count_if(
                events, [](const auto& event) { return std::holds_alternative<wire::EntryEvent>(event); }),
            1);
}

TEST_F(RequestsTest, AnotherPayloadUnderAUsedMessageIdIsAConflict) {
  auto request = append("Eerst dit.");
  ASSERT_EQ(hub_.refusal(owner_, request), "ok");
  request.payload = append("Dan dat.").payload;

  EXPECT_EQ(hub_.refusal(owner_, request), "conflict");
}

TEST_F(RequestsTest, ACommitBeginsAnEpochAndTheOldOneIsStale) {
  const auto old = append("Te laat.");
  ASSERT_EQ(
      hub_.refusal(owner_, wire::BundleRequest{.circle = id(),
                                               .transaction = circle_.random.id<channels::TransactionId>(),
                                               .groups = {support::healing_group(circle_, care())}}),
      "ok");

  const auto answer = hub_.ask(owner_, old);

  const auto& error = std::get<wire::ErrorAnswer>(answer.outcome);
  EXPECT_EQ(error.code, wire::ErrorCode::stale);
  ASSERT_TRUE(error.stale);
  ASSERT_EQ(error.stale->channels.size(), 1U);
  EXPECT_EQ(error.stale->channels[0].epoch, wire::EpochId{2});
  EXPECT_EQ(hub_.refusal(owner_, append("Opnieuw.")), "ok");
}

TEST_F(RequestsTest, ACommitForAnEpochThatIsOverIsStaleAndChangesNothing) {
  const auto snapshot = care().group.encode();
  support::TestChannel other{.id = care().id,
                             .group = mls::Group::decode(snapshot).value(),
                             .state = care().state,
                             .record_key = care().record_key.clone()};
  const wire::BundleRequest first{.circle = id(),
                                  .transaction = circle_.random.id<channels::TransactionId>(),
                                  .groups = {support::healing_group(circle_, care())}};
  const wire::BundleRequest second{.circle = id(),
                                   .transaction = circle_.random.id<channels::TransactionId>(),
                                   .groups = {support::healing_group(circle_, other)}};
  ASSERT_EQ(hub_.refusal(owner_, first), "ok");

  EXPECT_EQ(hub_.refusal(owner_, second), "stale");

  EXPECT_EQ(hub_.refusal(owner_, first), "ok") << "sent again: the first answer";
  EXPECT_EQ(hub_.refusal(owner_, append("Nog steeds goed.")), "ok");
}

TEST_F(RequestsTest, AChannelThatOneMayNotSeeIsAnsweredAsOneThatIsNot) {
  const auto guest = admit(circle_.family);
  const auto session = hub_.connect();
  hub_.login(session, id(), guest);
  auto hidden = append("Niet voor mij.");
  auto missing = hidden;
  missing.channel = circle_.random.id<channels::ChannelId>();

  EXPECT_EQ(hub_.refusal(session, attach({})), "unknown_channel");
  EXPECT_EQ(hub_.refusal(session, hidden), "unknown_channel");
  EXPECT_EQ(hub_.refusal(session, missing), "unknown_channel");
  EXPECT_EQ(
      hub_.refusal(session,
                   wire::ClaimRequest{.circle = id(), .channel = circle_.care, .handle = circle_.founder.id}),
      "unknown_channel");
}

TEST_F(RequestsTest, WhoMayOnlyReadMayNotPost) {
  const auto doctor = admit(circle_.doctor);
  const auto session = hub_.connect();
  hub_.login(session, id(), doctor);

  EXPECT_EQ(hub_.refusal(session, support::make_append(circle_, care(), doctor, "Mag ik?")), "may_not_post");
}

TEST_F(RequestsTest, ARemovedMemberReadsTheCharterUpToTheirEndAndNothingElse) {
  const auto nurse = admit(circle_.nurse);
  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});
  const auto ended = circle_.charter().number();
  act(circle_.founder, circle_.make_offer(circle_.family).terms);
  const auto session = hub_.connect();

  const auto login = hub_.ask(session, hub_.login_request(session, id(), nurse));

  EXPECT_EQ(std::get<wire::LoginAnswer>(std::get<wire::OkAnswer>(login.outcome)).access, wire::Access::ended);
  const auto answer = hub_.ask(session, wire::CharterRequest{.circle = id()});
  const auto& page = std::get<wire::CharterAnswer>(std::get<wire::OkAnswer>(answer.outcome));
  EXPECT_EQ(page.entries.size(), std::to_underlying(ended));
  EXPECT_EQ(hub_.refusal(session, support::make_append(circle_, care(), nurse, "Nog iets.")), "not_live");
  EXPECT_EQ(hub_.refusal(session, attach({})), "unknown_channel");
  EXPECT_EQ(hub_.refusal(session, entry_bundle(circle_.entry(nurse, charter::Leave{}))), "not_live");
}

TEST_F(RequestsTest, AMemberWhoIsRemovedWhileAttachedIsSentNothingMore) {
  const auto nurse = admit(circle_.nurse);
  const auto session = hub_.connect();
  hub_.login(session, id(), nurse);
  ASSERT_EQ(hub_.refusal(session, attach(channels::Sequence{1})), "ok");
  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});
  static_cast<void>(hub_.events(session));

  ASSERT_EQ(hub_.refusal(owner_, append("Na haar vertrek.")), "ok");

  EXPECT_TRUE(hub_.events(session).empty());
}

TEST_F(RequestsTest, AnEntryByAnotherHandleIsRefused) {
  const auto stranger = circle_.make_person();
  const auto entry = circle_.entry(stranger, circle_.make_offer(circle_.family).terms);

  EXPECT_EQ(hub_.refusal(owner_, entry_bundle(entry)), "bad_signature");
}

TEST_F(RequestsTest, AnEntryOnAForkedHeadIsStale) {
  const auto first = circle_.entry(circle_.founder, circle_.make_offer(circle_.family).terms);
  const auto second = circle_.entry(circle_.founder, circle_.make_offer(circle_.nurse).terms);
  ASSERT_EQ(hub_.refusal(owner_, entry_bundle(first)), "ok");

  EXPECT_EQ(hub_.refusal(owner_, entry_bundle(second)), "stale");
}

TEST_F(RequestsTest, AnEntryOutsideItsHubsClockIsRefused) {
  const auto entry = circle_.entry(circle_.founder, circle_.make_offer(circle_.family).terms);
  hub_.now += 5min;
  EXPECT_EQ(hub_.refusal(owner_, entry_bundle(entry)), "ok");
  ASSERT_TRUE(circle_.log.append(entry));

  const auto late = circle_.entry(circle_.founder, circle_.make_offer(circle_.family).terms);
  hub_.now += 1ms;

  EXPECT_EQ(hub_.refusal(owner_, entry_bundle(late)), "clock_off");
}

TEST_F(RequestsTest, AnInvitationsKeyMayReadTheCharterAndNothingElse) {
  auto offer = circle_.make_offer(circle_.nurse);
  const TestPerson guest{.member = {},
                         .id = channels::HandleId(offer.invitation.id.bytes()),
                         .handle = offer.invitation.key.clone(),
                         .recovery = circle_.founder.recovery.clone()};
  act(circle_.founder, offer.terms);
  const auto session = hub_.connect();

  const auto login = hub_.ask(session, hub_.login_request(session, id(), guest));

  EXPECT_EQ(std::get<wire::LoginAnswer>(std::get<wire::OkAnswer>(login.outcome)).access,
            wire::Access::invited);
  EXPECT_EQ(hub_.refusal(session, wire::CharterRequest{.circle = id()}), "ok");
  EXPECT_EQ(hub_.refusal(session, append("Van buiten.")), "not_live");
  EXPECT_EQ(
      hub_.refusal(session, wire::ClaimRequest{.circle = id(), .channel = circle_.care, .handle = guest.id}),
      "not_live");
  EXPECT_EQ(hub_.refusal(session, wire::KeyPackagesRequest{.circle = id()}), "not_live");
  EXPECT_EQ(hub_.refusal(session, attach({})), "unknown_channel");
  EXPECT_EQ(hub_.refusal(session, entry_bundle(circle_.entry(circle_.founder,
                                                             circle_.make_offer(circle_.family).terms))),
            "not_live");
}

TEST_F(RequestsTest, ASlowReaderCostsItsCursorAndGetsEveryEntryInOrder) {
  const auto reader = hub_.connect();
  hub_.login(reader, id(), circle_.founder);
  ASSERT_EQ(hub_.refusal(reader, attach(channels::Sequence{1})), "ok");
  static_cast<void>(hub_.events(reader));
  hub_.hold(reader);
  constexpr std::uint64_t count = limits::tail_entries_max + 50;

  for (std::uint64_t i = 0; i < count; ++i) ASSERT_EQ(hub_.refusal(owner_, append("Regel.")), "ok");
  hub_.release(reader);

  std::uint64_t expected = 2;
  for (const auto& event : hub_.events(reader)) {
    const auto* entry = std::get_if<wire::EntryEvent>(&event);
    if (entry == nullptr) continue;
    EXPECT_EQ(entry->seq, channels::Sequence{expected});
    ++expected;
  }
  EXPECT_EQ(expected, 2 + count);
}

TEST_F(RequestsTest, ASilentSessionIsClosedAndAnIdleOneGetsAHeartbeat) {
  hub_.tick(limits::heartbeat_after);
  const auto events = hub_.events(owner_);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<wire::HeartbeatEvent>(events[0]));

  hub_.tick(limits::silent_after - limits::heartbeat_after - 1ms);
  EXPECT_EQ(hub_.closed(owner_), std::nullopt);
  hub_.tick(1ms);
  EXPECT_EQ(hub_.closed(owner_), CloseReason::silent);
}

TEST_F(RequestsTest, ASessionWithoutLoginIsClosed) {
  const auto idle = hub_.connect();

  hub_.tick(limits::login_within - 1ms);
  EXPECT_EQ(hub_.closed(idle), std::nullopt);
  hub_.tick(1ms);
  EXPECT_EQ(hub_.closed(idle), CloseReason::not_logged_in);
}

TEST_F(RequestsTest, ADrainingHubSaysSoAndTakesNothingNew) {
  hub_.drain();

  EXPECT_TRUE(hub_.is_drained());
  const auto events = hub_.events(owner_);
  ASSERT_FALSE(events.empty());
  EXPECT_TRUE(std::holds_alternative<wire::DrainingEvent>(events.back()));
  EXPECT_EQ(hub_.refusal(owner_, append("Te laat.")), "draining");
}

// What is no request.

struct BadFrame {
  const char* name;
  std::string text;
  const char* code;
};
class BadFrameTest : public RequestsTest, public testing::WithParamInterface<BadFrame> {};
TEST_P(BadFrameTest, IsNamedAndTheConnectionLives) {
  const auto sent = hub_.send(owner_, GetParam().text);

  ASSERT_EQ(sent.size(), 1U);
  EXPECT_NE(sent[0].find(std::string("\"code\":\"") + GetParam().code + "\""), std::string::npos) << sent[0];
  EXPECT_EQ(hub_.refusal(owner_, append("De verbinding leeft.")), "ok");
}
INSTANTIATE_TEST_SUITE_P(
    , BadFrameTest,
    testing::Values(BadFrame{"Garbage", "\x01\x02\x03", "bad_frame"}, BadFrame{"Nothing", "", "bad_frame"},
                    BadFrame{"CutShort", R"({"id":1,"op":"ping")", "bad_frame"},
                    BadFrame{"TooLarge", std::string(65537, ' '), "too_large"},
                    BadFrame{"DepthBomb", std::string(60000, '['), "bad_frame"},
                    BadFrame{"NumberBomb", R"({"id":1,"op":"ping","x":1e999})", "bad_frame"},
                    BadFrame{"DuplicateKey", R"({"id":1,"op":"ping","op":"ping"})", "bad_frame"},
                    BadFrame{"WrongType", R"({"id":1,"op":"charter","circle":5,"from":1})", "bad_field"},
                    BadFrame{"UnknownOperation", R"({"id":1,"op":"raise_role"})", "unknown_op"}),
    [](const auto& row) { return row.param.name; });

// Staged parts.

class StagedTest : public RequestsTest {
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
