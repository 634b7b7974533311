#include "channels/articles/text.hpp"

#include "channels/model/errc.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::articles {
namespace {

using channels::Errc;

struct CheckedText {
  const char* name;
  std::string text;
  Errc error;
};
class TextRefuses : public testing::TestWithParam<CheckedText> {};
TEST_P(TextRefuses, Text) {
  auto status = check_text(GetParam().text, 100);

  ASSERT_FALSE(status);
  EXPECT_EQ(status.error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(
    , TextRefuses,
    testing::Values(CheckedText{"Nothing", "", Errc::text_empty},
                    CheckedText{"Spaces", "  \n\t ", Errc::text_empty},
                    CheckedText{"NoBreakSpace", "\u00A0", Errc::text_empty},
                    CheckedText{"ZeroWidthSpaces", "\u200B\u200D\uFEFF", Errc::text_empty},
                    CheckedText{"IdeographicSpace", "\u3000", Errc::text_empty},
                    CheckedText{"OneByteTooMany", std::string(101, 'a'), Errc::text_too_long},
                    CheckedText{"BrokenUtf8", "a\xC3(", Errc::text_not_utf8},
                    CheckedText{"CutUtf8", "a\xF0\x9F\x8E", Errc::text_not_utf8},
                    CheckedText{"ZeroByte", std::string("a\0b", 3), Errc::text_control_character},
                    CheckedText{"Escape", "\x1B[31m", Errc::text_control_character},
                    CheckedText{"CarriageReturn", "a\r\n", Errc::text_control_character},
                    CheckedText{"Delete", "a\x7F", Errc::text_control_character},
                    CheckedText{"C1Control", "a\u009B", Errc::text_control_character}),
    [](const auto& row) { return row.param.name; });

class TextTakes : public testing::TestWithParam<CheckedText> {};
TEST_P(TextTakes, Text) {
  EXPECT_TRUE(check_text(GetParam().text, 100));
}
INSTANTIATE_TEST_SUITE_P(, TextTakes,
                         testing::Values(CheckedText{"OneLetter", "a", {}},
                                         CheckedText{"Accents", "één café", {}},
                                         CheckedText{"Emoji", "🎈", {}},
                                         CheckedText{"JoinedEmoji", "👩‍👧", {}},
                                         CheckedText{"NewlineAndTab", "a\n\tb", {}},
                                         CheckedText{"FirstBehindTheControls", "\u00A1", {}},
                                         CheckedText{"AllBytes", std::string(100, 'a'), {}}),
                         [](const auto& row) { return row.param.name; });

TEST(Line, TakesNoNewlineOrTab) {
  EXPECT_TRUE(check_line("Dagelijkse zorg", 100));
  EXPECT_EQ(check_line("a\nb", 100).error(), Errc::text_control_character);
  EXPECT_EQ(check_line("a\tb", 100).error(), Errc::text_control_character);
  EXPECT_EQ(check_line(" ", 100).error(), Errc::text_empty);
}

}  // namespace
}  // namespace kring::articles
