#include "clients/core/child_hints.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kring::core {
namespace {

using std::chrono::year;

const channels::Date day_of_reading = year(2026) / 11 / 22;

KnownOfChildren known() {
  return {.names = {"tijmen", "édouard"}, .births = {year(1996) / 2 / 29}};
}

struct HintCase {
  std::string name;
  std::string text;
  std::vector<ChildHint> hints;
  friend void PrintTo(const HintCase& row, std::ostream* out) { *out << row.text; }
};

class ChildHints : public ::testing::TestWithParam<HintCase> {};

TEST_P(ChildHints, AreFoundWhereTheyAreAndNowhereElse) {
  EXPECT_EQ(find_child_hints(GetParam().text, known(), day_of_reading), GetParam().hints);
}

ChildHint name(std::string text) {
  return {HintKind::name, std::move(text)};
}
ChildHint born(std::string text) {
  return {HintKind::birth_date, std::move(text)};
}
ChildHint bsn(std::string text) {
  return {HintKind::bsn, std::move(text)};
}
ChildHint phone(std::string text) {
  return {HintKind::phone, std::move(text)};
}

INSTANTIATE_TEST_SUITE_P(
    , ChildHints,
    ::testing::Values(HintCase{"NothingInATextWithout",
                               "Wie weet een goede orthopeed? Wij wachten 3 maanden, 24 uur per dag.",
                               {}},
                      HintCase{"NothingInNothing", "", {}},
                      HintCase{"AName", "Onze Tijmen slaapt slecht", {name("Tijmen")}},
                      HintCase{"InAnyCase", "TIJMEN!", {name("TIJMEN")}},
                      HintCase{"WithAnApostrophe", "tijmen's bed", {name("tijmen")}},
                      HintCase{"WithATypographicOne", "Tijmen’s bed", {name("Tijmen")}},
                      HintCase{"WithAnAccent", "ÉDOUARD sliep", {name("ÉDOUARD")}},
                      HintCase{"OnceIsEnough", "Tijmen en Tijmen", {name("Tijmen")}},
                      HintCase{"ButNoOtherWord", "Tijmens broer heet Edouardo", {}},
                      HintCase{"ADay", "geboren op 3-5-2014.", {born("3-5-2014")}},
                      HintCase{"ADayWithPoints", "03.05.2014", {born("03.05.2014")}},
                      HintCase{"ADayOfMachines", "2014-05-03", {born("2014-05-03")}},
                      HintCase{"ADayInWords", "op 3 mei 2014 geboren", {born("3 mei 2014")}},
                      HintCase{"ADayInShortWords", "op 3 mrt 2014", {born("3 mrt 2014")}},
                      HintCase{"ADayInEnglish", "on 3 February 2014", {born("3 February 2014")}},
                      HintCase{"Today", "22-11-2026", {born("22-11-2026")}},
                      HintCase{"NotTomorrow", "23-11-2026", {}},
                      HintCase{"TwentyFiveYearsAgo", "22-11-2001", {born("22-11-2001")}},
                      HintCase{"NotADayMore", "21-11-2001", {}},
                      HintCase{"TheOneThatWasWrittenDown", "29-02-1996", {born("29-02-1996")}},
                      HintCase{"NotADayThatIsNone", "31-02-2014", {}},
                      HintCase{"ANumberThatPasses", "bsn 111222333", {bsn("111222333")}},
                      HintCase{"WithPoints", "1112.22.333", {bsn("1112.22.333")}},
                      HintCase{"WithSpaces", "111 222 333", {bsn("111 222 333")}},
                      HintCase{"NotOneThatDoesNot", "bsn 111222334", {}},
                      HintCase{"NotNineZeros", "000000000", {}}, HintCase{"NotEightDigits", "11122233", {}},
                      HintCase{"AMobile", "bel 06-12345678", {phone("06-12345678")}},
                      HintCase{"InGroups", "06 12 34 56 78", {phone("06 12 34 56 78")}},
                      HintCase{"AtHome", "(071) 512 34 56", {phone("071) 512 34 56")}},
                      HintCase{"International", "+31 6 12345678", {phone("+31 6 12345678")}},
                      HintCase{"NotNineDigitsOfOne", "06-1234567", {}},
                      HintCase{"SeveralInTheirOrder",
                               "06-12345678, 3-5-2014, Tijmen",
                               {name("Tijmen"), phone("06-12345678"), born("3-5-2014")}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Days, ChildHints,
    ::testing::Values(
        HintCase{"MonthFirst", "born on May 3, 2014", {born("May 3, 2014")}},
        HintCase{"MonthFirstWithoutAComma", "May 3 2014", {born("May 3 2014")}},
        HintCase{"MonthFirstWithAnOrdinal", "on May 3rd, 2014.", {born("May 3rd, 2014")}},
        HintCase{"MonthFirstInShort", "Sept. 3, 2014", {born("Sept. 3, 2014")}},
        HintCase{"MonthFirstInDutch", "mei 3, 2014", {born("mei 3, 2014")}},
        HintCase{"ACommaAfterTheMonth", "3 May, 2014", {born("3 May, 2014")}},
        HintCase{"AnOrdinal", "the 3rd of May 2014", {born("3rd of May 2014")}},
        HintCase{"ADutchOrdinal", "de 3e mei 2014", {born("3e mei 2014")}},
        HintCase{"EnglishInShort", "on 3 Oct 2014", {born("3 Oct 2014")}},
        HintCase{"DutchInShort", "op 3 okt. 2014", {born("3 okt. 2014")}},
        HintCase{"FebruaryInShort", "op 3 febr. 2014", {born("3 febr. 2014")}},
        HintCase{"AYearThatIsCut", "3 mei '14", {born("3 mei '14")}},
        HintCase{"AYearThatIsCutByATypesetter", "May 3, ’14", {born("May 3, ’14")}},
        HintCase{"ShortWithSlashes", "geb. 3/5/14", {born("3/5/14")}},
        HintCase{"ShortWithHyphens", "geb. 3-5-14, in Gouda", {born("3-5-14")}},
        HintCase{"ShortWithPoints", "geb. 03.05.14.", {born("03.05.14")}},
        HintCase{"ShortOfTheLastCentury", "29-2-96", {born("29-2-96")}},
        HintCase{"TwoShortOnes", "3/5/14-10/5/14", {born("3/5/14"), born("10/5/14")}},
        HintCase{"ShortWithTheMonthFirst", "born 5/23/14", {born("5/23/14")}},
        HintCase{"WithTheMonthFirst", "born 5/23/2014", {born("5/23/2014")}},
        HintCase{"InFullWidth", "geb. ３-５-２０１４", {born("３-５-２０１４")}},
        HintCase{"InFullWidthWithItsSlashes", "geb. ３／５／１４!", {born("３／５／１４")}},
        HintCase{"InFullWidthWithItsPoints", "３．５．１４", {born("３．５．１４")}},
        HintCase{"InFullWidthWithItsHyphens", "２０１４－０５－０３", {born("２０１４－０５－０３")}},
        HintCase{"InFullWidthWithItsSpaces", "３　ｍｅｉ　２０１４", {born("３　ｍｅｉ　２０１４")}},
        HintCase{"WithATypesettersHyphens", "3‑5–2014", {born("3‑5–2014")}},
        HintCase{"WithSpacesThatDoNotBreak", "3\u00A0mei\u202F2014", {born("3\u00A0mei\u202F2014")}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Numbers, ChildHints,
    ::testing::Values(
        HintCase{"APhoneInFullWidth", "bel ０６－１２３４５６７８", {phone("０６－１２３４５６７８")}},
        HintCase{"APhoneInFullWidthGroups",
                 "０６　１２　３４　５６　７８",
                 {phone("０６　１２　３４　５６　７８")}},
        HintCase{"AnInternationalOneInFullWidth",
                 "＋３１（６）１２３４５６７８",
                 {phone("＋３１（６）１２３４５６７８")}},
        HintCase{"APhoneWithATypesettersHyphen", "06‑12345678", {phone("06‑12345678")}},
        HintCase{"ABsnInFullWidth", "１１１２２２３３３", {bsn("１１１２２２３３３")}},
        HintCase{"ANameInFullWidth", "Ｔｉｊｍｅｎ！", {name("Ｔｉｊｍｅｎ")}},
        HintCase{"ANameBeforeASpaceThatDoesNotBreak", "Tijmen\u00A0slaapt", {name("Tijmen")}},
        HintCase{"APhoneInPairsIsNoDay", "06-12-14-56-78", {phone("06-12-14-56-78")}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    NoDays, ChildHints,
    ::testing::Values(
        HintCase{"AlwaysOpen", "24/7 bereikbaar, ook 24/7/365", {}},
        HintCase{"AVersion", "versie 3.5.14 van de app", {}},
        HintCase{"AVersionInEnglish", "Version: 3.5.14", {}},
        HintCase{"AVersionWithItsLetter", "v3.5.14", {}},
        HintCase{"AVersionWithItsLetterAside", "v. 3.5.14", {}},
        HintCase{"Firmware", "firmware 4.2.12 op de pomp", {}},
        HintCase{"AVersionOfFourParts", "het is 1.3.5.14 nu", {}},
        HintCase{"AVersionOfThreeShortParts", "versie 1.2.3", {}}, HintCase{"AnAddress", "op 10.1.12.14", {}},
        HintCase{"ABloodPressure", "120/80", {}}, HintCase{"BloodPressures", "120/80, 118/76, 12/8", {}},
        HintCase{"ADose", "2x3/4", {}}, HintCase{"ADoseWithItsTimes", "2x3/4/10", {}},
        HintCase{"ADoseOfThree", "1-0-1 en 1-1-1", {}}, HintCase{"ADoseOfFour", "1-1-1-10", {}},
        HintCase{"ADoseWithAUnit", "10-10-10 mg", {}}, HintCase{"ADoseInTablets", "1-1-12 tabletten", {}},
        HintCase{"AShare", "10/10/14%", {}}, HintCase{"ATime", "om 13.30 uur", {}},
        HintCase{"TimesOnOneDay", "13.30-14.15 of 9.10-12.14", {}},
        HintCase{"TimesThatEndInAnHour", "8-10-12 uur", {}}, HintCase{"AnAmount", "€ 3.500,14", {}},
        HintCase{"AnAmountWithPoints", "3.500.14", {}}, HintCase{"Scores", "Apgar 8/9/10", {}},
        HintCase{"AChapter", "zie hoofdstuk 1.2.10", {}}, HintCase{"MixedSigns", "3-5/14", {}},
        HintCase{"ShortWithSpaces", "3 5 14", {}}, HintCase{"AShortDayThatIsNone", "31-2-14", {}},
        HintCase{"AShortDayToCome", "23-11-26 of 3-5-40", {}},
        HintCase{"AMonthBeyondAByte", "3-258-2014", {}},
        HintCase{"AYearWithoutItsApostrophe", "3 mei 14", {}},
        HintCase{"AMonthFarFromItsDay", "May we have 3, 2014 was long ago", {}},
        HintCase{"AWordThatEndsAsAMonth", "unamay 3, 2014", {}},
        HintCase{"AMonthAndTwoNumbers", "in mei 3 van 2014", {}}),
    [](const auto& info) { return info.param.name; });

std::string many_days(unsigned count) {
  std::string text;
  for (unsigned i = 0; i < count; ++i) text += "3-5-" + std::to_string(2002 + i) + ", ";
  return text;
}

TEST(HintsOfAText, AreAsManyAsMayBeAndNoMore) {
  EXPECT_EQ(find_child_hints(many_days(hints_max), known(), day_of_reading).size(), hints_max);
  EXPECT_EQ(find_child_hints(many_days(hints_max + 1), known(), day_of_reading).size(), hints_max);
}

TEST(HintsOfAText, AreFoundInALongTextOfDigits) {
  const std::string text(16'384, '1');

  EXPECT_TRUE(find_child_hints(text, known(), day_of_reading).empty());
}

TEST(HintsOfAText, AreFoundInALongTextOfMonthsAndOfFullWidth) {
  std::string months;
  std::string wide;
  while (months.size() < 16'384) months += "mei 3 ";
  while (wide.size() < 16'384) wide += "３．";

  EXPECT_TRUE(find_child_hints(months, known(), day_of_reading).empty());
  EXPECT_TRUE(find_child_hints(wide, known(), day_of_reading).empty());
}

TEST(HintsOfAText, AreFoundBesideBytesThatAreNoText) {
  EXPECT_EQ(find_child_hints("\xEF\xBC 3/5/14 \xE2\x80", known(), day_of_reading),
            std::vector{born("3/5/14")});
}

TEST(TellingWords, AreThoseThatNameSomebody) {
  EXPECT_EQ(telling_words("Kring rond Tijmen 🌷"), (std::vector<std::string>{"tijmen", "🌷"}));
  EXPECT_EQ(telling_words("Sam's circle"), std::vector<std::string>{"sam"});
  EXPECT_EQ(telling_words("Familie van der Zwaluw"), std::vector<std::string>{"zwaluw"});
  EXPECT_TRUE(telling_words("Onze kring").empty());
  EXPECT_TRUE(telling_words("").empty());
}

}  // namespace
}  // namespace kring::core
