#pragma once

#include "tests/simulation/circle_world.hpp"

namespace kring::simulation {

/// A world with one network in it, founded by a coordinator called Anna.
class NetworkWorld : public CircleWorld {
 public:
  explicit NetworkWorld(WorldOptions options) : CircleWorld(options, charter::FoundedAs::network) {}
};

}  // namespace kring::simulation
