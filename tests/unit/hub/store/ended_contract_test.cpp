#include "tests/unit/hub/store/store_world.hpp"

namespace kring::store::test {
namespace {

using channels::BlobId;
using channels::InvitationId;
using hub::Errc;

class EndedContract : public StoreContract {
 protected:
  EndedContract() { found(); }

  /// One of everything that a circle can have.
  void fill() {
    for (std::uint8_t number = 2; number <= 4; ++number) {
      auto append = append_of(number);
      append.record = make_id<channels::RecordId>(number);
      (void)written<Appended>(append);
    }
    claim_for(channel_1, 1);
    (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(2)}});
    auto commit = commit_in(channel_1, 1);
    commit.time = start + std::chrono::seconds(1);
    commit.welcomes = {{.handle = bram, .package = package(1).ref, .welcome = make_bytes("welcome")}};
    auto bundle = bundle_at(1, 5);
    bundle.groups = {std::move(commit)};
    bundle.acceptance = AcceptanceWrite{
        .invitation = invitation, .handle = anna, .introduction = make_bytes("introduction"), .packages = {}};
    (void)written<Bundled>(bundle);
    (void)written<Done>(PutStaged{circle_1, anna, make_hash(40), start, make_bytes("staged")});
    (void)written<Done>(blob_of(circle_1));
    (void)written<Done>(FinishBlobFile{.circle = circle_1, .blob = blob, .hash = make_hash(7)});
  }
  /// Entry 2, with which the circle ends.
  [[nodiscard]] static BundleWrite ending() {
    auto bundle = bundle_at(1, 9);
    bundle.entries = {entry(2)};
    bundle.charter_snapshot = make_bytes("charter at 2");
    bundle.ends_circle = true;
    return bundle;
  }
  /// Until nothing is left; how often something was.
  [[nodiscard]] std::size_t purge(std::size_t rows_max) {
    for (std::size_t rounds = 0;; ++rounds) {
      if (!written<Purged>(PurgeEnded{rows_max}).more || rounds == 100) return rounds;
    }
  }
  [[nodiscard]] static CreateBlobFile blob_of(const channels::CircleId& circle) {
    return {.circle = circle,
            .channel = channel_1,
            .uploader = anna,
            .blob = blob,
            .size = 10,
            .time = start,
            .circle_bytes_max = 1000};
  }
  [[nodiscard]] StoredCircle circle() { return found_by<StoredCircle>(LoadCircle{circle_1}); }
  [[nodiscard]] static ReadLog log() {
    return {.circle = circle_1, .channel = channel_1, .after = {}, .count_max = 10, .bytes_max = 1000};
  }

  static inline const auto blob = make_id<BlobId>(1);
  static inline const auto invitation = make_id<InvitationId>(1);
};
INSTANTIATE_TEST_SUITE_P(Stores, EndedContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(EndedContract, LeavesOnlyACharterOfWhatHasEnded) {
  fill();
  const auto ended = written<Bundled>(ending());
  ASSERT_EQ(circle().channels.size(), 2U);

  EXPECT_GT(purge(1000), 0U);

  EXPECT_EQ(circle().head, head_at(2));
  EXPECT_EQ(circle().charter_snapshot, make_bytes("charter at 2"));
  EXPECT_TRUE(circle().channels.empty());
  const ReadCharter charter{.circle = circle_1, .from = channels::EntryNumber{1}, .bytes_max = 1000};
  EXPECT_EQ(found_by<CharterPage>(charter).entries, (std::vector{entry(1), entry(2)}));
  EXPECT_EQ(read(log()).error(), Errc::unknown_channel);
  EXPECT_TRUE(found_by<Mailbox>(ReadWelcomes{circle_1, bram}).welcomes.empty());
  EXPECT_EQ(read(ReadIntroduction{circle_1, invitation}).error(), Errc::not_found);
  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(40)}).error(), Errc::not_found);
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, 0U);
  EXPECT_EQ(read(FindBlobFile{circle_1, blob}).error(), Errc::not_found);
  EXPECT_EQ(found_by<Dropped>(ReadDropped{.count_max = 9}).blobs, std::vector{blob});
  // Whoever ended it may ask again whether it did; nothing else is answered a second time.
  EXPECT_EQ(written<Bundled>(ending()).head, ended.head);
  EXPECT_EQ(read(FindBundle{circle_1, anna, transaction(5)}).error(), Errc::not_found);
}

TEST_P(EndedContract, RemovesNoMoreRowsAtATimeThanItIsTold) {
  fill();
  (void)written<Bundled>(ending());

  // Six entries of two logs, three record ids, three answers; and a last round for all the rest.
  EXPECT_EQ(purge(5), 3U);
  EXPECT_TRUE(circle().channels.empty());
}

TEST_P(EndedContract, RemovesNothingOfOthers) {
  fill();
  auto other = founding();
  other.circle = circle_2;
  (void)written<Bundled>(other);
  auto ends = ending();
  ends.circle = circle_2;
  (void)written<Bundled>(ends);
  const auto before = found_by<LogPage>(log());

  EXPECT_GT(purge(1000), 0U);

  EXPECT_EQ(circle().channels.size(), 2U);
  EXPECT_EQ(found_by<LogPage>(log()), before);
  EXPECT_TRUE(read(FindBlobFile{circle_1, blob}).has_value());
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, 1U);
  EXPECT_TRUE(found_by<StoredCircle>(LoadCircle{circle_2}).channels.empty());
}

TEST_P(EndedContract, TakesNothingMoreFromWhoeverHasNotHeardOfIt) {
  (void)written<Bundled>(ending());

  for (const bool is_purged : {false, true}) {
    if (is_purged) EXPECT_GT(purge(1000), 0U);
    const PutStaged part{circle_1, anna, make_hash(40), start, make_bytes("late")};
    EXPECT_EQ(write(part).error(), Errc::unknown_circle);
    EXPECT_EQ(write(PutKeyPackages{circle_1, bram, {package(2)}}).error(), Errc::unknown_circle);
    EXPECT_EQ(write(blob_of(circle_1)).error(), Errc::unknown_circle);
  }
}

TEST_P(EndedContract, GoesOnAfterARestart) {
  fill();
  (void)written<Bundled>(ending());
  EXPECT_TRUE(written<Purged>(PurgeEnded{1}).more);

  restart();

  EXPECT_GT(purge(1000), 0U);
  EXPECT_TRUE(circle().channels.empty());
}

TEST_P(EndedContract, HasNothingToRemoveWhileNothingHasEnded) {
  fill();

  EXPECT_EQ(written<Purged>(PurgeEnded{1000}), Purged{});
  EXPECT_EQ(circle().channels.size(), 2U);
}

}  // namespace
}  // namespace kring::store::test
