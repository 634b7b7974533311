#pragma once

#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/recovery/word_list.hpp"

#include <expected>
#include <string_view>
#include <vector>

namespace kring::recovery {

inline constexpr std::size_t entropy_bytes = 16;
/// Words on the paper: 128 bits and a checksum of 4 bits, 11 bits a word.
inline constexpr std::size_t recovery_words = 12;
/// The longest text that is looked at: all words, and a person's generous spacing.
inline constexpr std::size_t recovery_text_bytes_max = 512;

/// What is wrong with words that somebody typed.
enum class WordFault : std::uint8_t {
  too_few,
  too_many,
  unknown_word,  ///< one is not in the list that the others are of
  checksum,      ///< all are, and together they are nobody's
};

/// What to tell whoever typed them.
struct WordProblem {
  WordFault fault{};
  /// Of `too_few` how many there are; of `unknown_word` which one it is, from 1.
  std::size_t number = 0;
  /// What an unknown one may have been meant to be; in static storage.
  std::vector<std::string_view> nearest{};
};

/// A person's twelve words (docs/protocol.md, section 6). They exist in memory only while a kit is made or
/// used.
///
/// Looking words up branches on them; nobody times a person who types.
class RecoveryWords {
 public:
  /// Fresh words.
  [[nodiscard]] static RecoveryWords generate(Random& random);
  /// Reads typed words: any case, any white space, each whole or by its first four letters or more, all of
  /// one list.
  [[nodiscard]] static std::expected<RecoveryWords, WordProblem> read(ByteView text);
  /// The same. Errors: `bad_words`.
  [[nodiscard]] static Result<RecoveryWords> parse(ByteView text);
  /// The words of known entropy, which has `entropy_bytes`.
  explicit RecoveryWords(Secret entropy);

  /// The words in lower case with single spaces between, in one language: the same words for the same
  /// language, and the same keys in each.
  [[nodiscard]] Secret text(WordLanguage language) const;
  [[nodiscard]] const Secret& entropy() const { return entropy_; }
  /// That of the words that were read; Dutch for any others.
  [[nodiscard]] WordLanguage language() const { return language_; }

 private:
  Secret entropy_;
  WordLanguage language_ = WordLanguage::dutch;
};

}  // namespace kring::recovery
