#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>

namespace kring::bench {

/// Whether files in `folder` are in memory and never reach a disk.
[[nodiscard]] bool is_in_memory(const std::filesystem::path& folder);

/// A folder for one measurement, empty at first and gone with it.
class WorkFolder {
 public:
  explicit WorkFolder(const std::filesystem::path& parent);
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  WorkFolder(WorkFolder&&) = delete;
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// What a disk makes of small durable writes.
struct Syncs {
  double syncs_s = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

/// How often a second the disk makes a write of `bytes` durable, one after the other: pages written to a file
/// that wraps at the size at which a write-ahead log does, `fdatasync` after each write.
[[nodiscard]] Syncs measure_syncs(const std::filesystem::path& folder, std::size_t bytes,
                                  std::chrono::milliseconds length);

}  // namespace kring::bench
