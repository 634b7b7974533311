#include "channels/wire/limits.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

namespace kring::simulation {
namespace {

channels::ChannelId channel_called(World& world, DeviceIndex device, const channels::CircleId& circle,
                                   std::string_view key) {
  for (const auto& view : world.client(device).channels(circle, world.now())) {
    if (view.key == key) return view.id;
  }
  ADD_FAILURE() << "no channel " << key;
  return {};
}

TEST(World, LetsAFounderFoundSayAndRead) {
  World world({.seed = 1});
  const auto anna = world.add_device("Anna", "moeder");

  const auto founded = world.perform(
      anna,
      world.client(anna).found({.name = "Kring van Noor", .hub = std::string(hub_origin)}, world.now()));
  ASSERT_TRUE(founded);
  ASSERT_TRUE(world.settle());
  ASSERT_TRUE(world.outcome(*founded));
  EXPECT_TRUE(*world.outcome(*founded));
  const auto circles = world.client(anna).circles(world.now());
  ASSERT_EQ(circles.size(), 1U);
  const auto care = channel_called(world, anna, circles[0].id, "care");
  const auto said = world.perform(
      anna, world.client(anna).say(circles[0].id, care, "Goed geslapen vannacht.", world.now()));
  ASSERT_TRUE(said);
  ASSERT_TRUE(world.settle());

  const auto timeline = world.client(anna).timeline(circles[0].id, care, {});
  ASSERT_FALSE(timeline.empty());
  EXPECT_EQ(timeline.back().text, "Goed geslapen vannacht.");
  EXPECT_EQ(timeline.back().author_name, "Anna");
  EXPECT_TRUE(world.alarms().empty());
}

TEST(World, LetsAnOwnerRemoveSomebodyFromMoreChannelsThanABundleHolds) {
  CircleWorld world({.seed = 2});
  const auto nurse = world.admit("Bea", "nurse");
  const auto all = channels::Right::read | channels::Right::post | channels::Right::moderate;
  for (std::size_t i = 0; i < wire::limits::bundle_groups_max + 1; ++i) {
    const core::NewChannel extra{.label = "Extra " + std::to_string(i),
                                 .mode = channels::Mode::record,
                                 .roles = {{world.role("parent"), all}, {world.role("nurse"), all}}};
    auto opened = world.client(world.anna()).open_channel(world.circle(), extra, world.now());
    ASSERT_TRUE(opened);
    world.perform(world.anna(), std::move(opened->actions));
    world.settled();
  }

  const auto removed = world.perform(
      world.anna(),
      world.client(world.anna()).remove(world.circle(), world.member(world.anna(), "Bea").id, world.now()));
  ASSERT_TRUE(removed);
  world.settled();

  ASSERT_TRUE(world.outcome(*removed));
  EXPECT_TRUE(*world.outcome(*removed));
  EXPECT_EQ(world.view(nurse).standing, core::Standing::ended);
  for (const auto& channel : world.client(world.anna()).channels(world.circle(), world.now()))
    EXPECT_LE(channel.readers.size(), 1U) << channel.label;
}

}  // namespace
}  // namespace kring::simulation
