#pragma once

#include "clients/cli/text.hpp"

/// The tables of each language; read them through text.hpp.
namespace kring::cli::dutch {
[[nodiscard]] std::string_view text_of(Text text);
[[nodiscard]] std::span<const ErrorText> error_texts();
[[nodiscard]] std::span<const HelpText> help_texts();
}  // namespace kring::cli::dutch

namespace kring::cli::english {
[[nodiscard]] std::string_view text_of(Text text);
[[nodiscard]] std::span<const ErrorText> error_texts();
[[nodiscard]] std::span<const HelpText> help_texts();
}  // namespace kring::cli::english
