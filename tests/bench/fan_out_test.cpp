#include "tests/bench/fan_out.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

#include <stdexcept>
#include <string>

namespace kring::bench {
namespace {

using namespace std::chrono_literals;
using Promise = Server::Promise;

/// A server with one channel and two readers, of whom the second one misses some messages.
class Forgetful final : public FanOut {
 public:
  Forgetful(Promise promise, std::function<bool(std::uint64_t)> is_lost)
      : FanOut({.channels = 1, .readers = 2}, {.name = "forgetful", .promise = promise, .patience = 20ms}),
        is_lost_(std::move(is_lost)) {}

 private:
  void send_message(std::size_t channel, std::uint64_t number) override {
    boost::asio::post(wires().context, [this, channel, number] {
      acknowledged(channel);
      received(0, number);
      if (!is_lost_(number)) received(1, number);
    });
  }

  std::function<bool(std::uint64_t)> is_lost_;
};

/// Enough for the first messages on any machine.
constexpr auto usual_length = 100ms;
constexpr Pace usual_pace{.in_flight = 2, .unfinished = 4};

TEST(FanOut, DeliversEverythingOfAServerThatLosesNothing) {
  Forgetful server(Promise::delivers_everything, [](std::uint64_t) { return false; });

  const auto done = server.run(usual_pace, usual_length);

  EXPECT_EQ(done.lost, 0U);
  EXPECT_EQ(done.deliveries, 2 * done.messages);
}

TEST(FanOut, CountsWhatIsMissingBetweenOthers) {
  Forgetful server(Promise::may_lose, [](std::uint64_t number) { return number <= 1; });

  const auto done = server.run(usual_pace, usual_length);

  EXPECT_EQ(done.lost, 1U);
  EXPECT_EQ(done.deliveries, 2 * done.messages - 1);
}

TEST(FanOut, GivesUpWhatNeverComesAndGoesOn) {
  Forgetful server(Promise::may_lose, [](std::uint64_t number) { return number <= 4; });

  // Four are missing: no more are let go before those are given up.
  const auto stopped = server.run(usual_pace, usual_length);
  const auto next = server.run(usual_pace, usual_length);

  EXPECT_EQ(stopped.lost, 4U);
  EXPECT_EQ(stopped.deliveries, 2 * stopped.messages - 4);
  EXPECT_EQ(next.lost, 0U);
  EXPECT_EQ(next.deliveries, 2 * next.messages);
}

TEST(FanOut, FailsUnderItsNameWhenOneIsMissingThatWasPromised) {
  Forgetful server(Promise::delivers_everything, [](std::uint64_t number) { return number == 1; });

  std::string said;
  try {
    static_cast<void>(server.run(usual_pace, usual_length));
  } catch (const std::runtime_error& failure) {
    said = failure.what();
  }

  EXPECT_TRUE(said.starts_with("forgetful: a message is missing")) << said;
}

}  // namespace
}  // namespace kring::bench
