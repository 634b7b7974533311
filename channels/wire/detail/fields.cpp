#include "channels/wire/detail/fields.hpp"

#include <algorithm>

namespace kring::wire {

bool is_plain_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; });
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= limits::name_bytes_max && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace kring::wire
