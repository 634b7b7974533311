#include "clients/cli/language.hpp"

namespace kring::cli {

Language language_of(const LocaleVariables& locale) {
  auto value = locale.lang;
  if (!locale.lc_messages.empty()) value = locale.lc_messages;
  if (!locale.lc_all.empty()) value = locale.lc_all;
  const bool dutch = value.starts_with("nl") && (value.size() == 2 || value[2] == '_' || value[2] == '.');
  return dutch ? Language::dutch : Language::english;
}

std::optional<Language> language_named(std::string_view name) {
  if (name == "nl") return Language::dutch;
  if (name == "en") return Language::english;
  return std::nullopt;
}

}  // namespace kring::cli
