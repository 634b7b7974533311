#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace kring::interop {

/// A `kring-mls-peer` of our own, driven over pipes. Ends with this object.
class PeerProcess {
 public:
  explicit PeerProcess(const std::string& program);
  PeerProcess(const PeerProcess&) = delete;
  PeerProcess& operator=(const PeerProcess&) = delete;
  PeerProcess(PeerProcess&&) = delete;
  PeerProcess& operator=(PeerProcess&&) = delete;
  ~PeerProcess();

  /// The whole answer, `{"ok": …}` or `{"err": …}`.
  [[nodiscard]] nlohmann::json ask(const nlohmann::json& request);

 private:
  int process_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string unread_;
};

}  // namespace kring::interop
