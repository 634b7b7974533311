#pragma once

#include "crypto/base/time.hpp"

#include <cstdint>
#include <optional>

namespace kring::engine {

/// How often something may be done: `count` times at once, and from then on `count` times in each `per`,
/// evenly. Both are above zero; `count` is at most a million and `per` at most an hour.
struct Rate {
  std::uint32_t count = 1;
  Duration per = std::chrono::minutes(1);
  friend bool operator==(const Rate&, const Rate&) = default;
};

/// Counts against one rate. Exact: whole numbers, no clock; a clock that goes back refills nothing, and from
/// there on it refills again.
class TokenBucket {
 public:
  /// None if it may be done now; else how long until it may.
  [[nodiscard]] std::optional<Duration> wait(const Rate& rate, Time now);
  /// Notes that it was done; in a bucket that is empty it changes nothing.
  void take(const Rate& rate, Time now);
  /// What was taken and came to nothing.
  void give_back(const Rate& rate, Time now);

 private:
  [[nodiscard]] std::int64_t owed_at(const Rate& rate, Time now) const;

  /// What is taken and not refilled yet, in milliseconds of `per` for each: one takes `per`, and each
  /// millisecond gives `count`.
  std::int64_t owed_ = 0;
  Time since_{};
};

}  // namespace kring::engine
