#pragma once

#include "crypto/primitives/sodium_random.hpp"
#include "tests/bench/bench_circle.hpp"
#include "tests/bench/raw_socket.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace kring::bench {

/// Founds a circle at a hub.
void found(std::uint16_t port, BenchCircle& circle);

/// Connections to a hub that come, stay and go, on one thread.
class Visitors {
 public:
  /// `circle` is founded at the hub, and outlives them.
  Visitors(std::uint16_t port, const BenchCircle& circle) : port_(port), circle_(circle) {}

  /// Opens connections and waits until the hub has greeted them all.
  void connect(std::size_t count) { open(count, false); }
  /// The same, and each logs in and attaches to the channel.
  void attach(std::size_t count) { open(count, true); }
  /// Lets each attached connection send one ping of almost the largest size, one after the other.
  void send_large();
  /// Closes them all.
  void disconnect();

 private:
  void open(std::size_t count, bool attach);
  void on_frame(RawWebSocket& at, std::string_view text, bool attach);

  std::uint16_t port_;
  const BenchCircle& circle_;
  primitives::SodiumRandom random_;
  Wires wires_;
  std::vector<std::unique_ptr<RawWebSocket>> sockets_;
  std::size_t ready_ = 0;
};

}  // namespace kring::bench
