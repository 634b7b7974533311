#include "crypto/record/padding.hpp"

#include "crypto/base/errc.hpp"

#include <gtest/gtest.h>

namespace kring::record {
namespace {

using crypto::Errc;

struct Step {
  const char* name;
  std::size_t bytes;
  std::size_t step;
};
class PaddingStep : public testing::TestWithParam<Step> {};
TEST_P(PaddingStep, IsTheSmallestThatHolds) {
  EXPECT_EQ(padded_size(GetParam().bytes), GetParam().step);
}
INSTANTIATE_TEST_SUITE_P(, PaddingStep,
                         testing::Values(Step{"Nothing", 0, 256}, Step{"AllOfTheSmallest", 256, 256},
                                         Step{"OneMore", 257, 512}, Step{"AlmostTheLargest", 16'385, 32'768},
                                         Step{"AllOfTheLargest", 32'768, 32'768}),
                         [](const auto& row) { return row.param.name; });

TEST(Padding, RefusesOneByteMoreThanTheLargestStep) {
  EXPECT_EQ(padded_size(32'769).error(), Errc::too_long);
}

TEST(Padding, CountsTheLengthInFrontOfTheContent) {
  EXPECT_EQ(padding_after(0), 255U);
  EXPECT_EQ(padding_after(254), 0U);
  EXPECT_EQ(padding_after(255), 255U);
  EXPECT_EQ(padding_after(32'764), 0U);
  EXPECT_EQ(padding_after(32'765).error(), Errc::too_long);
  EXPECT_EQ(padding_after(~std::size_t{0}).error(), Errc::too_long);
}

TEST(Padding, IsStrippedAgainForEverySizeAroundAStep) {
  for (const std::size_t size : {0U, 1U, 63U, 64U, 253U, 254U, 255U, 16'383U, 16'384U, 32'764U}) {
    const Bytes content(size, 7);

    auto padded = pad(content);

    ASSERT_TRUE(padded) << size;
    auto stripped = unpad(*padded);
    ASSERT_TRUE(stripped) << size;
    EXPECT_TRUE(equal(*stripped, content)) << size;
  }
}

TEST(Padding, OfALargerStepIsTaken) {
  Bytes padded(1024);
  padded[0] = 1;
  padded[1] = 7;

  auto content = unpad(padded);

  ASSERT_TRUE(content);
  EXPECT_EQ(copy_bytes(*content), Bytes{7});
}

struct Padded {
  const char* name;
  Bytes padded;
  Errc error;
};
Bytes with_byte(std::size_t place, std::uint8_t byte) {
  Bytes padded(256);
  padded[place] = byte;
  return padded;
}
class UnpadRefuses : public testing::TestWithParam<Padded> {};
TEST_P(UnpadRefuses, Bytes) {
  EXPECT_EQ(unpad(GetParam().padded).error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(, UnpadRefuses,
                         testing::Values(Padded{"Nothing", {}, Errc::bad_value},
                                         Padded{"BelowTheSmallestStep", Bytes(128), Errc::bad_value},
                                         Padded{"BetweenSteps", Bytes(384), Errc::bad_value},
                                         Padded{"AboveTheLargestStep", Bytes(65'536), Errc::bad_value},
                                         Padded{"LastByteSet", with_byte(255, 1), Errc::bad_value},
                                         Padded{"FirstByteOfPaddingSet", with_byte(1, 1), Errc::bad_value},
                                         Padded{"ReservedLength", with_byte(0, 0xC0), Errc::bad_value},
                                         Padded{"LengthBeyondTheEnd",
                                                [] {
                                                  auto padded = with_byte(0, 0x41);
                                                  padded[1] = 0;
                                                  return padded;
                                                }(),
                                                Errc::truncated}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::record
