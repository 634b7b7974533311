#include "tests/bench/delivery_bench.hpp"

#include "tests/bench/disk.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/hub_process.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/sends.hpp"

#include <array>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

namespace kring::bench {

namespace {

constexpr std::array<std::size_t, 3> reader_counts = {10, 100, 1000};
/// Appends under way when the hub is to be busy: half of what a session may have.
constexpr std::size_t busy_in_flight = 32;
/// An entry's frame with the smallest record, with its header.
constexpr std::size_t frame_bytes = 640;

/// A fresh hub with a founded circle, and its clients.
struct World {
  World(const Options& options, std::uint64_t seed)
      : folder(options.folder), circle(seed), hub(start(options)), load(hub->port(), circle) {}

  std::unique_ptr<HubProcess> start(const Options& options) const {
    circle.write_hub_key(folder.path());
    return std::make_unique<HubProcess>(options.hub, folder.path());
  }

  WorkFolder folder;
  BenchCircle circle;
  std::unique_ptr<HubProcess> hub;
  Load load;
};

struct Figures {
  std::vector<double> deliveries_s, appends_s, cpu_s, sends_s, ratio, busy_p50, busy_p99, calm_p50, calm_p99;
};

/// Processor seconds of the hub for a million deliveries, and what was delivered.
std::pair<double, Delivered> deliver(World& world, const Pace& pace, std::chrono::milliseconds length) {
  const auto before = world.hub->cpu_s();
  auto delivered = world.load.deliver(pace, length);
  const auto used = world.hub->cpu_s() - before;
  return {used * 1e6 / static_cast<double>(delivered.deliveries), std::move(delivered)};
}

void measure(World& world, std::size_t readers, const Options& options, Figures& figures) {
  const auto [cpu_s, busy] = deliver(world, {.in_flight = busy_in_flight}, options.length);
  const auto [unused, calm] = deliver(world, {.in_flight = 1, .one_by_one = true}, options.length);
  const double sends_s = measure_sends(readers, frame_bytes, options.length / 2);
  figures.deliveries_s.push_back(static_cast<double>(busy.deliveries) / busy.seconds);
  figures.appends_s.push_back(static_cast<double>(busy.appends) / busy.seconds);
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
  std::map<std::size_t, Figures> figures;
  for (std::size_t run = 0; run < options.runs; ++run) {
    for (const auto readers : reader_counts) {
      World world(options, run + 1);
      world.load.attach(readers);
      measure(world, readers, options, figures[readers]);
    }
  }
  print_title("Deliveries",
              "One writer with " + show(busy_in_flight) +
                  " appends under way (busy), or one that waits until all have received the last (calm); the "
                  "smallest records, each durable before it is delivered. Times from sending to receipt, in "
                  "milliseconds. Processor seconds for a million: deliveries of the hub, all threads and the "
                  "store included, and bare `send` calls of the same size.");
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

namespace {

/// Connections by which memory is told apart from what a hub has anyway.
constexpr std::size_t idle_warm = 200;
constexpr std::size_t idle_step = 1000;
constexpr std::size_t idle_steps = 2;
/// How often all of them come again, to see whether memory grows.
constexpr std::size_t returns = 4;

/// How far a connection has come.
enum class Connected : std::uint8_t { greeted, attached, sent_large };

void open(Load& load, Connected how, std::size_t count) {
  how == Connected::greeted ? load.connect(count) : load.attach(count);
  if (how == Connected::sent_large) load.send_large();
}

void wait_until_closed(const HubProcess& hub, std::size_t descriptors) {
  for (int tries = 0; hub.descriptors() > descriptors; ++tries) {
    if (tries == 1000) throw std::runtime_error("the hub keeps closed connections");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

double bytes_each(const Options& options, Connected how, std::uint64_t seed) {
  World world(options, seed);
  open(world.load, how, idle_warm);
  const double before = world.hub->memory_bytes();
  open(world.load, how, idle_step * idle_steps);
  return (world.hub->memory_bytes() - before) / static_cast<double>(idle_step * idle_steps);
}

/// Bytes by which a connection that comes and goes makes the hub grow, and processor seconds a second that
/// the attached ones cost while nothing happens.
std::pair<double, double> growth_and_idling(const Options& options, std::uint64_t seed) {
  World world(options, seed);
  const auto descriptors = world.hub->descriptors();
  world.load.attach(idle_step);
  const double before = world.hub->memory_bytes();
  for (std::size_t i = 0; i < returns; ++i) {
    world.load.disconnect();
    wait_until_closed(*world.hub, descriptors);
    world.load.attach(idle_step);
  }
  const double growth = (world.hub->memory_bytes() - before) / static_cast<double>(idle_step * returns);
  const double used = world.hub->cpu_s();
  const auto start = Clock::now();
  std::this_thread::sleep_for(options.length * 2);
  return {growth, (world.hub->cpu_s() - used) / seconds_since(start)};
}

}  // namespace

void measure_connections(const Options& options) {
  std::vector<double> greeted, attached, sent_large, growth, idling;
  for (std::size_t run = 0; run < options.runs; ++run) {
    greeted.push_back(bytes_each(options, Connected::greeted, run + 1));
    attached.push_back(bytes_each(options, Connected::attached, run + 1));
    sent_large.push_back(bytes_each(options, Connected::sent_large, run + 1));
    const auto [grown, idle] = growth_and_idling(options, run + 1);
    growth.push_back(grown);
    idling.push_back(idle);
  }
  print_title("Idle connections", "Private resident memory of the hub, by the difference that " +
                                      show(idle_step * idle_steps) +
                                      " connections make; kernel memory is not in it.");
  Table table({"what", "figure"});
  table.add({"bytes a connection that was greeted", show(median(greeted))});
  table.add({"bytes a connection that logged in and attached to a channel", show(median(attached))});
  table.add({"bytes a connection that also sent one frame of 64 KiB", show(median(sent_large))});
  table.add({"bytes by which each of " + show(idle_step * returns) + " that come and go makes the hub grow",
             show(median(growth))});
  table.add({"processor time while " + show(idle_step) + " are idle, in % of a core",
             show(median(idling) * 100, 2)});
  table.print();
}

}  // namespace kring::bench
