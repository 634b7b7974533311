#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): the name is Asio's.
}

namespace kring::load {

/// How much is asked of a hub.
struct LoadOptions {
  std::size_t clients = 50;
  std::size_t appends_s = 1000;
};

/// What clients saw so far.
struct Counts {
  std::size_t sent = 0;
  std::size_t acknowledged = 0;
  /// Acknowledged a second time at another place than the first.
  std::size_t moved = 0;
  /// Connections that are logged in.
  std::size_t ready = 0;
  /// Refusals by the code that the answer named.
  std::map<std::string, std::size_t> refused;
  /// How long the slowest hundredth of the acknowledgements took, at the least, since the last
  /// `forget_delays`.
  std::chrono::microseconds p99{};
  /// Entries that the slow reader has, if there is one; `slow_broken` if it was not served as it should.
  std::size_t slow_entries = 0;
  bool slow_broken = false;
};

/// What a reader found in the log afterwards.
struct Verdict {
  std::size_t entries = 0;
  /// Acknowledged, and not where it was said to be.
  std::size_t lost = 0;
  /// There twice.
  std::size_t doubled = 0;
  /// Places without an entry before the last one.
  std::size_t gaps = 0;
};

/// Clients that write in one channel of one circle by the protocol and over real connections, and go on
/// however often the hub goes away: what was not acknowledged is sent again, the same bytes.
class AppendLoad {
 public:
  /// Puts the circle's hub key into `data`, before a hub starts there. `context` outlives the load.
  AppendLoad(boost::asio::io_context& context, const std::filesystem::path& data, const LoadOptions& options);
  AppendLoad(const AppendLoad&) = delete;
  AppendLoad& operator=(const AppendLoad&) = delete;
  AppendLoad(AppendLoad&&) = delete;
  AppendLoad& operator=(AppendLoad&&) = delete;
  ~AppendLoad();

  /// The hub is to be found at this port of the loopback from now on.
  void use_port(std::uint16_t port);
  /// Somebody begins to read the log from its beginning, on a bad line at first; `hurry_slow_reader`: on a
  /// good one.
  void add_slow_reader();
  void hurry_slow_reader();
  /// Sends nothing new any more; what was sent is still brought to its end.
  void finish();
  /// Whether all that was sent is acknowledged, and the first client is there to read.
  [[nodiscard]] bool is_finished() const;
  /// Reads the whole log, once all is finished.
  void start_reading();
  [[nodiscard]] bool has_read() const;

  void forget_delays();
  [[nodiscard]] Counts counts() const;
  [[nodiscard]] Verdict verdict() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace kring::load
