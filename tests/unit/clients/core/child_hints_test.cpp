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

TEST(TellingWords, AreThoseThatNameSomebody) {
  EXPECT_EQ(telling_words("Kring rond Tijmen 🌷"), (std::vector<std::string>{"tijmen", "🌷"}));
  EXPECT_EQ(telling_words("Sam's circle"), std::vector<std::string>{"sam"});
  EXPECT_EQ(telling_words("Familie van der Zwaluw"), std::vector<std::string>{"zwaluw"});
  EXPECT_TRUE(telling_words("Onze kring").empty());
  EXPECT_TRUE(telling_words("").empty());
}

}  // namespace
}  // namespace kring::core
