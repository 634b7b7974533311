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

std::string text_of(const RecoveryWords& words) {
  const auto text = words.text();
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
};
TEST_P(RecoveryWordsOf, KnownEntropyAreThoseOfTheGoldenFile) {
  const RecoveryWords words(Secret::copy_of(entropy_));

  EXPECT_TRUE(words.text().equals(text_));
}
TEST_P(RecoveryWordsOf, KnownEntropyGiveItBack) {
  auto words = RecoveryWords::parse(text_);

  ASSERT_TRUE(words);
  EXPECT_TRUE(words->entropy().equals(entropy_));
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
  for (const auto other : word_list) {
    refused += parse_text(std::string(other) + rest) ? 0U : 1U;
  }

  // A checksum of 4 bits misses one in sixteen.
  EXPECT_GT(refused, word_count * 14 / 16);
}

struct BadWords {
  const char* name;
  std::string text;
};
std::string good_text() {
  return text_of(RecoveryWords(Secret::of_size(entropy_bytes)));
}
class RecoveryWordsRefuse : public testing::TestWithParam<BadWords> {};
TEST_P(RecoveryWordsRefuse, Text) {
  EXPECT_EQ(parse_text(GetParam().text).error(), Errc::bad_words);
}
INSTANTIATE_TEST_SUITE_P(
    , RecoveryWordsRefuse,
    testing::Values(BadWords{"Nothing", ""},
                    BadWords{"ElevenWords", good_text().substr(0, good_text().rfind(' '))},
                    BadWords{"ThirteenWords", good_text() + " appel"},
                    BadWords{"AnUnknownWord", "zzzz" + good_text().substr(good_text().find(' '))},
                    BadWords{"ACommaBetween", "," + good_text()},
                    BadWords{"OneByteTooMany", good_text() + std::string(513 - good_text().size(), ' ')}),
    [](const auto& row) { return row.param.name; });

TEST(RecoveryWords, MayStandInTheLongestText) {
  EXPECT_TRUE(parse_text(good_text() + std::string(512 - good_text().size(), ' ')));
}

}  // namespace
}  // namespace kring::recovery
