#include "tests/bench/append_bench.hpp"
#include "tests/bench/connection_bench.hpp"
#include "tests/bench/delivery_bench.hpp"
#include "tests/bench/disk.hpp"
#include "tests/bench/mls_bench.hpp"
#include "tests/bench/newsgroup_bench.hpp"
#include "tests/bench/peer_bench.hpp"

#include <sodium.h>
#include <sys/resource.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace kring::bench {
namespace {

struct Part {
  std::string_view name;
  void (*measure)(const Options&);
};
constexpr std::array parts = {Part{"appends", &measure_appends}, Part{"deliveries", &measure_deliveries},
                              Part{"peers", &measure_peers},     Part{"connections", &measure_connections},
                              Part{"mls", &measure_mls},         Part{"newsgroup", &measure_newsgroup}};

/// A thousand connections want more descriptors than a shell gives.
void raise_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void print_circumstances(const Options& options) {
  std::array<double, 3> loads{};
  if (::getloadavg(loads.data(), 3) != 3) loads = {};
  std::cout << "# Benchmarks\n\n"
            << std::thread::hardware_concurrency() << " cores, load " << loads[0]
            << " at the start; medians of " << options.runs << " runs." << std::endl;
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Measures the hub and the library beside what the machine can do at all.", "kring_bench");
  app.add_option("--hub", options.hub, "the kring-hub to measure")->required()->check(CLI::ExistingFile);
  app.add_option("--folder", options.folder, "where databases are made: on the disk to be measured")
      ->required();
  app.add_option("--nodes", options.nodes, "the program ops/nodes")->required()->check(CLI::ExistingFile);
  app.add_flag("--quick", options.quick, "one short run: whether everything works, not figures to keep");
  std::vector<std::string> chosen;
  std::vector<std::string> names;
  names.reserve(parts.size());
  for (const auto& part : parts) names.emplace_back(part.name);
  app.add_option("parts", chosen,
                 "what to measure: appends, deliveries, peers, connections, mls, newsgroup; all without")
      ->check(CLI::IsMember(names));
  CLI11_PARSE(app, argc, argv);

  if (options.quick) {
    options.runs = 1;
    options.length = std::chrono::milliseconds(500);
  }
  if (::sodium_init() < 0) throw std::runtime_error("libsodium");
  std::filesystem::create_directories(options.folder);
  if (!options.quick && is_in_memory(options.folder))
    throw std::runtime_error("the folder is in memory: give one on a disk");
  raise_descriptors();
  print_circumstances(options);
  for (const auto& part : parts) {
    if (chosen.empty() || std::ranges::find(chosen, part.name) != chosen.end()) part.measure(options);
  }
  return 0;
}

}  // namespace
}  // namespace kring::bench

int main(int argc, char** argv) {
  try {
    return kring::bench::run(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "kring_bench: " << failure.what() << "\n";
    return 1;
  }
}
