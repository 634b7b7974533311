#pragma once

#include "channels/json/errc.hpp"
#include "channels/json/value.hpp"
#include "crypto/base/error.hpp"

#include <cstddef>
#include <string_view>

namespace kring::json {

/// What one text may ask of us. The bytes bound the values too: each takes at least two.
struct Limits {
  /// One frame on the wire.
  std::size_t bytes_max = 65'536;
  /// Arrays and objects within each other; a lone number has depth 0.
  std::size_t depth_max = 16;
  /// Over all objects of the text.
  std::size_t keys_max = 256;
  /// Of one object: each key is compared with those before it.
  std::size_t object_keys_max = 256;
};

/// Reads one JSON value that is the whole text.
///
/// Strings come out as valid UTF-8 with their escapes resolved. It never throws and never recurses.
/// Errors: each `Errc` of this folder.
[[nodiscard]] Result<Value> parse(std::string_view text, const Limits& limits = {});

}  // namespace kring::json
