#include "clients/core/first_line.hpp"

#include "channels/json/utf8.hpp"

namespace kring::core {

std::string first_line(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  auto line = text.substr(begin);
  line = line.substr(0, line.find('\n'));
  auto rest = line;
  for (std::size_t taken = 0; taken < first_line_characters_max && !rest.empty(); ++taken)
    (void)json::take_character(rest);  // Which one it is does not matter.
  if (rest.empty()) return std::string(line);
  return std::string(line.substr(0, line.size() - rest.size())) + "…";
}

}  // namespace kring::core
