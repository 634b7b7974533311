#pragma once

#include "channels/charter/role_table.hpp"
#include "channels/model/rights.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// The roles that every network begins with, as data: `network_table.cpp` has a row for each.
namespace kring::charter {

/// What is founded: the people around a child, by a parent with authority or by a guardian, or a network of
/// professionals or parents. The charter is the same; only the labels of the roles tell, which the hub cannot
/// read.
enum class FoundedAs : std::uint8_t { circle = 1, network, circle_of_guardian };

/// Professions and kinds of people. Coordinators may change all of it.
enum class NetworkRole : std::uint8_t {
  /// Owns the network.
  coordinators,
  steering_group,
  /// Looks after newsgroups, of which its people are members like everybody else.
  moderators,
  doctors,
  nurses,
  case_managers,
  copiloten,
  /// Parents who talk with other parents (Maatjes).
  buddies,
  parents,
  schools,
};
inline constexpr std::size_t network_role_count = 10;

/// The channels that every network begins with; newsgroups are opened by its coordinators.
enum class NetworkChannel : std::uint8_t { regie, steering };
inline constexpr std::array all_network_channels{NetworkChannel::regie, NetworkChannel::steering};

/// A row of the table.
struct NetworkRoleTemplate {
  NetworkRole role;
  /// Never that of a role of a circle: by it a device knows that it looks at a network.
  std::string_view key;
  Words label;
  /// What it may do and may not, in plain words, as a network begins.
  Words meaning;
  /// In the order of `NetworkChannel`.
  std::array<channels::Rights, all_network_channels.size()> rights;
  StayLength stay;
  bool owns = false;
};

struct NetworkChannelTemplate {
  NetworkChannel channel;
  std::string_view key;
  Words label;
};

/// All rows, in the order of their enumeration.
[[nodiscard]] std::span<const NetworkRoleTemplate, network_role_count> network_role_table();
[[nodiscard]] const NetworkRoleTemplate& row_of(NetworkRole role);
/// Null for a key that no role of a network has.
[[nodiscard]] const NetworkRoleTemplate* find_network_row(std::string_view key);
[[nodiscard]] const NetworkChannelTemplate& row_of(NetworkChannel channel);

/// What both tables say of a role.
struct RoleSummary {
  Words label;
  Words meaning;
  StayLength stay;
  /// Its place in its own table.
  std::size_t place = 0;
};
/// Of the role with this key in a circle or in a network; none for a key that no row has.
[[nodiscard]] std::optional<RoleSummary> find_summary(std::string_view key);

/// What the channel with this key is called that a circle, whoever founds it, or a network begins with; none
/// for other keys.
[[nodiscard]] std::optional<Words> founding_channel_label(std::string_view key, FoundedAs as);

}  // namespace kring::charter
