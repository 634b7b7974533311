#pragma once

#include "channels/json/value.hpp"

#include <string>

namespace kring::json {

/// The value's text: no spaces, members in their order, only what must be escaped is. The strings are valid
/// UTF-8.
[[nodiscard]] std::string encode(const Value& value);

}  // namespace kring::json
