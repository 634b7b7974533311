#include "hub/base/wall_clock.hpp"

#include <sys/timex.h>
#include <ctime>

#include <algorithm>

namespace kring::hub {

namespace {

/// CLOCK_BOOTTIME: unlike `steady_clock` it goes on while the machine is suspended.
Duration running_time() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::floor<Duration>(std::chrono::seconds(now.tv_sec) +
                                      std::chrono::nanoseconds(now.tv_nsec));
}

}  // namespace

ClockReading read_clocks() {
  return {.wall = std::chrono::floor<Duration>(std::chrono::system_clock::now()), .running = running_time()};
}

bool is_clock_synchronized() {
  timex state{};
  return ::adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

Time WallClock::at(const ClockReading& reading, const std::function<bool()>& is_synchronized) {
  const auto passed = std::max(reading.running - running_, Duration::zero());
  running_ = std::max(reading.running, running_);
  const auto expected = time_ + passed;
  const auto difference = reading.wall - expected;
  const bool jumped = difference > jump_max || difference < -jump_max;
  apart_ = jumped && !is_synchronized();
  if (apart_) {
    time_ = expected;
  } else if (jumped) {
    time_ = reading.wall;
  } else {
    time_ = std::max(reading.wall, time_ + passed / 2);
  }
  return time_;
}

}  // namespace kring::hub
