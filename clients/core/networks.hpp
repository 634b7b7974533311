#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/client.hpp"

#include <cstddef>
#include <string_view>

/// Networks: circles whose roles are professions and kinds of people, and whose channels are newsgroups.
namespace kring::core {

/// The key of a channel that is a newsgroup.
inline constexpr std::string_view newsgroup_key = "newsgroup";

/// What a newsgroup's name has at most: parts, and bytes a part and in all.
inline constexpr std::size_t newsgroup_parts_max = 8;
inline constexpr std::size_t newsgroup_part_bytes_max = 32;
inline constexpr std::size_t newsgroup_name_bytes_max = 100;

/// Whether a role that owns it is called after one of a network's: what founds a network says so in its
/// labels, which everybody who reads a channel of it reads, and the hub does not.
[[nodiscard]] bool is_network(const CircleData& circle);

/// Two parts or more with a dot between, each of a-z, 0-9 and hyphens that stand between those.
[[nodiscard]] bool is_newsgroup_name(std::string_view name);

/// Whether a newsgroup may be opened so, whoever has its name. Errors: `not_a_network`, `bad_newsgroup_name`.
[[nodiscard]] Status check_newsgroup(const CircleData& circle, const NewChannel& newsgroup);

}  // namespace kring::core
