#include "tests/unit/hub/engine/founded_hub.hpp"

#include <algorithm>

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

class RequestsTest : public FoundedHub {};

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

TEST_F(RequestsTest, ARecordIdIsTakenOnce) {
  const auto first = append("Eerst dit.");
  ASSERT_EQ(hub_.refusal(owner_, first), "ok");
  auto second = append("Dan dat.");
  // The record's id follows its epoch and its generation.
  std::copy_n(first.payload.begin() + 12, 16, second.payload.begin() + 12);

  EXPECT_EQ(hub_.refusal(owner_, second), "record_id_used");

  EXPECT_EQ(hub_.refusal(owner_, first), "ok") << "sent again: the first answer";
  second.payload = append("Dan dat.").payload;
  EXPECT_EQ(hub_.refusal(owner_, second), "ok");
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

TEST_F(RequestsTest, ACommitMadeBeforeTheLastMessageIsTakenByAHubThatHasJustStarted) {
  const auto said = append("Net ervoor.");
  const wire::BundleRequest made{.circle = id(),
                                 .transaction = circle_.random.id<channels::TransactionId>(),
                                 .groups = {support::healing_group(circle_, care())}};
  ASSERT_EQ(hub_.refusal(owner_, said), "ok");
  hub_.restart();
  owner_ = hub_.connect();
  hub_.login(owner_, id(), circle_.founder);

  EXPECT_EQ(hub_.refusal(owner_, made), "ok");
}

TEST_F(RequestsTest, ABundleThatWasTakenIsNotRefusedWhileTheStoreCannotSaySo) {
  const wire::BundleRequest taken{.circle = id(),
                                  .transaction = circle_.random.id<channels::TransactionId>(),
                                  .groups = {support::healing_group(circle_, care())}};
  ASSERT_EQ(hub_.refusal(owner_, taken), "ok");

  hub_.fail_reads(Error(hub::Errc::store_unavailable, "test"));
  EXPECT_EQ(hub_.refusal(owner_, taken), "unavailable");

  hub_.fail_reads({});
  EXPECT_EQ(hub_.refusal(owner_, taken), "ok");
}

TEST_F(RequestsTest, ACommitForAnEpochThatIsNotYetThereIsRefused) {
  const auto skipped = support::healing_group(circle_, care());
  const wire::BundleRequest early{.circle = id(),
                                  .transaction = circle_.random.id<channels::TransactionId>(),
                                  .groups = {support::healing_group(circle_, care())}};

  EXPECT_TRUE(hub_.refusal(owner_, early).starts_with("commit_refused:"));

  const wire::BundleRequest next{
      .circle = id(), .transaction = circle_.random.id<channels::TransactionId>(), .groups = {skipped}};
  EXPECT_EQ(hub_.refusal(owner_, next), "ok");
}

TEST_F(RequestsTest, ACommitIsSentByItsCommitterOnly) {
  const auto nurse = admit(circle_.nurse);
  const auto session = hub_.connect();
  hub_.login(session, id(), nurse);

  EXPECT_EQ(
      hub_.refusal(session, wire::BundleRequest{.circle = id(),
                                                .transaction = circle_.random.id<channels::TransactionId>(),
                                                .groups = {support::healing_group(circle_, care())}}),
      "bad_signature");
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

TEST_F(RequestsTest, TheStoreLetsGoOfTheLastByteOfThoseWhoWentTogether) {
  const auto nurse = admit(circle_.nurse);
  const auto aunt = admit(circle_.family);
  hub_.tick(1s);
  const auto before = hub_.purges();

  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});
  hub_.tick(limits::purge_after - 1ms);
  const auto session = hub_.connect();
  hub_.login(session, id(), aunt);
  act(session, aunt, charter::Leave{});
  EXPECT_EQ(hub_.purges(), before);
  hub_.tick(1ms);
  EXPECT_EQ(hub_.purges(), before + 1);

  hub_.tick(limits::purge_after);
  EXPECT_EQ(hub_.purges(), before + 1) << "nobody else went";
}

TEST_F(RequestsTest, AttachingIsAnsweredAfterTheWorkAndBeforeTheEntries) {
  admit(circle_.nurse);
  hub_.disconnect(owner_);
  const auto session = hub_.connect();
  hub_.login(session, id(), circle_.founder);

  const auto sent = hub_.send(session, wire::encode_request({wire::RequestId{1}, attach({})}).value());

  std::vector<std::string> kinds;
  for (const auto& text : sent) {
    const auto frame = wire::decode_hub_frame(text).value();
    const auto* event = std::get_if<wire::Event>(&frame);
    const bool is_work = event != nullptr && std::holds_alternative<wire::WorkEvent>(*event);
    kinds.emplace_back(event == nullptr ? "answer" : is_work ? "work" : "entry");
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"work", "answer", "entry"}));
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
  hub_.tick(limits::heartbeat_after - 1ms);
  EXPECT_TRUE(hub_.events(owner_).empty());
  hub_.tick(1ms);
  const auto events = hub_.events(owner_);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<wire::HeartbeatEvent>(events[0]));

  hub_.tick(limits::silent_after - limits::heartbeat_after - 1ms);
  EXPECT_EQ(hub_.closed(owner_), std::nullopt);
  hub_.tick(1ms);
  EXPECT_EQ(hub_.closed(owner_), CloseReason::silent);
}

TEST_F(RequestsTest, ASilentSessionIsClosedInTimeAlsoWhenTheClockWentBack) {
  hub_.tick(-1h);
  hub_.tick(limits::silent_after - 1ms);
  EXPECT_EQ(hub_.closed(owner_), std::nullopt);
  hub_.tick(1ms);
  EXPECT_EQ(hub_.closed(owner_), CloseReason::silent);
}

TEST_F(RequestsTest, ASessionWhoseSocketTakesNothingIsClosed) {
  hub_.hold(owner_);
  static_cast<void>(hub_.start(owner_, wire::PingRequest{}));
  const auto pass_time = [this](Duration time) {
    static_cast<void>(hub_.start(owner_, wire::PingRequest{}));
    hub_.tick(time);
  };

  pass_time(limits::write_within / 2);
  pass_time(limits::write_within / 2 - 1ms);
  EXPECT_EQ(hub_.closed(owner_), std::nullopt);
  pass_time(1ms);
  EXPECT_EQ(hub_.closed(owner_), CloseReason::too_slow);
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
  ASSERT_TRUE(std::holds_alternative<wire::DrainingEvent>(events.back()));
  EXPECT_EQ(std::get<wire::DrainingEvent>(events.back()).retry_after, limits::retry_after_drain);
  EXPECT_EQ(hub_.refusal(owner_, append("Te laat.")), "draining");
}

}  // namespace
}  // namespace kring::engine
