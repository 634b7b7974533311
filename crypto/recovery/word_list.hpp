#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kring::recovery {

/// Bits that one word stands for, and so the number of words.
inline constexpr unsigned word_bits = 11;
inline constexpr std::size_t word_count = std::size_t{1} << word_bits;
inline constexpr std::size_t word_letters_max = 8;
/// So many letters tell each word from every other, of both lists.
inline constexpr std::size_t word_beginning_letters = 4;
/// Words that are suggested for one that was typed wrong.
inline constexpr std::size_t suggestions_max = 3;

/// A word's place in its list, below `word_count`.
enum class WordIndex : std::uint16_t {};
enum class WordLanguage : std::uint8_t { dutch, english };
using WordList = std::array<std::string_view, word_count>;

/// Common words of 3 to 8 letters from a to z, sorted, distinct in their first four letters, also from those
/// of the other list. The lists are fixed for ever: papers with recovery words are written in them. Of the
/// English words no two are one slip apart: a letter changed, left out, or two that changed places.
extern const WordList dutch_word_list;
extern const WordList english_word_list;

[[nodiscard]] const WordList& word_list(WordLanguage language);
/// The word at `index`, which is below `word_count`; static storage.
[[nodiscard]] std::string_view word(WordIndex index, WordLanguage language);

struct FoundWord {
  WordIndex index{};
  WordLanguage language{};
  friend bool operator==(const FoundWord&, const FoundWord&) = default;
};
/// The word that `text` is, or that alone begins with its four letters or more; in lower case.
[[nodiscard]] std::optional<FoundWord> find_word(std::string_view text);

/// The words of a list that `text`, in lower case, may have been meant to be: at most two slips away, the
/// nearest first, at most `suggestions_max`. None for a text that is longer than any slip makes a word.
[[nodiscard]] std::vector<std::string_view> nearest_words(std::string_view text, WordLanguage language);

}  // namespace kring::recovery
