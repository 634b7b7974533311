#pragma once

#include "tests/support/seeded_random.hpp"

#include <cstdint>
#include <limits>

namespace kring::support {

/// A process that changes and syncs files, and may be killed at any of these steps.
class Mortal {
 public:
  /// `random` outlives it.
  explicit Mortal(SeededRandom& random) : random_(random) {}

  /// It dies at its `count`th step from now on; that one is still done or not.
  void die_at(std::uint64_t count) { left_ = count; }
  /// A new process.
  void live() { left_ = never; }
  [[nodiscard]] bool is_dead() const { return left_ == 0; }

  /// Does one step and gives what `act` gives; `failure` if the process is dead then, whatever was done.
  template <class Act, class Answer>
  Answer step(const Act& act, Answer failure) {
    if (left_ == 0) return failure;
    if (left_ == never) return act();
    --left_;
    if (left_ > 0) return act();
    if (random_.below(2) == 0) (void)act();
    return failure;
  }

 private:
  static constexpr auto never = std::numeric_limits<std::uint64_t>::max();

  SeededRandom& random_;
  std::uint64_t left_ = never;
};

}  // namespace kring::support
