#include "crypto/recovery/recovery_words.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/keys.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kring::recovery {

using crypto::Errc;

namespace {

/// Entropy and the first byte of its hash, of which the words take the first 132 bits.
using Bits = std::array<std::uint8_t, entropy_bytes + 1>;
/// Only the upper half of the last byte is in the words.
constexpr std::uint8_t checksum_mask = 0xF0;

std::uint8_t checksum_of(ByteView entropy) {
  auto hash = primitives::sha256(entropy);
  const WipeGuard wipe(hash);
  return hash[0] & checksum_mask;
}

bool bit_at(const Bits& bits, std::size_t place) {
  return (static_cast<unsigned>(bits[place / 8]) >> (7 - place % 8) & 1U) != 0;
}
void set_bit(Bits& bits, std::size_t place) {
  bits[place / 8] = static_cast<std::uint8_t>(bits[place / 8] | 1U << (7 - place % 8));
}

std::uint8_t to_lower(std::uint8_t byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte - 'A' + 'a') : byte;
}

/// The words of a lower-case text: views into it, at most one more than there should be.
std::vector<std::string_view> split(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  std::vector<std::string_view> words;
  words.reserve(recovery_words + 1);
  while (words.size() <= recovery_words) {
    text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
    if (text.empty()) break;
    words.push_back(text.substr(0, text.find_first_of(spaces)));
    text.remove_prefix(words.back().size());
  }
  return words;
}

/// The language of most of the words; Dutch where they are even.
WordLanguage language_of(const std::vector<std::string_view>& words) {
  std::size_t dutch = 0;
  std::size_t english = 0;
  for (const auto word : words) {
    const auto found = find_word(word);
    if (!found) continue;
    ++(found->language == WordLanguage::dutch ? dutch : english);
  }
  return english > dutch ? WordLanguage::english : WordLanguage::dutch;
}

}  // namespace

RecoveryWords::RecoveryWords(Secret entropy) : entropy_(std::move(entropy)) {
  KRING_ASSERT(entropy_.size() == entropy_bytes);
}

RecoveryWords RecoveryWords::generate(Random& random) {
  return RecoveryWords(primitives::random_secret(random, entropy_bytes));
}

std::expected<RecoveryWords, WordProblem> RecoveryWords::read(ByteView text) {
  if (text.size() > recovery_text_bytes_max)
    return std::unexpected(WordProblem{.fault = WordFault::too_many});
  auto lower = Secret::copy_of(text);
  std::ranges::transform(lower.expose(), lower.expose_mutable().begin(), to_lower);
  const auto typed = split(view_text(lower.expose()));
  if (typed.size() < recovery_words)
    return std::unexpected(WordProblem{.fault = WordFault::too_few, .number = typed.size()});
  if (typed.size() > recovery_words) return std::unexpected(WordProblem{.fault = WordFault::too_many});
  const auto language = language_of(typed);
  Bits bits{};
  const WipeGuard wipe(bits);
  for (std::size_t i = 0; i < recovery_words; ++i) {
    const auto found = find_word(typed[i]);
    if (!found || found->language != language) {
      return std::unexpected(WordProblem{
          .fault = WordFault::unknown_word, .number = i + 1, .nearest = nearest_words(typed[i], language)});
    }
    for (std::size_t bit = 0; bit < word_bits; ++bit) {
      if ((static_cast<unsigned>(found->index) >> (word_bits - 1 - bit) & 1U) != 0) {
        set_bit(bits, i * word_bits + bit);
      }
    }
  }
  const auto entropy = ByteView(bits).first(entropy_bytes);
  if (bits.back() != checksum_of(entropy)) return std::unexpected(WordProblem{.fault = WordFault::checksum});
  RecoveryWords words(Secret::copy_of(entropy));
  words.language_ = language;
  return words;
}

Result<RecoveryWords> RecoveryWords::parse(ByteView text) {
  auto words = read(text);
  if (!words) return fail(Errc::bad_words, "recovery words");
  return std::move(*words);
}

Secret RecoveryWords::text(WordLanguage language) const {
  Bits bits{};
  const WipeGuard wipe(bits);
  std::ranges::copy(entropy_.expose(), bits.begin());
  bits.back() = checksum_of(entropy_.expose());
  SecretBytes text;
  for (std::size_t i = 0; i < recovery_words; ++i) {
    unsigned index = 0;
    for (std::size_t bit = 0; bit < word_bits; ++bit) {
      index = index << 1U | (bit_at(bits, i * word_bits + bit) ? 1U : 0U);
    }
    const auto letters = view_bytes(word(static_cast<WordIndex>(index), language));
    if (i != 0) text.push_back(' ');
    text.insert(text.end(), letters.begin(), letters.end());
  }
  return Secret(std::move(text));
}

}  // namespace kring::recovery
