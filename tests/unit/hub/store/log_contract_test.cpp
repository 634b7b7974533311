#include "channels/rules/log_hash.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/hub/store/store_world.hpp"

#include <cstdlib>
#include <map>

namespace kring::store::test {
namespace {

using channels::EntryNumber;
using channels::LogKind;
using channels::Sequence;
using hub::Errc;

class LogContract : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Stores, LogContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(LogContract, NumbersEntriesFromOneWithoutGaps) {
  found();

  const auto second = written<Appended>(append_of(1));
  const auto third = written<Appended>(append_of(2));

  EXPECT_EQ(second.position.seq, Sequence{2});
  EXPECT_EQ(third.position.seq, Sequence{3});
  EXPECT_EQ(third.position.time, start + Duration(2));
}

TEST_P(LogContract, KeepsTheRunningHashOfTheProtocol) {
  found();
  const auto first = rules::next_log_head(
      channel_1, {}, {LogKind::commit, start, rules::payload_hash(make_bytes("opening commit"))});
  const auto second = rules::next_log_head(
      channel_1, first, {LogKind::record, start + Duration(1), rules::payload_hash(make_bytes("payload 1"))});

  const auto appended = written<Appended>(append_of(1));

  EXPECT_EQ(appended.position.hash, second.hash);
  const auto page = found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{0}, 10, 1000});
  ASSERT_EQ(page.entries.size(), 2U);
  EXPECT_EQ(page.entries[0].hash, first.hash);
  EXPECT_EQ(page.entries[1].hash, second.hash);
  EXPECT_EQ(found_by<StoredCircle>(LoadCircle{circle_1}).channels[0].head,
            (ChannelHead{channel_1, Sequence{2}, second.hash, 1, start + Duration(1)}));
}

TEST_P(LogContract, AnswersTheSameMessageAgainAsTheFirstTime) {
  found();
  const auto first = written<Appended>(append_of(1));
  (void)written<Appended>(append_of(2));

  auto repeated = append_of(1);
  repeated.time = start + std::chrono::hours(1);
  const auto again = written<Appended>(repeated);

  EXPECT_EQ(first.answered, Answered::first);
  EXPECT_EQ(again, (Appended{first.position, Answered::again}));
  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{0}, 10, 1000}).entries.size(), 3U);
}

TEST_P(LogContract, AnswersTheSameMessageAgainAfterTheEpochHasMoved) {
  found();
  const auto first = written<Appended>(append_of(1));
  auto bundle = bundle_at(1, 2);
  bundle.groups = {commit_in(channel_1, 1)};
  (void)written<Bundled>(bundle);

  EXPECT_EQ(written<Appended>(append_of(1)), (Appended{first.position, Answered::again}));
}

TEST_P(LogContract, SeesWhatEarlierRequestsOfTheBatchDid) {
  const std::vector<WriteRequest> batch = {founding(), append_of(1), append_of(1), append_of(2)};

  const auto results = store().write(batch);

  ASSERT_EQ(results.size(), 4U);
  const auto first = std::get<Appended>(results[1].value());
  EXPECT_EQ(std::get<Appended>(results[2].value()), (Appended{first.position, Answered::again}));
  EXPECT_EQ(std::get<Appended>(results[3].value()).position.seq, Sequence{3});
}

TEST_P(LogContract, LeavesNothingOfARefusedAppendAndItsIdFree) {
  found();
  auto late = append_of(1);
  late.epoch = 0;
  EXPECT_EQ(written<Stale>(late).channels.size(), 1U);

  auto again = append_of(1);
  again.request_hash = make_hash(99);

  EXPECT_EQ(written<Appended>(again).position.seq, Sequence{2});
}

TEST_P(LogContract, KeepsTheMessageIdsOfTwoAuthorsApart) {
  found();
  (void)written<Appended>(append_of(1));
  auto others = append_of(1);
  others.author = bram;
  others.request_hash = make_hash(99);

  EXPECT_EQ(written<Appended>(others).position.seq, Sequence{3});
}

TEST_P(LogContract, RefusesAnAppendThatItCannotPlace) {
  found();
  (void)written<Appended>(append_of(1));
  auto other_bytes = append_of(1);
  other_bytes.request_hash = make_hash(99);
  auto other_circle = append_of(2);
  other_circle.circle = circle_2;
  auto other_channel = append_of(2);
  other_channel.channel = channel_3;

  EXPECT_EQ(write(other_bytes).error(), Errc::conflict);
  EXPECT_EQ(write(other_circle).error(), Errc::unknown_circle);
  EXPECT_EQ(write(other_channel).error(), Errc::unknown_channel);
}

TEST_P(LogContract, TakesARecordIdOnceInAChannel) {
  found();
  auto first = append_of(1);
  first.record = make_id<channels::RecordId>(7);
  auto second = append_of(2);
  second.record = first.record;
  second.author = bram;
  auto elsewhere = append_of(3);
  elsewhere.record = first.record;
  elsewhere.channel = channel_2;
  const auto appended = written<Appended>(first);

  EXPECT_EQ(write(second).error(), Errc::record_id_used);
  EXPECT_EQ(written<Appended>(first), (Appended{appended.position, Answered::again}));
  EXPECT_EQ(written<Appended>(elsewhere).position.seq, Sequence{2});
  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{0}, 10, 1000}).entries.size(), 2U);
  second.record = make_id<channels::RecordId>(8);
  EXPECT_EQ(written<Appended>(second).position.seq, Sequence{3}) << "the message id stayed free";
}

TEST_P(LogContract, LeavesTheRecordIdOfARefusedAppendFree) {
  found();
  auto late = append_of(1);
  late.record = make_id<channels::RecordId>(7);
  late.epoch = 0;
  (void)written<Stale>(late);
  late.epoch = 1;

  EXPECT_EQ(written<Appended>(late).position.seq, Sequence{2});
}

TEST_P(LogContract, SeesARecordIdThatTheSameBatchHasUsed) {
  found();
  auto first = append_of(1);
  first.record = make_id<channels::RecordId>(7);
  auto second = append_of(2);
  second.record = first.record;

  const auto results = store().write(std::vector<WriteRequest>{first, second});

  EXPECT_TRUE(results[0]);
  EXPECT_EQ(results[1].error(), Errc::record_id_used);
}

TEST_P(LogContract, AnswersStaleWithWhereThingsStand) {
  found();
  const auto appended = written<Appended>(append_of(1));
  auto old_epoch = append_of(2);
  old_epoch.epoch = 0;
  auto future_epoch = append_of(2);
  future_epoch.epoch = 2;
  auto old_charter = append_of(2);
  old_charter.charter_number = EntryNumber{0};
  auto future_charter = append_of(2);
  future_charter.charter_number = EntryNumber{2};

  const Stale stale{head_at(1), {{channel_1, Sequence{2}, appended.position.hash, 1, start + Duration(1)}}};
  EXPECT_EQ(written<Stale>(old_epoch), stale);
  EXPECT_EQ(written<Stale>(future_epoch), stale);
  EXPECT_EQ(written<Stale>(old_charter), stale);
  EXPECT_EQ(written<Stale>(future_charter), stale);
}

TEST_P(LogContract, ReadsPagesByCountAndBytes) {
  found();
  for (std::uint8_t i = 1; i <= 3; ++i) (void)written<Appended>(append_of(i));
  const std::size_t two = 2 * make_bytes("payload 1").size();

  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{1}, 0, 1000}).entries.size(), 0U);
  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{1}, 2, 1000}).entries.size(), 2U);
  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{1}, 10, two}).entries.size(), 2U);
  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{1}, 10, two - 1}).entries.size(), 1U);
  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{1}, 10, 0}).entries.size(), 1U);
  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{4}, 10, 1000}).entries.size(), 0U);
  const auto last = found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{3}, 10, 1000});
  ASSERT_EQ(last.entries.size(), 1U);
  EXPECT_EQ(last.entries[0].seq, Sequence{4});
  EXPECT_EQ(last.entries[0].payload, make_bytes("payload 3"));
  EXPECT_EQ(last.entries[0].payload_bytes, make_bytes("payload 3").size());
  EXPECT_EQ(last.entries[0].payload_hash, rules::payload_hash(make_bytes("payload 3")));
}

TEST_P(LogContract, RefusesAnEntryThatIsOlderThanTheLast) {
  found();
  const auto last = written<Appended>(append_of(5));
  auto commit = bundle_at(1, 2);
  commit.groups = {commit_in(channel_1, 1)};
  commit.groups[0].time = last.position.time - Duration(1);

  const auto older = written<Stale>(append_of(4));
  const auto older_commit = written<Stale>(commit);
  auto same_time = append_of(6);
  same_time.time = last.position.time;

  EXPECT_EQ(older.channels.at(0).time, last.position.time);
  EXPECT_EQ(older_commit, older);
  EXPECT_EQ(written<Appended>(same_time).position.seq, Sequence{3});
}

TEST_P(LogContract, TellsWhereManyCirclesStandAtOnce) {
  found();
  const auto appended = written<Appended>(append_of(1));

  const auto heads = found_by<Heads>(ReadHeads{{circle_2, circle_1}});

  const auto stored = found_by<StoredCircle>(LoadCircle{circle_1});
  ASSERT_EQ(heads.circles.size(), 1U);
  EXPECT_EQ(heads.circles[0].circle, circle_1);
  EXPECT_EQ(heads.circles[0].charter, head_at(1));
  ASSERT_EQ(heads.circles[0].channels.size(), 2U);
  EXPECT_EQ(heads.circles[0].channels[0], stored.channels[0].head);
  EXPECT_EQ(heads.circles[0].channels[1], stored.channels[1].head);
  EXPECT_EQ(heads.circles[0].channels[0].hash, appended.position.hash);
  EXPECT_TRUE(found_by<Heads>(ReadHeads{}).circles.empty());
}

TEST_P(LogContract, KnowsNoLogOfAnUnknownChannel) {
  found();

  EXPECT_EQ(read(ReadLog{circle_1, channel_3, Sequence{0}, 1, 1}).error(), Errc::unknown_channel);
  EXPECT_EQ(read(ReadLog{circle_2, channel_1, Sequence{0}, 1, 1}).error(), Errc::unknown_channel);
}

TEST_P(LogContract, TakesAnEmptyPayload) {
  found();
  auto empty = append_of(1);
  empty.payload.clear();
  (void)written<Appended>(empty);

  const auto page = found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{1}, 10, 1000});

  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_TRUE(page.entries[0].payload.empty());
}

TEST_P(LogContract, HandsOutALargePayloadUnderItsHashOnly) {
  found();
  auto fits = append_of(1);
  fits.payload = Bytes(inline_payload_bytes_max, 1);
  auto large = append_of(2);
  large.payload = Bytes(inline_payload_bytes_max + 1, 2);
  (void)written<Appended>(fits);
  (void)written<Appended>(large);

  const auto page = found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{1}, 10, 100'000});
  ASSERT_EQ(page.entries.size(), 2U);
  EXPECT_EQ(page.entries[0].payload, fits.payload);
  EXPECT_TRUE(page.entries[1].payload.empty());
  EXPECT_EQ(page.entries[1].payload_bytes, large.payload.size());
  const auto blob = found_by<Blob>(ReadBlob{circle_1, page.entries[1].payload_hash});
  EXPECT_EQ(blob.bytes, large.payload);
  EXPECT_EQ(blob.channels, std::vector{channel_1});
  EXPECT_FALSE(blob.uploader);
  EXPECT_EQ(read(ReadBlob{circle_1, page.entries[0].payload_hash}).error(), Errc::not_found);
  EXPECT_EQ(read(ReadBlob{circle_2, page.entries[1].payload_hash}).error(), Errc::not_found);
}

/// What clients send again after broken connections, restarts and at other nodes: `KRING_DUPLICATES` of them.
TEST_P(LogContract, StoresOnceWhatComesAHundredTimes) {
  constexpr std::uint8_t messages = 100;
  constexpr std::size_t batch_max = 200;
  const char* asked = std::getenv("KRING_DUPLICATES");
  const auto wanted = asked == nullptr ? 10'000 : std::strtoull(asked, nullptr, 10);
  support::SeededRandom random(11);
  std::map<channels::MessageId, LogPosition> places;
  std::size_t batches = 0;
  found();

  for (std::uint64_t sent = 0; sent < wanted;) {
    std::vector<WriteRequest> batch;
    while (batch.size() < 1 + random.below(batch_max))
      batch.emplace_back(append_of(static_cast<std::uint8_t>(1 + random.below(messages))));
    sent += batch.size();
    // Times do not go back: which copy is the first is known only to the store.
    for (auto& request : batch) std::get<Append>(request).time = start + Duration(sent);
    if (++batches % 20 == 0) restart();
    const auto results = (random.below(2) == 0 ? store() : other_store()).write(batch);

    for (std::size_t i = 0; i < batch.size(); ++i) {
      ASSERT_TRUE(results[i]) << results[i].error().name();
      const auto& answer = std::get<Appended>(*results[i]);
      const auto [place, is_new] = places.emplace(std::get<Append>(batch[i]).message, answer.position);
      EXPECT_EQ(answer, (Appended{place->second, is_new ? Answered::first : Answered::again}));
    }
  }

  EXPECT_EQ(places.size(), messages);
  EXPECT_EQ(found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{0}, 1000, 1'000'000}).entries.size(),
            1U + messages);
}

}  // namespace
}  // namespace kring::store::test
