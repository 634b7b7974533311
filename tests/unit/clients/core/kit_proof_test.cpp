#include "clients/core/kit_proof.hpp"

#include "clients/core/client.hpp"
#include "clients/core/errc.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace kring::core {
namespace {

using simulation::CircleWorld;
using simulation::DeviceIndex;

/// A parent who tries whether her words bring everything back.
class ProvingAKit : public testing::Test {
 protected:
  Client& anna() { return world_.client(world_.anna()); }
  void read_vault() {
    world_.perform(
        world_.anna(),
        anna().read_vault(world_.view(world_.anna()).hub, world_.words(world_.anna()), world_.now()).value());
    world_.run(std::chrono::seconds(5));
  }
  void settle() {
    world_.settled();
    world_.run(std::chrono::minutes(2));
    world_.settled();
  }
  Result<Actions> prove() { return anna().prove_kit(world_.words(world_.anna()), world_.now()); }

  CircleWorld world_{{.seed = 97}};
};

TEST_F(ProvingAKit, SaysWhatComesBackAndThenCallsItGood) {
  const auto nurse = world_.admit("Bea", "nurse");
  world_.say(nurse, "care", "Goedemorgen.");
  settle();
  EXPECT_TRUE(anna().status(world_.now()).kit_to_prove);
  EXPECT_FALSE(anna().kit(world_.now()));
  const auto devices = anna().devices(world_.circle()).size();

  read_vault();
  const auto kit = anna().kit(world_.now());
  ASSERT_TRUE(kit);
  auto proven = prove();
  ASSERT_TRUE(proven) << proven.error().name();
  world_.perform(world_.anna(), std::move(*proven));

  ASSERT_EQ(kit->circles.size(), 1U);
  EXPECT_EQ(kit->circles[0].id, world_.circle());
  EXPECT_EQ(kit->circles[0].channels, anna().channels(world_.circle(), world_.now()).size());
  EXPECT_GE(kit->circles[0].read_back, 2U);
  EXPECT_LT(kit->circles[0].read_back, kit->circles[0].channels);
  EXPECT_EQ(kit->circles[0].checks, 1U);
  EXPECT_TRUE(kit->gaps.empty());
  EXPECT_FALSE(kit->set_back);
  world_.restart_device(world_.anna());
  EXPECT_TRUE(anna().status(world_.now()).kit_proven);
  EXPECT_FALSE(anna().status(world_.now()).kit_to_prove);
  EXPECT_EQ(anna().devices(world_.circle()).size(), devices);
}

TEST_F(ProvingAKit, NamesWhatTheVaultDoesNotHaveYet) {
  settle();
  read_vault();
  const auto opened = anna().found(
      {.name = "Kring Roos", .hub = world_.view(world_.anna()).hub, .language = charter::Language::dutch},
      world_.now());
  ASSERT_TRUE(opened);
  world_.perform(world_.anna(), opened->actions);
  world_.run(std::chrono::seconds(5));

  const auto kit = anna().kit(world_.now());

  ASSERT_TRUE(kit);
  ASSERT_EQ(kit->gaps.size(), 1U);
  EXPECT_EQ(kit->gaps[0].kind, KitGapKind::circle);
  EXPECT_EQ(kit->gaps[0].circle_name, "Kring Roos");
  EXPECT_EQ(prove().error(), client::Errc::kit_not_whole);
  EXPECT_FALSE(anna().status(world_.now()).kit_proven);
}

TEST_F(ProvingAKit, NamesAChannelWhoseKeyIsNewer) {
  (void)world_.admit("Bea", "nurse");
  settle();
  read_vault();
  world_.remove("Bea");

  const auto kit = anna().kit(world_.now());

  ASSERT_TRUE(kit);
  const auto is_care = [](const KitGap& gap) {
    return gap.kind == KitGapKind::channel && !gap.channel_label.empty();
  };
  EXPECT_GE(std::ranges::count_if(kit->gaps, is_care), 1);
  EXPECT_EQ(prove().error(), client::Errc::kit_not_whole);
  settle();
  read_vault();
  EXPECT_TRUE(prove());
}

TEST_F(ProvingAKit, TakesNoOtherWords) {
  settle();
  read_vault();

  const auto nurse = world_.admit("Bea", "nurse");

  EXPECT_EQ(anna().prove_kit(world_.words(nurse), world_.now()).error(), client::Errc::wrong_words);
  EXPECT_EQ(world_.client(nurse).prove_kit(world_.words(nurse), world_.now()).error(),
            client::Errc::wrong_words);
}

TEST_F(ProvingAKit, GivesEachGapAName) {
  EXPECT_EQ(name_of(KitGapKind::circle), "circle");
  EXPECT_EQ(name_of(KitGapKind::channel), "channel");
  EXPECT_EQ(name_of(KitGapKind::recovery_key), "recovery_key");
}

}  // namespace
}  // namespace kring::core
