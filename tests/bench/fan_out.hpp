#pragma once

#include "tests/bench/figures.hpp"
#include "tests/bench/raw_socket.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kring::bench {

/// Channels, and how many read each of them.
struct Shape {
  std::size_t channels = 1;
  std::size_t readers = 1;
};

/// How messages are written.
struct Pace {
  /// Of each channel: messages that await their acknowledgement.
  std::size_t in_flight = 1;
  /// Of each channel: messages that are not yet acknowledged and received by all of its readers.
  std::size_t unfinished = 1;
  /// All channels together; zero: as many as these two let go.
  double messages_s = 0;
};

/// What readers received in one measurement.
struct Delivered {
  std::size_t messages = 0;
  std::size_t deliveries = 0;
  double seconds = 0;
  /// From when a message was to be sent until a reader has it.
  Delays delays;
};

/// Runs `wires` until `holds`; throws after a minute.
void run_until(Wires& wires, const std::function<bool()>& holds);

/// Writers and readers of one server's channels, on one thread: one writer a channel, whose messages each of
/// its readers must receive once and in order.
class FanOut {
 public:
  FanOut(const FanOut&) = delete;
  FanOut& operator=(const FanOut&) = delete;
  FanOut(FanOut&&) = delete;
  FanOut& operator=(FanOut&&) = delete;
  virtual ~FanOut() = default;

  /// Lets the server hear of every connection: it ends those that are silent for long.
  virtual void say_alive() {}
  /// Writes for so long; waits until every reader has received everything.
  [[nodiscard]] Delivered run(const Pace& pace, std::chrono::milliseconds length);

 protected:
  explicit FanOut(const Shape& shape);

  [[nodiscard]] Wires& wires() { return wires_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  /// Sends a channel's next message; the first is number 1.
  virtual void send_message(std::size_t channel, std::uint64_t number) = 0;
  /// A channel's next message, in their order, is acknowledged.
  void acknowledged(std::size_t channel);
  /// A reader has received a message. Readers count from 0; reader r is one of channel r / `shape().readers`.
  void received(std::size_t reader, std::uint64_t number);

 private:
  struct Message {
    Clock::time_point due;
    /// Readers that wait for it, and one for its acknowledgement.
    std::size_t left = 0;
  };
  struct Channel {
    /// Those of this measurement; `before` were sent earlier.
    std::vector<Message> messages;
    std::uint64_t before = 0;
    std::size_t acknowledged = 0;
    std::size_t unfinished = 0;
  };

  void write(std::size_t channel, Clock::time_point due);
  /// What was received so far, for an error.
  [[nodiscard]] std::string describe() const;
  void finish_one(std::size_t channel, Message& message);
  void write_what_is_due();
  /// Writes on in a channel that had no room.
  void write_on(std::size_t channel);

  Wires wires_;
  Shape shape_;
  boost::asio::steady_timer timer_;
  std::vector<Channel> channels_;
  /// How many messages each reader has received, ever.
  std::vector<std::uint64_t> received_;
  Pace pace_;
  Clock::time_point start_;
  Clock::time_point until_;
  /// Of a paced measurement: those that were due so far, and what waits for room in its channel.
  std::uint64_t due_ = 0;
  std::vector<std::vector<Clock::time_point>> held_;
  std::size_t open_ = 0;
  Delivered measured_;
};

}  // namespace kring::bench
