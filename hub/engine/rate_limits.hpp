#pragma once

#include <cstdint>

namespace kring::engine {

/// The least and the most that each of them may be.
inline constexpr std::uint32_t rate_limit_min = 1;
inline constexpr std::uint32_t rate_limit_max = 1'000'000;

/// How often things may be done, as an operator may set it (docs/operators.md and decision 0026 give the
/// reasons). What is for an address is for the subscriber behind it.
struct RateLimits {
  /// Open at once.
  std::uint32_t connections_per_address = 200;
  std::uint32_t connections_per_minute = 1'200;
  std::uint32_t foundings_per_hour = 30;
  std::uint32_t foundings_per_hour_all = 600;
  /// Pages of public charters, and slots of the vault, which take no login.
  std::uint32_t reads_per_minute = 300;
  std::uint32_t failed_logins_per_minute = 120;
  std::uint32_t mailboxes_per_minute = 10;
  /// New ones.
  std::uint32_t slots_per_hour = 60;
  std::uint32_t slots_per_hour_all = 600;
  /// Of one handle.
  std::uint32_t appends_per_minute = 1'800;
  std::uint32_t circle_appends_per_minute = 6'000;
};

}  // namespace kring::engine
