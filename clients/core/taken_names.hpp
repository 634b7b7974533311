#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/view.hpp"

#include <optional>
#include <string_view>

/// Which names of channels and roles are given away. The charter has no names, so that nobody but this device
/// looks: two owners, or two devices, that name something at one moment can still give one name twice.
///
/// Case, accents (`folded`) and how many spaces there are do not count. What a circle began with keeps its
/// key, and its name in both languages, also when it is closed; the names of other closed channels are free
/// again.
namespace kring::core {

/// The channel, open or still to be opened from here, for which one of this name would be taken; none if the
/// name is free.
[[nodiscard]] std::optional<TakenName> channel_called(const CircleData& circle, std::string_view name);
/// The same of a role, also one whose channel is closed: people may have it still.
[[nodiscard]] std::optional<TakenName> role_called(const CircleData& circle, std::string_view name);

}  // namespace kring::core
