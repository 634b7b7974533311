#pragma once

#include "tests/bench/server_process.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace kring::bench {

/// Where nchan keeps its messages.
enum class NchanStore : std::uint8_t { memory, redis };

/// nginx with nchan, from Debian's packages, on free ports of the loopback: one in memory, or two that are
/// one through a Redis of their own. Ends with this object.
///
/// A channel c is published to at /pub/c, over HTTP or a WebSocket, and read over a WebSocket at /sub/c from
/// its next message on.
class NchanProcess {
 public:
  /// `parent` is an empty folder, and outlives it.
  NchanProcess(const std::filesystem::path& parent, NchanStore store);

  /// One an nginx.
  [[nodiscard]] const std::vector<std::uint16_t>& ports() const { return ports_; }
  /// Processor time of all processes so far, in seconds.
  [[nodiscard]] double cpu_s() const;

 private:
  void start_redis(const std::filesystem::path& folder);
  void start_nginx(const std::filesystem::path& folder);

  std::unique_ptr<ServerProcess> redis_;
  std::uint16_t redis_port_ = 0;
  std::vector<std::unique_ptr<ServerProcess>> nginx_;
  std::vector<std::uint16_t> ports_;
};

}  // namespace kring::bench
