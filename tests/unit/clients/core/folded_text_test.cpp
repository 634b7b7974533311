#include "clients/core/folded_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::core {
namespace {

struct TextToFold {
  const char* name;
  std::string text;
  std::string folded;
};
class FoldedText : public testing::TestWithParam<TextToFold> {};

TEST_P(FoldedText, HasNeitherCaseNorAccents) {
  EXPECT_EQ(folded(GetParam().text), GetParam().folded);
}

INSTANTIATE_TEST_SUITE_P(
    , FoldedText,
    testing::Values(TextToFold{"Nothing", "", ""}, TextToFold{"Capitals", "OMA Bea", "oma bea"},
                    TextToFold{"Dutch", "Coördinatoren één geïrriteerd", "coordinatoren een geirriteerd"},
                    TextToFold{"DutchInCapitals", "COÖRDINATIE ÉÉN", "coordinatie een"},
                    TextToFold{"LetterOfTwo", "ĲS en ĳs", "ijs en ijs"},
                    TextToFold{"MarksOfTheirOwn", "cre\u0300me cru\u0302", "creme cru"},
                    TextToFold{"Ligatures", "Œuvre straße Ærø", "oeuvre strasse aero"},
                    TextToFold{"FromTheEast", "Łukasz Žižek Šárka", "lukasz zizek sarka"},
                    TextToFold{"LastOfTheTable", "\u017F\u0180", "s\u0180"},
                    TextToFold{"NoLetters", "3 × 4 ÷ 2 €", "3 × 4 ÷ 2 €"},
                    TextToFold{"OtherScripts", "Ω и 字 😀", "Ω и 字 😀"},
                    TextToFold{"SpacesAndQuotes", "foto\u2019s\u00A0van\u2009oma", "foto's van oma"},
                    TextToFold{"HyphensThatAreNotSeen", "zieken\u00ADhuis", "ziekenhuis"},
                    TextToFold{"NoUtf8", "A\xFF\xC3", "a\xFF\xC3"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::core
