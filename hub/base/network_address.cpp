#include "hub/base/network_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace kring::hub {

namespace {

constexpr std::size_t bits_max = 128;
/// Where an address of IPv4 begins in the one that IPv6 maps it to.
constexpr std::size_t v4_begin = 12;
constexpr std::size_t subscriber_bytes = 8;
constexpr std::array<std::uint8_t, v4_begin> v4_mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_v4(const NetworkAddress& address) {
  return std::equal(v4_mapped.begin(), v4_mapped.end(), address.begin());
}

/// The first bits of an address, and zeros.
NetworkAddress first_bits(NetworkAddress address, std::size_t bits) {
  for (std::size_t i = 0; i < address.size(); ++i) {
    const auto kept = std::min<std::size_t>(8, bits - std::min(bits, 8 * i));
    address[i] &= static_cast<std::uint8_t>(0xFF00U >> kept);
  }
  return address;
}

}  // namespace

std::optional<NetworkAddress> parse_network_address(std::string_view text) {
  const std::string terminated(text);
  if (terminated.size() != text.size() || text.contains('\0')) return std::nullopt;
  NetworkAddress address{};
  if (::inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) return address;
  std::copy(v4_mapped.begin(), v4_mapped.end(), address.begin());
  if (::inet_pton(AF_INET, terminated.c_str(), address.data() + v4_begin) == 1) return address;
  return std::nullopt;
}

bool is_loopback(const NetworkAddress& address) {
  NetworkAddress v6_loopback{};
  v6_loopback.back() = 1;
  return address == v6_loopback || (is_v4(address) && address[v4_begin] == 127);
}

NetworkAddress subscriber_prefix(const NetworkAddress& address) {
  return is_v4(address) ? address : first_bits(address, 8 * subscriber_bytes);
}

std::optional<NetworkRanges::Range> NetworkRanges::parse_range(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_network_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  Range range{.first = *address, .prefix_bits = bits_max};
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    std::size_t bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const std::size_t before = text.substr(0, slash).contains(':') ? 0 : 8 * v4_begin;
    if (error != std::errc() || end != digits.data() + digits.size() || bits > bits_max - before)
      return std::nullopt;
    range.prefix_bits = before + bits;
  }
  if (first_bits(range.first, range.prefix_bits) != range.first) return std::nullopt;
  return range;
}

std::optional<NetworkRanges> NetworkRanges::parse(std::string_view text) {
  NetworkRanges ranges;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto range = parse_range(text.substr(0, comma));
    if (!range || ranges.ranges_.size() == ranges_max) return std::nullopt;
    ranges.ranges_.push_back(*range);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
    if (text.empty()) return std::nullopt;
  }
  return ranges;
}

bool NetworkRanges::contains(const NetworkAddress& address) const {
  return std::ranges::any_of(
      ranges_, [&](const Range& range) { return first_bits(address, range.prefix_bits) == range.first; });
}

}  // namespace kring::hub
