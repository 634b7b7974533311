#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>

namespace kring::bench {

/// A `kring-hub` of its own on a free port of the loopback. Ends with this object.
class HubProcess {
 public:
  HubProcess(const std::filesystem::path& program, const std::filesystem::path& data);
  HubProcess(const HubProcess&) = delete;
  HubProcess& operator=(const HubProcess&) = delete;
  HubProcess(HubProcess&&) = delete;
  HubProcess& operator=(HubProcess&&) = delete;
  ~HubProcess();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Processor time of all its threads so far, in user and kernel, in seconds.
  [[nodiscard]] double cpu_s() const;
  /// Resident memory that it shares with nobody, in bytes.
  [[nodiscard]] double memory_bytes() const;
  /// Open file descriptors.
  [[nodiscard]] std::size_t descriptors() const;

 private:
  pid_t process_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace kring::bench
