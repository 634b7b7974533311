#pragma once

#include "clients/cli/style.hpp"
#include "clients/cli/text.hpp"
#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <string>

/// What every list and card is written with.
namespace kring::cli {

/// A text of the table in the reader's language.
[[nodiscard]] inline std::string say(Text text, const Look& look) {
  return std::string(text_of(text, look.language));
}

/// The beginning of an id, by which people name what has no name. Commands take it.
template <class IdType>
[[nodiscard]] std::string short_id(const IdType& id) {
  constexpr std::size_t digits = 8;
  return to_hex(id.view()).substr(0, digits);
}

}  // namespace kring::cli
