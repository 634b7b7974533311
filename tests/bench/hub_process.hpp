#pragma once

#include "tests/bench/server_process.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace kring::bench {

/// A `kring-hub` of its own on a free port of the loopback. Ends with this object.
class HubProcess {
 public:
  HubProcess(const std::filesystem::path& program, const std::filesystem::path& data);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const ServerProcess& process() const { return process_; }

 private:
  ServerProcess process_;
  std::uint16_t port_ = 0;
};

/// Hubs that are one, with a PostgreSQL and a Redis of their own, as `ops/nodes` runs them. End with this
/// object.
class NodesProcess {
 public:
  /// `script` is `ops/nodes`; `data` may hold a hub's key already (`hub/hub.key`).
  NodesProcess(const std::filesystem::path& script, const std::filesystem::path& hub,
               const std::filesystem::path& data, std::size_t count);

  /// One a hub.
  [[nodiscard]] const std::vector<std::uint16_t>& ports() const { return ports_; }
  [[nodiscard]] const ServerProcess& process() const { return process_; }

 private:
  ServerProcess process_;
  std::vector<std::uint16_t> ports_;
};

}  // namespace kring::bench
