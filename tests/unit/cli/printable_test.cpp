#include "clients/cli/printable.hpp"

#include "clients/cli/style.hpp"

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

struct PrintedText {
  std::string name;
  std::string text;
  std::string shown;
};

class PrintableText : public ::testing::TestWithParam<PrintedText> {};

TEST_P(PrintableText, ShowsWhatSteersATerminal) {
  EXPECT_EQ(printable(GetParam().text), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    Printable, PrintableText,
    ::testing::Values(
        PrintedText{"Plain", "Oma Riet", "Oma Riet"}, PrintedText{"Accents", "Zoë é", "Zoë é"},
        PrintedText{"Emoji", "👩‍👧 ❤️", "👩‍👧 ❤️"},
        PrintedText{"Escape", "\x1B[2J", "␛[2J"}, PrintedText{"Bell", "\a", "␇"},
        PrintedText{"Null", std::string("a\0b", 3), "a␀b"}, PrintedText{"NewLine", "a\nb", "a␊b"},
        PrintedText{"Delete", "\x7F", "␡"}, PrintedText{"EightBitEscape", "\xC2\x9B", "<U+009B>"},
        PrintedText{"RightToLeftOverride", "a\u202Eb", "a<U+202E>b"},
        PrintedText{"IsolatedDirection", "\u2066", "<U+2066>"},
        PrintedText{"ByteOrderMark", "\uFEFF", "<U+FEFF>"}, PrintedText{"Tag", "\U000E0041", "<U+E0041>"},
        PrintedText{"StrayByte", "\xFF", "\uFFFD"}, PrintedText{"CutShort", "\xE2\x82", "\uFFFD\uFFFD"},
        PrintedText{"OverlongSlash", "\xC0\xAF", "\uFFFD\uFFFD"},
        PrintedText{"OverlongEscape", "\xE0\x80\x9B", "\uFFFD\uFFFD\uFFFD"},
        PrintedText{"Surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
        PrintedText{"AboveTheLast", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"}),
    [](const auto& info) { return info.param.name; });

TEST(Printable, KeepsLinesOfAMessage) {
  EXPECT_EQ(printable("a\n\tb\r", Lines::many), "a\n\tb␍");
}

struct WidthCase {
  std::string name;
  std::string text;
  std::size_t columns;
};

class Width : public ::testing::TestWithParam<WidthCase> {};

TEST_P(Width, IsWhatATerminalGives) {
  EXPECT_EQ(columns_of(GetParam().text), GetParam().columns);
}

INSTANTIATE_TEST_SUITE_P(Printable, Width,
                         ::testing::Values(WidthCase{"Ascii", "kring", 5}, WidthCase{"Accent", "Zoë", 3},
                                           WidthCase{"CombiningAccent", "Zoe\u0308", 3},
                                           WidthCase{"Chinese", "家", 2}, WidthCase{"Emoji", "🙂", 2},
                                           WidthCase{"SkinTone", "👍🏽", 2},
                                           WidthCase{"Family", "👩‍👧", 2},
                                           WidthCase{"HeartAsPicture", "❤️", 2}, WidthCase{"Picture", "␛", 1}),
                         [](const auto& info) { return info.param.name; });

TEST(Printable, PadsByColumns) {
  EXPECT_EQ(pad_to("家", 4), "家  ");
  EXPECT_EQ(pad_to("kring", 3), "kring");
}

TEST(Printable, IndentsEveryLine) {
  EXPECT_EQ(indent("a\n\nb\n", "  "), "  a\n  \n  b\n");
}

TEST(Table, LinesUpWideNamesAndShowsEscapes) {
  const auto text = table_text({"NAME", "ROLE"}, {{"家🙂", "x"}, {"\x1B[31m", "y"}}, Style(false));

  EXPECT_EQ(text,
            "NAME   ROLE\n"
            "家🙂   x\n"
            "␛[31m  y\n");
}

TEST(Style, HasColoursOnlyWhereTheyAreWanted) {
  EXPECT_TRUE(colours_wanted(Colour::automatic, {.terminal = true, .no_color = false}));
  EXPECT_FALSE(colours_wanted(Colour::automatic, {.terminal = true, .no_color = true}));
  EXPECT_FALSE(colours_wanted(Colour::automatic, {.terminal = false, .no_color = false}));
  EXPECT_TRUE(colours_wanted(Colour::always, {.terminal = false, .no_color = true}));
  EXPECT_FALSE(colours_wanted(Colour::never, {.terminal = true, .no_color = false}));
  EXPECT_EQ(Style(true).bold("a"), "\x1B[1ma\x1B[0m");
  EXPECT_EQ(Style(false).bold("a"), "a");
}

}  // namespace
}  // namespace kring::cli
