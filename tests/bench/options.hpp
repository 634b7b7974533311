#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>

namespace kring::bench {

/// How the benchmarks are run.
struct Options {
  /// Where databases and files are made: on the disk that is to be measured.
  std::filesystem::path folder;
  /// The `kring-hub` that is measured.
  std::filesystem::path hub;
  /// The program `ops/nodes`.
  std::filesystem::path nodes;
  /// Smaller worlds, to see whether everything works.
  bool quick = false;
  /// Every figure is the median of so many runs.
  std::size_t runs = 5;
  /// How long one figure of one run is measured.
  std::chrono::milliseconds length{2000};
};

}  // namespace kring::bench
