#pragma once

#include "channels/wire/answer.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace kring::engine {

/// Refuses a request for what stands in one of its fields.
[[nodiscard]] inline std::unexpected<wire::ErrorAnswer> bad_field(std::string_view name) {
  return std::unexpected(wire::ErrorAnswer{.code = wire::ErrorCode::bad_field, .name = std::string(name)});
}

}  // namespace kring::engine
