#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kring::bench {

/// Two cores, so that what is measured does not compete with its load. None on a machine with one.
struct Cores {
  int server = 0;
  int load = 0;
};
[[nodiscard]] std::optional<Cores> choose_cores();

/// Keeps the calling thread, and those that it starts from now on, on the load's core as long as this lives.
class OnLoadCore {
 public:
  OnLoadCore();
  OnLoadCore(const OnLoadCore&) = delete;
  OnLoadCore& operator=(const OnLoadCore&) = delete;
  OnLoadCore(OnLoadCore&&) = delete;
  OnLoadCore& operator=(OnLoadCore&&) = delete;
  ~OnLoadCore();

 private:
  std::vector<int> before_;
};

/// How a server is started.
struct ServerCommand {
  /// The program and its arguments.
  std::vector<std::string> words;
  /// Set beside the environment of this process, as NAME=VALUE.
  std::vector<std::string> environment{};
  /// Where its output goes; without, its first line can be read.
  std::filesystem::path log{};
  /// An open file that it is given too.
  int inherited = -1;
};

/// A server and all processes that it has started, on the servers' core. They end with this object: SIGTERM,
/// and the end of its standard input.
class ServerProcess {
 public:
  explicit ServerProcess(const ServerCommand& command);
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ServerProcess(ServerProcess&&) = delete;
  ServerProcess& operator=(ServerProcess&&) = delete;
  ~ServerProcess();

  /// The first line that it says; empty if it ends before.
  [[nodiscard]] std::string read_line();
  [[nodiscard]] bool has_ended();
  /// Processor time of all their threads so far, in user and kernel, in seconds.
  [[nodiscard]] double cpu_s() const;
  /// Resident memory that the server itself shares with nobody, in bytes.
  [[nodiscard]] double memory_bytes() const;
  /// Its open file descriptors.
  [[nodiscard]] std::size_t descriptors() const;

 private:
  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
};

}  // namespace kring::bench
