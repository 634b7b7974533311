#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kring::cli {

/// Whether what somebody typed is these six words, in any case and with any space between.
[[nodiscard]] bool same_six_words(std::string_view typed, const std::vector<std::string>& words);

}  // namespace kring::cli
