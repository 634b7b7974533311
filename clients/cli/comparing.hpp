#pragma once

#include "clients/cli/commands.hpp"

#include <string>
#include <vector>

/// What two people, or two devices, hold against each other.
namespace kring::cli {

/// The six words that somebody reads out: told on the command line, or shown and asked about. Errors:
/// `six_words_differ`, those of `ask_yes`.
[[nodiscard]] Status compare(const std::string& six, const std::vector<std::string>& words, Text question,
                             Context& context);
/// A link, or a code, with its picture to scan.
[[nodiscard]] std::string link_text(const std::string& link, const Context& context);

}  // namespace kring::cli
