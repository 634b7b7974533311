#include "clients/core/batches.hpp"

#include "channels/charter/shorthand.hpp"
#include "channels/model/limits.hpp"
#include "clients/core/healing.hpp"
#include "clients/core/rows.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// Newcomers to a large newsgroup, who come in together.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

class Batches : public testing::Test {
 protected:
  Batches() {
    world_.open_newsgroup("nik.ouders", {{"parents", charter::shorthand::rp}});
    group_ = world_.channel(world_.anna(), "nik.ouders");
  }

  /// A newcomer, whose telephone is put away again: their key packages are at the hub.
  DeviceIndex come() {
    const auto device = world_.admit("Ouder " + std::to_string(++count_), "parents");
    world_.offline(device);
    return device;
  }
  /// Parents come until the newsgroup has so many devices.
  void fill(std::size_t devices) {
    while (leaves() < devices) (void)come();
    ASSERT_EQ(leaves(), devices);
  }
  core::ChannelView seen() {
    const auto channels = world_.client(world_.anna()).channels(world_.circle(), world_.now());
    return *std::ranges::find(channels, group_, &core::ChannelView::id);
  }
  /// Everybody here has one device.
  std::size_t leaves() {
    return static_cast<std::size_t>(std::ranges::count_if(seen().readers, &core::ChannelReader::joined));
  }
  /// How long a program of Anna's runs until it has nothing left to do, a minute at most.
  Duration restarted_settles_within() {
    world_.restart_device(world_.anna());
    Duration passed{};
    while (passed < 1min && !(world_.view(world_.anna()).caught_up &&
                              world_.client(world_.anna()).status(world_.now()).settled)) {
      world_.run(10ms);
      passed += 10ms;
    }
    return passed;
  }
  std::uint64_t epoch() { return seen().epoch; }
  /// What a newcomer is told of how long it takes.
  std::optional<Duration> told(DeviceIndex device) {
    const auto channels = world_.client(device).channels(world_.circle(), world_.now());
    return std::ranges::find(channels, group_, &core::ChannelView::id)->joins_within;
  }

  NetworkWorld world_{{.seed = 511}};
  channels::ChannelId group_;
  std::size_t count_ = 0;
};

TEST_F(Batches, ASmallNewsgroupLetsEachInAtOnce) {
  fill(core::small_group_max);

  const auto newcomer = come();
  world_.run(1min);

  EXPECT_EQ(leaves(), core::small_group_max + 1);
  EXPECT_FALSE(told(newcomer));
}

TEST_F(Batches, ALargeOneLetsSeveralInWithOneCommitOnceTheFirstHasWaitedLongEnough) {
  fill(core::small_group_max + 1);
  const auto before = epoch();
  const auto first = come();
  const auto since = world_.now();
  world_.run(10min);
  (void)come();
  (void)come();

  world_.run(core::batch_wait - (world_.now() - since) - 1min);
  EXPECT_EQ(leaves(), core::small_group_max + 1);
  EXPECT_EQ(told(first), core::batch_wait);
  world_.run(2min);

  EXPECT_EQ(leaves(), core::small_group_max + 4);
  EXPECT_EQ(epoch(), before + 1);
  EXPECT_TRUE(world_.alarms().empty());
}

TEST_F(Batches, AsManyAsOneCommitTakesWaitNoLonger) {
  fill(core::small_group_max + 1);
  world_.run(channels::limits::invitations_day);
  const auto before = epoch();
  for (std::size_t i = 1; i < core::batch_max; ++i) (void)come();
  ASSERT_EQ(leaves(), core::small_group_max + 1);

  (void)come();
  world_.run(1min);

  EXPECT_EQ(leaves(), core::small_group_max + 1 + core::batch_max);
  EXPECT_EQ(epoch(), before + 1);
}

TEST_F(Batches, WhoWaitsComesInWithARemovalThatIsDoneAtOnce) {
  fill(core::small_group_max + 1);
  (void)come();

  world_.remove("Ouder 1");
  world_.run(1min);

  EXPECT_EQ(leaves(), core::small_group_max + 1);
  EXPECT_TRUE(std::ranges::any_of(seen().readers, [&](const core::ChannelReader& reader) {
    return reader.joined &&
           reader.member == world_.member(world_.anna(), "Ouder " + std::to_string(count_)).id;
  }));
}

/// A batch is due, and the hub asks nobody for it: only the pause of each client counts.
class DueBatches : public Batches {
 protected:
  DueBatches() : leaving_(come()), before_(epoch_nobody_is_asked_to_end()) {
    (void)come();
    const auto since = world_.now();
    world_.run(core::batch_wait - (world_.now() - since) + 1s);
    EXPECT_EQ(epoch(), before_) << "it is due, and not done";
  }
  /// Somebody comes by to leave, which takes two seconds.
  void leave() {
    world_.online(leaving_);
    world_.run(1s);
    world_.perform(leaving_, world_.client(leaving_).leave(world_.circle(), world_.now())->actions);
    world_.run(1s);
    world_.offline(leaving_);
  }

  /// Fills the group and keeps the hub from asking anybody for its batch; the epoch then.
  std::uint64_t epoch_nobody_is_asked_to_end() {
    fill(core::small_group_max + 1);
    world_.tamper({.event = [](wire::Event& event) {
      if (auto* work = std::get_if<wire::WorkEvent>(&event)) work->channel = {};
    }});
    return epoch();
  }

  DeviceIndex leaving_{};
  std::uint64_t before_ = 0;
};

TEST_F(DueBatches, KeepNoRemovalWaiting) {
  leave();
  world_.run(6s);

  EXPECT_EQ(epoch(), before_ + 1);
}

/// The same once more, in which nobody leaves.
class UndisturbedBatches final : public DueBatches {
 public:
  /// How long it takes until the batch comes in.
  Duration time_left() {
    const auto since = world_.now();
    while (epoch() == before_ && world_.now() - since < 1min) world_.run(10ms);
    return world_.now() - since;
  }

 private:
  void TestBody() override {}
};

TEST_F(DueBatches, ComeInAtTheirTimeAlsoIfSomebodyLeavesJustBefore) {
  const auto left = UndisturbedBatches().time_left();
  ASSERT_GT(left, 3s);
  ASSERT_LT(left, 1min);

  world_.run(left - 3s);
  leave();
  world_.run(1s + 500ms);

  EXPECT_EQ(epoch(), before_ + 1);
}

TEST_F(Batches, NobodysProgramWaitsForThem) {
  fill(core::small_group_max + 1);
  (void)come();

  EXPECT_LT(restarted_settles_within(), 2s);
  EXPECT_EQ(leaves(), core::small_group_max + 1);
}

TEST_F(Batches, NobodysProgramWaitsForADeviceThatNeverBroughtAKeyPackage) {
  fill(core::small_group_max + 1);
  const auto link =
      world_.client(world_.anna()).device_link(world_.circle(), world_.view(world_.anna()).me, world_.now());
  const auto silent = world_.add_device("Anna");
  auto asked = world_.client(silent).come_in_as(*link, core::Coming::as_further_device, world_.now());
  world_.perform(silent, std::move(asked->actions));
  world_.settled();
  world_.offline(silent);
  (void)world_.perform(
      world_.anna(), world_.client(world_.anna()).let_device_in(world_.circle(), asked->code, world_.now()));
  world_.run(core::batch_wait + 1min);

  EXPECT_LT(restarted_settles_within(), 2s);
}

TEST_F(Batches, ADeviceThatBringsItsKeyPackagesLateComesInSoonAlsoWhileOthersWait) {
  fill(core::small_group_max + 1);
  const auto link =
      world_.client(world_.anna()).device_link(world_.circle(), world_.view(world_.anna()).me, world_.now());
  const auto late = world_.add_device("Anna");
  auto asked = world_.client(late).come_in_as(*link, core::Coming::as_further_device, world_.now());
  world_.perform(late, std::move(asked->actions));
  world_.settled();
  world_.offline(late);
  (void)world_.perform(
      world_.anna(), world_.client(world_.anna()).let_device_in(world_.circle(), asked->code, world_.now()));
  // Long enough that Anna's client asks about it as seldom as it ever does.
  world_.run(6h);
  (void)come();

  world_.online(late);
  world_.run(17min);

  const auto channels = world_.client(late).channels(world_.circle(), world_.now());
  EXPECT_TRUE(std::ranges::find(channels, group_, &core::ChannelView::id)->joined);
}

TEST_F(Batches, NobodysKeyPackagesAreAskedForBeforeTheirTime) {
  fill(core::small_group_max + 1);
  (void)come();
  const auto from = world_.wiretap().size();

  world_.run(core::batch_wait - 1min);

  EXPECT_FALSE(std::ranges::any_of(std::span(world_.wiretap()).subspan(from),
                                   [](const auto& frame) { return frame.contains(R"("op":"claim")"); }));
}

TEST_F(Batches, NobodyWhoIsHealedIsToldOfThem) {
  const auto broken = come();
  fill(core::small_group_max + 1);
  world_.online(broken);
  world_.settled();
  world_.offline(world_.anna());

  world_.vault(broken).erase(core::channel_row(world_.circle(), group_, "group"));
  world_.restart_device(broken);
  world_.run(core::heal_lost_pause + 10s);

  const auto channels = world_.client(broken).channels(world_.circle(), world_.now());
  const auto view = *std::ranges::find(channels, group_, &core::ChannelView::id);
  EXPECT_FALSE(view.joined);
  EXPECT_EQ(view.healing.state, core::HealState::asked);
  EXPECT_FALSE(view.joins_within);
}

TEST(SmallGroups, OfCirclesKeepNobodyWaitingForHalfAnHour) {
  CircleWorld world({.seed = 513});
  const auto care = world.channel(world.anna(), "care");
  for (std::size_t i = 0; i <= core::small_group_max; ++i)
    world.offline(world.admit("Mens " + std::to_string(i), "nurse"));
  world.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
    const auto* claim = std::get_if<wire::ClaimRequest>(&request);
    if (claim == nullptr || claim->channel != care) return std::nullopt;
    return wire::ErrorAnswer{.code = wire::ErrorCode::overloaded};
  }});
  const auto invited = world.invite(world.anna(), {.role = world.role("nurse"), .stay = {}});
  const auto newcomer = world.join("Bea", invited.link);
  world.perform(
      world.anna(),
      world.client(world.anna())
          .confirm(world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}}, world.now())
          ->actions);
  world.run(30s);

  const auto channels = world.client(newcomer).channels(world.circle(), world.now());
  const auto view = *std::ranges::find(channels, care, &core::ChannelView::id);
  EXPECT_TRUE(std::ranges::any_of(channels, &core::ChannelView::joined));
  EXPECT_FALSE(view.joined);
  EXPECT_FALSE(view.joins_within);
}

TEST(SmallGroups, AreThoseOfCirclesHoweverLarge) {
  CircleWorld world({.seed = 512});
  for (std::size_t i = 0; i <= core::small_group_max; ++i)
    world.offline(world.admit("Mens " + std::to_string(i), "nurse"));
  const auto newcomer = world.admit("Bea", "nurse");

  world.run(30s);

  const auto channels = world.client(newcomer).channels(world.circle(), world.now());
  EXPECT_TRUE(std::ranges::all_of(channels, &core::ChannelView::joined));
}

}  // namespace
}  // namespace kring::simulation
