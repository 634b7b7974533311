#include "channels/json/utf8.hpp"

#include <gtest/gtest.h>

namespace kring::json {
namespace {

struct Text {
  const char* name;
  std::string_view text;
};
std::string name_of_row(const testing::TestParamInfo<Text>& row) {
  return row.param.name;
}

class Utf8Takes : public testing::TestWithParam<Text> {};
TEST_P(Utf8Takes, Text) {
  EXPECT_TRUE(is_utf8(GetParam().text));
}
INSTANTIATE_TEST_SUITE_P(
    , Utf8Takes,
    testing::Values(Text{"Nothing", ""}, Text{"Ascii", "oma"}, Text{"LastOfOneByte", "\x7F"},
                    Text{"FirstOfTwoBytes", "\xC2\x80"}, Text{"LastOfTwoBytes", "\xDF\xBF"},
                    Text{"FirstOfThreeBytes", "\xE0\xA0\x80"}, Text{"BeforeTheSurrogates", "\xED\x9F\xBF"},
                    Text{"BehindTheSurrogates", "\xEE\x80\x80"}, Text{"LastOfThreeBytes", "\xEF\xBF\xBF"},
                    Text{"FirstOfFourBytes", "\xF0\x90\x80\x80"}, Text{"LastOfAll", "\xF4\x8F\xBF\xBF"}),
    name_of_row);

class Utf8Refuses : public testing::TestWithParam<Text> {};
TEST_P(Utf8Refuses, Text) {
  EXPECT_FALSE(is_utf8(GetParam().text));
}
INSTANTIATE_TEST_SUITE_P(, Utf8Refuses,
                         testing::Values(Text{"LoneFollower", "\x80"}, Text{"OverlongTwoBytes", "\xC1\xBF"},
                                         Text{"OverlongThreeBytes", "\xE0\x9F\xBF"},
                                         Text{"Surrogate", "\xED\xA0\x80"},
                                         Text{"OverlongFourBytes", "\xF0\x8F\xBF\xBF"},
                                         Text{"AboveAll", "\xF4\x90\x80\x80"},
                                         Text{"LeadBeyondFour", "\xF5\x80\x80\x80"},
                                         Text{"CutShort", "a\xE2\x82"}, Text{"BadThird", "\xE2\x82\x28"},
                                         Text{"BadFourth", "\xF0\x9F\x8E\x28"}, Text{"BadSecond", "\xC3("}),
                         name_of_row);

TEST(Utf8, GivesItsCharactersOneByOne) {
  std::string_view text = "a\u00E9\u20AC\U0001F600";

  EXPECT_EQ(take_character(text), U'a');
  EXPECT_EQ(take_character(text), U'\u00E9');
  EXPECT_EQ(take_character(text), U'\u20AC');
  EXPECT_EQ(take_character(text), U'\U0001F600');
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace kring::json
