#pragma once

#include "channels/articles/article.hpp"
#include "channels/charter/network_table.hpp"
#include "clients/core/circle_data.hpp"

#include "crypto/base/time.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// What roles and channels are called. The charter does not say: articles do, in each channel.
namespace kring::core {

/// The key of a channel for an agency, in which owners are not named until they write.
inline constexpr std::string_view lane_key = "lane";

/// The label article of a channel: its own label, and those of the roles with a right there that this device
/// can name; in the owners' own channel (regie) those of all roles, as far as one label goes
/// (`labelled_roles_max`). Errors: those of `Article::of`.
[[nodiscard]] Result<articles::Article> make_label(const CircleData& circle, const charter::Charter& charter,
                                                   const channels::ChannelId& channel);

/// Of regie: the roles that this device has named, or another one of its person, and that nobody has told
/// there. Of any other channel none: who reads there need not know all roles.
[[nodiscard]] std::vector<channels::RoleId> roles_to_tell(const CircleData& circle, const Channel& channel);
/// The label article of a channel with those of these roles, as far as one label goes. Errors: as above.
[[nodiscard]] Result<articles::Article> make_label_of(const CircleData& circle,
                                                      const channels::ChannelId& channel,
                                                      const std::vector<channels::RoleId>& roles);

/// What a role is called, as far as this device knows; empty if it does not.
[[nodiscard]] RoleName role_name(const CircleData& circle, const channels::RoleId& role);
/// The same of a channel: its label and key.
[[nodiscard]] ChannelName channel_name(const CircleData& circle, const channels::ChannelId& channel);

/// How long people of this role are let in for by its template; a year where it has none.
[[nodiscard]] charter::StayLength stay_of(const CircleData& circle, const channels::RoleId& role);
/// How long we invite people of this role for, within what the charter lets us; none if it lets us not.
[[nodiscard]] std::optional<charter::StayLength> stay_to_invite(const CircleData& circle,
                                                                const channels::RoleId& role, Time now);

}  // namespace kring::core
