#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace kring::support {

/// A PostgreSQL of the test program's own, run by `ops/postgres`: it ends with this object, and with the
/// program, however that ends.
class PostgresServer {
 public:
  /// `word` is an option of `ops/postgres` or a setting, such as `wal_writer_delay=10s`.
  explicit PostgresServer(const std::string& word = {});
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  PostgresServer(PostgresServer&&) = delete;
  PostgresServer& operator=(PostgresServer&&) = delete;
  ~PostgresServer();

  /// The one that tests share which do nothing to it, in memory; started when it is first asked for.
  [[nodiscard]] static PostgresServer& shared();

  /// Makes an empty database and gives its URL.
  [[nodiscard]] std::string create_database();

  /// Stops it at once: nothing is written or said any more.
  void stop() { tell("stop"); }
  void start() { tell("start"); }
  /// Freezes all of its processes: it neither answers nor hangs up.
  void pause() { tell("pause"); }
  void resume() { tell("resume"); }

 private:
  void tell(std::string_view command);
  [[nodiscard]] std::string read_line();

  pid_t process_ = -1;
  int commands_ = -1;
  int answers_ = -1;
  std::string url_;
  int databases_ = 0;
};

}  // namespace kring::support
