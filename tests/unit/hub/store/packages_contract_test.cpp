#include "channels/rules/log_hash.hpp"
#include "tests/unit/hub/store/store_world.hpp"

namespace kring::store::test {
namespace {

using hub::Errc;

class PackagesContract : public StoreContract {
 protected:
  PackagesContract() { found(); }

  [[nodiscard]] KeyPackageRow claim(const channels::ChannelId& channel) {
    return written<Claimed>(ClaimKeyPackage{circle_1, channel, bram}).package;
  }
  /// Admits bram to `channel` with a package; the bundle and its epoch are named by `number`.
  [[nodiscard]] BundleWrite admission(const channels::ChannelId& channel, std::uint8_t package_number,
                                      std::uint8_t number) {
    auto bundle = bundle_at(1, number);
    bundle.groups = {commit_in(channel, number - 1U)};
    bundle.groups[0].welcomes = {{bram, make_hash(package_number), make_bytes("welcome")}};
    return bundle;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, PackagesContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(PackagesContract, HandsOutTheOldestFreePackageOnceAnAdmission) {
  (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(5), package(3), package(4)}});

  EXPECT_EQ(claim(channel_1), package(5));
  EXPECT_EQ(claim(channel_2), package(3));
  EXPECT_EQ(claim(channel_1), package(5));
  EXPECT_EQ(claim(channel_3), package(4));
  EXPECT_EQ(write(ClaimKeyPackage{circle_1, make_id<channels::ChannelId>(4), bram}).error(),
            Errc::no_key_package);
  EXPECT_EQ(claim(channel_2), package(3));
}

TEST_P(PackagesContract, HasNoPackageWhereNobodyPutOne) {
  EXPECT_EQ(write(ClaimKeyPackage{circle_1, channel_1, bram}).error(), Errc::no_key_package);
  EXPECT_EQ(write(ClaimKeyPackage{circle_2, channel_1, bram}).error(), Errc::no_key_package);
}

TEST_P(PackagesContract, SpendsAPackageWhenABundleAddsIt) {
  (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(1), package(2)}});
  (void)claim(channel_1);
  (void)written<Bundled>(admission(channel_1, 1, 2));

  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, 1U);
  EXPECT_EQ(claim(channel_1), package(2));
  EXPECT_EQ(write(admission(channel_1, 1, 3)).error(), Errc::package_unusable);
}

TEST_P(PackagesContract, NeverTakesASpentPackageBack) {
  claim_for(channel_1, 1);
  (void)written<Bundled>(admission(channel_1, 1, 2));

  EXPECT_EQ(written<Stock>(PutKeyPackages{circle_1, bram, {package(1)}}).count, 0U);
  EXPECT_EQ(write(ClaimKeyPackage{circle_1, channel_1, bram}).error(), Errc::no_key_package);
}

TEST_P(PackagesContract, RefusesAPackageThatWasNotClaimedForTheChannel) {
  (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(1), package(2)}});
  (void)claim(channel_2);

  EXPECT_EQ(write(admission(channel_1, 1, 2)).error(), Errc::package_unusable);
  EXPECT_EQ(write(admission(channel_1, 2, 2)).error(), Errc::package_unusable);
  EXPECT_EQ(write(admission(channel_1, 9, 2)).error(), Errc::package_unusable);
}

TEST_P(PackagesContract, TakesAWelcomeForAPackageThatCameWithARequestAndSpendsNoOther) {
  (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(1)}});
  auto healing = admission(channel_1, 9, 2);
  healing.groups[0].welcomes[0].from = PackageFrom::request;

  (void)written<Bundled>(healing);

  EXPECT_EQ(found_by<Mailbox>(ReadWelcomes{circle_1, bram}).welcomes.size(), 1U);
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, 1U);
  EXPECT_EQ(claim(channel_1), package(1));
}

TEST_P(PackagesContract, RefusesOnePackageTwiceInABundle) {
  claim_for(channel_1, 1);
  auto bundle = admission(channel_1, 1, 2);
  bundle.groups[0].welcomes.push_back(bundle.groups[0].welcomes[0]);

  EXPECT_EQ(write(bundle).error(), Errc::package_unusable);
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, 1U);
}

TEST_P(PackagesContract, CountsAPackagePutAgainOnce) {
  EXPECT_EQ(written<Stock>(PutKeyPackages{circle_1, bram, {package(1), package(1)}}).count, 1U);
  EXPECT_EQ(written<Stock>(PutKeyPackages{circle_1, bram, {package(1), package(2)}}).count, 2U);
}

TEST_P(PackagesContract, HoldsAFullStockAndNotOneMore) {
  PutKeyPackages put{circle_1, bram, {}};
  for (std::size_t i = 0; i < key_packages_max; ++i)
    put.packages.push_back(package(static_cast<std::uint8_t>(i + 1)));
  PutKeyPackages one_more{circle_1, bram, {package(200)}};

  EXPECT_EQ(written<Stock>(put).count, key_packages_max);
  EXPECT_EQ(write(one_more).error(), Errc::stock_full);
  EXPECT_EQ(written<Stock>(put).count, key_packages_max);
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, key_packages_max);
}

TEST_P(PackagesContract, RefusesPackagesForAnUnknownCircle) {
  EXPECT_EQ(write(PutKeyPackages{circle_2, bram, {package(1)}}).error(), Errc::unknown_circle);
}

TEST_P(PackagesContract, DeliversAWelcomeUntilItIsAcknowledged) {
  claim_for(channel_1, 1);
  auto bundle = admission(channel_1, 1, 2);
  bundle.groups[0].tree = TreePart{make_hash(77), make_bytes("tree")};
  (void)written<Bundled>(bundle);

  const auto mailbox = found_by<Mailbox>(ReadWelcomes{circle_1, bram});
  ASSERT_EQ(mailbox.welcomes.size(), 1U);
  const WelcomeRow& row = mailbox.welcomes[0];
  EXPECT_EQ(row.channel, channel_1);
  EXPECT_EQ(row.epoch, 2U);
  EXPECT_EQ(row.welcome, make_bytes("welcome"));
  EXPECT_EQ(row.welcome_part, (PartName{rules::payload_hash(row.welcome), row.welcome.size()}));
  EXPECT_EQ(row.tree, (PartName{make_hash(77), 4}));
  EXPECT_TRUE(found_by<Mailbox>(ReadWelcomes{circle_1, anna}).welcomes.empty());

  EXPECT_EQ(written<Done>(AckWelcomes{circle_1, anna, {row.id}}), Done{});
  EXPECT_EQ(written<Done>(AckWelcomes{circle_1, bram, {row.id + 1}}), Done{});
  EXPECT_EQ(found_by<Mailbox>(ReadWelcomes{circle_1, bram}), mailbox);
  EXPECT_EQ(written<Done>(AckWelcomes{circle_1, bram, {row.id}}), Done{});
  EXPECT_TRUE(found_by<Mailbox>(ReadWelcomes{circle_1, bram}).welcomes.empty());
}

TEST_P(PackagesContract, NeverGivesTheIdOfAnAcknowledgedWelcomeAgain) {
  (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(1), package(2)}});
  (void)claim(channel_1);
  (void)written<Bundled>(admission(channel_1, 1, 2));
  const auto first = found_by<Mailbox>(ReadWelcomes{circle_1, bram}).welcomes.at(0).id;
  (void)written<Done>(AckWelcomes{circle_1, bram, {first}});
  (void)claim(channel_1);
  (void)written<Bundled>(admission(channel_1, 2, 3));

  EXPECT_GT(found_by<Mailbox>(ReadWelcomes{circle_1, bram}).welcomes.at(0).id, first);
}

TEST_P(PackagesContract, KeepsATreeForAsLongAsAMailboxNamesIt) {
  (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(1)}});
  (void)written<Stock>(PutKeyPackages{circle_1, anna, {package(2)}});
  (void)claim(channel_1);
  (void)written<Claimed>(ClaimKeyPackage{circle_1, channel_1, anna});
  auto bundle = admission(channel_1, 1, 2);
  bundle.groups[0].welcomes.push_back({anna, make_hash(2), make_bytes("welcome")});
  bundle.groups[0].tree = TreePart{make_hash(77), make_bytes("tree")};
  (void)written<Bundled>(bundle);

  const auto blob = found_by<Blob>(ReadBlob{circle_1, make_hash(77)});
  EXPECT_EQ(blob, (Blob{make_bytes("tree"), {}, {anna, bram}, {}}));
  const auto id = found_by<Mailbox>(ReadWelcomes{circle_1, anna}).welcomes.at(0).id;
  (void)written<Done>(AckWelcomes{circle_1, anna, {id}});
  EXPECT_EQ(found_by<Blob>(ReadBlob{circle_1, make_hash(77)}).recipients, std::vector{bram});
  (void)written<Done>(EndHandles{circle_1, {bram}});
  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(77)}).error(), Errc::not_found);
}

TEST_P(PackagesContract, KeepsNoTreeThatNobodyNeeds) {
  auto bundle = bundle_at(1, 2);
  bundle.groups = {commit_in(channel_1, 1)};
  bundle.groups[0].tree = TreePart{make_hash(77), make_bytes("tree")};
  (void)written<Bundled>(bundle);

  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(77)}).error(), Errc::not_found);
}

TEST_P(PackagesContract, HandsOutALargeWelcomeUnderItsHashOnly) {
  claim_for(channel_1, 1);
  auto bundle = admission(channel_1, 1, 2);
  const Bytes large(inline_payload_bytes_max + 1, 3);
  bundle.groups[0].welcomes[0].welcome = large;
  (void)written<Bundled>(bundle);

  const auto row = found_by<Mailbox>(ReadWelcomes{circle_1, bram}).welcomes.at(0);
  EXPECT_TRUE(row.welcome.empty());
  EXPECT_EQ(row.welcome_part.size, large.size());
  EXPECT_EQ(found_by<Blob>(ReadBlob{circle_1, row.welcome_part.hash}).bytes, large);
}

TEST_P(PackagesContract, VoidsPackagesAndMailOfAHandleThatEnds) {
  (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(1), package(2)}});
  (void)written<Stock>(PutKeyPackages{circle_1, anna, {package(3)}});
  (void)claim(channel_1);
  (void)written<Bundled>(admission(channel_1, 1, 2));
  auto removal = bundle_at(1, 3);
  removal.entries = {entry(2)};
  removal.ended = {bram};
  (void)written<Bundled>(removal);

  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, bram}).count, 0U);
  EXPECT_TRUE(found_by<Mailbox>(ReadWelcomes{circle_1, bram}).welcomes.empty());
  EXPECT_EQ(write(ClaimKeyPackage{circle_1, channel_1, bram}).error(), Errc::no_key_package);
  EXPECT_EQ(found_by<Stock>(ReadStock{circle_1, anna}).count, 1U);
}

TEST_P(PackagesContract, AnswersDoneForWhatIsNotThere) {
  EXPECT_EQ(written<Done>(AckWelcomes{circle_2, bram, {1}}), Done{});
  EXPECT_EQ(written<Done>(EndHandles{circle_2, {bram}}), Done{});
  EXPECT_EQ(written<Done>(EndHandles{circle_1, {bram}}), Done{});
}

}  // namespace
}  // namespace kring::store::test
