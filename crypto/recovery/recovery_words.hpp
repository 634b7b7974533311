#pragma once

#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/recovery/word_list.hpp"

namespace kring::recovery {

inline constexpr std::size_t entropy_bytes = 16;
/// Words on the paper: 128 bits and a checksum of 4 bits, 11 bits a word.
inline constexpr std::size_t recovery_words = 12;
/// The longest text that is looked at: all words, and a person's generous spacing.
inline constexpr std::size_t recovery_text_bytes_max = 512;

/// A person's twelve words (docs/protocol.md, section 6). They exist in memory only while a kit is made or
/// used.
///
/// Looking words up branches on them; nobody times a person who types.
class RecoveryWords {
 public:
  /// Fresh words.
  [[nodiscard]] static RecoveryWords generate(Random& random);
  /// Reads typed words: any case, any white space, each whole or by its first four letters or more. Errors:
  /// `bad_words` (not twelve, an unknown one, a wrong checksum).
  [[nodiscard]] static Result<RecoveryWords> parse(ByteView text);
  /// The words of known entropy, which has `entropy_bytes`.
  explicit RecoveryWords(Secret entropy);

  /// The words in lower case with single spaces between.
  [[nodiscard]] Secret text() const;
  [[nodiscard]] const Secret& entropy() const { return entropy_; }

 private:
  Secret entropy_;
};

}  // namespace kring::recovery
