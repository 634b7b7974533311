#pragma once

#include <cstddef>
#include <cstdint>

namespace kring::test {

/// Deaths in one folder, which grows; then a new one begins.
constexpr int deaths_a_life = 25;

/// What became of something durable that died again and again.
struct Outcome {
  int deaths = 0;
  std::size_t acknowledged = 0;
  /// What was acknowledged and is not as it was promised any more.
  std::size_t lost = 0;
  /// Logs with a gap, a doubled message or a wrong running hash.
  std::size_t broken = 0;
  /// The seed of the last life that was lived.
  std::uint64_t last_seed = 0;
};

/// 200 in `ops/check`, 1,000 in `--full`, 10,000 at night.
[[nodiscard]] int deaths_wanted();

/// Lives one life after the other until there were so many deaths, or one has lost something.
///
/// `Life` is made from a seed and `way`; its `die` works until the process dies, checks and counts, and its
/// `end` is the last start of all, which nothing disturbs.
template <class Life, class Way>
[[nodiscard]] Outcome live(int deaths, Way way) {
  Outcome outcome;
  while (outcome.deaths < deaths && outcome.lost == 0 && outcome.broken == 0) {
    Life life(++outcome.last_seed, way);
    for (int i = 0; i < deaths_a_life; ++i) life.die(outcome);
    life.end(outcome);
  }
  return outcome;
}

/// Fails the test unless all deaths that are wanted were died and nothing was lost; records how many.
void expect_nothing_lost(const Outcome& outcome);

}  // namespace kring::test
