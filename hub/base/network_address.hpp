#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace kring::hub {

/// An address of IPv6, or one of IPv4 as IPv6 maps it (RFC 4291, section 2.5.5.2): the same address is the
/// same value whichever way it came.
using NetworkAddress = FixedBytes<16>;

/// Reads an address alone, such as 192.0.2.1 or 2001:db8::1: no port, brackets, zone or name.
[[nodiscard]] std::optional<NetworkAddress> parse_network_address(std::string_view text);
/// 127.0.0.0/8 and ::1.
[[nodiscard]] bool is_loopback(const NetworkAddress& address);
/// What one subscriber has: an address of IPv4, and of IPv6 the first 64 bits, as a household gets at least
/// that many addresses.
[[nodiscard]] NetworkAddress subscriber_prefix(const NetworkAddress& address);

/// Addresses and ranges of them, such as `127.0.0.1,10.0.0.0/8,::1`.
class NetworkRanges {
 public:
  static constexpr std::size_t ranges_max = 64;

  /// Reads them, separated by commas; an empty text is none. Bits beyond a prefix must be zero, so that a
  /// slip of the pen does not trust others. None if it is no such list, or has more than `ranges_max`.
  [[nodiscard]] static std::optional<NetworkRanges> parse(std::string_view text);

  [[nodiscard]] bool contains(const NetworkAddress& address) const;

 private:
  struct Range {
    NetworkAddress first{};
    std::size_t prefix_bits = 0;
  };
  [[nodiscard]] static std::optional<Range> parse_range(std::string_view text);

  std::vector<Range> ranges_;
};

}  // namespace kring::hub
