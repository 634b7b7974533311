#pragma once

#include <chrono>
#include <cstdint>

namespace kring {

using Duration = std::chrono::milliseconds;
/// A moment of the wall clock, to the millisecond. Passed in; nothing below the programs reads a clock.
using Time = std::chrono::sys_time<Duration>;

/// Milliseconds since 1970 as they stand in signed structures and on the wire.
[[nodiscard]] constexpr std::uint64_t to_unix_ms(Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}
/// The largest time that is read from anywhere: the end of the year 9999. Keeps sums of times from
/// overflowing.
inline constexpr std::uint64_t unix_ms_max = 253'402'300'799'999;

[[nodiscard]] constexpr Time from_unix_ms(std::uint64_t unix_ms) {
  return Time(Duration(static_cast<std::int64_t>(unix_ms > unix_ms_max ? unix_ms_max : unix_ms)));
}

}  // namespace kring
