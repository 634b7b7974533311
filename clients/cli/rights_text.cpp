#include "clients/cli/rights_text.hpp"

namespace kring::cli {

using channels::Right;
using channels::Rights;

std::string rights_text(Rights rights) {
  std::string text;
  if (rights.include(Right::read)) text += 'r';
  if (rights.include(Right::post)) text += 'p';
  if (rights.include(Right::moderate)) text += 'm';
  return text;
}

std::optional<Rights> parse_rights(std::string_view text) {
  Rights rights;
  for (const char letter : text) {
    if (letter != 'r' && letter != 'p' && letter != 'm') return std::nullopt;
    const auto right = letter == 'r' ? Right::read : letter == 'p' ? Right::post : Right::moderate;
    if (rights.include(right)) return std::nullopt;
    rights = rights | right;
  }
  if (!rights.include(Right::read)) return std::nullopt;
  return rights;
}

}  // namespace kring::cli
