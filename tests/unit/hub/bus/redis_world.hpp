#pragma once

#include "hub/bus/redis_bus.hpp"
#include "tests/support/redis_server.hpp"
#include "tests/support/seeded_random.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace kring::bus {

/// How patient the buses of tests are: enough for a busy machine, little enough to be waited for.
inline constexpr RedisTimes quick_times{.probe_every = std::chrono::milliseconds(20),
                                        .answer_within = std::chrono::milliseconds(400),
                                        .connect_within = std::chrono::milliseconds(2000),
                                        .retry_first = std::chrono::milliseconds(5),
                                        .retry_last = std::chrono::milliseconds(40)};

[[nodiscard]] News news_of(std::uint64_t number, std::uint8_t circle = 1);

/// Buses on one Redis, and the loop they run on.
class RedisWorld {
 public:
  RedisWorld();

  /// The options of one more node of the hub.
  [[nodiscard]] RedisBusOptions options();
  /// One more node, once the way to Redis and back is there.
  [[nodiscard]] std::unique_ptr<RedisBus> join();
  /// Turns the loop until `holds`; false if it takes far too long.
  [[nodiscard]] bool run_until(const std::function<bool()>& holds);
  /// Turns the loop for a while: for what must not happen.
  void run_for(std::chrono::milliseconds time);

  support::RedisServer redis;
  boost::asio::io_context context;
  support::SeededRandom random{1};
};

}  // namespace kring::bus
