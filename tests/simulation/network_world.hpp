#pragma once

#include "tests/simulation/circle_world.hpp"

#include "channels/model/rights.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kring::simulation {

/// A world with one network in it, founded by a coordinator called Anna.
class NetworkWorld : public CircleWorld {
 public:
  explicit NetworkWorld(WorldOptions options);

  /// Anna opens a newsgroup for roles by their keys, and moderates it; settles.
  void open_newsgroup(const std::string& name,
                      const std::vector<std::pair<std::string, channels::Rights>>& roles);
};

}  // namespace kring::simulation
