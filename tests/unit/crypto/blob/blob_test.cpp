#include "crypto/base/errc.hpp"
#include "crypto/blob/blob_opener.hpp"
#include "crypto/blob/blob_sealer.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kring::blob {
namespace {

using crypto::Errc;

struct Step {
  const char* name;
  std::uint64_t bytes;
  std::uint64_t padded;
};
class BlobPadding : public testing::TestWithParam<Step> {};
TEST_P(BlobPadding, IsTheNextStep) {
  EXPECT_EQ(padded_size(GetParam().bytes), GetParam().padded);
}
INSTANTIATE_TEST_SUITE_P(, BlobPadding,
                         testing::Values(Step{"Nothing", 0, 4096}, Step{"AllOfTheSmallest", 4096, 4096},
                                         Step{"OneMore", 4097, 4352}, Step{"AStep", 65'536, 65'536},
                                         Step{"AfterAStep", 65'537, 67'584},
                                         Step{"Megabytes", 5'000'001, 5'111'808},
                                         Step{"AllOfTheLargest", content_bytes_max, content_bytes_max},
                                         Step{"AlmostTheLargest", content_bytes_max - 1, content_bytes_max}),
                         [](const auto& row) { return row.param.name; });

TEST(BlobSize, RefusesOneByteMoreThanTheLargest) {
  support::SeededRandom random(1);

  EXPECT_EQ(padded_size(content_bytes_max + 1).error(), Errc::too_long);
  EXPECT_EQ(BlobSealer::begin(Secret::of_size(32), content_bytes_max + 1, random).error(), Errc::too_long);
  EXPECT_TRUE(BlobSealer::begin(Secret::of_size(32), content_bytes_max, random));
}

TEST(BlobSize, CountsHeaderAndChunks) {
  EXPECT_EQ(sealed_size(4096), 24U + 4096 + 17);
  EXPECT_EQ(sealed_size(65'536), 24U + 65'536 + 17);
  EXPECT_EQ(sealed_size(67'584), 24U + 67'584 + 2 * 17);
  EXPECT_EQ(sealed_bytes_max, 24U + content_bytes_max + 1600 * 17);
}

TEST(BlobSize, OfAReaderIsAStepThatHoldsTheContent) {
  EXPECT_TRUE(check_shape({.content_bytes = 0, .padded_bytes = 4096}));
  EXPECT_TRUE(check_shape({.content_bytes = 1, .padded_bytes = 65'536})) << "hiding more";
  EXPECT_EQ(check_shape({.content_bytes = 4097, .padded_bytes = 4096}).error(), Errc::bad_value);
  EXPECT_EQ(check_shape({.content_bytes = 1, .padded_bytes = 4097}).error(), Errc::bad_value);
  EXPECT_EQ(check_shape({.content_bytes = 0, .padded_bytes = 0}).error(), Errc::bad_value);
  EXPECT_EQ(check_shape({.content_bytes = 1, .padded_bytes = 2 * content_bytes_max}).error(), Errc::too_long);
}

/// A blob of three chunks.
class BlobTest : public testing::Test {
 protected:
  static constexpr std::size_t size = 2 * chunk_bytes + 5000;

  BlobTest() {
    random_.fill(content_);
    random_.fill(key_.expose_mutable());
    sealed_ = seal(content_);
  }

  Bytes seal(ByteView content) {
    auto sealer = BlobSealer::begin(key_, content.size(), random_).value();
    shape_ = {.content_bytes = content.size(), .padded_bytes = sealer.padded_bytes()};
    auto sealed = copy_bytes(sealer.header());
    while (!sealer.done()) {
      const auto chunk = sealer.seal(content.first(sealer.wanted())).value();
      content = content.subspan(std::min(content.size(), chunk_bytes));
      sealed.insert(sealed.end(), chunk.begin(), chunk.end());
    }
    return sealed;
  }

  /// All of it, in pieces of `piece` bytes.
  Result<Bytes> open(ByteView sealed, std::size_t piece = 10'007) {
    auto opener = BlobOpener::begin(key_, shape_);
    if (!opener) return fail(opener.error());
    Bytes content;
    while (!sealed.empty()) {
      const auto next = sealed.first(std::min(piece, sealed.size()));
      sealed = sealed.subspan(next.size());
      const auto opened = opener->take(next);
      if (!opened) return fail(opened.error());
      content.insert(content.end(), opened->begin(), opened->end());
    }
    if (auto whole = opener->finish(); !whole) return fail(whole.error());
    return content;
  }

  [[nodiscard]] ByteView chunk(std::size_t number) const {
    const auto at = primitives::stream_header_bytes + number * sealed_chunk_bytes;
    return ByteView(sealed_).subspan(at, std::min(sealed_chunk_bytes, sealed_.size() - at));
  }
  /// The header and these chunks.
  [[nodiscard]] Bytes with_chunks(const std::vector<std::size_t>& numbers) const {
    Bytes bytes(sealed_.begin(), sealed_.begin() + primitives::stream_header_bytes);
    for (const auto number : numbers) bytes.insert(bytes.end(), chunk(number).begin(), chunk(number).end());
    return bytes;
  }

  support::SeededRandom random_{7};
  Bytes content_ = Bytes(size);
  Secret key_ = Secret::of_size(key_bytes);
  BlobShape shape_;
  Bytes sealed_;
};

TEST_F(BlobTest, OpensToItsContentWhateverThePieces) {
  EXPECT_EQ(sealed_.size(), sealed_size(shape_.padded_bytes));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{24}, std::size_t{65'553}, sealed_.size()}) {
    EXPECT_EQ(open(sealed_, piece), content_) << piece;
  }
}

TEST_F(BlobTest, MayBeEmptyOrEndWithAChunk) {
  for (const auto bytes : {std::size_t{0}, std::size_t{1}, chunk_bytes, 2 * chunk_bytes}) {
    const auto content = ByteView(content_).first(bytes);
    EXPECT_EQ(open(seal(content)), copy_bytes(content)) << bytes;
  }
}

TEST_F(BlobTest, SaysNothingOfItsContent) {
  const Bytes zeros(5000);
  const auto sealed = seal(zeros);

  EXPECT_EQ(std::ranges::search(sealed, Bytes(8)).begin(), sealed.end());
  EXPECT_NE(seal(zeros), sealed) << "another header each time";
}

TEST_F(BlobTest, IsRefusedWithAFlippedBitAnywhere) {
  for (std::size_t at = 0; at < sealed_.size(); at += 1009) {
    auto changed = sealed_;
    changed[at] ^= 1;
    EXPECT_EQ(open(changed).error(), Errc::decryption_failed) << at;
  }
}

TEST_F(BlobTest, IsRefusedWithoutItsEnd) {
  EXPECT_EQ(open(with_chunks({0, 1})).error(), Errc::truncated);
  EXPECT_EQ(open(ByteView(sealed_).first(sealed_.size() - 1)).error(), Errc::truncated);
  EXPECT_EQ(open(ByteView(sealed_).first(23)).error(), Errc::truncated);
  EXPECT_EQ(open({}).error(), Errc::truncated);
}

TEST_F(BlobTest, IsRefusedWithChunksInAnotherOrder) {
  EXPECT_EQ(open(with_chunks({1, 0, 2})).error(), Errc::decryption_failed);
  EXPECT_EQ(open(with_chunks({0, 0, 1, 2})).error(), Errc::decryption_failed);
  EXPECT_EQ(open(with_chunks({0, 0, 2})).error(), Errc::decryption_failed);
  EXPECT_EQ(open(with_chunks({0, 2})).error(), Errc::truncated) << "too short to be looked at";
}

TEST_F(BlobTest, IsRefusedWithBytesAfterItsEnd) {
  auto longer = sealed_;
  longer.push_back(0);

  EXPECT_EQ(open(longer).error(), Errc::trailing_bytes);
}

TEST_F(BlobTest, IsRefusedUnderAnotherKey) {
  key_ = Secret::of_size(key_bytes);

  EXPECT_EQ(open(sealed_).error(), Errc::decryption_failed);
}

TEST_F(BlobTest, IsRefusedIfItsStreamEndsEarlyOrNotAtAll) {
  const auto header = random_.fixed<primitives::stream_header_bytes>();
  const auto stream_of = [&](primitives::StreamPlace first, primitives::StreamPlace second) {
    primitives::SecretStream stream(key_, header);
    auto sealed = copy_bytes(header);
    for (const auto place : {first, second}) {
      const auto chunk = stream.seal(Bytes(chunk_bytes), place);
      sealed.insert(sealed.end(), chunk.begin(), chunk.end());
    }
    return sealed;
  };
  using enum primitives::StreamPlace;
  shape_ = {.content_bytes = 2 * chunk_bytes, .padded_bytes = 2 * chunk_bytes};

  EXPECT_TRUE(open(stream_of(middle, last)));
  EXPECT_EQ(open(stream_of(middle, middle)).error(), Errc::bad_value);
  EXPECT_EQ(open(stream_of(last, last)).error(), Errc::bad_value);
}

TEST_F(BlobTest, IsRefusedIfItsPaddingHidesSomething) {
  const auto sealed = seal(Bytes(4096, 1));
  shape_.content_bytes = 4095;

  EXPECT_EQ(open(sealed).error(), Errc::bad_value);
}

TEST_F(BlobTest, OpensNothingMoreAfterAnError) {
  auto opener = BlobOpener::begin(key_, shape_).value();
  auto changed = sealed_;
  changed[100] ^= 1;
  ASSERT_FALSE(opener.take(changed));

  EXPECT_EQ(opener.take(chunk(1)).error(), Errc::decryption_failed);
  EXPECT_EQ(opener.finish().error(), Errc::decryption_failed);
}

TEST_F(BlobTest, TakesExactlyTheContentThatWasAnnounced) {
  auto sealer = BlobSealer::begin(key_, 10, random_).value();

  EXPECT_EQ(sealer.seal(Bytes(9)).error(), Errc::bad_value);
  EXPECT_EQ(sealer.seal(Bytes(11)).error(), Errc::bad_value);
  EXPECT_TRUE(sealer.seal(Bytes(10)));
  EXPECT_EQ(sealer.seal({}).error(), Errc::bad_value) << "it is done";
}

TEST_F(BlobTest, HasAKeyOf32Bytes) {
  EXPECT_EQ(BlobSealer::begin(Secret::of_size(31), 10, random_).error(), Errc::bad_key);
  EXPECT_EQ(BlobOpener::begin(Secret::of_size(33), shape_).error(), Errc::bad_key);
}

}  // namespace
}  // namespace kring::blob
