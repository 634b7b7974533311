#include "hub/bus/redis_address.hpp"

#include <charconv>

namespace kring::bus {

namespace {

constexpr std::string_view tcp_scheme = "redis://";
constexpr std::string_view unix_scheme = "unix://";
constexpr std::uint16_t default_port = 6379;
/// A host name's longest form (RFC 1035, section 2.3.4).
constexpr std::size_t host_bytes_max = 255;
/// What fits a socket's address on Linux, with its end.
constexpr std::size_t path_bytes_max = 107;

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= host_bytes_max &&
         text.find_first_of("@/?#[] ") == std::string_view::npos;
}

}  // namespace

std::optional<RedisAddress> parse_redis_address(std::string_view url) {
  if (url.starts_with(unix_scheme)) {
    const auto path = url.substr(unix_scheme.size());
    if (!path.starts_with('/') || path.size() > path_bytes_max) return std::nullopt;
    return RedisAddress{.path = std::string(path)};
  }
  if (!url.starts_with(tcp_scheme)) return std::nullopt;
  auto rest = url.substr(tcp_scheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  auto host = rest;
  std::string_view port;
  if (rest.starts_with('[')) {
    const auto end = rest.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = rest.substr(1, end - 1);
    port = rest.substr(end + 1);
  } else if (const auto colon = rest.find(':'); colon != std::string_view::npos) {
    host = rest.substr(0, colon);
    port = rest.substr(colon);
  }
  if (!is_host(host)) return std::nullopt;
  RedisAddress address{.host = std::string(host), .port = default_port};
  if (!port.empty()) {
    const auto number = port.starts_with(':') ? parse_port(port.substr(1)) : std::nullopt;
    if (!number) return std::nullopt;
    address.port = *number;
  }
  return address;
}

}  // namespace kring::bus
