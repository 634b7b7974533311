#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/rows.hpp"
#include "tests/simulation/circle_world.hpp"

namespace kring::core {

/// What a device of a world holds of its circle, as its next start takes it up from the vault.
[[nodiscard]] inline Result<CircleData> loaded_circle(simulation::CircleWorld& world,
                                                      simulation::DeviceIndex device) {
  CircleRows rows;
  const auto prefix = circle_row(world.circle(), "");
  for (const auto& [name, row] : world.vault(device)) {
    if (name.starts_with(prefix))
      rows.emplace(name.substr(prefix.size()), SecretBytes(row.begin(), row.end()));
  }
  return load_circle(world.circle(), rows);
}

}  // namespace kring::core
