#include "channels/charter/templates.hpp"

#include "channels/charter/shorthand.hpp"

#include "channels/model/limits.hpp"

#include <utility>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

using namespace shorthand;

Role make_role(const RoleTemplate& row, const std::map<Template, RoleId>& ids) {
  Role made{.id = ids.at(row.role), .owns = row.owns, .may_be_preapproved = row.preapproved, .may_admit = {}};
  if (row.admits)
    made.may_admit.push_back({.role = ids.at(row.admits->role), .stay_max = row.admits->longest});
  return made;
}

ChannelOpen make_channel(const ChannelTemplate& row, const FoundingPlan& plan, Random& random) {
  const bool is_regie = row.channel == FoundingChannel::regie;
  ChannelOpen made{.channel = plan.channel_ids.at(row.channel),
                   .mode = row.mode,
                   .purpose = is_regie ? Purpose::regie : Purpose::ordinary,
                   .group = random.id<GroupId>(),
                   .rights = {}};
  for (const auto& role : role_table()) {
    const auto rights = role.rights[std::to_underlying(row.channel)];
    if (!rights.empty()) made.rights.push_back({.role = plan.role_ids.at(role.role), .rights = rights});
  }
  return made;
}

}  // namespace

FoundingPlan make_founding_plan(Random& random) {
  FoundingPlan plan;
  for (const auto& row : role_table()) plan.role_ids.emplace(row.role, random.id<RoleId>());
  for (const auto& row : channel_table()) plan.channel_ids.emplace(row.channel, random.id<ChannelId>());
  for (const auto& row : role_table()) plan.roles.push_back(make_role(row, plan.role_ids));
  for (const auto& row : channel_table()) plan.channels.push_back(make_channel(row, plan, random));
  return plan;
}

NetworkPlan make_network_plan(Random& random) {
  NetworkPlan plan;
  for (const auto& row : network_role_table()) {
    const auto id = plan.role_ids.emplace(row.role, random.id<RoleId>()).first->second;
    plan.roles.push_back({.id = id, .owns = row.owns, .may_be_preapproved = false, .may_admit = {}});
  }
  for (const auto channel : all_network_channels) {
    const auto id = plan.channel_ids.emplace(channel, random.id<ChannelId>()).first->second;
    ChannelOpen open{.channel = id,
                     .mode = Mode::record,
                     .purpose = channel == NetworkChannel::regie ? Purpose::regie : Purpose::ordinary,
                     .group = random.id<GroupId>(),
                     .rights = {}};
    for (const auto& row : network_role_table()) {
      const auto rights = row.rights[std::to_underlying(channel)];
      if (!rights.empty()) open.rights.push_back({.role = plan.role_ids.at(row.role), .rights = rights});
    }
    plan.channels.push_back(std::move(open));
  }
  return plan;
}

Result<LanePlan> make_lane(const Charter& charter, const RoleId& copiloot, Random& random) {
  const auto* known = charter.role(copiloot);
  if (known == nullptr) return fail(Errc::unknown_role);
  if (known->owns) return fail(Errc::role_owns);
  LanePlan plan{.role = random.id<RoleId>(), .channel = random.id<ChannelId>(), .entries = {}};
  ChannelOpen open{.channel = plan.channel,
                   .mode = Mode::record,
                   .purpose = Purpose::ordinary,
                   .group = random.id<GroupId>(),
                   .rights = {{.role = copiloot, .rights = rpm}, {.role = plan.role, .rights = rp}}};
  for (const auto& [id, role] : charter.roles()) {
    if (role.owns) open.rights.push_back({.role = id, .rights = rpm});
  }
  Role admitting = *known;
  admitting.may_admit.push_back({.role = plan.role, .stay_max = limits::stay_max});
  plan.entries.emplace_back(RoleSet{.role = {.id = plan.role, .may_admit = {}}, .rights = {}});
  plan.entries.emplace_back(std::move(open));
  plan.entries.emplace_back(RoleSet{.role = std::move(admitting), .rights = {}});
  return plan;
}

}  // namespace kring::charter
