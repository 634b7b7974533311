#include "tests/unit/hub/store/store_world.hpp"

namespace kring::store::test {
namespace {

using channels::BlobId;
using hub::Errc;

constexpr std::uint64_t room_bytes = 1000;

class BlobFilesContract : public StoreContract {
 protected:
  BlobFilesContract() { found(); }

  [[nodiscard]] static BlobId blob(std::uint8_t number) { return make_id<BlobId>(number); }
  [[nodiscard]] static CreateBlobFile create(std::uint8_t number, std::uint64_t size = 10) {
    return {.circle = circle_1,
            .channel = channel_1,
            .uploader = anna,
            .blob = blob(number),
            .size = size,
            .time = start,
            .circle_bytes_max = room_bytes};
  }
  [[nodiscard]] static FinishBlobFile finish(std::uint8_t number, std::uint8_t hash = 1) {
    return {.circle = circle_1, .blob = blob(number), .hash = make_hash(hash)};
  }
  [[nodiscard]] bool is_there(std::uint8_t number) {
    return read(FindBlobFile{circle_1, blob(number)}).has_value();
  }
  [[nodiscard]] std::vector<BlobId> dropped() { return found_by<Dropped>(ReadDropped{.count_max = 9}).blobs; }
};
INSTANTIATE_TEST_SUITE_P(Stores, BlobFilesContract, testing::ValuesIn(store_makers()), name_of_maker);

TEST_P(BlobFilesContract, KnowsABlobFromItsBeginning) {
  (void)written<Done>(create(1));

  EXPECT_EQ(found_by<BlobFile>(FindBlobFile{circle_1, blob(1)}),
            (BlobFile{.channel = channel_1, .uploader = anna, .size = 10, .hash = std::nullopt}));
  EXPECT_EQ(read(FindBlobFile{circle_1, blob(2)}).error(), Errc::not_found);
  EXPECT_EQ(read(FindBlobFile{circle_2, blob(1)}).error(), Errc::not_found);
}

TEST_P(BlobFilesContract, FinishesABlobOnceAndAgain) {
  (void)written<Done>(create(1));

  EXPECT_EQ(written<Done>(finish(1)), Done{});
  EXPECT_EQ(written<Done>(finish(1)), Done{});

  EXPECT_EQ(found_by<BlobFile>(FindBlobFile{circle_1, blob(1)}).hash, make_hash(1));
  EXPECT_EQ(write(finish(1, 2)).error(), Errc::conflict);
  EXPECT_EQ(write(finish(2)).error(), Errc::not_found);
}

TEST_P(BlobFilesContract, RefusesABlobOfAnUnknownCircle) {
  auto lost = create(1);
  lost.circle = circle_2;
  auto lost_finish = finish(1);
  lost_finish.circle = circle_2;

  EXPECT_EQ(write(lost).error(), Errc::unknown_circle);
  EXPECT_EQ(write(lost_finish).error(), Errc::not_found);
  EXPECT_EQ(written<Done>(DropBlobFiles{.circle = circle_2, .which = channel_1}), Done{});
}

TEST_P(BlobFilesContract, FillsACircleToItsLimitAndNotOneByteMore) {
  (void)written<Done>(create(1, room_bytes - 1));
  (void)written<Done>(finish(1));

  EXPECT_EQ(write(create(2, 2)).error(), Errc::blobs_full);
  EXPECT_EQ(written<Done>(create(3, 1)), Done{}) << "the refused one took nothing";
  EXPECT_EQ(write(create(4, 1)).error(), Errc::blobs_full);
}

TEST_P(BlobFilesContract, GivesRoomBackWhenABlobIsDropped) {
  (void)written<Done>(create(1, room_bytes));
  (void)written<Done>(DropBlobFiles{.circle = circle_1, .which = blob(1)});

  EXPECT_EQ(written<Done>(create(2, room_bytes)), Done{});
}

TEST_P(BlobFilesContract, LetsAHandleBeginSoManyAndNotOneMore) {
  for (std::uint8_t i = 1; i <= uploads_max; ++i) (void)written<Done>(create(i));
  auto others = create(100);
  others.uploader = bram;

  EXPECT_EQ(write(create(99)).error(), Errc::uploads_full);
  EXPECT_EQ(written<Done>(others), Done{});
  (void)written<Done>(finish(1));
  EXPECT_EQ(written<Done>(create(99)), Done{});
}

TEST_P(BlobFilesContract, DropsTheBlobsOfAChannel) {
  auto elsewhere = create(2);
  elsewhere.channel = channel_2;
  (void)written<Done>(create(1));
  (void)written<Done>(elsewhere);
  (void)written<Done>(create(3));
  (void)written<Done>(finish(3));

  (void)written<Done>(DropBlobFiles{.circle = circle_1, .which = channel_1});

  EXPECT_FALSE(is_there(1));
  EXPECT_TRUE(is_there(2));
  EXPECT_FALSE(is_there(3));
  EXPECT_EQ(write(finish(1)).error(), Errc::not_found);
  EXPECT_EQ(dropped(), (std::vector{blob(1), blob(3)}));
}

TEST_P(BlobFilesContract, DropsBlobsThatTookTooLong) {
  auto younger = create(2);
  younger.time = start + Duration(1);
  (void)written<Done>(create(1));
  (void)written<Done>(younger);
  (void)written<Done>(create(3));
  (void)written<Done>(finish(3));

  (void)written<Done>(DropUploads{start + Duration(1)});

  EXPECT_FALSE(is_there(1));
  EXPECT_TRUE(is_there(2));
  EXPECT_TRUE(is_there(3)) << "it is whole";
}

TEST_P(BlobFilesContract, NamesDroppedBlobsUntilTheirFilesAreGone) {
  for (std::uint8_t i = 1; i <= 3; ++i) (void)written<Done>(create(i));
  (void)written<Done>(DropBlobFiles{.circle = circle_1, .which = blob(1)});
  (void)written<Done>(DropBlobFiles{.circle = circle_1, .which = blob(2)});
  EXPECT_EQ(found_by<Dropped>(ReadDropped{.count_max = 1}).blobs, std::vector{blob(1)});

  (void)written<Done>(ForgetBlobFiles{{blob(1), blob(3), blob(9)}});

  EXPECT_EQ(dropped(), std::vector{blob(2)});
  EXPECT_TRUE(is_there(3)) << "it was not dropped";
}

}  // namespace
}  // namespace kring::store::test
