#pragma once

#include "channels/model/errc.hpp"

#include <cstddef>
#include <string_view>

namespace kring::channels {

/// Whether `text` may stand where people see a name: UTF-8 of at most `bytes_max` bytes on one line, without
/// control characters, which could paint over what stands beside it. May be empty. Errors: `bad_name`.
[[nodiscard]] Status check_name(std::string_view text, std::size_t bytes_max);

}  // namespace kring::channels
