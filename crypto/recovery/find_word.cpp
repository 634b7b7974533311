#include "crypto/recovery/word_list.hpp"

#include "crypto/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace kring::recovery {

std::string_view word(WordIndex index) {
  KRING_ASSERT(std::to_underlying(index) < word_count);
  return word_list[std::to_underlying(index)];
}

std::optional<WordIndex> find_word(std::string_view text) {
  const auto found = std::ranges::lower_bound(word_list, text);
  if (found == word_list.end()) return std::nullopt;
  const bool is_beginning = text.size() >= word_beginning_letters && found->starts_with(text);
  if (*found != text && !is_beginning) return std::nullopt;
  return static_cast<WordIndex>(found - word_list.begin());
}

}  // namespace kring::recovery
