#include "crypto/recovery/word_list.hpp"

#include "crypto/primitives/hash.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace kring::recovery {
namespace {

TEST(WordList, HasWordsOfThreeToEightPlainLetters) {
  for (const auto text : word_list) {
    EXPECT_GE(text.size(), 3U) << text;
    EXPECT_LE(text.size(), word_letters_max) << text;
    EXPECT_TRUE(std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; })) << text;
  }
}

TEST(WordList, IsSortedWithoutRepeats) {
  EXPECT_EQ(std::ranges::adjacent_find(word_list, std::ranges::greater_equal()), word_list.end());
}

TEST(WordList, IsDistinctInTheFirstFourLetters) {
  std::set<std::string_view> beginnings;
  for (const auto text : word_list) beginnings.insert(text.substr(0, word_beginning_letters));

  EXPECT_EQ(beginnings.size(), word_count);
}

TEST(WordList, IsTheOneThatPapersAreWrittenIn) {
  std::string all;
  for (const auto text : word_list) all.append(all.empty() ? "" : "\n").append(text);

  EXPECT_TRUE(equal(primitives::sha256(view_bytes(all)),
                    support::Golden("records/recovery.txt").bytes("word_list_hash")));
}

TEST(WordList, FindsEachWordAndItsBeginning) {
  for (std::size_t i = 0; i < word_count; ++i) {
    const auto index = static_cast<WordIndex>(i);
    EXPECT_EQ(find_word(word(index)), index);
    EXPECT_EQ(find_word(word(index).substr(0, word_beginning_letters)), index);
  }
}

TEST(WordList, FindsNothingElse) {
  EXPECT_EQ(find_word(""), std::nullopt);
  EXPECT_EQ(find_word("app"), std::nullopt);
  EXPECT_EQ(find_word("appels"), std::nullopt);
  EXPECT_EQ(find_word("Appel"), std::nullopt);
  EXPECT_EQ(find_word("zzzz"), std::nullopt);
  EXPECT_EQ(find_word("aaaa"), std::nullopt);
}

}  // namespace
}  // namespace kring::recovery
