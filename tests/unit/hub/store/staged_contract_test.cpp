#include "tests/unit/hub/store/store_world.hpp"

namespace kring::store::test {
namespace {

using hub::Errc;

class StagedContract : public StoreContract {
 protected:
  StagedContract() { found(); }

  [[nodiscard]] static PutStaged part(std::uint8_t number, std::size_t size = 10) {
    return {circle_1, anna, make_hash(number), start, Bytes(size, number)};
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, StagedContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(StagedContract, KeepsAPartForWhoeverPutIt) {
  (void)written<Done>(part(1));

  EXPECT_EQ(found_by<Blob>(ReadBlob{circle_1, make_hash(1)}), (Blob{Bytes(10, 1), anna, {}, {}}));
  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(2)}).error(), Errc::not_found);
  EXPECT_EQ(read(ReadBlob{circle_2, make_hash(1)}).error(), Errc::not_found);
}

TEST_P(StagedContract, GivesAPartToTheBundleThatTakesIt) {
  (void)written<Done>(part(1));
  (void)written<Done>(part(2));
  auto bundle = bundle_at(1, 2);
  bundle.staged_taken = {make_hash(1), make_hash(9)};
  (void)written<Bundled>(bundle);

  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(1)}).error(), Errc::not_found);
  EXPECT_EQ(found_by<Blob>(ReadBlob{circle_1, make_hash(2)}).bytes, Bytes(10, 2));
}

TEST_P(StagedContract, KeepsThePartsOfARefusedBundle) {
  (void)written<Done>(part(1));
  auto bundle = bundle_at(1, 2);
  bundle.groups = {commit_in(channel_1, 0)};
  bundle.staged_taken = {make_hash(1)};
  (void)written<Stale>(bundle);

  EXPECT_EQ(found_by<Blob>(ReadBlob{circle_1, make_hash(1)}).bytes, Bytes(10, 1));
}

TEST_P(StagedContract, DropsPartsOlderThanTheGivenTime) {
  (void)written<Done>(part(1));
  auto younger = part(2);
  younger.time = start + Duration(1);
  (void)written<Done>(younger);

  (void)written<Done>(DropStaged{start});
  EXPECT_EQ(found_by<Blob>(ReadBlob{circle_1, make_hash(1)}).bytes, Bytes(10, 1));
  (void)written<Done>(DropStaged{start + Duration(1)});
  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(1)}).error(), Errc::not_found);
  EXPECT_EQ(found_by<Blob>(ReadBlob{circle_1, make_hash(2)}).bytes, Bytes(10, 2));
}

TEST_P(StagedContract, RenewsTheTimeOfAPartPutAgain) {
  (void)written<Done>(part(1));
  auto again = part(1);
  again.time = start + Duration(5);
  again.uploader = bram;
  (void)written<Done>(again);
  (void)written<Done>(DropStaged{start + Duration(5)});

  EXPECT_EQ(found_by<Blob>(ReadBlob{circle_1, make_hash(1)}).uploader, bram);
}

TEST_P(StagedContract, TakesAPartOfTheLargestSizeAndNotOneByteMore) {
  EXPECT_EQ(written<Done>(part(1, staged_part_bytes_max)), Done{});
  EXPECT_EQ(write(part(2, staged_part_bytes_max + 1)).error(), Errc::part_too_large);
}

TEST_P(StagedContract, FillsACircleToItsLimitAndNotOneByteMore) {
  constexpr std::uint8_t parts = staged_circle_bytes_max / staged_part_bytes_max;
  const auto by = [](std::uint8_t handle, PutStaged put) {
    put.uploader = make_id<channels::HandleId>(handle);
    return put;
  };
  for (std::uint8_t i = 1; i < parts; ++i) (void)written<Done>(by(i, part(i, staged_part_bytes_max)));
  (void)written<Done>(by(parts, part(parts, staged_part_bytes_max - 1)));

  EXPECT_EQ(write(by(100, part(100, 2))).error(), Errc::staged_full);
  EXPECT_EQ(written<Done>(by(100, part(101, 1))), Done{});
  EXPECT_EQ(write(by(100, part(102, 1))).error(), Errc::staged_full);
  EXPECT_EQ(written<Done>(by(1, part(1, staged_part_bytes_max))), Done{});
}

TEST_P(StagedContract, LetsAHandlesOldestBytesMakeRoomForItsNext) {
  const auto at = [](std::uint8_t number, std::size_t size, int time) {
    auto put = part(number, size);
    put.time = start + Duration(time);
    return put;
  };
  const auto is_there = [&](std::uint8_t number) {
    return read(ReadBlob{circle_1, make_hash(number)}).has_value();
  };
  auto others = at(9, 10, 0);
  others.uploader = bram;
  (void)written<Done>(others);
  (void)written<Done>(at(2, 10, 1));
  (void)written<Done>(at(1, staged_part_bytes_max, 2));
  (void)written<Done>(at(3, staged_part_bytes_max - 10, 3));
  EXPECT_TRUE(is_there(2)) << "just full";

  (void)written<Done>(at(4, 1, 4));

  EXPECT_FALSE(is_there(2));
  EXPECT_TRUE(is_there(1) && is_there(3) && is_there(4) && is_there(9));
}

TEST_P(StagedContract, LetsAHandlesOldestPartMakeRoomForOneTooMany) {
  const auto at = [](std::uint8_t number) {
    auto put = part(number, 1);
    put.time = start + Duration(number);
    return put;
  };
  for (std::uint8_t i = 1; i <= staged_handle_parts_max; ++i) (void)written<Done>(at(i));
  EXPECT_TRUE(read(ReadBlob{circle_1, make_hash(1)}));

  (void)written<Done>(at(staged_handle_parts_max + 1));

  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(1)}).error(), Errc::not_found);
  EXPECT_TRUE(read(ReadBlob{circle_1, make_hash(2)}));
}

TEST_P(StagedContract, DropsThePartsOfAHandleThatEnds) {
  (void)written<Done>(part(1));
  auto others = part(2);
  others.uploader = bram;
  (void)written<Done>(others);
  auto bundle = bundle_at(1, 2);
  bundle.ended = {bram};
  (void)written<Bundled>(bundle);

  EXPECT_TRUE(read(ReadBlob{circle_1, make_hash(1)}));
  EXPECT_EQ(read(ReadBlob{circle_1, make_hash(2)}).error(), Errc::not_found);
}

TEST_P(StagedContract, RefusesAPartForAnUnknownCircle) {
  auto lost = part(1);
  lost.circle = circle_2;

  EXPECT_EQ(write(lost).error(), Errc::unknown_circle);
}

}  // namespace
}  // namespace kring::store::test
