#include "clients/cli/text.hpp"

#include "clients/cli/printable.hpp"
#include "clients/cli/texts.hpp"

namespace kring::cli {

std::string_view text_of(Text text, Language language) {
  return language == Language::dutch ? dutch::text_of(text) : english::text_of(text);
}

std::string fill(std::string_view text, std::initializer_list<std::string_view> values) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const bool place = text.size() >= 3 && text[1] >= '0' && text[1] <= '9' && text[2] == '}';
    const auto number = place ? static_cast<std::size_t>(text[1] - '0') : values.size();
    if (number < values.size()) {
      out += values.begin()[number];
      text.remove_prefix(3);
    } else {
      out += '{';
      text.remove_prefix(1);
    }
  }
  return out;
}

std::span<const ErrorText> error_texts(Language language) {
  return language == Language::dutch ? dutch::error_texts() : english::error_texts();
}

const ErrorText* find_error_text(Library library, std::string_view code, Language language) {
  const auto texts = error_texts(language);
  for (const auto& text : texts) {
    if (text.library == library && text.code == code) return &text;
  }
  for (const auto& text : texts) {
    const bool many = text.code.ends_with('*');
    if (text.library == library && many && code.starts_with(text.code.substr(0, text.code.size() - 1)))
      return &text;
  }
  return nullptr;
}

std::span<const HelpText> help_texts(Language language) {
  return language == Language::dutch ? dutch::help_texts() : english::help_texts();
}

std::string help_text(std::string_view command, Language language) {
  constexpr std::size_t name_columns = 22;
  std::string out;
  for (const auto& help : help_texts(language)) {
    if (help.command != command) continue;
    out += help.summary;
    out += "\n\n";
    if (!command.empty()) return out.append(help.body);
    for (const auto& one : help_texts(language)) {
      if (!one.command.empty())
        out.append("  ").append(pad_to(one.command, name_columns)).append(one.summary).append("\n");
    }
    out.append("\n").append(help.body);
  }
  return out;
}

}  // namespace kring::cli
