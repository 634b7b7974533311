#include "channels/rules/log_hash.hpp"
#include "tests/unit/hub/store/store_world.hpp"

namespace kring::store::test {
namespace {

using channels::Sequence;
using hub::Errc;
using namespace std::chrono_literals;

/// Entries that come back into a store that has lost them.
class RestoreContract : public StoreContract {
 protected:
  RestoreContract() {
    found();
    for (const auto& stored : found_by<StoredCircle>(LoadCircle{circle_1}).channels) {
      if (stored.head.channel == channel_1) head_ = stored.head;
    }
  }
  /// A record and a commit after the opening of `channel_1`.
  [[nodiscard]] RestoreLog suffix() const {
    return {.circle = circle_1,
            .channel = channel_1,
            .expected_head = head_at(1),
            .after = Sequence{1},
            .after_hash = head_.hash,
            .entries = {{.kind = channels::LogKind::record,
                         .time = start + 1s,
                         .record = make_id<channels::RecordId>(1),
                         .payload = make_bytes("a record")},
                        {.kind = channels::LogKind::commit,
                         .time = start + 2s,
                         .record = {},
                         .payload = make_bytes("a commit")}},
            .epoch = 2,
            .group_state = make_bytes("group at 2"),
            .channel_state = make_bytes("channel at 2"),
            .staged_taken = {}};
  }
  [[nodiscard]] StoredChannel first_channel() {
    return found_by<StoredCircle>(LoadCircle{circle_1}).channels.at(0);
  }

  ChannelHead head_;
};
INSTANTIATE_TEST_SUITE_P(Stores, RestoreContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(RestoreContract, PutsEntriesBackWithTheirTimesAndHashes) {
  auto expected = head_;
  for (const auto& entry : suffix().entries) {
    const auto next = rules::next_log_head(
        channel_1, {expected.seq, expected.hash},
        {.kind = entry.kind, .time = entry.time, .payload_hash = rules::payload_hash(entry.payload)});
    expected = {.channel = channel_1, .seq = next.number, .hash = next.hash, .epoch = 2, .time = entry.time};
  }

  const auto done = written<Appended>(suffix());

  EXPECT_EQ(done.position, (LogPosition{channel_1, Sequence{3}, start + 2s, expected.hash}));
  const auto channel = first_channel();
  EXPECT_EQ(channel.head, expected);
  EXPECT_EQ(channel.group_state, make_bytes("group at 2"));
  EXPECT_EQ(channel.channel_state, make_bytes("channel at 2"));
  const auto page = found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{1}, 10, 10'000});
  ASSERT_EQ(page.entries.size(), 2U);
  EXPECT_EQ(page.entries[0].payload, make_bytes("a record"));
  EXPECT_EQ(page.entries[0].time, start + 1s);
  EXPECT_EQ(page.entries[1].hash, expected.hash);
}

TEST_P(RestoreContract, SaysWhereItStandsWhenTheyDoNotFollow) {
  auto wrong_hash = suffix();
  wrong_hash.after_hash = make_hash(9);
  auto wrong_place = suffix();
  wrong_place.after = Sequence{0};
  auto wrong_charter = suffix();
  wrong_charter.expected_head = head_at(2);
  auto backwards = suffix();
  backwards.entries[1].time = start;

  for (const auto& request : {wrong_hash, wrong_place, wrong_charter, backwards}) {
    EXPECT_EQ(written<Stale>(request), (Stale{.head = head_at(1), .channels = {head_}}));
  }
  EXPECT_EQ(first_channel().head, head_);
}

TEST_P(RestoreContract, TakesNoRecordUnderAnIdThatTheChannelHasHad) {
  (void)written<Appended>(suffix());
  auto again = suffix();
  again.after = Sequence{3};
  again.after_hash = first_channel().head.hash;
  for (auto& entry : again.entries) entry.time = start + 3s;

  EXPECT_EQ(write(again).error(), Errc::record_id_used);

  EXPECT_EQ(first_channel().head.seq, Sequence{3});
}

TEST_P(RestoreContract, BeginsALogThatWasLostAsAWhole) {
  auto lost = suffix();
  lost.channel = channel_3;
  lost.after = {};
  lost.after_hash = {};
  EXPECT_EQ(write(lost).error(), Errc::unknown_channel);
  lost.opening = Opening{.mode = channels::Mode::record, .group = make_id<channels::GroupId>(3)};

  EXPECT_EQ(written<Appended>(lost).position.seq, Sequence{2});

  const auto channel = found_by<StoredCircle>(LoadCircle{circle_1}).channels.at(2);
  EXPECT_EQ(channel.head.channel, channel_3);
  EXPECT_EQ(channel.head.epoch, 2U);
  EXPECT_EQ(channel.group, make_id<channels::GroupId>(3));
}

TEST_P(RestoreContract, UsesUpStagedParts) {
  (void)written<Done>(PutStaged{circle_1, anna, make_hash(7), start, make_bytes("a large commit")});
  auto with_part = suffix();
  with_part.staged_taken = {make_hash(7)};

  (void)written<Appended>(with_part);

  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(7)}).error(), Errc::not_found);
}

TEST_P(RestoreContract, RefusesEntriesOfACircleThatIsNotThere) {
  auto nowhere = suffix();
  nowhere.circle = circle_2;

  EXPECT_EQ(write(nowhere).error(), Errc::unknown_circle);
}

TEST_P(RestoreContract, KnowsInWhichIncarnationACircleWasFoundedOrResumed) {
  EXPECT_EQ(found_by<StoredCircle>(LoadCircle{circle_1}).incarnation, store().incarnation());
  auto bundle = bundle_at(1, 2);
  bundle.entries = {entry(2)};
  bundle.resumed = make_id<channels::Incarnation>(5);

  (void)written<Bundled>(bundle);

  EXPECT_EQ(found_by<StoredCircle>(LoadCircle{circle_1}).incarnation, make_id<channels::Incarnation>(5));
}

TEST_P(RestoreContract, FoundsACircleThatWasLostInNoIncarnationOfItsOwn) {
  auto lost = founding();
  lost.circle = circle_2;
  lost.groups.clear();
  lost.resumed = channels::Incarnation{};

  (void)written<Bundled>(lost);

  EXPECT_EQ(found_by<StoredCircle>(LoadCircle{circle_2}).incarnation, channels::Incarnation{});
}

}  // namespace
}  // namespace kring::store::test
