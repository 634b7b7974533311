#include "crypto/primitives/hash.hpp"
#include "hub/blobs/folder_blobs.hpp"
#include "hub/blobs/memory_blobs.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace kring::blobs {
namespace {

using hub::Errc;

/// Blobs with all that they stand on.
struct BlobsHome {
  std::unique_ptr<support::TemporaryFolder> folder;
  std::unique_ptr<Blobs> blobs;
};
struct BlobsMaker {
  const char* name;
  BlobsHome (*make)();
};
BlobsHome make_memory() {
  return {.folder = nullptr, .blobs = std::make_unique<MemoryBlobs>()};
}
BlobsHome make_folder() {
  auto folder = std::make_unique<support::TemporaryFolder>();
  auto blobs = FolderBlobs::open(folder->path() / "blobs").value();
  return {.folder = std::move(folder), .blobs = std::move(blobs)};
}

class BlobsContract : public testing::TestWithParam<BlobsMaker> {
 protected:
  static channels::BlobId blob(std::uint8_t number) { return channels::BlobId(FixedBytes<16>{number}); }
  BlobResult perform(const BlobRequest& request) { return home_.blobs->perform(request); }
  Extent put(std::uint8_t number, std::uint64_t offset, const Bytes& bytes) {
    return std::get<Extent>(
        perform(PutPiece{.blob = blob(number), .offset = offset, .bytes = bytes}).value());
  }
  BlobResult seal(std::uint8_t number, const Bytes& bytes) {
    return perform(SealBlob{.blob = blob(number), .size = bytes.size(), .hash = primitives::sha256(bytes)});
  }
  Bytes get(std::uint8_t number, std::uint64_t offset, std::size_t size) {
    return std::get<Bytes>(perform(GetPiece{.blob = blob(number), .offset = offset, .size = size}).value());
  }

  BlobsHome home_ = GetParam().make();
};
INSTANTIATE_TEST_SUITE_P(, BlobsContract,
                         testing::Values(BlobsMaker{"Memory", &make_memory},
                                         BlobsMaker{"Folder", &make_folder}),
                         [](const auto& row) { return row.param.name; });

TEST_P(BlobsContract, TakesPiecesInTheirOrder) {
  EXPECT_EQ(put(1, 0, {1, 2, 3}), (Extent{.size = 3, .taken = true}));
  EXPECT_EQ(put(1, 3, {4, 5}), (Extent{.size = 5, .taken = true}));
  ASSERT_TRUE(seal(1, {1, 2, 3, 4, 5}));

  EXPECT_EQ(get(1, 0, 100), (Bytes{1, 2, 3, 4, 5}));
  EXPECT_EQ(get(1, 1, 3), (Bytes{2, 3, 4}));
  EXPECT_EQ(get(1, 5, 1), Bytes());
  EXPECT_EQ(get(1, 500, 1), Bytes());
}

TEST_P(BlobsContract, PassesOverAPieceThatIsThere) {
  (void)put(1, 0, {1, 2, 3});

  EXPECT_EQ(put(1, 0, {1, 2, 3}), (Extent{.size = 3, .taken = true}));
  EXPECT_EQ(put(1, 1, {9}), (Extent{.size = 3, .taken = true}));

  EXPECT_TRUE(seal(1, {1, 2, 3}));
}

TEST_P(BlobsContract, SaysWhereToGoOn) {
  EXPECT_EQ(put(1, 0, {}), (Extent{.size = 0, .taken = true}));
  EXPECT_EQ(put(1, 1, {2}), (Extent{.size = 0, .taken = false}));
  (void)put(1, 0, {1, 2, 3});

  EXPECT_EQ(put(1, 4, {5}), (Extent{.size = 3, .taken = false}));
  EXPECT_EQ(put(1, 2, {3, 4}), (Extent{.size = 3, .taken = false}));
  EXPECT_EQ(put(1, 0, {}), (Extent{.size = 3, .taken = true}));
}

TEST_P(BlobsContract, SealsOnlyWhatItIsToldOf) {
  EXPECT_EQ(seal(1, {1, 2, 3}).error(), Errc::conflict);
  (void)put(1, 0, {1, 2});
  EXPECT_EQ(seal(1, {1, 2, 3}).error(), Errc::conflict);
  EXPECT_EQ(seal(1, {1}).error(), Errc::conflict);
  EXPECT_EQ(seal(1, {1, 3}).error(), Errc::conflict);

  EXPECT_TRUE(seal(1, {1, 2}));
  EXPECT_TRUE(seal(1, {1, 2})) << "again";
  EXPECT_EQ(seal(1, {1, 3}).error(), Errc::conflict);
  EXPECT_EQ(put(1, 0, {1, 2}), (Extent{.size = 2, .taken = true})) << "its last piece again";
}

TEST_P(BlobsContract, GivesNothingThatIsNotWhole) {
  (void)put(1, 0, {1, 2, 3});

  EXPECT_EQ(perform(GetPiece{.blob = blob(1), .offset = 0, .size = 3}).error(), Errc::not_found);
  EXPECT_EQ(perform(GetPiece{.blob = blob(2), .offset = 0, .size = 3}).error(), Errc::not_found);
}

TEST_P(BlobsContract, RemovesBlobsWholeOrNot) {
  (void)put(1, 0, {1});
  (void)put(2, 0, {1});
  (void)seal(2, {1});

  for (const auto number : std::initializer_list<std::uint8_t>{1, 2, 3, 2}) {
    EXPECT_TRUE(perform(RemoveBlob{blob(number)})) << int{number};
  }

  EXPECT_EQ(put(1, 0, {}).size, 0U);
  EXPECT_EQ(perform(GetPiece{.blob = blob(2), .offset = 0, .size = 1}).error(), Errc::not_found);
}

TEST(MemoryBlobs, SayThatTheyAreFullAndKeepNothingOfThat) {
  MemoryBlobs blobs(4);
  const auto id = channels::BlobId(FixedBytes<16>{1});
  ASSERT_TRUE(blobs.perform(PutPiece{.blob = id, .offset = 0, .bytes = Bytes(3)}));

  EXPECT_EQ(blobs.perform(PutPiece{.blob = id, .offset = 3, .bytes = Bytes(2)}).error(), Errc::store_full);
  EXPECT_EQ(blobs.perform(PutPiece{.blob = id, .offset = 3, .bytes = Bytes(1)}),
            BlobResult(Extent{.size = 4, .taken = true}));
}

}  // namespace
}  // namespace kring::blobs
