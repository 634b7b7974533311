#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

/// What devices at different nodes of one hub have of each other.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

/// Three nodes, and devices that are at one of them each, as chance has it.
class Nodes : public testing::Test {
 protected:
  /// Until whatever was lost on the bus is seen by a head check.
  static constexpr Duration head_check = engine::limits::head_check_every + node_tick + 500ms;

  CircleWorld world_{{.seed = 7, .nodes = 3, .store_delay_max = 5ms}};
};

TEST_F(Nodes, TellEachOtherAtOnceWhatWasSaid) {
  std::vector<DeviceIndex> nurses;
  for (const auto* name : {"Bea", "Carla", "Dirk", "Els"}) nurses.push_back(world_.admit(name, "nurse"));

  world_.say(world_.anna(), "care", "Iedereen hoort het.");
  world_.run(700ms);

  for (const auto nurse : nurses) EXPECT_EQ(world_.texts(nurse, "care"), Texts{"Iedereen hoort het."});
  world_.expect_agreement(nurses);
}

TEST_F(Nodes, SeeWhatWasNeverAnnounced) {
  std::vector<DeviceIndex> nurses;
  for (const auto* name : {"Bea", "Carla", "Dirk", "Els"}) nurses.push_back(world_.admit(name, "nurse"));
  for (std::size_t i = 0; i < world_.node_count(); ++i) world_.cut_bus(NodeIndex{i}, true);

  world_.say(world_.anna(), "care", "Niemand zegt het door.");
  world_.run(head_check);
  const auto late = world_.admit("Fien", "nurse");

  for (const auto nurse : nurses) EXPECT_EQ(world_.texts(nurse, "care"), Texts{"Niemand zegt het door."});
  EXPECT_EQ(world_.texts(late, "care"), Texts{"Niemand zegt het door."});
  EXPECT_EQ(world_.watcher().problems(), Texts{});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(Nodes, TakeOverTheDevicesOfOneThatDies) {
  const auto nurse = world_.admit("Bea", "nurse");
  for (std::size_t i = 0; i < world_.node_count(); ++i) {
    world_.say(nurse, "care", "Bericht " + std::to_string(i));
    world_.crash_node(NodeIndex{i}, std::chrono::minutes(1));
    world_.settled();
    world_.heal();
  }

  EXPECT_EQ(world_.texts(world_.anna(), "care"), (Texts{"Bericht 0", "Bericht 1", "Bericht 2"}));
  EXPECT_EQ(world_.watcher().problems(), Texts{});
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(Nodes, LoseNothingAcknowledgedWhenTheStoresPowerFails) {
  for (int i = 0; i < 10; ++i) {
    world_.say(world_.anna(), "care", "Bericht " + std::to_string(i));
    world_.run(60ms);
    world_.fail_power();
  }
  world_.settled();

  EXPECT_EQ(world_.texts(world_.anna(), "care").size(), 10U);
  EXPECT_EQ(world_.watcher().problems(), Texts{});
}

TEST_F(Nodes, KeepALogsTimesInOrderWhateverTheirClocksSay) {
  const auto nurse = world_.admit("Bea", "nurse");
  for (std::size_t i = 0; i < world_.node_count(); ++i)
    world_.set_node_clock(NodeIndex{i}, Duration(20s) * (static_cast<int>(i) - 1));

  for (int i = 0; i < 6; ++i) {
    world_.say(i % 2 == 0 ? nurse : world_.anna(), "care", "Bericht " + std::to_string(i));
    world_.settled();
    world_.crash_node(NodeIndex{static_cast<std::size_t>(i) % 3}, 1s);
  }

  EXPECT_EQ(world_.texts(nurse, "care").size(), 6U);
  EXPECT_EQ(world_.watcher().problems(), Texts{});
  EXPECT_TRUE(world_.alarms().empty());
}

}  // namespace
}  // namespace kring::simulation
