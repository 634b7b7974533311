#pragma once

#include "clients/cli/command.hpp"

#include <string>
#include <variant>
#include <vector>

namespace kring::cli {

/// A command line that says what to do.
struct Invocation {
  Options options;
  Command command;
};
/// `--help` or `--version`: to be printed, and done.
struct HelpWanted {
  std::string text;
  friend bool operator==(const HelpWanted&, const HelpWanted&) = default;
};
/// A command line that is none; one sentence, and where to find help.
struct UsageError {
  std::string text;
  bool json = false;  ///< --json stood in it
  friend bool operator==(const UsageError&, const UsageError&) = default;
};
using Parsed = std::variant<Invocation, HelpWanted, UsageError>;

/// Reads the arguments after the program's name. Messages are in the language of `--lang`, else in
/// `language`.
[[nodiscard]] Parsed parse_arguments(const std::vector<std::string>& arguments, Language language);

/// Every flag of a command (empty: those of all commands), as it is typed: for the proof that help names
/// each.
[[nodiscard]] std::vector<std::string> flags_of(std::string_view command);
/// The names of all commands, in the order of the help.
[[nodiscard]] std::vector<std::string> command_names();

}  // namespace kring::cli
