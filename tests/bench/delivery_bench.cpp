#include "tests/bench/delivery_bench.hpp"

#include "tests/bench/disk.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/hub_fan_out.hpp"
#include "tests/bench/hub_process.hpp"
#include "tests/bench/sends.hpp"

#include <array>
#include <map>
#include <utility>
#include <vector>

namespace kring::bench {

namespace {

constexpr std::array<std::size_t, 3> reader_counts = {10, 100, 1000};
/// Appends under way when the hub is to be busy: half of what a session may have.
constexpr std::size_t busy_in_flight = 32;
constexpr std::size_t busy_unfinished = 256;
/// An entry's frame with the smallest record, with its header.
constexpr std::size_t frame_bytes = 640;

/// A fresh hub with a founded circle, and its clients.
struct LoadedHub {
  LoadedHub(const Options& options, std::size_t readers)
      : folder(options.folder),
        key(make_hub_key()),
        hub(start(options)),
        load({.channels = 1, .readers = readers}, key, {hub->port()}) {}

  std::unique_ptr<HubProcess> start(const Options& options) const {
    write_hub_key(key, folder.path());
    return std::make_unique<HubProcess>(options.hub, folder.path());
  }

  WorkFolder folder;
  primitives::SignatureKeyPair key;
  std::unique_ptr<HubProcess> hub;
  HubFanOut load;
};

struct DeliveryFigures {
  std::vector<double> deliveries_s, appends_s, cpu_s, sends_s, ratio, busy_p50, busy_p99, calm_p50, calm_p99;
};

/// Processor seconds of the hub for a million deliveries, and what was delivered.
std::pair<double, Delivered> deliver(LoadedHub& world, const Pace& pace, std::chrono::milliseconds length) {
  const auto before = world.hub->process().cpu_s();
  auto delivered = world.load.run(pace, length);
  const auto used = world.hub->process().cpu_s() - before;
  return {used * 1e6 / static_cast<double>(delivered.deliveries), std::move(delivered)};
}

void measure(LoadedHub& world, std::size_t readers, const Options& options, DeliveryFigures& figures) {
  const auto [cpu_s, busy] =
      deliver(world, {.in_flight = busy_in_flight, .unfinished = busy_unfinished}, options.length);
  const auto [unused, calm] = deliver(world, {.in_flight = 1}, options.length);
  const double sends_s = measure_sends(readers, frame_bytes, options.length / 2);
  figures.deliveries_s.push_back(static_cast<double>(busy.deliveries) / busy.seconds);
  figures.appends_s.push_back(static_cast<double>(busy.messages) / busy.seconds);
  figures.cpu_s.push_back(cpu_s);
  figures.sends_s.push_back(sends_s);
  figures.ratio.push_back(cpu_s / sends_s);
  figures.busy_p50.push_back(busy.delays.quantile_ms(0.5));
  figures.busy_p99.push_back(busy.delays.quantile_ms(0.99));
  figures.calm_p50.push_back(calm.delays.quantile_ms(0.5));
  figures.calm_p99.push_back(calm.delays.quantile_ms(0.99));
}

}  // namespace

void measure_deliveries(const Options& options) {
  const OnLoadCore pinned;
  std::map<std::size_t, DeliveryFigures> figures;
  for (std::size_t run = 0; run < options.runs; ++run) {
    for (const auto readers : reader_counts) {
      LoadedHub world(options, readers);
      measure(world, readers, options, figures[readers]);
    }
  }
  print_title(
      "Deliveries",
      "One writer with at most " + show(busy_in_flight) +
          " appends that await their acknowledgement (busy), or with one that all receive before the next "
          "(calm); the smallest records, each durable before it is delivered. Times from sending to receipt, "
          "in milliseconds. Processor seconds for a million: deliveries of the hub, all threads and the "
          "store "
          "included, and bare "
          "`send` calls of the same size.");
  Table table({"readers", "deliveries/s", "appends/s", "hub CPU s/million", "send CPU s/million", "ratio",
               "busy p50", "busy p99", "calm p50", "calm p99"});
  for (const auto& [readers, of] : figures) {
    table.add({show(static_cast<double>(readers)), show(median(of.deliveries_s)), show(median(of.appends_s)),
               show(median(of.cpu_s), 2), show(median(of.sends_s), 2), show(median(of.ratio), 2),
               show(median(of.busy_p50), 1), show(median(of.busy_p99), 1), show(median(of.calm_p50), 1),
               show(median(of.calm_p99), 1)});
  }
  table.print();
}

}  // namespace kring::bench
