#include "tests/simulation/circle_world.hpp"
#include "tests/simulation/number_in.hpp"

#include <gtest/gtest.h>

/// Clients whose hub loses, doubles and mixes up what it tells them. `KRING_ORDERS=N` goes on until so many
/// events came otherwise than they were sent, `KRING_JOINS=N` lets so many people join meanwhile.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t orders_in_ctest = 1'500;
constexpr std::uint64_t joins_in_ctest = 60;
constexpr Disorder disorder{.lost_per_mille = 120, .doubled_per_mille = 120, .late_per_mille = 300};
/// Of Welcomes there are few: most are to meet something.
constexpr Disorder more_disorder{.lost_per_mille = 250, .doubled_per_mille = 250, .late_per_mille = 600};

/// Order is back, and everybody reads on from where they are.
void come_to_order(CircleWorld& world) {
  world.set_disorder({});
  world.reconnect_all();
  world.settled();
}

void expect_no_complaint(CircleWorld& world) {
  EXPECT_EQ(world.watcher().problems(), Texts{});
  for (const auto& alarm : world.alarms()) ADD_FAILURE() << "alarm: " << alarm.reason;
}

TEST(Disorder, OfWhatAHubTellsLeavesNobodyBehind) {
  const auto wanted = number_in("KRING_ORDERS", orders_in_ctest);
  std::uint64_t seen = 0;
  for (std::uint64_t seed = 1; seen < wanted; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    CircleWorld world({.seed = seed});
    const std::vector<DeviceIndex> all{world.anna(), world.admit_owner("Piet"), world.admit("Bea", "nurse"),
                                       world.admit("Cees", "nurse")};
    Texts said;
    for (int round = 0; round < 8; ++round) {
      world.set_disorder(disorder);
      for (int i = 0; i < 12; ++i) {
        said.push_back("Bericht " + std::to_string(round) + "." + std::to_string(i));
        world.say(all[world.random().below(all.size())], "care", said.back());
        world.run(Duration(static_cast<Duration::rep>(world.random().below(400))));
      }
      world.run(1s);
      come_to_order(world);
    }

    world.expect_agreement(all);
    for (const auto device : all) EXPECT_EQ(world.texts(device, "care").size(), said.size());
    for (const auto device : all) EXPECT_EQ(world.texts(device, "care"), world.texts(world.anna(), "care"));
    expect_no_complaint(world);
    ASSERT_GT(world.disordered(), 0U);
    seen += world.disordered();
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Disorder, OfWelcomesAndCommitsEndsInJoining) {
  const auto wanted = number_in("KRING_JOINS", joins_in_ctest);
  constexpr std::uint64_t joins_in_a_world = 20;
  std::uint64_t joined = 0;
  for (std::uint64_t seed = 1; joined < wanted; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    CircleWorld world({.seed = seed});
    world.say(world.anna(), "care", "Van voor iedereen.");
    for (std::uint64_t i = 0; i < joins_in_a_world && joined < wanted; ++i, ++joined) {
      const auto name = "Mens " + std::to_string(i);
      const auto invited = world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
      const auto device = world.join(name, invited.link);

      world.set_disorder(more_disorder);
      const auto asked = world.perform(
          world.anna(),
          world.client(world.anna())
              .confirm(world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}},
                       world.now()));
      ASSERT_TRUE(asked);
      world.run(500ms);
      world.say(world.anna(), "care", "Terwijl " + name + " komt.");
      world.run(3s);
      come_to_order(world);

      EXPECT_TRUE(world.outcome(*asked) && *world.outcome(*asked));
      EXPECT_EQ(world.view(device).standing, core::Standing::member);
      EXPECT_EQ(world.texts(device, "care"), world.texts(world.anna(), "care"));
      world.expect_agreement({world.anna(), device});
      expect_no_complaint(world);
      if (testing::Test::HasFailure()) return;
      world.remove(name);
    }
    EXPECT_GT(world.disordered(), 0U);
  }
}

}  // namespace
}  // namespace kring::simulation
