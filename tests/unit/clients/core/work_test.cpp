#include "clients/core/work.hpp"

#include "clients/core/circle_data.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/unit/clients/core/loaded_circle.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

using simulation::CircleWorld;

TEST(WorkInAChannel, IsWorkedOutOnceHoweverOftenItIsLookedFor) {
  CircleWorld world({.seed = 97});
  (void)world.admit("Bea", "nurse");
  const auto circle = loaded_circle(world, world.anna());
  ASSERT_TRUE(circle);
  const auto& care = circle->channels.at(world.channel(world.anna(), "care"));

  for (int i = 0; i < 3; ++i) EXPECT_FALSE(has_work(*circle, world.now()));

  EXPECT_EQ(care.known_work.times_worked_out(), 1U);
}

}  // namespace
}  // namespace kring::core
