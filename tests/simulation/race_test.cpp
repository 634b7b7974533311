#include "tests/simulation/circle_world.hpp"
#include "tests/simulation/number_in.hpp"

#include <gtest/gtest.h>

#include <algorithm>

/// Many devices that commit at the same moment. `KRING_RACES=N` runs so many rounds.
namespace kring::simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t races_in_ctest = 20;
constexpr std::uint64_t races_in_a_world = 20;
constexpr std::size_t racers = 20;
/// What a client may need until what it wants is done, or not needed any more.
constexpr std::size_t tries_max = 8;

/// Twenty devices, two of them owners', to whom the hub gives no leave to do what the charter decided.
class Race : public CircleWorld {
 public:
  explicit Race(std::uint64_t seed) : CircleWorld({.seed = seed}) {
    all_.push_back(anna());
    all_.push_back(admit_owner("Piet"));
    while (all_.size() < racers) all_.push_back(admit("Mens " + std::to_string(all_.size()), "nurse"));
    tamper({.event = [](wire::Event& event) {
      if (auto* work = std::get_if<wire::WorkEvent>(&event)) work->channel = {};
    }});
  }

  [[nodiscard]] const std::vector<DeviceIndex>& all() const { return all_; }

  /// A nurse whose time is over after an hour; gives the first moment after it.
  Time admit_for_an_hour(const std::string& name) {
    const auto invited = invite(anna(), {.role = role("nurse"), .stay = {}});
    (void)join(name, invited.link);
    const auto until = now() + 1h;
    const auto asked = perform(
        anna(), client(anna()).confirm(
                    circle(), {.invitation = invited.invitation, .until = until, .words = {}}, now()));
    EXPECT_TRUE(asked);
    settled();
    return until + 1ms;
  }

  core::ChannelView care() {
    const auto channels = client(anna()).channels(circle(), now());
    return *std::ranges::find(channels, "care", &core::ChannelView::key);
  }

  /// Tells every device at once that the channel's group waits for somebody to commit.
  void offer_to_all() {
    const auto known = care();
    const wire::WorkEvent work{
        .circle = circle(), .channel = known.id, .epoch = wire::EpochId{known.epoch}, .lease = 10s};
    const auto frame = wire::encode_event(work).value();
    for (const auto device : all_) inject(device, frame);
  }

  /// Bundles that went over the network since `from`, of any device.
  [[nodiscard]] std::size_t bundles_since(std::size_t from) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(std::span(wiretap()).subspan(from),
                              [](const auto& frame) { return frame.contains(R"("op":"bundle")"); }));
  }

 private:
  std::vector<DeviceIndex> all_;
};

TEST(CommitRace, HasOneWinnerAndEveryIntentEndsRightly) {
  const auto wanted = number_in("KRING_RACES", races_in_ctest);
  std::uint64_t done = 0;
  std::size_t lost = 0;
  for (std::uint64_t seed = 1; done < wanted; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Race race(seed);
    for (std::uint64_t i = 0; i < races_in_a_world && done < wanted; ++i, ++done) {
      SCOPED_TRACE("round " + std::to_string(i));
      const auto guest = race.admit("Gast " + std::to_string(i), "nurse");
      const auto member = race.member(race.anna(), "Gast " + std::to_string(i)).id;
      const auto over = race.admit_for_an_hour("Invaller " + std::to_string(i));
      race.run(over - race.now());
      const auto before = race.care();
      const auto sent = race.wiretap().size();

      // At one moment: everybody takes the stand-in out, and both owners remove the guest.
      race.offer_to_all();
      std::vector<core::IntentId> intents;
      for (const auto owner : {race.all()[0], race.all()[1]}) {
        const auto asked = race.perform(owner, race.client(owner).remove(race.circle(), member, race.now()));
        ASSERT_TRUE(asked);
        intents.push_back(*asked);
      }
      race.settled();

      for (const auto& intent : intents) EXPECT_TRUE(race.outcome(intent) && *race.outcome(intent));
      EXPECT_NE(race.view(guest).standing, core::Standing::member);
      EXPECT_GT(race.care().epoch, before.epoch);
      EXPECT_LE(race.care().epoch, before.epoch + 2);
      const auto bundles = race.bundles_since(sent);
      EXPECT_LE(bundles, racers * tries_max);
      lost += bundles - (race.care().epoch - before.epoch);
      race.expect_agreement(race.all());
      EXPECT_EQ(race.watcher().problems(), Texts{});
      EXPECT_TRUE(race.alarms().empty());
      if (testing::Test::HasFailure()) return;
    }
  }
  // Or nobody raced.
  RecordProperty("lost_races", std::to_string(lost));
  EXPECT_GT(lost, done);
}

}  // namespace
}  // namespace kring::simulation
