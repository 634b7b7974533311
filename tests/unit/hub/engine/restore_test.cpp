#include "channels/charter/head.hpp"
#include "channels/wire/http_request.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/hash.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

using channels::Sequence;
using namespace std::chrono_literals;

/// A hub that was restored from a backup of just after the founding, beside the one that went on.
class RestoreTest : public FoundedHub {
 protected:
  RestoreTest() {
    EXPECT_EQ(restored_.refusal(session_, founding_), "ok");
    restored_.declare_restore();
    come_in();
  }
  void come_in() {
    session_ = restored_.connect();
    restored_.login(session_, id(), circle_.founder);
  }
  /// What the hub that went on has said and the other one has lost: entries of the log after `after`.
  [[nodiscard]] wire::RestoreLogRequest lost_log(Sequence after) {
    wire::RestoreLogRequest request{.circle = id(), .channel = circle_.care, .after = after};
    const auto session = hub_.connect();
    hub_.login(session, id(), circle_.founder);
    EXPECT_EQ(hub_.refusal(session, attach(after)), "ok");
    for (auto& event : hub_.events(session)) {
      if (auto* entry = std::get_if<wire::EntryEvent>(&event))
        request.entries.push_back({.kind = entry->kind, .time = entry->time, .payload = entry->payload});
    }
    return request;
  }
  /// The same of the charter, with the head that the hub signed.
  [[nodiscard]] wire::RestoreCharterRequest lost_charter(channels::EntryNumber after) {
    wire::RestoreCharterRequest request{.circle = id()};
    Bytes suffix;
    for (const auto& entry : circle_.log.entries()) {
      if (entry.number() <= after) continue;
      codec::Writer out;
      out.opaque(entry.bytes());
      const auto one = out.take();
      suffix.insert(suffix.end(), one.begin(), one.end());
    }
    request.suffix = suffix;
    const auto signed_head = charter::sign_head(circle_.charter().head(), circle_.hub.private_key).value();
    request.head = {.number = signed_head.head.number, .hash = signed_head.head.hash.bytes()};
    std::ranges::copy(signed_head.signature, request.head.signature.begin());
    return request;
  }
  [[nodiscard]] channels::EntryNumber founded() const {
    return channels::EntryNumber{founding_.charter.size()};
  }
  void say_something() {
    const auto answer = hub_.ask(owner_, append("Vannacht rustig geslapen."));
    const auto& place = std::get<wire::AppendAnswer>(std::get<wire::OkAnswer>(answer.outcome));
    care().state.log = {.number = place.seq, .hash = place.hash};
  }
  void heal() {
    EXPECT_EQ(
        hub_.refusal(owner_, {wire::BundleRequest{.circle = id(),
                                                  .transaction = circle_.random.id<channels::TransactionId>(),
                                                  .groups = {support::healing_group(circle_, care())}}}),
        "ok");
  }

  HubWorld restored_{circle_};
  SessionId session_ = restored_.connect();
};

TEST_F(RestoreTest, LeavesACircleReadOnly) {
  const auto package = support::make_package_message(circle_, circle_.founder);
  const auto entry = circle_.entry(circle_.founder, circle_.make_offer(circle_.nurse).terms);

  EXPECT_EQ(restored_.refusal(session_, append("Hallo?")), "read_only");
  EXPECT_EQ(restored_.refusal(session_, entry_bundle(entry)), "read_only");
  EXPECT_EQ(restored_.refusal(session_, wire::KeyPackagesRequest{id(), {package.message}}), "read_only");
  EXPECT_EQ(restored_.refusal(session_, wire::ClaimRequest{id(), circle_.care, circle_.founder.id}),
            "read_only");
  EXPECT_EQ(restored_.refusal(session_, wire::WelcomedRequest{id(), {wire::WelcomeId{1}}}), "read_only");
  EXPECT_EQ(restored_.refusal(session_, attach(Sequence{})), "ok") << "but for reading";
}

TEST_F(RestoreTest, OffersNoWorkWhileACircleIsReadOnly) {
  (void)admit(circle_.nurse);
  EXPECT_EQ(restored_.refusal(session_, lost_charter(founded())), "ok");

  EXPECT_EQ(restored_.refusal(session_, attach(Sequence{})), "ok");

  for (const auto& event : restored_.events(session_))
    EXPECT_FALSE(std::holds_alternative<wire::WorkEvent>(event));
}

TEST_F(RestoreTest, TakesTheLostEndOfTheCharterBack) {
  const auto nurse = admit(circle_.nurse);

  const auto answer = restored_.ask(session_, lost_charter(founded()));

  const auto& done = std::get<wire::RestoreCharterAnswer>(std::get<wire::OkAnswer>(answer.outcome));
  EXPECT_EQ(done.head.number, circle_.charter().number());
  restored_.restart();
  const auto later = restored_.connect();
  restored_.login(later, id(), nurse);
}

TEST_F(RestoreTest, TakesTheCharterFromSomebodyWhomItDoesNotKnowYet) {
  const auto nurse = admit(circle_.nurse);
  const auto stranger = restored_.connect();
  EXPECT_EQ(restored_.refusal(stranger, restored_.login_request(stranger, id(), nurse)), "not_admitted");

  EXPECT_EQ(restored_.refusal(stranger, lost_charter(founded())), "ok");

  restored_.login(stranger, id(), nurse);
}

TEST_F(RestoreTest, TakesACircleBackThatWasLostAsAWhole) {
  HubWorld empty(circle_);
  const auto session = empty.connect();

  EXPECT_EQ(empty.refusal(session, lost_charter({})), "ok");

  empty.login(session, id(), circle_.founder);
  EXPECT_EQ(empty.refusal(session, append("Hallo?")), "read_only");
}

TEST_F(RestoreTest, TakesTheSameCharterTwice) {
  (void)admit(circle_.nurse);
  const auto request = lost_charter(founded());
  EXPECT_EQ(restored_.refusal(session_, request), "ok");

  EXPECT_EQ(restored_.refusal(session_, request), "ok");
}

TEST_F(RestoreTest, RefusesACharterWhoseHeadItHasNotSigned) {
  (void)admit(circle_.nurse);
  auto request = lost_charter(founded());
  request.head.signature[5] ^= 1U;

  EXPECT_EQ(restored_.refusal(session_, request), "bad_signature");
}

TEST_F(RestoreTest, RefusesACharterThatGoesOnBeyondTheHeadThatItSigned) {
  (void)admit(circle_.nurse);
  const auto head = lost_charter(founded()).head;
  const auto entry = circle_.entry(circle_.founder, circle_.make_offer(circle_.nurse).terms);
  ASSERT_TRUE(circle_.log.append(entry));
  auto request = lost_charter(founded());
  request.head = head;

  EXPECT_EQ(restored_.refusal(session_, request), "charter_refused:forked_head");
}

TEST_F(RestoreTest, RefusesCharterEntriesThatDoNotFollow) {
  (void)admit(circle_.nurse);
  auto request = lost_charter(channels::next(founded()));

  EXPECT_EQ(restored_.refusal(session_, request), "charter_refused:wrong_number");
  request.suffix = Bytes{1, 2, 3};
  EXPECT_EQ(restored_.refusal(session_, request), "bad_field");
}

TEST_F(RestoreTest, TakesTheLostEndOfALogBackEntryByEntry) {
  say_something();
  heal();
  say_something();
  const auto request = lost_log(Sequence{1});
  ASSERT_EQ(request.entries.size(), 3U);
  EXPECT_EQ(restored_.refusal(session_, attach(Sequence{1})), "ok");

  const auto answer = restored_.ask(session_, request);

  const auto& done = std::get<wire::RestoreLogAnswer>(std::get<wire::OkAnswer>(answer.outcome));
  EXPECT_EQ(done.seq, Sequence{4});
  EXPECT_EQ(done.hash, care().state.log.hash) << "the hash that everybody had";
  std::size_t told = 0;
  for (const auto& event : restored_.events(session_))
    told += std::holds_alternative<wire::EntryEvent>(event) ? 1 : 0;
  EXPECT_EQ(told, 3U) << "whoever is attached is sent them";
}

TEST_F(RestoreTest, KeepsAGroupThatCanGoOnAfterARestart) {
  heal();
  EXPECT_EQ(restored_.refusal(session_, lost_log(Sequence{1})), "ok");
  restored_.restart();
  come_in();
  say_something();
  heal();

  EXPECT_EQ(restored_.refusal(session_, lost_log(Sequence{2})), "ok");
}

TEST_F(RestoreTest, SaysWhereALogStandsWhenEntriesDoNotFollow) {
  say_something();
  auto request = lost_log(Sequence{1});
  request.after = Sequence{2};

  const auto answer = restored_.ask(session_, request);

  const auto& error = std::get<wire::ErrorAnswer>(answer.outcome);
  EXPECT_EQ(error.code, wire::ErrorCode::stale);
  ASSERT_TRUE(error.stale);
  EXPECT_EQ(error.stale->channels.at(0).seq, Sequence{1});
}

TEST_F(RestoreTest, RefusesEntriesThatBreakTheRulesOfALog) {
  say_something();
  heal();
  const auto good = lost_log(Sequence{1});
  auto backwards = good;
  backwards.entries[1].time -= 1h;
  auto twisted = good;
  std::get<Bytes>(twisted.entries[0].payload)[7] ^= 1U;
  auto no_commit = good;
  no_commit.entries[1].payload = Bytes(40, 1);
  auto opened = good;
  opened.entries[0].opening = Bytes(10, 1);
  auto opened_again = good;
  opened_again.entries[1].opening = Bytes(10, 1);
  auto nothing = good;
  nothing.entries.clear();

  EXPECT_EQ(restored_.refusal(session_, backwards), "bad_field");
  EXPECT_EQ(restored_.refusal(session_, twisted), "bad_field") << "another epoch";
  EXPECT_EQ(restored_.refusal(session_, no_commit), "commit_refused:bad_structure");
  EXPECT_EQ(restored_.refusal(session_, opened), "bad_field");
  EXPECT_EQ(restored_.refusal(session_, opened_again), "commit_refused:bad_structure");
  EXPECT_EQ(restored_.refusal(session_, nothing), "bad_field");
  EXPECT_EQ(restored_.refusal(session_, good), "ok") << "nothing of those was kept";
}

TEST_F(RestoreTest, JudgesACommitAtTheHeadThatItNames) {
  const auto nurse = admit(circle_.nurse);
  heal();
  EXPECT_EQ(restored_.refusal(session_, lost_log(Sequence{1})), "commit_refused:commit_wrong_charter_head")
      << "it is not there yet";

  EXPECT_EQ(restored_.refusal(session_, lost_charter(founded())), "ok");

  EXPECT_EQ(restored_.refusal(session_, lost_log(Sequence{1})), "ok");
}

TEST_F(RestoreTest, TakesALogOnlyFromWhoeverMayReadIt) {
  const auto nurse = admit(circle_.nurse);
  say_something();
  EXPECT_EQ(restored_.refusal(session_, lost_charter(founded())), "ok");
  auto request = lost_log(Sequence{1});
  request.channel = circle_.room;
  const auto other = restored_.connect();
  EXPECT_EQ(restored_.refusal(other, request), "not_logged_in");
  restored_.login(other, id(), nurse);

  EXPECT_EQ(restored_.refusal(other, request), "unknown_channel");
}

TEST_F(RestoreTest, TakesBackTheLogOfAChannelThatWasOpenedSinceTheBackup) {
  say_something();
  HubWorld empty(circle_);
  const auto session = empty.connect();
  ASSERT_EQ(empty.refusal(session, lost_charter({})), "ok");
  empty.login(session, id(), circle_.founder);
  ASSERT_EQ(empty.refusal(session, attach(Sequence{})), "ok") << "a log that is not there stands at 0";
  auto request = lost_log(Sequence{});
  EXPECT_EQ(empty.refusal(session, request), "unknown_channel");
  for (const auto& group : founding_.groups) {
    if (group.channel == circle_.care) request.entries[0].opening = group.opening;
  }

  const auto answer = empty.ask(session, request);

  ASSERT_TRUE(std::holds_alternative<wire::OkAnswer>(answer.outcome));
  const auto& done = std::get<wire::RestoreLogAnswer>(std::get<wire::OkAnswer>(answer.outcome));
  EXPECT_EQ(done.hash, care().state.log.hash);
}

TEST_F(RestoreTest, TakesNothingBackIntoACircleThatGoesOn) {
  say_something();

  EXPECT_EQ(hub_.refusal(owner_, lost_log(Sequence{1})), "stale");
  EXPECT_EQ(hub_.refusal(owner_, lost_charter(founded())), "stale");
}

TEST_F(RestoreTest, NamesStagedPartsThatAreNotThere) {
  say_something();
  auto request = lost_log(Sequence{1});
  request.entries[0].payload = wire::StagedPart{.hash = Hash{1}, .size = 7};
  auto charter = lost_charter({});
  charter.suffix = wire::StagedPart{.hash = Hash{1}, .size = 7};

  EXPECT_EQ(restored_.refusal(session_, request), "staged_missing");
  EXPECT_EQ(restored_.refusal(session_, charter), "staged_missing");
}

TEST_F(RestoreTest, TakesStagedPartsOfAReadOnlyCircle) {
  say_something();
  auto request = lost_log(Sequence{1});
  const auto payload = std::get<Bytes>(request.entries[0].payload);
  const auto hash = primitives::sha256(payload);
  const auto path = wire::format_staged_path({.circle = id(), .hash = hash});
  const wire::HttpContent content{
      .target = {.origin = "http://127.0.0.1:8420",
                 .method = "PUT",
                 .path = path,
                 .circle = id(),
                 .body_hash = hash},
      .signer = {.handle = circle_.founder.id, .time = restored_.now, .nonce = circle_.random.fixed<16>()}};
  const auto authorization = wire::sign_http(content, circle_.founder.handle.private_key).value();
  const auto reply = restored_.http({.exchange = {},
                                     .method = HttpMethod::put,
                                     .path = path,
                                     .authorization = wire::format_authorization(authorization),
                                     .body = payload});
  ASSERT_EQ(reply.status, 201U);
  request.entries[0].payload = wire::StagedPart{.hash = hash, .size = payload.size()};

  EXPECT_EQ(restored_.refusal(session_, request), "ok");
}

}  // namespace
}  // namespace kring::engine
