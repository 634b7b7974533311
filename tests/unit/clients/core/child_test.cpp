#include "clients/core/child.hpp"

#include "clients/core/errc.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace kring::core {
namespace {

using simulation::CircleWorld;
using simulation::DeviceIndex;

/// So many days before the day on which the world stands, twelve years earlier.
channels::Date twelve_less(CircleWorld& world, int days) {
  const auto birthday = std::chrono::sys_days(day_of(world.now())) + std::chrono::days(days);
  return channels::Date(birthday) - std::chrono::years(12);
}

void write_down(CircleWorld& world, DeviceIndex device, const channels::Date& born) {
  auto accepted = world.client(device).set_birth_date(world.circle(), born, world.now());
  ASSERT_TRUE(accepted) << accepted.error().name();
  ASSERT_TRUE(world.perform(device, std::move(accepted)));
  world.settled();
}

TEST(BirthDate, IsKeptForAllOwnersAndNobodyElse) {
  CircleWorld world({.seed = 221});
  const auto father = world.admit_owner("Ben");
  const auto nurse = world.admit("Bea", "nurse");
  const auto born = twelve_less(world, 30);

  write_down(world, world.anna(), born);

  for (const auto owner : {world.anna(), father}) {
    const auto child = world.client(owner).child(world.circle(), world.now());
    ASSERT_TRUE(child);
    EXPECT_EQ(child->born, born);
    EXPECT_EQ(child->birthdays.size(), 3U);
    EXPECT_EQ(child->birthdays.at(0).on, birthday_of(born, 12));
    ASSERT_TRUE(world.view(owner).birthday);
    EXPECT_EQ(world.view(owner).birthday->age, 12U);
  }
  EXPECT_FALSE(world.client(nurse).child(world.circle(), world.now()));
  EXPECT_FALSE(world.view(nurse).birthday);
}

TEST(BirthDate, IsTheLastThatWasWrittenAndSurvivesARestart) {
  CircleWorld world({.seed = 222});
  write_down(world, world.anna(), twelve_less(world, 30));
  write_down(world, world.anna(), twelve_less(world, 40));

  world.restart_device(world.anna());

  EXPECT_EQ(world.client(world.anna()).child(world.circle(), world.now())->born, twelve_less(world, 40));
}

TEST(BirthDate, IsToldOfWhenItsTimeHasCome) {
  CircleWorld world({.seed = 223});
  write_down(world, world.anna(), twelve_less(world, 100));
  EXPECT_FALSE(world.view(world.anna()).birthday);

  world.offline(world.anna());
  world.run(std::chrono::days(20));

  ASSERT_TRUE(world.view(world.anna()).birthday);
  EXPECT_EQ(world.view(world.anna()).birthday->when, BirthdayWhen::coming);
}

TEST(BirthDate, IsRefusedWhereItCannotBe) {
  CircleWorld world({.seed = 224});
  const auto nurse = world.admit("Bea", "nurse");
  const auto born = twelve_less(world, 0);
  const auto tomorrow = channels::Date(std::chrono::sys_days(day_of(world.now())) + std::chrono::days(1));
  write_down(world, world.anna(), born);
  auto& anna = world.client(world.anna());

  EXPECT_EQ(anna.set_birth_date(world.circle(), tomorrow, world.now()).error(), client::Errc::bad_birth_date);
  EXPECT_EQ(anna.set_birth_date(world.circle(), born, world.now()).error(), client::Errc::not_needed);
  EXPECT_EQ(anna.set_birth_date({}, born, world.now()).error(), client::Errc::unknown_circle);
  EXPECT_EQ(world.client(nurse).set_birth_date(world.circle(), born, world.now()).error(),
            channels::Errc::needs_owner);
}

TEST(BirthDate, IsNothingWhereNoneWasWritten) {
  CircleWorld world({.seed = 225});

  EXPECT_FALSE(world.client(world.anna()).child(world.circle(), world.now()));
  EXPECT_FALSE(world.view(world.anna()).birthday);
}

}  // namespace
}  // namespace kring::core
