#pragma once

#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace kring::support {

/// Stands between a client and a PostgreSQL server on a unix socket, and cuts a connection just where a test
/// wants it.
class CuttingProxy {
 public:
  /// `url` is the server's, with a `host=` that is a folder.
  explicit CuttingProxy(const std::string& url);
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  CuttingProxy(CuttingProxy&&) = delete;
  CuttingProxy& operator=(CuttingProxy&&) = delete;
  ~CuttingProxy();

  /// The same database through the proxy.
  [[nodiscard]] const std::string& url() const { return url_; }

  enum class Cut : std::uint8_t {
    nothing,
    /// The next commit does not reach the server.
    before_commit,
    /// The next commit reaches the server; its answer does not come back.
    after_commit,
  };
  /// Cuts once. A commit is known by its text, which a client sends once a connection.
  void cut(Cut where) { cut_ = where; }
  /// Whether what was asked for has happened.
  [[nodiscard]] bool has_cut() const { return cut_ == Cut::nothing; }

 private:
  void accept_all();
  void forward(int client);
  /// Hands on what there is; false when the connection is over.
  [[nodiscard]] bool pass(int from, int to, Cut where);

  TemporaryFolder folder_;
  std::string server_;
  std::string url_;
  int listener_ = -1;
  std::atomic<Cut> cut_ = Cut::nothing;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> forwarders_;
  std::thread acceptor_;
};

}  // namespace kring::support
