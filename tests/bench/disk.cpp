#include "tests/bench/disk.hpp"

#include "tests/bench/figures.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace kring::bench {

namespace fs = std::filesystem;

bool is_in_memory(const fs::path& folder) {
  struct statfs status{};
  if (::statfs(folder.c_str(), &status) != 0) throw std::runtime_error("statfs");
  return status.f_type == TMPFS_MAGIC || status.f_type == RAMFS_MAGIC;
}

WorkFolder::WorkFolder(const fs::path& parent) {
  fs::create_directories(parent);
  auto name = (parent / "bench-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = name;
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Syncs measure_syncs(const fs::path& folder, std::size_t bytes, std::chrono::milliseconds length) {
  constexpr std::size_t wrap = std::size_t{16} * 1024 * 1024;
  const auto name = folder / "syncs";
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error("open");
  std::vector<std::uint8_t> page(bytes, 0x5a);
  const auto start = Clock::now();
  std::size_t count = 0;
  Delays delays;
  std::size_t offset = 0;
  while (Clock::now() - start < length) {
    const auto before = Clock::now();
    page[0] = static_cast<std::uint8_t>(count);
    const auto written = ::pwrite(file, page.data(), page.size(), static_cast<off_t>(offset));
    if (written != static_cast<ssize_t>(page.size()) || ::fdatasync(file) != 0)
      throw std::runtime_error("write");
    offset = offset + bytes > wrap ? 0 : offset + bytes;
    delays.add(Clock::now() - before);
    ++count;
  }
  const double rate = static_cast<double>(count) / seconds_since(start);
  ::close(file);
  fs::remove(name);
  return {.syncs_s = rate, .p50_ms = delays.quantile_ms(0.5), .p99_ms = delays.quantile_ms(0.99)};
}

}  // namespace kring::bench
