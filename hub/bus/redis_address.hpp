#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kring::bus {

/// Where a Redis is.
struct RedisAddress {
  /// A unix socket; empty: `host` and `port`.
  std::string path{};
  std::string host{};
  std::uint16_t port = 0;
  friend bool operator==(const RedisAddress&, const RedisAddress&) = default;
};

/// Reads `redis://HOST[:PORT]` (port 6379 by itself; an IPv6 address in brackets) or `unix:///PATH`. Nothing
/// else: a URL stands in process lists and logs, so that it takes no user and no password.
[[nodiscard]] std::optional<RedisAddress> parse_redis_address(std::string_view url);

}  // namespace kring::bus
