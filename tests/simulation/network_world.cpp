#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

namespace kring::simulation {

NetworkWorld::NetworkWorld(WorldOptions options) : CircleWorld(options, charter::FoundedAs::network) {}

void NetworkWorld::open_newsgroup(const std::string& name,
                                  const std::vector<std::pair<std::string, channels::Rights>>& roles) {
  using channels::Right;
  core::NewChannel newsgroup{.label = name, .roles = {}, .newsgroup = true};
  newsgroup.roles.push_back(
      {.role = role("coordinators"), .rights = Right::read | Right::post | Right::moderate});
  for (const auto& [key, rights] : roles) newsgroup.roles.push_back({.role = role(key), .rights = rights});
  auto opened = client(anna()).open_channel(circle(), newsgroup, now());
  ASSERT_TRUE(opened) << opened.error().name();
  perform(anna(), std::exchange(opened->actions, {}));
  settled();
  EXPECT_TRUE(outcome(opened->intent) && *outcome(opened->intent));
}

}  // namespace kring::simulation
