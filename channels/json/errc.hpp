#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace kring::json {

/// Why a text is refused. An enumeration of its own because this folder stands below `channels/model`; its
/// numbers start far above those of `channels::Errc`, with which they share a library.
enum class Errc : std::uint16_t {
  /// More bytes than the limit.
  text_too_large = 1000,
  /// Arrays and objects nested deeper than the limit.
  too_deep,
  /// More keys, over all objects or in one, than the limit.
  too_many_keys,
  duplicate_key,
  /// A number with a fraction or an exponent, or beyond 64 bits.
  not_an_integer,
  /// Not JSON: also broken UTF-8, a zero byte, a byte order mark, anything after the value.
  bad_json,
};

constexpr Library library_of(Errc /*code*/) {
  return Library::channels;
}
[[nodiscard]] std::string_view name_of(Errc code);

}  // namespace kring::json
