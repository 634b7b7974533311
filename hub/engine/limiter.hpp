#pragma once

#include "channels/wire/answer.hpp"
#include "crypto/base/id.hpp"
#include "hub/engine/rate_limits.hpp"
#include "hub/engine/token_bucket.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string_view>

namespace kring::engine {

/// Who asks, as far as limits go by it: a keyed hash of a network address, made at the network's edge with a
/// key that no other process has. It names nobody, and is kept in memory alone.
using ClientKey = Id<struct ClientTag, 16>;
/// None: somebody who is not counted by address, such as whoever comes over loopback.
using Client = std::optional<ClientKey>;

/// What is limited by rate or by address. The name is what a refused peer is told.
enum class Limit : std::uint8_t {
  connections_per_address,
  connections_per_minute,
  foundings_per_hour,
  foundings_per_hour_all,
  reads_per_minute,
  failed_logins_per_minute,
  mailboxes_per_minute,
  slots_per_hour,
  slots_per_hour_all,
  appends_per_minute,
  circle_appends_per_minute,
};
inline constexpr std::size_t limits_count = 11;
[[nodiscard]] std::string_view name_of(Limit limit);

/// How often each was refused since the start: nothing in it names anyone.
using LimitCounts = std::array<std::uint64_t, limits_count>;

/// A refusal: which limit, and how long until the same may be asked again.
struct Limited {
  Limit limit{};
  Duration retry_after{};
};
[[nodiscard]] wire::ErrorAnswer error_of(const Limited& limited);

/// Counts what clients do against the limits. Its memory is bounded: of addresses it keeps the `clients_max`
/// that came last, and forgets each an hour after it came.
class Limiter {
 public:
  explicit Limiter(const RateLimits& rates) : rates_(rates) {}

  /// A connection begins: none if it may. Only then `connection_ends` follows.
  [[nodiscard]] std::optional<Limited> connection_begins(const Client& client, Time now);
  void connection_ends(const Client& client);

  /// Notes a founding, a read, a mailbox or a new slot: none if it may be done. What is refused counts for
  /// nothing.
  [[nodiscard]] std::optional<Limited> found(const Client& client, Time now);
  /// It founded nothing: all together get it back. The address does not, which has cost the hub its judging.
  void founding_refused(Time now);
  [[nodiscard]] std::optional<Limited> read(const Client& client, Time now);
  [[nodiscard]] std::optional<Limited> open_mailbox(const Client& client, Time now);
  [[nodiscard]] std::optional<Limited> put_new_slot(const Client& client, Time now);
  /// It was no new slot after all, or came to nothing; `limited` is what `put_new_slot` gave.
  void slot_was_not_new(const Client& client, const std::optional<Limited>& limited, Time now);

  /// None if this client has failed seldom enough to try a login, or a signed HTTP request, once more. Those
  /// that are under way do not count: whole families come back at once after a hub was away.
  [[nodiscard]] std::optional<Limited> try_login(const Client& client, Time now);
  void login_failed(const Client& client, Time now);

  /// Notes an append of a handle in a circle, whose buckets they are: none if it may be done. Without a
  /// circle it counts for the handle alone.
  [[nodiscard]] std::optional<Limited> append(TokenBucket& handle, TokenBucket* circle, Time now);

  /// Forgets clients that did not come for an hour.
  void forget(Time now);

  [[nodiscard]] const LimitCounts& dropped() const { return dropped_; }
  /// Clients that are remembered.
  [[nodiscard]] std::size_t clients() const { return found_.size(); }

 private:
  /// What is counted for an address.
  enum class Kind : std::uint8_t { connection, founding, read, failed_login, mailbox, slot };
  static constexpr std::size_t kinds = 6;
  struct Entry {
    ClientKey client;
    std::array<TokenBucket, kinds> buckets{};
    Time used{};
  };
  using Entries = std::list<Entry>;

  [[nodiscard]] TokenBucket& bucket(const ClientKey& client, Kind kind, Time now);
  [[nodiscard]] std::optional<Limited> refuse(Limit limit, Duration retry_after);
  [[nodiscard]] std::optional<Limited> wait_of_client(const Client& client, Kind kind, Time now);
  [[nodiscard]] std::optional<Limited> take(const Client& client, Kind kind, Time now);
  /// The same of one that is also counted for all together.
  [[nodiscard]] std::optional<Limited> take(const Client& client, Kind kind, TokenBucket& all,
                                            Limit all_limit, Time now);
  [[nodiscard]] static Limit limit_of(Kind kind);
  [[nodiscard]] Rate rate_of(Limit limit) const;

  RateLimits rates_;
  /// The one that came last is the first.
  Entries entries_;
  std::map<ClientKey, Entries::iterator> found_;
  /// Those that have a connection open, and how many: as many as there are connections at most.
  std::map<ClientKey, std::size_t> connections_;
  TokenBucket all_foundings_;
  TokenBucket all_slots_;
  LimitCounts dropped_{};
};

}  // namespace kring::engine
