#pragma once

#include "crypto/base/time.hpp"

#include <chrono>
#include <functional>

/// The time that a hub goes by.
namespace kring::hub {

/// What the machine says about time at one moment.
struct ClockReading {
  /// The wall clock: anybody with the right to may set it.
  Time wall{};
  /// Time since some moment before; it only grows, also while the machine sleeps.
  Duration running{};
};

/// Reads the machine's clocks.
[[nodiscard]] ClockReading read_clocks();

/// Whether the wall clock is kept right by others' clocks (NTP). The kernel takes that back whenever somebody
/// sets it.
[[nodiscard]] bool is_clock_synchronized();

/// The wall clock without its accidents. A hub judges by the time whose access is over: a clock that is set a
/// year ahead by mistake must not end everybody's.
///
/// Small corrections are followed, but time never goes back for them: it then passes at half its speed. A
/// jump of more than `jump_max` is followed only once the machine's clock is known to be right; until then
/// time goes on as it did.
class WallClock {
 public:
  /// As far as people's clocks and the hub's may be apart anyway (docs/protocol.md, section 2).
  static constexpr Duration jump_max = std::chrono::minutes(5);

  explicit WallClock(const ClockReading& first) : time_(first.wall), running_(first.running) {}

  /// The time, given what the machine says now. Not earlier than the last answer, unless a clock that was
  /// wrong from the beginning has been set right. `is_synchronized` is asked about a jump and else never: it
  /// costs a call of the kernel, and every event is told the time.
  [[nodiscard]] Time at(const ClockReading& reading, const std::function<bool()>& is_synchronized);
  /// Whether the machine's clock was set and is not followed.
  [[nodiscard]] bool is_apart() const { return apart_; }

 private:
  Time time_;
  Duration running_;
  bool apart_ = false;
};

}  // namespace kring::hub
