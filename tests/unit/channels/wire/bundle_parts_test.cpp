#include "channels/wire/bundle_parts.hpp"

#include "channels/wire/frame_codec.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/primitives/hash.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kring::wire {
namespace {

StagedPart staged(const Bytes& bytes) {
  return {.hash = primitives::sha256(bytes), .size = bytes.size()};
}

TEST(StagedBundle, IsTheSameWhereEverythingFits) {
  const BundleRequest bundle{.groups = {{.opening = Bytes(500, 1), .commit = Bytes(1'000, 2)}}};

  const auto result = stage_large_parts(bundle);

  ASSERT_TRUE(result);
  EXPECT_EQ(result->request, bundle);
  EXPECT_TRUE(result->parts.empty());
}

TEST(StagedBundle, HasItsLargestPartStagedFirst) {
  const BundleRequest bundle{
      .groups = {{.opening = Bytes(30'000, 1), .commit = Bytes(10'000, 2)}, {.commit = Bytes(20'000, 3)}}};

  const auto result = stage_large_parts(bundle);

  ASSERT_TRUE(result);
  EXPECT_EQ(result->parts, std::vector<Bytes>{Bytes(30'000, 1)});
  EXPECT_EQ(result->request.groups[0].opening, Part(staged(Bytes(30'000, 1))));
  EXPECT_EQ(result->request.groups[0].commit, bundle.groups[0].commit);
  EXPECT_EQ(result->request.groups[1].commit, bundle.groups[1].commit);
  EXPECT_TRUE(encode_request(RequestFrame{.request = result->request}));
}

TEST(StagedBundle, HasEveryPartStagedThatIsTooLargeToBeInline) {
  const Bytes most(limits::inline_part_bytes_max, 1);
  const Bytes one_more(limits::inline_part_bytes_max + 1, 1);

  EXPECT_TRUE(stage_large_parts(BundleRequest{.groups = {{.commit = most}}})->parts.empty());
  EXPECT_EQ(stage_large_parts(BundleRequest{.groups = {{.commit = one_more}}})->parts,
            std::vector<Bytes>{one_more});
}

TEST(StagedBundle, HasTheSameBytesStagedOnce) {
  const Bytes welcome(60'000, 7);
  const BundleRequest bundle{
      .groups = {{.commit = Bytes(10), .welcomes = {{.welcome = welcome}, {.welcome = welcome}}}}};

  const auto result = stage_large_parts(bundle);

  ASSERT_TRUE(result);
  EXPECT_EQ(result->parts, std::vector<Bytes>{welcome});
  EXPECT_EQ(result->request.groups[0].welcomes[0].welcome, Part(staged(welcome)));
  EXPECT_EQ(result->request.groups[0].welcomes[1].welcome, Part(staged(welcome)));
}

TEST(StagedBundle, MayHaveEightMebibytesStagedAndNoMore) {
  BundleRequest bundle{
      .groups = {{.opening = Bytes(limits::staged_bytes_max - 50'000, 1), .commit = Bytes(50'000, 2)}}};
  EXPECT_TRUE(stage_large_parts(bundle));

  bundle.groups[0].commit = Bytes(50'001, 2);
  const auto result = stage_large_parts(bundle);

  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), ErrorCode::limit);
  EXPECT_EQ(result.error().where(), "staged_bytes_max");
}

TEST(StagedBundle, CannotHelpWhereTheCharterAloneIsTooLarge) {
  const BundleRequest bundle{.charter = std::vector<Bytes>(4, Bytes(limits::entry_bytes_max)),
                             .groups = {{.commit = Bytes(100)}}};

  const auto result = stage_large_parts(bundle);

  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), ErrorCode::too_large);
}

}  // namespace
}  // namespace kring::wire
