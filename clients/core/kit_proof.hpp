#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/device.hpp"
#include "clients/core/vault_reading.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/time.hpp"

#include <map>
#include <vector>

/// Whether twelve words bring back what a device knows: by what was read with them out of the vault, and
/// nothing else. Nothing is changed by that, neither here nor at the hub.
namespace kring::core {

/// What would come back, and what this device knows and would not.
[[nodiscard]] KitView view_kit(const Device& device, const std::map<channels::CircleId, CircleData>& circles,
                               const std::vector<const FoundSlot*>& found, Time now);

}  // namespace kring::core
