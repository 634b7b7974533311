#include "crypto/recovery/recovery_words.hpp"

#include "crypto/base/errc.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace kring::recovery {
namespace {

using crypto::Errc;

std::string text_of(const RecoveryWords& words, WordLanguage language = WordLanguage::dutch) {
  const auto text = words.text(language);
  return std::string(view_text(text.expose()));
}
Result<RecoveryWords> parse_text(std::string_view text) {
  return RecoveryWords::parse(view_bytes(text));
}

class RecoveryWordsOf : public testing::TestWithParam<const char*> {
 protected:
  const support::Golden golden_{"records/recovery.txt"};
  const Bytes entropy_ = golden_.bytes(GetParam());
  const Bytes text_ = golden_.bytes(std::string(GetParam()) + "_words");
  const Bytes english_ = golden_.bytes(std::string(GetParam()) + "_words_en");
};
TEST_P(RecoveryWordsOf, KnownEntropyAreThoseOfTheGoldenFile) {
  const RecoveryWords words(Secret::copy_of(entropy_));

  EXPECT_TRUE(words.text(WordLanguage::dutch).equals(text_));
  EXPECT_TRUE(words.text(WordLanguage::english).equals(english_));
}
TEST_P(RecoveryWordsOf, KnownEntropyGiveItBack) {
  for (const auto& text : {text_, english_}) {
    auto words = RecoveryWords::parse(text);

    ASSERT_TRUE(words);
    EXPECT_TRUE(words->entropy().equals(entropy_));
    EXPECT_EQ(words->language(), text == text_ ? WordLanguage::dutch : WordLanguage::english);
  }
}
INSTANTIATE_TEST_SUITE_P(, RecoveryWordsOf, testing::Values("zero", "ones", "counting"),
                         [](const auto& row) { return std::string(row.param); });

TEST(RecoveryWords, AreReadBackWheneverMade) {
  support::SeededRandom random(7);
  for (int round = 0; round < 200; ++round) {
    const auto words = RecoveryWords::generate(random);

    auto read = parse_text(text_of(words));

    ASSERT_TRUE(read) << round;
    EXPECT_TRUE(read->entropy() == words.entropy()) << round;
  }
}

TEST(RecoveryWords, AreReadInAnyCaseWithAnySpacesAndByTheirBeginnings) {
  support::SeededRandom random(8);
  const auto words = RecoveryWords::generate(random);
  auto upper = text_of(words);
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  std::string spaced = "\t";
  std::string shortened;
  std::size_t letters = 0;
  for (const char c : text_of(words)) {
    letters = c == ' ' ? 0 : letters + 1;
    spaced += c == ' ' ? std::string("  \r\n") : std::string(1, c);
    if (letters <= word_beginning_letters) shortened += c;
  }

  EXPECT_TRUE(parse_text(upper)->entropy() == words.entropy());
  EXPECT_TRUE(parse_text(spaced)->entropy() == words.entropy());
  EXPECT_TRUE(parse_text(shortened)->entropy() == words.entropy());
}

TEST(RecoveryWords, WithOneWordChangedAreMostlyRefused) {
  support::SeededRandom random(9);
  const auto text = text_of(RecoveryWords::generate(random));
  const auto rest = text.substr(text.find(' '));
  std::size_t refused = 0;
  for (const auto other : dutch_word_list) {
    refused += parse_text(std::string(other) + rest) ? 0U : 1U;
  }

  // A checksum of 4 bits misses one in sixteen.
  EXPECT_GT(refused, word_count * 14 / 16);
}

struct BadWords {
  const char* name;
  std::string text;
  WordFault fault;
  std::size_t number;
  std::string nearest;
};
std::string good_text(WordLanguage language = WordLanguage::dutch) {
  return text_of(RecoveryWords(Secret::of_size(entropy_bytes)), language);
}
class RecoveryWordsRefuse : public testing::TestWithParam<BadWords> {};
TEST_P(RecoveryWordsRefuse, Text) {
  const auto& row = GetParam();

  const auto read = RecoveryWords::read(view_bytes(row.text));

  EXPECT_EQ(parse_text(row.text).error(), Errc::bad_words);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, row.fault);
  EXPECT_EQ(read.error().number, row.number);
  EXPECT_EQ(read.error().nearest.empty() ? "" : read.error().nearest.front(), row.nearest);
}
INSTANTIATE_TEST_SUITE_P(
    , RecoveryWordsRefuse,
    testing::Values(
        BadWords{"Nothing", "", WordFault::too_few, 0, ""},
        BadWords{"ElevenWords", good_text().substr(0, good_text().rfind(' ')), WordFault::too_few, 11, ""},
        BadWords{"ThirteenWords", good_text() + " appel", WordFault::too_many, 0, ""},
        BadWords{"AnUnknownWord", "qqqqqq" + good_text().substr(good_text().find(' ')),
                 WordFault::unknown_word, 1, ""},
        BadWords{"AWordWithASlip", good_text().substr(0, good_text().rfind(' ')) + " aanbot",
                 WordFault::unknown_word, 12, "aanbod"},
        BadWords{"AnEnglishWordAmongDutchOnes", "volcano" + good_text().substr(good_text().find(' ')),
                 WordFault::unknown_word, 1, ""},
        BadWords{
            "ADutchWordAmongEnglishOnes",
            "aaien" + good_text(WordLanguage::english).substr(good_text(WordLanguage::english).find(' ')),
            WordFault::unknown_word, 1, "alien"},
        BadWords{"ACommaBetween", "," + good_text(), WordFault::unknown_word, 1, "aaien"},
        BadWords{"AnotherWordOfTheList", good_text().substr(0, good_text().rfind(' ')) + " aaien",
                 WordFault::checksum, 0, ""},
        BadWords{"OneByteTooMany", good_text() + std::string(513 - good_text().size(), ' '),
                 WordFault::too_many, 0, ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(RecoveryWords, MayStandInTheLongestText) {
  EXPECT_TRUE(parse_text(good_text() + std::string(512 - good_text().size(), ' ')));
}

}  // namespace
}  // namespace kring::recovery
