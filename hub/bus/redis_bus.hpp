#pragma once

#include "crypto/base/random.hpp"
#include "hub/bus/announcement.hpp"
#include "hub/bus/limits.hpp"
#include "hub/bus/redis_connection.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace kring::bus {

/// How patient a `RedisBus` is.
struct RedisTimes {
  std::chrono::milliseconds probe_every = limits::probe_every;
  std::chrono::milliseconds answer_within = limits::answer_within;
  std::chrono::milliseconds connect_within = limits::connect_within;
  std::chrono::milliseconds retry_first = limits::retry_first;
  std::chrono::milliseconds retry_last = limits::retry_last;
};

/// What a `RedisBus` is made with.
struct RedisBusOptions {
  RedisAddress address;
  RedisLogin login{};
  /// Shared by all nodes of the hub: `announcement_key`, `announcement_channel`.
  Secret key;
  std::string channel;
  RedisTimes times{};
  std::size_t outgoing_bytes_max = limits::outgoing_bytes_max;
  /// Told whenever `is_degraded` changes: what is wrong, or nothing. Never from inside a call to the bus.
  std::function<void(const Status&)> on_change{};
};

/// What a `RedisBus` has seen: nothing in it names anyone.
struct RedisBusCounts {
  /// Announcements that were handed to Redis.
  std::uint64_t announced = 0;
  /// News that nobody else was told, because Redis was away or slow.
  std::uint64_t dropped = 0;
  /// Announcements of other nodes.
  std::uint64_t heard = 0;
  /// Messages on our channel that no node of this hub has sent, or that were too many.
  std::uint64_t refused = 0;
  /// Connections that came to be.
  std::uint64_t connected = 0;
};

/// The bus of a hub of several nodes, over Redis's publish and subscribe.
///
/// Listeners of this node are told at once, before `publish` returns. What one turn of the loop publishes
/// goes to the others as one announcement, sealed. Nothing waits for Redis and nothing grows when it is away:
/// news are dropped, `is_degraded` says so, and the other nodes find what they lack in the store. Two
/// connections, one that publishes and one that listens; each is watched by a message to itself, given up
/// when it is late, and made again.
class RedisBus final : public Bus {
 public:
  /// `random` and `context` outlive the bus. It begins degraded and connects by itself.
  RedisBus(boost::asio::io_context& context, RedisBusOptions options, Random& random);
  RedisBus(const RedisBus&) = delete;
  RedisBus& operator=(const RedisBus&) = delete;
  RedisBus(RedisBus&&) = delete;
  RedisBus& operator=(RedisBus&&) = delete;
  ~RedisBus() override;

  void publish(News news) override;
  [[nodiscard]] Subscription subscribe(Listener listener) override;
  [[nodiscard]] bool is_degraded() const override;
  [[nodiscard]] RedisBusCounts counts() const;

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace kring::bus
