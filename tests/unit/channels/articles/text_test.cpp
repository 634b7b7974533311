#include "channels/articles/text.hpp"

#include "channels/model/errc.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::articles {
namespace {

using channels::Errc;

struct Refused {
  const char* name;
  std::string text;
  Errc error;
};
class TextRefuses : public testing::TestWithParam<Refused> {};
TEST_P(TextRefuses, Text) {
  auto status = check_text(GetParam().text, 100);

  ASSERT_FALSE(status);
  EXPECT_EQ(status.error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(
    , TextRefuses,
    testing::Values(Refused{"Nothing", "", Errc::text_empty}, Refused{"Spaces", "  \n\t ", Errc::text_empty},
                    Refused{"NoBreakSpace", "\u00A0", Errc::text_empty},
                    Refused{"ZeroWidthSpaces", "\u200B\u200D\uFEFF", Errc::text_empty},
                    Refused{"IdeographicSpace", "\u3000", Errc::text_empty},
                    Refused{"OneByteTooMany", std::string(101, 'a'), Errc::text_too_long},
                    Refused{"BrokenUtf8", "a\xC3(", Errc::text_not_utf8},
                    Refused{"CutUtf8", "a\xF0\x9F\x8E", Errc::text_not_utf8},
                    Refused{"ZeroByte", std::string("a\0b", 3), Errc::text_control_character},
                    Refused{"Escape", "\x1B[31m", Errc::text_control_character},
                    Refused{"CarriageReturn", "a\r\n", Errc::text_control_character},
                    Refused{"Delete", "a\x7F", Errc::text_control_character},
                    Refused{"C1Control", "a\u009B", Errc::text_control_character}),
    [](const auto& row) { return row.param.name; });

class TextTakes : public testing::TestWithParam<Refused> {};
TEST_P(TextTakes, Text) {
  EXPECT_TRUE(check_text(GetParam().text, 100));
}
INSTANTIATE_TEST_SUITE_P(, TextTakes,
                         testing::Values(Refused{"OneLetter", "a", {}}, Refused{"Accents", "één café", {}},
                                         Refused{"Emoji", "🎈", {}},
                                         Refused{"JoinedEmoji", "👩‍👧", {}},
                                         Refused{"NewlineAndTab", "a\n\tb", {}},
                                         Refused{"FirstBehindTheControls", "\u00A1", {}},
                                         Refused{"AllBytes", std::string(100, 'a'), {}}),
                         [](const auto& row) { return row.param.name; });

TEST(Line, TakesNoNewlineOrTab) {
  EXPECT_TRUE(check_line("Dagelijkse zorg", 100));
  EXPECT_EQ(check_line("a\nb", 100).error(), Errc::text_control_character);
  EXPECT_EQ(check_line("a\tb", 100).error(), Errc::text_control_character);
  EXPECT_EQ(check_line(" ", 100).error(), Errc::text_empty);
}

}  // namespace
}  // namespace kring::articles
