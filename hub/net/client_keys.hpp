#pragma once

#include "crypto/base/secret.hpp"
#include "hub/base/network_address.hpp"
#include "hub/engine/limiter.hpp"

#include <string_view>

namespace kring::net {

/// Who counts as whom.
struct ClientRules {
  /// Those whose `X-Forwarded-For` is believed.
  hub::NetworkRanges proxies{};
  /// Whether those who come over loopback are counted like everybody else. If not they are never refused for
  /// their address: behind a proxy whose header is not believed all people come from there.
  bool counts_loopback = false;
};

/// Makes of an address what the engine counts by: a keyed hash of what one subscriber has. No address is kept
/// or handed on, and without the key, which lives in this process's memory alone, none can be found by
/// trying.
class ClientKeys {
 public:
  /// `key`: 32 random bytes, new with each process.
  ClientKeys(ClientRules rules, Secret key) : rules_(std::move(rules)), key_(std::move(key)) {}

  /// Whether what this peer says of others is believed.
  [[nodiscard]] bool is_proxy(const hub::NetworkAddress& peer) const { return rules_.proxies.contains(peer); }
  /// A peer that speaks for itself.
  [[nodiscard]] engine::Client client_of(const hub::NetworkAddress& peer) const;
  /// Whom a request of this peer is from. `forwarded_for`: all its `X-Forwarded-For`, joined by commas: of a
  /// proxy the last address counts that is not a proxy's, since what stands before it anybody may have
  /// written. Where that is no address the proxy itself counts.
  [[nodiscard]] engine::Client client_of(const hub::NetworkAddress& peer,
                                         std::string_view forwarded_for) const;

 private:
  ClientRules rules_;
  Secret key_;
};

}  // namespace kring::net
