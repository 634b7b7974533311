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

/// Whose server is measured, and whether what it loses is counted or ends the measurement.
struct Server {
  std::string name;
  enum class Promise : std::uint8_t { delivers_everything, may_lose } promise{};
  /// How long nothing may come of a server that may lose something, until what is missing counts as lost.
  std::chrono::milliseconds patience{2000};
};

/// What readers received in one measurement.
struct Delivered {
  std::size_t messages = 0;
  std::size_t deliveries = 0;
  /// Deliveries of acknowledged messages that never came, or came when nobody waited for them any more.
  std::size_t lost = 0;
  /// Without the time in which everybody waited for what was lost.
  double seconds = 0;
  /// From when a message was to be sent until a reader has it.
  Delays delays;
};

/// Runs `wires` until `holds`; throws after a minute.
void run_until(Wires& wires, const std::function<bool()>& holds);

/// Writers and readers of one server's channels, on one thread: one writer a channel, whose messages each of
/// its readers must receive once and in order. A server that promises that and fails throws, under its name;
/// of another one what is missing is counted.
class FanOut {
 public:
  FanOut(const FanOut&) = delete;
  FanOut& operator=(const FanOut&) = delete;
  FanOut(FanOut&&) = delete;
  FanOut& operator=(FanOut&&) = delete;
  virtual ~FanOut() = default;

  /// Lets the server hear of every connection: it ends those that are silent for long.
  virtual void say_alive() {}
  /// Writes for so long; waits until every reader has received everything, or what is missing is given up.
  [[nodiscard]] Delivered run(const Pace& pace, std::chrono::milliseconds length);

 protected:
  FanOut(const Shape& shape, Server server);

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
  /// What the server did wrong, and what was received so far.
  [[noreturn]] void fail(const std::string& what) const;
  [[nodiscard]] std::string describe() const;
  void finish_one(std::size_t channel, Message& message);
  /// Counts what `reader` has not received before message `number` as lost.
  void lose_before(std::size_t reader, std::uint64_t number);
  /// Gives up what is acknowledged and does not come.
  void give_up();
  void write_what_is_due();
  /// Writes on in a channel that had no room.
  void write_on(std::size_t channel);

  Wires wires_;
  Shape shape_;
  Server server_;
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
  /// When something was received, acknowledged or sent for the last time, and how long nothing was before
  /// what was given up.
  Clock::time_point progress_;
  Clock::duration idle_{};
  Delivered measured_;
};

}  // namespace kring::bench
