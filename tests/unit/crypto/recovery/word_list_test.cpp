#include "crypto/recovery/word_list.hpp"

#include "crypto/primitives/hash.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace kring::recovery {
namespace {

struct Language {
  const char* name;
  WordLanguage language;
  const char* golden_hash;
};
class WordListOf : public testing::TestWithParam<Language> {
 protected:
  const WordLanguage language_ = GetParam().language;
  const WordList& list_ = word_list(language_);
};

TEST_P(WordListOf, HasWordsOfThreeToEightPlainLetters) {
  for (const auto text : list_) {
    EXPECT_GE(text.size(), 3U) << text;
    EXPECT_LE(text.size(), word_letters_max) << text;
    EXPECT_TRUE(std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; })) << text;
  }
}

TEST_P(WordListOf, IsSortedWithoutRepeats) {
  EXPECT_EQ(std::ranges::adjacent_find(list_, std::ranges::greater_equal()), list_.end());
}

TEST_P(WordListOf, IsTheOneThatPapersAreWrittenIn) {
  std::string all;
  for (const auto text : list_) all.append(all.empty() ? "" : "\n").append(text);

  EXPECT_TRUE(equal(primitives::sha256(view_bytes(all)),
                    support::Golden("records/recovery.txt").bytes(GetParam().golden_hash)));
}

TEST_P(WordListOf, FindsEachWordAndItsBeginning) {
  for (std::size_t i = 0; i < word_count; ++i) {
    const FoundWord wanted{.index = static_cast<WordIndex>(i), .language = language_};
    const auto text = word(wanted.index, language_);
    EXPECT_EQ(find_word(text), wanted) << text;
    EXPECT_EQ(find_word(text.substr(0, word_beginning_letters)), wanted) << text;
  }
}

TEST_P(WordListOf, SuggestsAWordForItself) {
  for (const auto text : list_) EXPECT_EQ(nearest_words(text, language_).front(), text);
}

INSTANTIATE_TEST_SUITE_P(, WordListOf,
                         testing::Values(Language{"Dutch", WordLanguage::dutch, "word_list_hash"},
                                         Language{"English", WordLanguage::english, "word_list_en_hash"}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(WordLists, AreDistinctInTheFirstFourLettersTogether) {
  std::set<std::string_view> beginnings;
  for (const auto* list : {&dutch_word_list, &english_word_list}) {
    for (const auto text : *list) beginnings.insert(text.substr(0, word_beginning_letters));
  }

  EXPECT_EQ(beginnings.size(), 2 * word_count);
}

/// What a word becomes by one letter less, or by two that change places.
std::set<std::string> slips_of(std::string_view text) {
  std::set<std::string> slips;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string less(text);
    less.erase(i, 1);
    slips.insert(less);
    std::string swapped(text);
    if (i > 0) std::swap(swapped[i - 1], swapped[i]);
    if (swapped != text) slips.insert(swapped);
  }
  return slips;
}

TEST(WordLists, HaveNoTwoEnglishWordsOneSlipApart) {
  const std::set<std::string_view> words(english_word_list.begin(), english_word_list.end());
  std::set<std::string> with_a_gap;
  for (const auto text : english_word_list) {
    for (const auto& slip : slips_of(text)) EXPECT_FALSE(words.contains(slip)) << text;
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string gap(text);
      gap[i] = '?';
      EXPECT_TRUE(with_a_gap.insert(gap).second) << text;
    }
  }
}

TEST(WordLists, FindNothingElse) {
  for (const auto* text : {"", "app", "appels", "Appel", "zzzz", "aaaa"}) {
    EXPECT_EQ(find_word(text), std::nullopt) << text;
  }
}

struct Slip {
  const char* name;
  std::string_view typed;
  WordLanguage language;
  std::string_view meant;
};
class NearestWords : public testing::TestWithParam<Slip> {};
TEST_P(NearestWords, AreLedByTheOneThatWasMeant) {
  const auto words = nearest_words(GetParam().typed, GetParam().language);

  ASSERT_FALSE(words.empty());
  EXPECT_LE(words.size(), suggestions_max);
  EXPECT_EQ(words.front(), GetParam().meant);
}
INSTANTIATE_TEST_SUITE_P(
    , NearestWords,
    testing::Values(Slip{"ALetterLeftOut", "volcno", WordLanguage::english, "volcano"},
                    Slip{"ALetterTooMany", "volcannoo", WordLanguage::english, "volcano"},
                    Slip{"AnotherLetter", "abrikoes", WordLanguage::dutch, "abrikoos"},
                    Slip{"TwoLettersSwapped", "zwembda", WordLanguage::dutch, "zwembad"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(NearestWordsTo, WhatIsLikeNoWordAreNone) {
  EXPECT_TRUE(nearest_words("", WordLanguage::dutch).empty());
  EXPECT_TRUE(nearest_words("qqqqqqq", WordLanguage::english).empty());
  EXPECT_TRUE(nearest_words("zwembadjuf", WordLanguage::dutch).empty());
  EXPECT_TRUE(nearest_words(std::string(500, 'a'), WordLanguage::dutch).empty());
}

TEST(NearestWordsTo, TheLongestTextThatIsLookedAtMayBeFound) {
  // Eight letters and two too many; nine letters and two too many would be three slips.
  EXPECT_EQ(nearest_words("abrikoossz", WordLanguage::dutch).front(), "abrikoos");
  EXPECT_TRUE(nearest_words("abrikoosszz", WordLanguage::dutch).empty());
}

}  // namespace
}  // namespace kring::recovery
