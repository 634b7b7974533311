#include "clients/core/rows.hpp"
#include "tests/simulation/charter_story.hpp"

/// A channel that a hub's lie has stopped on somebody's device, with a commit of that device on its way
/// there.
namespace kring::simulation {
namespace {

class StoppedStory : public CharterStory {
 protected:
  /// What comes of a channel is dated back for a device, which finds that out and stops there.
  void date_back(DeviceIndex device, std::string_view key) {
    world_.tamper({.event =
                       [channel = world_.channel(device, key)](wire::Event& event) {
                         auto* entry = std::get_if<wire::EntryEvent>(&event);
                         if (entry != nullptr && entry->channel == channel) entry->time = Time(Duration(1));
                       },
                   .only = device});
  }
  void tell_the_truth_to(DeviceIndex device) {
    world_.tamper({});
    world_.restart_device(device);
    world_.settled();
  }
  void expect_done(const Asked& asked) {
    ASSERT_TRUE(asked) << asked.error().name();
    world_.settled();
    const auto outcome = world_.outcome(*asked);
    ASSERT_TRUE(outcome) << "it does not wait";
    EXPECT_TRUE(*outcome) << outcome->error().name();
  }
  /// Anna removes Bea, and her own channel stops at that commit.
  void stop_at_a_removal() {
    static_cast<void>(world_.admit("Bea", "nurse"));
    date_back(world_.anna(), "care");
    expect_done(world_.perform(
        world_.anna(), world_.client(world_.anna()).remove(world_.circle(), id_of("Bea"), world_.now())));
    tell_the_truth_to(world_.anna());
    ASSERT_TRUE(world_.channel_view(world_.anna(), "care").stopped);
  }
};

TEST_F(StoppedStory, ARemovalIsDoneThoughItsCommitNeverComesBack) {
  stop_at_a_removal();

  EXPECT_FALSE(world_.vault(world_.anna()).contains(core::circle_row(world_.circle(), "underway")));
}

TEST_F(StoppedStory, AnOwnerWhoIsAloneRestartsTheChannel) {
  stop_at_a_removal();
  auto& anna = world_.client(world_.anna());

  expect_done(world_.perform(
      world_.anna(),
      anna.restart_channel(world_.circle(), world_.channel(world_.anna(), "care"), {}, world_.now())));

  EXPECT_FALSE(world_.channel_view(world_.anna(), "care").stopped);
  say(world_.anna(), "care", "Weer open.");
  EXPECT_EQ(world_.texts(world_.anna(), "care"), Texts{"Weer open."});
}

TEST_F(StoppedStory, AnOwnerWhoIsAloneFreezesTheCircle) {
  stop_at_a_removal();

  expect_done(
      world_.perform(world_.anna(), world_.client(world_.anna()).freeze(world_.circle(), world_.now())));
}

TEST_F(StoppedStory, ANurseLeaves) {
  const auto nurse = world_.admit("Bea", "nurse");
  const auto invited = world_.invite(nurse, {.role = world_.role("night"), .stay = {}});
  const auto kees = world_.join("Kees", invited.link);
  static_cast<void>(kees);
  date_back(nurse, "care");
  world_.confirm(nurse, invited.invitation);
  tell_the_truth_to(nurse);
  ASSERT_TRUE(world_.channel_view(nurse, "care").stopped);

  expect_done(world_.perform(nurse, world_.client(nurse).leave(world_.circle(), world_.now())));
}

}  // namespace
}  // namespace kring::simulation
