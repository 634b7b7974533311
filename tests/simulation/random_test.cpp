#include "tests/simulation/life.hpp"
#include "tests/simulation/number_in.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

/// Lives in which everything happens at once, each from one seed. `KRING_SEED=N` runs that one alone,
/// `KRING_OPS=0-4,9` only these of its steps; `KRING_SEEDS=N` so many seeds, from `KRING_FIRST_SEED=N` on,
/// `KRING_STEPS=N` so long, and `KRING_SHRINK=N` lives are spent at most on a shorter script that fails; with
/// `KRING_START_OVER=0` no channel is restarted and no store restored in them.
namespace kring::simulation {
namespace {

constexpr std::uint64_t seeds_in_ctest = 20;
constexpr std::uint64_t hostile_seeds_in_ctest = 20;
constexpr std::uint64_t steps_in_ctest = 100;
/// Lives that may be spent on making a script that fails smaller.
constexpr std::uint64_t shrinking_lives_max = 200;

/// `0-4,9`
std::string text_of(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += (text.empty() ? "" : ",") + std::to_string(numbers[i]);
    if (last > i) text += "-" + std::to_string(numbers[last]);
    i = last;
  }
  return text;
}

std::vector<std::size_t> numbers_of(const std::string& text) {
  std::vector<std::size_t> numbers;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const auto dash = part.find('-');
    const auto first = std::strtoull(part.c_str(), nullptr, 10);
    const auto last = dash == std::string::npos ? first : std::strtoull(part.c_str() + dash + 1, nullptr, 10);
    for (auto number = first; number <= last; ++number) numbers.push_back(number);
  }
  return numbers;
}

/// What failed, the smallest script that still does, and the command that runs it again.
std::string describe(const LifeOptions& options, const std::vector<Op>& script,
                     const std::vector<std::string>& problems) {
  const auto numbers = shrink(options, script, number_in("KRING_SHRINK", shrinking_lives_max));
  std::ostringstream text;
  for (const auto& problem : problems) text << problem << "\n";
  text << "With fewer steps:\n";
  const auto fewer = pick(script, numbers);
  for (std::size_t i = 0; i < fewer.size(); ++i)
    text << "  " << numbers[i] << " " << name_of(fewer[i].kind) << " " << fewer[i].who << " " << fewer[i].what
         << ", then " << fewer[i].then_wait.count() << " ms\n";
  for (const auto& problem : live(options, fewer).problems) text << "  => " << problem << "\n";
  text << "Replay: KRING_SEED=" << options.seed << " KRING_STEPS=" << options.steps << " KRING_OPS='"
       << text_of(numbers) << "' build/dev/tests/kring_simulation --gtest_filter='"
       << (options.lies ? "HostileLife" : "RandomLife") << ".*'\n";
  return text.str();
}

LifeOptions options_of(std::uint64_t seed, bool lies) {
  return {.seed = seed,
          .nodes = 1 + seed % 4,
          .steps = number_in("KRING_STEPS", steps_in_ctest),
          .starts_over = number_in("KRING_START_OVER", 1) != 0,
          .lies = lies};
}

/// Lives so many; gives the sum of their lies.
Lived live_all(std::uint64_t seeds, bool lies) {
  Lived all;
  const auto only = number_in("KRING_SEED", 0);
  const auto first = only == 0 ? number_in("KRING_FIRST_SEED", 1) : only;
  const auto last = only == 0 ? first + number_in("KRING_SEEDS", seeds) - 1 : only;
  const char* chosen = std::getenv("KRING_OPS");
  for (auto seed = first; seed <= last; ++seed) {
    const auto options = options_of(seed, lies);
    auto script = draw_script(options);
    if (chosen != nullptr) script = pick(script, numbers_of(chosen));
    const auto lived = live(options, script);
    EXPECT_TRUE(lived.problems.empty()) << describe(options, script, lived.problems);
    if (!lived.problems.empty()) return lived;
    all.lies += lived.lies;
    all.found_out += lived.found_out;
    all.network_lies += lived.network_lies;
    all.network_found_out += lived.network_found_out;
    all.attestations_held += lived.attestations_held;
    all.attestations_over += lived.attestations_over;
  }
  return all;
}

TEST(RandomLife, KeepsItsPromisesWhateverHappens) {
  EXPECT_EQ(live_all(seeds_in_ctest, false).lies, 0U);
}

/// Whoever is lied to finds it out and stops, or is none the worse for it; all others go on as if nothing
/// were.
TEST(HostileLife, HurtsNobodyWhoDoesNotFindItOut) {
  const auto lived = live_all(hostile_seeds_in_ctest, true);
  RecordProperty("lies", std::to_string(lived.lies));
  RecordProperty("found_out", std::to_string(lived.found_out));
  RecordProperty("network_lies", std::to_string(lived.network_lies));
  RecordProperty("network_found_out", std::to_string(lived.network_found_out));
  RecordProperty("attestations_held", std::to_string(lived.attestations_held));
  RecordProperty("attestations_over", std::to_string(lived.attestations_over));
  // Or nobody lied, or nobody minded; in a few lives it may be so.
  const bool are_few = number_in("KRING_SEED", 0) != 0 ||
                       number_in("KRING_SEEDS", hostile_seeds_in_ctest) < hostile_seeds_in_ctest;
  EXPECT_TRUE(are_few || (lived.lies > 0 && lived.found_out > 0));
  EXPECT_TRUE(are_few || (lived.network_lies > 0 && lived.network_found_out > 0));
  EXPECT_TRUE(are_few || (lived.attestations_held > 0 && lived.attestations_over > 0));
}

struct PlantedBug {
  std::string name;
  Plant plant = Plant::none;
  /// How the simulator calls it, by what comes to light first.
  std::vector<std::string> problems;
  /// Whether it takes a network to show it, and a hub that lies.
  bool lies = false;
  /// Else GoogleTest shows its bytes, and with them those that nobody has written.
  friend void PrintTo(const PlantedBug& bug, std::ostream* out) { *out << bug.name; }
};

/// The simulator's own test: each kind of bug that it is there for is put in, and found for what it is.
class PlantedBugs : public testing::TestWithParam<PlantedBug> {};
INSTANTIATE_TEST_SUITE_P(
    Plants, PlantedBugs,
    testing::Values(
        PlantedBug{"AckBeforeCommit", Plant::ack_before_commit, {"is acknowledged that is not durable"}},
        PlantedBug{"GapSkipped", Plant::gap_skipped, {"an entry is skipped or sent twice"}},
        PlantedBug{"StaleCommitTaken", Plant::stale_commit_taken, {"a commit of another epoch is stored"}},
        PlantedBug{"RemovedHandleServed",
                   Plant::removed_handle_served,
                   {"an entry is sent to whoever was removed before it"}},
        PlantedBug{"DuplicateStoredTwice", Plant::duplicate_stored_twice, {"one message is stored twice"}},
        PlantedBug{"OldGenerationTaken",
                   Plant::old_generation_taken,
                   {"a record of an old epoch or generation is stored"}},
        PlantedBug{
            "IntentDoneTwice", Plant::intent_done_twice, {"something that was said once is there twice"}},
        // Most often others' clients say it first: what is written after a hole names a log that has none.
        PlantedBug{"CursorBeforeWrite",
                   Plant::cursor_before_write,
                   {"misses something", "wrong_log_head", "log_hash_differs"}},
        PlantedBug{"NetworkForgotten",
                   Plant::network_forgotten,
                   {"does not keep what it has read of a network"},
                   true}),
    [](const auto& info) { return info.param.name; });

constexpr std::uint64_t seeds_for_a_plant = 40;

TEST_P(PlantedBugs, AreFoundWithinAFewSeeds) {
  const auto is_found = [](const std::string& problem) {
    return std::ranges::any_of(GetParam().problems, [&](const auto& name) { return problem.contains(name); });
  };

  for (std::uint64_t seed = 1; seed <= seeds_for_a_plant; ++seed) {
    const LifeOptions options{.seed = seed,
                              .nodes = 3,
                              .steps = steps_in_ctest,
                              .plant = GetParam().plant,
                              .lies = GetParam().lies};
    const auto problems = live(options, draw_script(options)).problems;
    if (!std::ranges::any_of(problems, is_found)) continue;
    RecordProperty("seed", std::to_string(seed));
    auto sound = options;
    sound.plant = Plant::none;
    EXPECT_TRUE(live(sound, draw_script(sound)).problems.empty());
    return;
  }

  FAIL() << "not found in " << seeds_for_a_plant << " seeds";
}

}  // namespace
}  // namespace kring::simulation
