#include "tests/unit/hub/store/store_world.hpp"

namespace kring::store::test {
namespace {

using channels::EntryNumber;
using hub::Errc;

class PublicCharterContract : public StoreContract {
 protected:
  PublicCharterContract() { found(); }

  /// Entry 2, with which anybody may read the charter.
  [[nodiscard]] static BundleWrite opening() {
    auto bundle = bundle_at(1, 2);
    bundle.entries = {entry(2)};
    bundle.makes_public = true;
    return bundle;
  }
  [[nodiscard]] static ReadPublicCharter page(const channels::CircleId& circle, std::uint64_t from = 1,
                                              std::size_t bytes_max = 1000) {
    return {.circle = circle, .from = EntryNumber{from}, .bytes_max = bytes_max};
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, PublicCharterContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(PublicCharterContract, AnswersOneThatIsNotPublicAsOneThatIsNotThere) {
  EXPECT_EQ(read(page(circle_1)).error(), Errc::not_found);
  EXPECT_EQ(read(page(circle_2)).error(), Errc::not_found);
}

TEST_P(PublicCharterContract, IsReadWholeAlsoWhatStoodThereBefore) {
  (void)written<Bundled>(opening());

  const auto all = found_by<CharterPage>(page(circle_1));

  EXPECT_EQ(all.head, head_at(2));
  EXPECT_EQ(all.entries, (std::vector{entry(1), entry(2)}));
  EXPECT_EQ(found_by<CharterPage>(page(circle_1, 2)).entries, std::vector{entry(2)});
}

TEST_P(PublicCharterContract, IsReadByPagesOfSoManyBytesAndNotOneMore) {
  (void)written<Bundled>(opening());
  const auto two = entry(1).bytes.size() + entry(2).bytes.size();

  EXPECT_EQ(found_by<CharterPage>(page(circle_1, 1, two)).entries.size(), 2U);
  EXPECT_EQ(found_by<CharterPage>(page(circle_1, 1, two - 1)).entries, std::vector{entry(1)});
  EXPECT_EQ(found_by<CharterPage>(page(circle_1, 1, 0)).entries, std::vector{entry(1)});
}

TEST_P(PublicCharterContract, HasNothingBehindItsHead) {
  (void)written<Bundled>(opening());

  const auto behind = found_by<CharterPage>(page(circle_1, 3));

  EXPECT_EQ(behind.head, head_at(2));
  EXPECT_TRUE(behind.entries.empty());
}

TEST_P(PublicCharterContract, StaysPublicAfterWhatDoesNotSaySo) {
  (void)written<Bundled>(opening());
  auto later = bundle_at(2, 3);
  later.entries = {entry(3)};
  (void)written<Bundled>(later);

  EXPECT_EQ(found_by<CharterPage>(page(circle_1)).head, head_at(3));
}

TEST_P(PublicCharterContract, StaysPublicWhenTheCircleHasEndedAndWasRemoved) {
  auto ending = opening();
  ending.ends_circle = true;
  (void)written<Bundled>(ending);
  while (written<Purged>(PurgeEnded{1000}).more) {
  }

  EXPECT_EQ(found_by<CharterPage>(page(circle_1)).entries.size(), 2U);
}

TEST_P(PublicCharterContract, StaysPublicOverARestart) {
  (void)written<Bundled>(opening());

  restart();

  EXPECT_EQ(found_by<CharterPage>(page(circle_1)).head, head_at(2));
}

TEST_P(PublicCharterContract, IsReadAtOnceByAnotherHub) {
  const auto elsewhere = other_store().open_reader().value();
  EXPECT_EQ(elsewhere->read(page(circle_1)).error(), Errc::not_found);

  (void)written<Bundled>(opening());

  const auto answer = elsewhere->read(page(circle_1));
  ASSERT_TRUE(answer);
  EXPECT_EQ(std::get<CharterPage>(*answer).head, head_at(2));
}

}  // namespace
}  // namespace kring::store::test
