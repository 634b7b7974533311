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

/// Takes the next word off lower-case text; empty at the end.
std::string_view take_word(std::string_view& text) {
  constexpr std::string_view spaces = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
  const auto found = text.substr(0, text.find_first_of(spaces));
  text.remove_prefix(found.size());
  return found;
}

}  // namespace

RecoveryWords::RecoveryWords(Secret entropy) : entropy_(std::move(entropy)) {
  KRING_ASSERT(entropy_.size() == entropy_bytes);
}

RecoveryWords RecoveryWords::generate(Random& random) {
  return RecoveryWords(primitives::random_secret(random, entropy_bytes));
}

Result<RecoveryWords> RecoveryWords::parse(ByteView text) {
  if (text.size() > recovery_text_bytes_max) return fail(Errc::bad_words, "recovery words: too long");
  auto lower = Secret::copy_of(text);
  std::ranges::transform(lower.expose(), lower.expose_mutable().begin(), to_lower);
  Bits bits{};
  const WipeGuard wipe(bits);
  auto rest = view_text(lower.expose());
  for (std::size_t i = 0; i < recovery_words; ++i) {
    const auto index = find_word(take_word(rest));
    if (!index) return fail(Errc::bad_words, "recovery words: word");
    for (std::size_t bit = 0; bit < word_bits; ++bit) {
      if ((static_cast<unsigned>(*index) >> (word_bits - 1 - bit) & 1U) != 0) {
        set_bit(bits, i * word_bits + bit);
      }
    }
  }
  if (!take_word(rest).empty()) return fail(Errc::bad_words, "recovery words: too many");
  const auto entropy = ByteView(bits).first(entropy_bytes);
  if (bits.back() != checksum_of(entropy)) return fail(Errc::bad_words, "recovery words: checksum");
  return RecoveryWords(Secret::copy_of(entropy));
}

Secret RecoveryWords::text() const {
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
    const auto letters = view_bytes(word(static_cast<WordIndex>(index)));
    if (i != 0) text.push_back(' ');
    text.insert(text.end(), letters.begin(), letters.end());
  }
  return Secret(std::move(text));
}

}  // namespace kring::recovery
