#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Small changes to text that the standard library has no word for.
namespace kring::cli {

/// The words with a space between each two.
[[nodiscard]] std::string joined(const std::vector<std::string>& words);
/// `text` with the capitals of ASCII made small; all other bytes stay.
[[nodiscard]] std::string ascii_lower(std::string_view text);

}  // namespace kring::cli
