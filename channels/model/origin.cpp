#include "channels/model/origin.hpp"

#include "channels/model/limits.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace kring::channels {

namespace {

constexpr std::string_view tls_scheme = "https://";
constexpr std::string_view plain_scheme = "http://";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

/// Scheme, host and port of an origin in lower case; borrowed.
struct Parts {
  std::string_view scheme;
  std::string_view host;
  std::string_view port;
};

std::optional<Parts> split(std::string_view text) {
  Parts parts;
  for (const auto scheme : {tls_scheme, plain_scheme}) {
    if (text.starts_with(scheme)) parts.scheme = scheme;
  }
  if (parts.scheme.empty()) return std::nullopt;
  const auto authority = text.substr(parts.scheme.size());
  const auto bracket = authority.rfind(']');
  const auto colon = authority.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  parts.host = authority.substr(0, has_port ? colon : authority.size());
  if (has_port) {
    parts.port = authority.substr(colon + 1);
    if (parts.port.empty()) return std::nullopt;
  }
  return parts;
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0 || text.front() == '0') {
    return std::nullopt;
  }
  return port;
}

/// Letters, digits, hyphens and dots, no label empty: names and IPv4 addresses alike.
bool is_name(std::string_view host) {
  if (host.empty() || host.front() == '.' || host.back() == '.') return false;
  if (host.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(host,
                             [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
}

/// Roughly an IPv6 address in brackets; connecting finds out the rest.
bool is_bracketed(std::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
  return std::ranges::all_of(host.substr(1, host.size() - 2), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
  });
}

bool is_loopback_address(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  return host.starts_with("127.") && std::ranges::count(host, '.') == 3 &&
         std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; });
}

}  // namespace

Result<Origin> Origin::parse(std::string_view text) {
  if (text.size() > tls_scheme.size() + limits::link_host_bytes_max) {
    return fail(Errc::bad_link_host, "too long");
  }
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto parts = split(lower);
  if (!parts || (!is_name(parts->host) && !is_bracketed(parts->host))) {
    return fail(Errc::bad_link_host, "not an origin");
  }
  if (!parts->port.empty() && !read_port(parts->port)) return fail(Errc::bad_link_host, "port");
  if (parts->scheme == plain_scheme && !is_loopback_address(parts->host)) {
    return fail(Errc::bad_link_host, "http beyond this machine");
  }
  return Origin(std::move(lower));
}

std::string Origin::host() const {
  auto host = split(text_)->host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  return std::string(host);
}

std::uint16_t Origin::port() const {
  const auto parts = split(text_);
  if (!parts->port.empty()) return *read_port(parts->port);
  return is_tls() ? 443 : 80;
}

bool Origin::is_tls() const {
  return text_.starts_with(tls_scheme);
}

bool Origin::is_loopback() const {
  return is_loopback_address(split(text_)->host);
}

}  // namespace kring::channels
