#include "clients/core/networks.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/labels.hpp"

#include "channels/charter/network_table.hpp"

#include <algorithm>

namespace kring::core {

namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_part(std::string_view part) {
  if (part.empty() || part.size() > newsgroup_part_bytes_max) return false;
  if (!is_letter_or_digit(part.front()) || !is_letter_or_digit(part.back())) return false;
  return std::ranges::all_of(part, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

}  // namespace

bool is_network(const CircleData& circle) {
  if (!circle.log) return false;
  return std::ranges::any_of(circle.charter().roles(), [&](const auto& item) {
    return item.second.owns && charter::find_network_row(role_name(circle, item.first).key) != nullptr;
  });
}

bool is_newsgroup_name(std::string_view name) {
  if (name.size() > newsgroup_name_bytes_max) return false;
  std::size_t parts = 0;
  while (true) {
    const auto dot = name.find('.');
    if (!is_part(name.substr(0, dot))) return false;
    ++parts;
    if (dot == std::string_view::npos) break;
    name.remove_prefix(dot + 1);
  }
  return parts >= 2 && parts <= newsgroup_parts_max;
}

Status check_newsgroup(const CircleData& circle, const NewChannel& newsgroup) {
  if (!is_network(circle)) return fail(client::Errc::not_a_network, "newsgroup");
  if (!is_newsgroup_name(newsgroup.label) || newsgroup.mode != channels::Mode::record)
    return fail(client::Errc::bad_newsgroup_name, "newsgroup");
  return {};
}

}  // namespace kring::core
