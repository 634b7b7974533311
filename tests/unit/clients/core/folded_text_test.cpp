#include "clients/core/folded_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::core {
namespace {

struct Row {
  const char* name;
  std::string text;
  std::string folded;
};
class FoldedText : public testing::TestWithParam<Row> {};

TEST_P(FoldedText, HasNeitherCaseNorAccents) {
  EXPECT_EQ(folded(GetParam().text), GetParam().folded);
}

INSTANTIATE_TEST_SUITE_P(
    , FoldedText,
    testing::Values(Row{"Nothing", "", ""}, Row{"Capitals", "OMA Bea", "oma bea"},
                    Row{"Dutch", "Coördinatoren één geïrriteerd", "coordinatoren een geirriteerd"},
                    Row{"DutchInCapitals", "COÖRDINATIE ÉÉN", "coordinatie een"},
                    Row{"LetterOfTwo", "ĲS en ĳs", "ijs en ijs"},
                    Row{"MarksOfTheirOwn", "cre\u0300me cru\u0302", "creme cru"},
                    Row{"Ligatures", "Œuvre straße Ærø", "oeuvre strasse aero"},
                    Row{"FromTheEast", "Łukasz Žižek Šárka", "lukasz zizek sarka"},
                    Row{"LastOfTheTable", "\u017F\u0180", "s\u0180"},
                    Row{"NoLetters", "3 × 4 ÷ 2 €", "3 × 4 ÷ 2 €"},
                    Row{"OtherScripts", "Ω и 字 😀", "Ω и 字 😀"},
                    Row{"SpacesAndQuotes", "foto\u2019s\u00A0van\u2009oma", "foto's van oma"},
                    Row{"HyphensThatAreNotSeen", "zieken\u00ADhuis", "ziekenhuis"},
                    Row{"NoUtf8", "A\xFF\xC3", "a\xFF\xC3"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::core
