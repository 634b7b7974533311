#pragma once

#include "channels/charter/charter.hpp"
#include "channels/charter/network_table.hpp"
#include "channels/charter/role_table.hpp"
#include "crypto/base/random.hpp"

#include <map>
#include <vector>

namespace kring::charter {

/// Roles and channels of a new circle, under fresh ids.
struct FoundingPlan {
  std::map<Template, RoleId> role_ids;
  std::map<FoundingChannel, ChannelId> channel_ids;
  /// For the body of `found`.
  std::vector<Role> roles;
  /// The bodies of the `channel_open` that follow, regie first.
  std::vector<ChannelOpen> channels;
};
[[nodiscard]] FoundingPlan make_founding_plan(Random& random);

/// Roles and channels of a new network, under fresh ids.
struct NetworkPlan {
  std::map<NetworkRole, RoleId> role_ids;
  std::map<NetworkChannel, ChannelId> channel_ids;
  /// For the body of `found`.
  std::vector<Role> roles;
  /// The bodies of the `channel_open` that follow, regie first.
  std::vector<ChannelOpen> channels;
};
[[nodiscard]] NetworkPlan make_network_plan(Random& random);

/// A channel of one's own for an agency, whose contact sees that channel and no other.
struct LanePlan {
  /// The agency contact's role.
  RoleId role;
  ChannelId channel;
  /// To be signed by an owner, in this order: the role, the channel, and the Copiloot's leave to admit to it.
  std::vector<Body> entries;
};
/// All roles that own, and the Copiloot's, moderate the lane. Errors: `unknown_role`, `role_owns`
/// (`copiloot`).
[[nodiscard]] Result<LanePlan> make_lane(const Charter& charter, const RoleId& copiloot, Random& random);

}  // namespace kring::charter
