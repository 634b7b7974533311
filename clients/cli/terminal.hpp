#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/secret.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// What a person types, or a script gives in their place. One process has one terminal.
namespace kring::cli {

/// The longest line that is taken from a terminal: what its driver gives at once, and more than twelve words.
inline constexpr std::size_t typed_line_bytes_max = 1024;
/// The longest file of words or passphrase that is read.
inline constexpr std::size_t secret_file_bytes_max = 1024;

enum class Echo : std::uint8_t { on, off };

/// Writes `question` to the terminal (/dev/tty, wherever the standard streams go) and reads one line, without
/// its end. Errors: `no_terminal`, `interrupted` (by Ctrl-C), `declined`, `unreadable_file` (a line too
/// long).
[[nodiscard]] Result<SecretBytes> ask_line(std::string_view question, Echo echo);
/// Asks until the answer begins with `yes` or `n`, three times at most. Errors: those of `ask_line`, and
/// `declined` for a no.
[[nodiscard]] Status ask_yes(std::string_view question, char yes);

/// The content of a file, or of standard input for `-`, without the line end after it. Errors:
/// `unreadable_file` (also when it is longer than `secret_file_bytes_max`).
[[nodiscard]] Result<SecretBytes> read_secret(const std::string& path);
/// A text from standard input without one line end after it; of a longer one the first `bytes_max` + 1 bytes,
/// which is enough to refuse it. Errors: `unreadable_file`, `interrupted` (Ctrl-C).
[[nodiscard]] Result<std::string> read_text(std::size_t bytes_max);

/// `text` itself, or for `-` what `read_text` gives.
[[nodiscard]] Result<std::string> text_or_input(const std::string& text, std::size_t bytes_max);

/// Whether standard input, or output, is a terminal.
[[nodiscard]] bool input_is_terminal();
[[nodiscard]] bool output_is_terminal();
/// Whether remarks go to a terminal.
[[nodiscard]] bool errors_are_terminal();

}  // namespace kring::cli
