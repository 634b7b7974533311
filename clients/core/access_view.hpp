#pragma once

#include "channels/model/ids.hpp"
#include "channels/model/rights.hpp"
#include "clients/core/circle_data.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/time.hpp"

#include <map>
#include <optional>
#include <vector>

/// Who may do what, and what one person can open. Every right here is `Charter::rights_at` or
/// `Charter::rights_in`, by which hub and clients let people in and keep them out.
namespace kring::core {

/// All people and roles, each with their rights in all channels.
[[nodiscard]] MatrixView view_matrix(const CircleData& circle, Time now);

/// Whom a change of these rights puts out of a channel: members who read there, or would after a pause.
/// Nobody where whoever uses this device may change none, and nobody who owns the circle: the charter refuses
/// both.
[[nodiscard]] std::vector<MemberView> view_put_out(const CircleData& circle,
                                                   const channels::ChannelId& channel,
                                                   const std::vector<ChannelRole>& changes, Time now);

/// The circle as a member can open it. Nothing for one who is not known.
[[nodiscard]] std::optional<SeenAsView> view_as(const CircleData& circle, const channels::MemberId& member,
                                                Time now);

/// Until when we could read the channels that our role may not read any more. It goes through the charter.
[[nodiscard]] std::map<channels::ChannelId, Time> read_until(const CircleData& circle);

/// Who a member is, by whom that is known. Nothing for one who is not known.
[[nodiscard]] std::optional<WhoView> view_who(const CircleData& circle, const channels::MemberId& member,
                                              Time now);

}  // namespace kring::core
