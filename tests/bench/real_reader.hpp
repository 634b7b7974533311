#pragma once

#include "clients/cli/session.hpp"
#include "crypto/primitives/sodium_random.hpp"
#include "tests/bench/figures.hpp"

#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <thread>

namespace kring::bench {

/// What something cost a client: from its beginning on a watch, and of processor time.
struct Cost {
  double seconds = 0;
  double cpu_s = 0;
};

/// A device as `kring` runs one: the client's core, its vault on the disk and its connection.
class RealReader {
 public:
  /// `home` is an empty folder.
  explicit RealReader(const std::filesystem::path& home);
  RealReader(const RealReader&) = delete;
  RealReader& operator=(const RealReader&) = delete;
  RealReader(RealReader&&) = delete;
  RealReader& operator=(RealReader&&) = delete;
  ~RealReader();

  /// Accepts an invitation: reads and verifies the charter from nothing. Then the device is offline.
  [[nodiscard]] Cost accept(std::string_view link);

  /// What a newcomer waits for, each from the moment in which the program starts.
  struct Reading {
    Cost home;    ///< what was kept is read
    Cost screen;  ///< the newsgroup's newest threads can be shown
    Cost all;     ///< all of its articles can be read
  };
  /// Comes online after it was let in, and reads a newsgroup from its first entry on.
  [[nodiscard]] Reading read(const channels::ChannelId& newsgroup);
  /// The threads as a screen shows them.
  [[nodiscard]] Cost show_threads();
  /// Searches for a word that stands in one article.
  [[nodiscard]] Cost search(std::string_view word);
  /// The same device, as it is opened once more: until it can show the threads without a hub.
  [[nodiscard]] Cost open_again();

  /// Reads along on a thread of its own, until this ends.
  void follow();
  /// Whether it shows the threads each time that something comes, as somebody would who looks at them.
  void look(bool looks) { looks_ = looks; }
  /// When the entry could be read, if it can be; and shown, if somebody looks.
  [[nodiscard]] std::optional<Clock::time_point> has_read(std::uint64_t seq) const;
  /// Processor time of that thread so far, in seconds.
  [[nodiscard]] double follow_cpu_s() const;

 private:
  [[nodiscard]] cli::Session open();
  void heard(const core::Notice& notice);

  std::filesystem::path home_;
  primitives::SodiumRandom random_;
  Secret key_;
  channels::CircleId circle_;
  channels::ChannelId newsgroup_;
  std::optional<cli::Session> session_;
  std::thread thread_;
  std::atomic<bool> stops_ = false;
  std::atomic<bool> looks_ = true;
  std::atomic<std::uint64_t> last_seq_ = 0;
  std::atomic<Clock::rep> last_at_ = 0;
};

}  // namespace kring::bench
