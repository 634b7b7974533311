#pragma once

#include "channels/model/rights.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kring::cli {

/// `rpm` for read, post, moderate; a letter for each right that is there.
[[nodiscard]] std::string rights_text(channels::Rights rights);
/// Reads at least one of the letters, each at most once; none without `r`, as nobody writes where they do not
/// read.
[[nodiscard]] std::optional<channels::Rights> parse_rights(std::string_view text);

}  // namespace kring::cli
