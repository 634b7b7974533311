#include "crypto/recovery/word_list.hpp"

#include "crypto/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace kring::recovery {

namespace {

constexpr std::size_t slips_max = 2;
constexpr std::size_t typed_letters_max = word_letters_max + slips_max;

std::optional<WordIndex> find_in(const WordList& list, std::string_view text) {
  const auto found = std::ranges::lower_bound(list, text);
  if (found == list.end()) return std::nullopt;
  const bool is_beginning = text.size() >= word_beginning_letters && found->starts_with(text);
  if (*found != text && !is_beginning) return std::nullopt;
  return static_cast<WordIndex>(found - list.begin());
}

/// How many slips lie between two texts: a letter changed, put in, left out, or two neighbours swapped. Of
/// texts of at most `typed_letters_max` letters.
std::size_t slips_between(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, typed_letters_max + 1>, typed_letters_max + 1> slips{};
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        slips[i][j] = i + j;
        continue;
      }
      const std::size_t changed = a[i - 1] == b[j - 1] ? 0 : 1;
      slips[i][j] = std::min({slips[i - 1][j] + 1, slips[i][j - 1] + 1, slips[i - 1][j - 1] + changed});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) slips[i][j] = std::min(slips[i][j], slips[i - 2][j - 2] + 1);
    }
  }
  return slips[a.size()][b.size()];
}

}  // namespace

const WordList& word_list(WordLanguage language) {
  switch (language) {
    case WordLanguage::dutch:
      return dutch_word_list;
    case WordLanguage::english:
      return english_word_list;
  }
  return dutch_word_list;
}

std::string_view word(WordIndex index, WordLanguage language) {
  KRING_ASSERT(std::to_underlying(index) < word_count);
  return word_list(language)[std::to_underlying(index)];
}

std::optional<FoundWord> find_word(std::string_view text) {
  for (const auto language : {WordLanguage::dutch, WordLanguage::english}) {
    if (const auto index = find_in(word_list(language), text))
      return FoundWord{.index = *index, .language = language};
  }
  return std::nullopt;
}

std::vector<std::string_view> nearest_words(std::string_view text, WordLanguage language) {
  std::vector<std::string_view> nearest;
  if (text.empty() || text.size() > typed_letters_max) return nearest;
  struct Candidate {
    std::size_t slips = 0;
    std::string_view word;
    auto operator<=>(const Candidate&) const = default;
  };
  std::vector<Candidate> candidates;
  for (const auto word : word_list(language)) {
    const auto slips = slips_between(text, word);
    if (slips <= slips_max) candidates.push_back({.slips = slips, .word = word});
  }
  std::ranges::sort(candidates);
  const auto count = std::min(candidates.size(), suggestions_max);
  nearest.reserve(count);
  for (std::size_t i = 0; i < count; ++i) nearest.push_back(candidates[i].word);
  return nearest;
}

}  // namespace kring::recovery
