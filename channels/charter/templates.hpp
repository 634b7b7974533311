#pragma once

#include "channels/charter/charter.hpp"
#include "crypto/base/random.hpp"

#include <array>
#include <map>
#include <string_view>
#include <vector>

namespace kring::charter {

/// The roles that every circle begins with. Parents may change all of it; only a role's rights and what it
/// may admit are in the charter, never what it is called.
enum class Template : std::uint8_t {
  parent,
  parent_without_authority,
  child,
  family,
  volunteer,
  buddy,
  copiloot,
  case_manager,
  /// Doctor or therapist.
  therapist,
  /// Regular nurse.
  nurse,
  /// Night care or stand-in.
  night,
  school,
  agency,
};
inline constexpr std::array all_templates{
    Template::parent,    Template::parent_without_authority,
    Template::child,     Template::family,
    Template::volunteer, Template::buddy,
    Template::copiloot,  Template::case_manager,
    Template::therapist, Template::nurse,
    Template::night,     Template::school,
    Template::agency,
};

/// The channels that every circle begins with.
enum class FoundingChannel : std::uint8_t { regie, family, circle, care, mdo };
inline constexpr std::array all_founding_channels{FoundingChannel::regie, FoundingChannel::family,
                                                  FoundingChannel::circle, FoundingChannel::care,
                                                  FoundingChannel::mdo};

enum class Language : std::uint8_t { dutch, english };
/// What people see, for the labels that founding writes.
[[nodiscard]] std::string_view label_of(Template role, Language language);
[[nodiscard]] std::string_view label_of(FoundingChannel channel, Language language);

/// Rights of a template's role in a founding channel.
[[nodiscard]] Rights rights_of(Template role, FoundingChannel channel);
/// How long a person of this role is invited for unless someone says otherwise: a year, a stand-in one shift.
[[nodiscard]] Duration default_stay(Template role);

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
