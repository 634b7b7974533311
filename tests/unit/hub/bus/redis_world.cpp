#include "tests/unit/hub/bus/redis_world.hpp"

#include <csignal>

namespace kring::bus {

namespace {

constexpr std::chrono::seconds far_too_long{30};

}  // namespace

News news_of(std::uint64_t number, std::uint8_t circle) {
  return {.circle = channels::CircleId(FixedBytes<32>{circle}),
          .channel = channels::ChannelId(FixedBytes<16>{2}),
          .number = number,
          .charter = 1};
}

RedisWorld::RedisWorld() {
  std::signal(SIGPIPE, SIG_IGN);
}

RedisBusOptions RedisWorld::options() {
  return {.address = parse_redis_address(redis.url()).value(),
          .key = announcement_key(Secret::of_size(32)),
          .channel = announcement_channel(channels::HubKey(FixedBytes<32>{7})),
          .times = quick_times};
}

std::unique_ptr<RedisBus> RedisWorld::join() {
  auto bus = std::make_unique<RedisBus>(context, options(), random);
  (void)run_until([&] { return !bus->is_degraded(); });
  return bus;
}

bool RedisWorld::run_until(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + far_too_long;
  while (!holds()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    context.restart();
    context.run_one_for(std::chrono::milliseconds(50));
  }
  return true;
}

void RedisWorld::run_for(std::chrono::milliseconds time) {
  context.restart();
  context.run_for(time);
}

}  // namespace kring::bus
