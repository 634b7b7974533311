#include "tests/unit/hub/store/store_world.hpp"

#include "channels/rules/log_hash.hpp"

#include <tuple>

namespace kring::store::test {
namespace {

using channels::EntryNumber;
using channels::Sequence;
using hub::Errc;

class BundleContract : public StoreContract {
 protected:
  /// All that anyone can see of `circle_1`.
  [[nodiscard]] auto seen() {
    return std::tuple(found_by<StoredCircle>(LoadCircle{circle_1}),
                      found_by<CharterPage>(ReadCharter{circle_1, EntryNumber{1}, 100'000}),
                      found_by<LogPage>(ReadLog{circle_1, channel_1, Sequence{0}, 100, 100'000}),
                      found_by<Mailbox>(ReadWelcomes{circle_1, bram}),
                      found_by<Stock>(ReadStock{circle_1, bram}));
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, BundleContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(BundleContract, FoundsACircleWithItsChannels) {
  const auto bundled = written<Bundled>(founding());

  EXPECT_EQ(bundled.head, head_at(1));
  EXPECT_EQ(bundled.answered, Answered::first);
  ASSERT_EQ(bundled.logs.size(), 2U);
  EXPECT_EQ(bundled.logs[0].channel, channel_1);
  EXPECT_EQ(bundled.logs[0].seq, Sequence{1});
  const auto circle = found_by<StoredCircle>(LoadCircle{circle_1});
  EXPECT_EQ(circle.head, head_at(1));
  EXPECT_EQ(circle.charter_snapshot, make_bytes("charter at 1"));
  ASSERT_EQ(circle.channels.size(), 2U);
  EXPECT_EQ(circle.channels[0],
            (StoredChannel{.head = {channel_1, Sequence{1}, bundled.logs[0].hash, 1, start},
                           .mode = channels::Mode::record,
                           .group = channels::GroupId(channel_1.bytes()),
                           .group_state = make_bytes("group at 1"),
                           .channel_state = make_bytes("channel at 1")}));
  EXPECT_EQ(circle.channels[1].head.channel, channel_2);
}

TEST_P(BundleContract, AppliesEntriesAndCommitsTogether) {
  found();
  auto bundle = bundle_at(1, 2);
  bundle.entries = {entry(2), entry(3)};
  bundle.charter_snapshot = make_bytes("charter at 3");
  bundle.groups = {commit_in(channel_2, 1), opening_of(channel_3)};

  const auto bundled = written<Bundled>(bundle);

  EXPECT_EQ(bundled.head, head_at(3));
  ASSERT_EQ(bundled.logs.size(), 2U);
  EXPECT_EQ(bundled.logs[0].seq, Sequence{2});
  const auto circle = found_by<StoredCircle>(LoadCircle{circle_1});
  EXPECT_EQ(circle.charter_snapshot, make_bytes("charter at 3"));
  ASSERT_EQ(circle.channels.size(), 3U);
  EXPECT_EQ(circle.channels[0].head.epoch, 1U);
  EXPECT_EQ(circle.channels[1].head,
            (ChannelHead{channel_2, Sequence{2}, bundled.logs[0].hash, 2, start + std::chrono::seconds(1)}));
  EXPECT_EQ(circle.channels[1].group_state, make_bytes("group at 2"));
  EXPECT_EQ(circle.channels[1].channel_state, make_bytes("channel at 2"));
}

TEST_P(BundleContract, GivesAChannelANewGroupAndLetsItsLogGoOn) {
  found();
  const auto before = found_by<StoredCircle>(LoadCircle{circle_1}).channels[0];
  auto bundle = bundle_at(1, 2);
  bundle.entries = {entry(2)};
  auto restarted = commit_in(channel_1, 1);
  restarted.opening =
      Opening{.mode = channels::Mode::record, .group = make_id<channels::GroupId>(77), .goes_on = true};
  restarted.new_epoch = 1;
  bundle.groups = {restarted};

  const auto bundled = written<Bundled>(bundle);

  EXPECT_EQ(bundled.logs[0].seq, Sequence{2});
  const auto circle = found_by<StoredCircle>(LoadCircle{circle_1});
  ASSERT_EQ(circle.channels.size(), 2U);
  const auto& after = circle.channels[0];
  EXPECT_EQ(after.group, make_id<channels::GroupId>(77));
  EXPECT_EQ(after.head,
            (ChannelHead{channel_1, Sequence{2}, bundled.logs[0].hash, 1, start + std::chrono::seconds(1)}));
  EXPECT_EQ(after.head.hash,
            rules::next_log_head(channel_1, {before.head.seq, before.head.hash},
                                 {.kind = restarted.kind,
                                  .time = restarted.time,
                                  .payload_hash = rules::payload_hash(restarted.commit_payload)})
                .hash);
  EXPECT_EQ(written<Bundled>(bundle).answered, Answered::again);
}

TEST_P(BundleContract, RestartsNoChannelThatIsNotThereOrHasMovedOn) {
  found();
  const auto before = seen();
  auto bundle = bundle_at(1, 2);
  bundle.entries = {entry(2)};
  auto unknown = commit_in(channel_3, 1);
  unknown.opening =
      Opening{.mode = channels::Mode::record, .group = make_id<channels::GroupId>(77), .goes_on = true};
  auto old = unknown;
  old.channel = channel_1;
  old.expected_epoch = 7;

  bundle.groups = {unknown};
  EXPECT_EQ(write(bundle).error(), Errc::unknown_channel);
  bundle.groups = {old};
  EXPECT_EQ(written<Stale>(bundle).channels.size(), 1U);
  EXPECT_EQ(seen(), before);
}

TEST_P(BundleContract, KeepsTheCharterWhenABundleHasNoEntries) {
  found();
  auto bundle = bundle_at(1, 2);
  bundle.groups = {commit_in(channel_1, 1)};

  EXPECT_EQ(written<Bundled>(bundle).head, head_at(1));
  EXPECT_EQ(found_by<StoredCircle>(LoadCircle{circle_1}).charter_snapshot, make_bytes("charter at 1"));
}

TEST_P(BundleContract, TakesTwoCommitsOfOneChannelInOrder) {
  auto bundle = founding();
  bundle.groups = {opening_of(channel_1), commit_in(channel_1, 1)};

  const auto bundled = written<Bundled>(bundle);

  ASSERT_EQ(bundled.logs.size(), 2U);
  EXPECT_EQ(bundled.logs[1].seq, Sequence{2});
  EXPECT_EQ(found_by<StoredCircle>(LoadCircle{circle_1}).channels[0].head.epoch, 2U);
}

TEST_P(BundleContract, AnswersTheSameTransactionAgainAsTheFirstTime) {
  const auto first = written<Bundled>(founding());
  auto next_bundle = bundle_at(1, 2);
  next_bundle.entries = {entry(2)};
  (void)written<Bundled>(next_bundle);

  const auto again = written<Bundled>(founding());

  EXPECT_EQ(again, (Bundled{first.head, first.logs, Answered::again}));
}

TEST_P(BundleContract, FindsWhatATransactionWasAnswered) {
  const auto first = written<Bundled>(founding());

  EXPECT_EQ(found_by<FirstAnswer>(FindBundle{circle_1, anna, transaction(1)}),
            (FirstAnswer{make_hash(1), {first.head, first.logs, Answered::again}}));
  EXPECT_EQ(read(FindBundle{circle_1, anna, transaction(2)}).error(), Errc::not_found);
  EXPECT_EQ(read(FindBundle{circle_1, bram, transaction(1)}).error(), Errc::not_found);
  EXPECT_EQ(read(FindBundle{circle_2, anna, transaction(1)}).error(), Errc::not_found);
}

TEST_P(BundleContract, LeavesTheTransactionIdOfARefusedBundleFree) {
  found();
  auto late = bundle_at(1, 2);
  late.groups = {commit_in(channel_1, 0)};
  (void)written<Stale>(late);

  auto again = bundle_at(1, 2);
  again.request_hash = make_hash(99);
  again.groups = {commit_in(channel_1, 1)};

  EXPECT_EQ(written<Bundled>(again).logs.size(), 1U);
}

TEST_P(BundleContract, AnswersStaleWithWhereEachNamedChannelStands) {
  const auto founded = written<Bundled>(founding());
  const ChannelHead first{channel_1, Sequence{1}, founded.logs[0].hash, 1, start};
  const ChannelHead second{channel_2, Sequence{1}, founded.logs[1].hash, 1, start};
  auto other_hash = bundle_at(1, 2);
  other_hash.expected_head.hash = make_hash(99);
  auto old_charter = bundle_at(2, 2);
  old_charter.groups = {commit_in(channel_1, 1), opening_of(channel_3)};
  auto old_epoch = bundle_at(1, 2);
  old_epoch.groups = {commit_in(channel_1, 1), commit_in(channel_2, 0)};
  auto twice = bundle_at(1, 2);
  twice.groups = {commit_in(channel_1, 1), commit_in(channel_1, 1)};

  EXPECT_EQ(written<Stale>(other_hash), (Stale{head_at(1), {}}));
  EXPECT_EQ(written<Stale>(old_charter), (Stale{head_at(1), {first}}));
  EXPECT_EQ(written<Stale>(old_epoch), (Stale{head_at(1), {first, second}}));
  EXPECT_EQ(written<Stale>(twice), (Stale{head_at(1), {first}}));
}

TEST_P(BundleContract, LetsOneOfTwoCommitsWinAnEpoch) {
  found();
  auto winner = bundle_at(1, 2);
  winner.groups = {commit_in(channel_1, 1)};
  auto loser = bundle_at(1, 3);
  loser.groups = {commit_in(channel_1, 1)};
  const std::vector<WriteRequest> batch = {winner, loser};

  const auto results = store().write(batch);

  EXPECT_TRUE(std::holds_alternative<Bundled>(results[0].value()));
  EXPECT_EQ(std::get<Stale>(results[1].value()).channels[0].epoch, 2U);
}

TEST_P(BundleContract, RefusesABundleThatItCannotPlace) {
  found();
  auto other_bytes = founding();
  other_bytes.request_hash = make_hash(99);
  auto other_founder = founding();
  other_founder.transaction = transaction(9);
  auto other_circle = bundle_at(1, 2);
  other_circle.circle = circle_2;
  auto unknown_channel = bundle_at(1, 2);
  unknown_channel.groups = {commit_in(channel_3, 1)};
  auto opened_again = bundle_at(1, 2);
  opened_again.groups = {opening_of(channel_1)};

  EXPECT_EQ(write(other_bytes).error(), Errc::conflict);
  EXPECT_EQ(write(other_founder).error(), Errc::circle_exists);
  EXPECT_EQ(write(other_circle).error(), Errc::unknown_circle);
  EXPECT_EQ(write(unknown_channel).error(), Errc::unknown_channel);
  EXPECT_EQ(write(opened_again).error(), Errc::channel_exists);
}

TEST_P(BundleContract, LeavesNothingOfABundleRefusedAtItsLastPart) {
  found();
  claim_for(channel_1, 1);
  const auto before = seen();
  auto bundle = bundle_at(1, 2);
  bundle.entries = {entry(2)};
  bundle.groups = {commit_in(channel_1, 1), commit_in(channel_2, 1)};
  bundle.groups[0].welcomes = {{bram, make_hash(1), make_bytes("welcome")}};
  bundle.groups[1].welcomes = {{bram, make_hash(1), make_bytes("welcome")}};
  bundle.ended = {bram};

  EXPECT_EQ(write(bundle).error(), Errc::package_unusable);
  EXPECT_EQ(seen(), before);
}

TEST_P(BundleContract, LeavesNothingOfARefusedFounding) {
  auto bundle = founding();
  bundle.groups[1].welcomes = {{bram, make_hash(1), make_bytes("welcome")}};

  EXPECT_EQ(write(bundle).error(), Errc::package_unusable);
  EXPECT_EQ(read(LoadCircle{circle_1}).error(), Errc::unknown_circle);
  EXPECT_EQ(write(PutKeyPackages{circle_1, bram, {package(1)}}).error(), Errc::unknown_circle);
}

TEST_P(BundleContract, ReadsTheCharterByBytes) {
  found();
  auto bundle = bundle_at(1, 2);
  bundle.entries = {entry(2), entry(3)};
  (void)written<Bundled>(bundle);
  const std::size_t two = 2 * entry(1).bytes.size();

  const auto all = found_by<CharterPage>(ReadCharter{circle_1, EntryNumber{1}, 1000});
  EXPECT_EQ(all.head, head_at(3));
  EXPECT_EQ(all.entries, (std::vector{entry(1), entry(2), entry(3)}));
  EXPECT_EQ(found_by<CharterPage>(ReadCharter{circle_1, EntryNumber{2}, two}).entries,
            (std::vector{entry(2), entry(3)}));
  EXPECT_EQ(found_by<CharterPage>(ReadCharter{circle_1, EntryNumber{2}, two - 1}).entries,
            std::vector{entry(2)});
  EXPECT_EQ(found_by<CharterPage>(ReadCharter{circle_1, EntryNumber{3}, 0}).entries, std::vector{entry(3)});
  EXPECT_TRUE(found_by<CharterPage>(ReadCharter{circle_1, EntryNumber{4}, 1000}).entries.empty());
}

TEST_P(BundleContract, KnowsNothingOfAnUnknownCircle) {
  EXPECT_EQ(read(LoadCircle{circle_1}).error(), Errc::unknown_circle);
  EXPECT_EQ(read(ReadCharter{circle_1, EntryNumber{1}, 1}).error(), Errc::unknown_circle);
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, anna}).count, 0U);
  EXPECT_TRUE(found_by<Mailbox>(ReadWelcomes{circle_1, anna}).welcomes.empty());
}

TEST_P(BundleContract, KeepsCirclesApart) {
  found();
  auto other = founding();
  other.circle = circle_2;
  other.entries = {{EntryNumber{1}, make_hash(50), make_bytes("other")}};

  EXPECT_EQ(written<Bundled>(other).answered, Answered::first);
  EXPECT_EQ(found_by<StoredCircle>(LoadCircle{circle_1}).head, head_at(1));
  EXPECT_EQ(found_by<StoredCircle>(LoadCircle{circle_2}).head, (CharterHead{EntryNumber{1}, make_hash(50)}));
}

TEST_P(BundleContract, KeepsAnAcceptancesIntroductionAndPackages) {
  found();
  const auto invitation = make_id<channels::InvitationId>(7);
  auto bundle = bundle_at(1, 2);
  bundle.author = bram;
  bundle.entries = {entry(2)};
  bundle.acceptance =
      AcceptanceWrite{invitation, bram, make_bytes("sealed introduction"), {package(1), package(2)}};

  (void)written<Bundled>(bundle);

  EXPECT_EQ(found_by<Bytes>(ReadIntroduction{circle_1, invitation}), make_bytes("sealed introduction"));
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, 2U);
  EXPECT_EQ(read(ReadIntroduction{circle_1, make_id<channels::InvitationId>(8)}).error(), Errc::not_found);
  EXPECT_EQ(read(ReadIntroduction{circle_2, invitation}).error(), Errc::not_found);
}

TEST_P(BundleContract, RefusesAnAcceptanceWithMorePackagesThanAStockHolds) {
  found();
  auto bundle = bundle_at(1, 2);
  bundle.acceptance = AcceptanceWrite{make_id<channels::InvitationId>(7), bram, {}, {}};
  for (std::size_t i = 0; i <= key_packages_max; ++i) {
    bundle.acceptance->packages.push_back(package(static_cast<std::uint8_t>(i + 1)));
  }

  EXPECT_EQ(write(bundle).error(), Errc::stock_full);
  bundle.acceptance->packages.pop_back();
  EXPECT_EQ(written<Bundled>(bundle).answered, Answered::first);
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, key_packages_max);
}

}  // namespace
}  // namespace kring::store::test
