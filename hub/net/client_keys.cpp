#include "hub/net/client_keys.hpp"

#include "crypto/primitives/hash.hpp"

#include <algorithm>

namespace kring::net {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

engine::Client ClientKeys::client_of(const hub::NetworkAddress& peer) const {
  if (hub::is_loopback(peer) && !rules_.counts_loopback) return std::nullopt;
  const auto hash = primitives::hmac_sha256(key_, hub::subscriber_prefix(peer));
  FixedBytes<engine::ClientKey::size> first{};
  std::copy_n(hash.begin(), first.size(), first.begin());
  return engine::ClientKey(first);
}

engine::Client ClientKeys::client_of(const hub::NetworkAddress& peer, std::string_view forwarded_for) const {
  auto nearest = peer;
  while (is_proxy(nearest) && !forwarded_for.empty()) {
    const auto comma = forwarded_for.rfind(',');
    const auto last = comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
    const auto address = hub::parse_network_address(trimmed(last));
    if (!address) break;
    nearest = *address;
    forwarded_for = comma == std::string_view::npos ? std::string_view() : forwarded_for.substr(0, comma);
  }
  return client_of(nearest);
}

}  // namespace kring::net
