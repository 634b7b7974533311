#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/device.hpp"
#include "clients/core/hub_session.hpp"
#include "clients/core/turn.hpp"

namespace kring::core {

/// What a founding takes, next to the device and the hub that greeted us.
struct Founding {
  IntentId intent;
  FoundWish wish;
  std::uint32_t recovery_index = 0;
};

/// A new circle or network with its founding bundle under way: charter, channels, and what they are called.
/// Errors: the charter's and MLS's, which a right device and hub do not meet.
[[nodiscard]] Result<CircleData> found_circle(Turn& turn, const Device& device, const HubSession& session,
                                              const Founding& founding);

}  // namespace kring::core
