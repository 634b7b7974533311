#pragma once

#include "channels/articles/article.hpp"
#include "channels/charter/network_table.hpp"
#include "clients/core/circle_data.hpp"

#include "crypto/base/time.hpp"

#include <optional>
#include <string_view>

/// What roles and channels are called. The charter does not say: articles do, in each channel.
namespace kring::core {

/// The key of a channel for an agency, in which owners are not named until they write.
inline constexpr std::string_view lane_key = "lane";

/// The label article of a channel: its own label, and those of all roles with a right there that this device
/// can name. Errors: those of `Article::of`.
[[nodiscard]] Result<articles::Article> make_label(const CircleData& circle, const charter::Charter& charter,
                                                   const channels::ChannelId& channel);

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
