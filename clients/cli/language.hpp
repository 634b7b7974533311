#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kring::cli {

enum class Language : std::uint8_t { dutch, english };

/// What the environment says about the language; a variable that is not set is empty.
struct LocaleVariables {
  std::string_view lc_all;
  std::string_view lc_messages;
  std::string_view lang;
};

/// The language of the first variable that is set, as POSIX has it: Dutch for `nl` and its regions, else
/// English.
[[nodiscard]] Language language_of(const LocaleVariables& locale);
/// `nl` or `en`.
[[nodiscard]] std::optional<Language> language_named(std::string_view name);

}  // namespace kring::cli
