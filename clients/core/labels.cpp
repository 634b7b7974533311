#include "clients/core/labels.hpp"

#include "channels/articles/limits.hpp"
#include "channels/model/limits.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// A channel's own label with those of the roles that this device can name, of more than a label takes the
/// first.
Result<articles::Article> label_with(const CircleData& circle, const channels::ChannelId& channel,
                                     const std::vector<channels::RoleId>& roles) {
  auto name = channel_name(circle, channel);
  articles::ChannelLabel label{.label = std::move(name.label), .purpose = std::move(name.key), .roles = {}};
  for (const auto& role : roles) {
    if (label.roles.size() == articles::limits::labelled_roles_max) break;
    auto called = role_name(circle, role);
    if (called.label.empty()) continue;
    label.roles.push_back(
        {.role = role, .label = std::move(called.label), .template_key = std::move(called.key)});
  }
  return articles::Article::of(std::move(label));
}

/// Those with a right in the channel, and after them in the owners' own channel all others, since owners let
/// people in as any of them.
std::vector<channels::RoleId> roles_to_name(const charter::Charter& charter,
                                            const charter::Channel& channel) {
  std::vector<channels::RoleId> roles;
  roles.reserve(charter.roles().size());
  for (const auto& [role, rights] : channel.rights) roles.push_back(role);
  if (channel.purpose != channels::Purpose::regie) return roles;
  for (const auto& [role, known] : charter.roles()) {
    if (!channel.rights.contains(role)) roles.push_back(role);
  }
  return roles;
}

}  // namespace

Result<articles::Article> make_label(const CircleData& circle, const charter::Charter& charter,
                                     const channels::ChannelId& channel) {
  const auto* known = charter.channel(channel);
  return label_with(circle, channel,
                    known == nullptr ? std::vector<channels::RoleId>() : roles_to_name(charter, *known));
}

std::vector<channels::RoleId> roles_to_tell(const CircleData& circle, const Channel& channel) {
  std::vector<channels::RoleId> roles;
  const auto* regie = circle.charter().regie();
  if (regie == nullptr || regie->id != channel.id) return roles;
  for (const auto& [role, known] : circle.charter().roles()) {
    if (channel.named_roles.contains(role)) continue;
    // Who knows a name by an article leaves it to those who gave it.
    const bool gave_it = circle.role_names.contains(role) || circle.told.roles.contains(role);
    if (gave_it && !role_name(circle, role).label.empty()) roles.push_back(role);
  }
  return roles;
}

Result<articles::Article> make_label_of(const CircleData& circle, const channels::ChannelId& channel,
                                        const std::vector<channels::RoleId>& roles) {
  return label_with(circle, channel, roles);
}

RoleName role_name(const CircleData& circle, const channels::RoleId& role) {
  const auto seen = circle.seen_roles.find(role);
  if (seen != circle.seen_roles.end()) return seen->second;
  const auto own = circle.role_names.find(role);
  if (own != circle.role_names.end()) return own->second;
  const auto told = circle.told.roles.find(role);
  return told != circle.told.roles.end() ? told->second : RoleName{};
}

ChannelName channel_name(const CircleData& circle, const channels::ChannelId& channel) {
  const auto held = circle.channels.find(channel);
  if (held != circle.channels.end() && !held->second.name.label.empty()) return held->second.name;
  const auto own = circle.channel_names.find(channel);
  if (own != circle.channel_names.end()) return own->second;
  const auto told = circle.told.channels.find(channel);
  return told != circle.told.channels.end() ? told->second : ChannelName{};
}

std::optional<charter::StayLength> stay_to_invite(const CircleData& circle, const channels::RoleId& role,
                                                  Time now) {
  const auto& charter = circle.charter();
  if (!charter.is_live(circle.handle_id, now)) return std::nullopt;
  const auto stay = stay_of(circle, role);
  if (charter.is_owner(circle.handle_id, now)) return stay;
  const auto* me = charter.member(circle.member);
  const auto* mine = me == nullptr ? nullptr : charter.role(me->role);
  if (mine == nullptr) return std::nullopt;
  const auto admits = std::ranges::find(mine->may_admit, role, &charter::Admits::role);
  if (admits == mine->may_admit.end()) return std::nullopt;
  return charter::StayLength{.usual = std::min(stay.usual, admits->stay_max),
                             .longest = std::min(stay.longest, admits->stay_max)};
}

charter::StayLength stay_of(const CircleData& circle, const channels::RoleId& role) {
  const auto row = charter::find_summary(role_name(circle, role).key);
  if (row) return row->stay;
  return {.usual = channels::limits::stay_max, .longest = channels::limits::stay_max};
}

}  // namespace kring::core
