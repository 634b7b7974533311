#pragma once

#include "tests/bench/figures.hpp"
#include "tests/support/hub_world.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>

namespace kring::bench {

/// A circle that a hub process can be founded with: its hub key is put into the hub's data folder, its
/// entries have the time of now.
class BenchCircle {
 public:
  explicit BenchCircle(std::uint64_t seed);

  /// Puts the circle's hub key where a hub with this data folder finds it.
  void write_hub_key(const std::filesystem::path& data) const;
  /// The bundle that founds it. Once.
  [[nodiscard]] wire::BundleRequest founding();
  /// A record of the smallest size in the channel `care`.
  [[nodiscard]] wire::AppendRequest make_append();

  [[nodiscard]] const channels::CircleId& id() const { return circle_.charter().circle(); }
  [[nodiscard]] channels::EntryNumber charter_number() const { return circle_.charter().number(); }
  [[nodiscard]] const channels::ChannelId& channel() const { return circle_.care; }
  [[nodiscard]] const support::TestPerson& founder() const { return circle_.founder; }

 private:
  support::TestCircle circle_;
  std::map<channels::ChannelId, support::TestChannel> channels_;
};

/// What readers received in one measurement.
struct Delivered {
  std::size_t appends = 0;
  std::size_t deliveries = 0;
  double seconds = 0;
  /// From the sending of an append to its receipt by a reader.
  Delays delays;
};

/// How a writer appends.
struct Pace {
  /// Appends that await their acknowledgement.
  std::size_t in_flight = 1;
  /// The next append goes only when all readers have received the one before.
  bool one_by_one = false;
};

/// Clients of one hub: raw WebSocket connections that one thread serves and that do as little as they can, so
/// that what is measured is the hub.
class Load {
 public:
  /// `circle` outlives the load and is founded at the hub by it.
  Load(std::uint16_t port, BenchCircle& circle);
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  Load(Load&&) = delete;
  Load& operator=(Load&&) = delete;
  ~Load();

  /// Opens connections and waits until the hub has greeted them all.
  void connect(std::size_t count);
  /// The same, and each logs in and attaches to the channel at its end.
  void attach(std::size_t count);
  /// Lets each attached connection send one ping of almost the largest size, one after the other.
  void send_large();
  /// Closes them all.
  void disconnect();

  /// Appends for so long; waits until every reader has received everything, each entry once and in order.
  [[nodiscard]] Delivered deliver(const Pace& pace, std::chrono::milliseconds length);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace kring::bench
