#include "crypto/base/bytes.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/base/id.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring {
namespace {

using crypto::Errc;
using FirstId = Id<struct FirstTag, 16>;
using SecondId = Id<struct SecondTag, 16>;
static_assert(!std::is_convertible_v<FirstId, SecondId>);
static_assert(!std::is_constructible_v<FirstId, SecondId>);

TEST(Base64Url, ReadsBackWhatItWroteForEverySizeToAHundred) {
  support::SeededRandom random(1);

  for (std::size_t size = 0; size <= 100; ++size) {
    Bytes bytes(size);
    random.fill(bytes);
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes) << size;
  }
}

struct BadText {
  const char* name;
  const char* text;
};
class Base64UrlRefuses : public testing::TestWithParam<BadText> {};
TEST_P(Base64UrlRefuses, Text) {
  auto bytes = from_base64url(GetParam().text);

  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error(), Errc::bad_encoding);
}
INSTANTIATE_TEST_SUITE_P(, Base64UrlRefuses,
                         testing::Values(BadText{"Padding", "AA=="}, BadText{"ClassicAlphabet", "+/+/"},
                                         BadText{"StrayBits", "AB"}, BadText{"LoneCharacter", "A"},
                                         BadText{"Space", "AA AA"}, BadText{"NotAscii", "\x80\x41"}),
                         [](const auto& row) { return row.param.name; });

TEST(Hex, RefusesOddLengthsAndOtherLetters) {
  EXPECT_EQ(from_hex("abc").error(), Errc::bad_encoding);
  EXPECT_EQ(from_hex("zz").error(), Errc::bad_encoding);
}

TEST(Id, TakesExactlyItsSize) {
  EXPECT_TRUE(FirstId::from(Bytes(16)));
  EXPECT_EQ(FirstId::from(Bytes(15)).error(), Errc::truncated);
  EXPECT_EQ(FirstId::from(Bytes(17)).error(), Errc::too_long);
}

}  // namespace
}  // namespace kring
