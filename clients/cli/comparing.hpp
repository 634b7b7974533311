#pragma once

#include "clients/cli/commands.hpp"

#include <string>
#include <vector>

/// What two people, or two devices, hold against each other.
namespace kring::cli {

/// What is asked about six words, and what else it may be if they differ still.
struct Comparison {
  Text question{};
  Text differ{};
  /// What stands in `differ`, if it has a place.
  std::string value{};
};
/// The six words that somebody reads out: told on the command line, or shown and asked about. Errors:
/// `six_words_differ`, those of `ask_yes`.
[[nodiscard]] Outcome<void> compare(const std::string& six, const std::vector<std::string>& words,
                                    const Comparison& comparison, Context& context);
/// That they differ, if they do. Errors: `six_words_differ`.
[[nodiscard]] Outcome<void> check_six_words(std::string_view six, const std::vector<std::string>& words,
                                            const Comparison& comparison, const Context& context);
/// The yes to that question of somebody who sees or hears the words. Errors: those of `ask_yes`.
[[nodiscard]] Outcome<void> ask_same(const Comparison& comparison, const Context& context);
/// A link, or a code, with its picture to scan.
[[nodiscard]] std::string link_text(const std::string& link, const Context& context);

}  // namespace kring::cli
