#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kring::recovery {

/// Bits that one word stands for, and so the number of words.
inline constexpr unsigned word_bits = 11;
inline constexpr std::size_t word_count = std::size_t{1} << word_bits;
inline constexpr std::size_t word_letters_max = 8;
/// So many letters tell each word from every other.
inline constexpr std::size_t word_beginning_letters = 4;

/// A word's place in the list, below `word_count`.
enum class WordIndex : std::uint16_t {};

/// Common Dutch words of 3 to 8 letters from a to z, sorted, distinct in their first four letters. The list
/// is fixed for ever: papers with recovery words are written in it.
extern const std::array<std::string_view, word_count> word_list;

/// The word at `index`, which is below `word_count`; static storage.
[[nodiscard]] std::string_view word(WordIndex index);
/// The word that `text` is, or that alone begins with its four letters or more; in lower case.
[[nodiscard]] std::optional<WordIndex> find_word(std::string_view text);

}  // namespace kring::recovery
