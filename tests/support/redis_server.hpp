#pragma once

#include "tests/support/temporary_folder.hpp"

#include <sys/types.h>

#include <string>
#include <vector>

namespace kring::support {

/// A Redis of a test's own: on a unix socket in a folder of its own, keeping nothing. It ends with the test
/// program, however that ends.
class RedisServer {
 public:
  /// Starts it and waits until it takes connections. `arguments` are given to it besides.
  explicit RedisServer(std::vector<std::string> arguments = {});
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;
  RedisServer(RedisServer&&) = delete;
  RedisServer& operator=(RedisServer&&) = delete;
  ~RedisServer();

  /// `unix:///…`
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::string socket() const;
  void start();
  /// kill -9.
  void kill();
  /// Holds it where it is, sockets and all, and lets it go on.
  void pause();
  void resume();

 private:
  TemporaryFolder folder_;
  std::vector<std::string> arguments_;
  pid_t process_ = 0;
  int output_ = -1;
};

}  // namespace kring::support
