#include "tests/simulation/circle_world.hpp"

#include "channels/model/errc.hpp"

#include <gtest/gtest.h>

namespace kring::simulation {
namespace {

using Texts = std::vector<std::string>;

TEST(Story, LetsANurseReadBackAndAGrandmotherSeeFromNowOn) {
  CircleWorld world({.seed = 2});
  world.say(world.anna(), "care", "Vannacht rustig.");
  world.say(world.anna(), "family", "Alleen voor ons.");
  world.settled();

  const auto nurse = world.admit("Bea", "nurse");
  const auto grandmother = world.admit("Oma", "family");
  world.say(world.anna(), "family", "Welkom, oma!");
  world.say(nurse, "care", "Ik ben er.");
  world.settled();

  EXPECT_EQ(world.texts(nurse, "care"), (Texts{"Vannacht rustig.", "Ik ben er."}));
  EXPECT_EQ(world.texts(world.anna(), "care"), (Texts{"Vannacht rustig.", "Ik ben er."}));
  EXPECT_EQ(world.texts(grandmother, "family"), (Texts{"Welkom, oma!"}));
  EXPECT_FALSE(world.has_channel(grandmother, "care"));
  EXPECT_EQ(world.member(world.anna(), "Bea").checked, core::Checked::confirmed);
  EXPECT_EQ(world.member(nurse, "Anna").checked, core::Checked::introduced);
  EXPECT_EQ(world.member(grandmother, "Anna").relation, "moeder");
  world.expect_agreement({world.anna(), nurse, grandmother});
  EXPECT_TRUE(world.alarms().empty());
}

}  // namespace
}  // namespace kring::simulation
