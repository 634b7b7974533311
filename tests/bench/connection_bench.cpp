#include "tests/bench/connection_bench.hpp"

#include "tests/bench/disk.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/hub_process.hpp"
#include "tests/bench/visitors.hpp"

#include <ctime>

#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

namespace kring::bench {

namespace {

/// Connections by which memory is told apart from what a hub has anyway.
constexpr std::size_t idle_warm = 200;
constexpr std::size_t idle_more = 2000;
/// How often a thousand come again, to see whether memory grows.
constexpr std::size_t idle_step = 1000;
constexpr std::size_t returns = 4;
/// Who come at once, and then stay.
constexpr std::size_t crowd = 10'000;
constexpr std::size_t quick_crowd = 1'000;
constexpr std::size_t crowd_threads = 4;
constexpr double logins_s_goal = 5'000;
constexpr double idle_bytes_goal = 9 * 1024;

/// A fresh hub with a founded circle.
struct VisitedHub {
  explicit VisitedHub(const Options& options)
      : folder(options.folder), key(make_hub_key()), circle(1, key), hub(start(options)) {
    found(hub->port(), circle);
  }

  std::unique_ptr<HubProcess> start(const Options& options) const {
    write_hub_key(key, folder.path());
    return std::make_unique<HubProcess>(options.hub, folder.path());
  }

  [[nodiscard]] const ServerProcess& process() const { return hub->process(); }

  WorkFolder folder;
  primitives::SignatureKeyPair key;
  BenchCircle circle;
  std::unique_ptr<HubProcess> hub;
};

/// How far a connection has come.
enum class Connected : std::uint8_t { greeted, sent_large };

double bytes_each(const Options& options, Connected how) {
  VisitedHub world(options);
  Visitors visitors(world.hub->port(), world.circle);
  const auto open = [&](std::size_t count) {
    how == Connected::greeted ? visitors.connect(count) : visitors.attach(count);
    if (how == Connected::sent_large) visitors.send_large();
  };
  open(idle_warm);
  const double before = world.process().memory_bytes();
  open(idle_more);
  return (world.process().memory_bytes() - before) / static_cast<double>(idle_more);
}

void wait_until_closed(const ServerProcess& hub, std::size_t descriptors) {
  for (int tries = 0; hub.descriptors() > descriptors; ++tries) {
    if (tries == 1000) throw std::runtime_error("the hub keeps closed connections");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

/// Bytes by which a connection that comes and goes makes the hub grow, and processor seconds a second that
/// the attached ones cost while nothing happens.
std::pair<double, double> growth_and_idling(const Options& options) {
  VisitedHub world(options);
  const auto descriptors = world.process().descriptors();
  Visitors visitors(world.hub->port(), world.circle);
  visitors.attach(idle_step);
  const double before = world.process().memory_bytes();
  for (std::size_t i = 0; i < returns; ++i) {
    visitors.disconnect();
    wait_until_closed(world.process(), descriptors);
    visitors.attach(idle_step);
  }
  const double growth = (world.process().memory_bytes() - before) / static_cast<double>(idle_step * returns);
  const double used = world.process().cpu_s();
  const auto start = Clock::now();
  std::this_thread::sleep_for(options.length * 2);
  return {growth, (world.process().cpu_s() - used) / seconds_since(start)};
}

double process_cpu_s() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

struct Crowd {
  double logins_s = 0;
  /// Of a core.
  double hub_share = 0;
  double load_share = 0;
  double bytes = 0;
};

/// Many connect, log in and attach at once; then they stay.
Crowd measure_crowd(const Options& options) {
  VisitedHub world(options);
  const std::size_t count = options.quick ? quick_crowd : crowd;
  Visitors first(world.hub->port(), world.circle);
  first.attach(idle_warm);
  std::vector<std::unique_ptr<Visitors>> all;
  all.reserve(crowd_threads);
  for (std::size_t i = 0; i < crowd_threads; ++i)
    all.push_back(std::make_unique<Visitors>(world.hub->port(), world.circle));
  const double bytes = world.process().memory_bytes();
  const double hub_used = world.process().cpu_s();
  const double load_used = process_cpu_s();
  const auto start = Clock::now();
  std::vector<std::exception_ptr> failures(crowd_threads);
  std::vector<std::thread> threads;
  threads.reserve(crowd_threads);
  for (std::size_t i = 0; i < crowd_threads; ++i) {
    threads.emplace_back([&, i] {
      try {
        all[i]->attach(count / crowd_threads);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  const double seconds = seconds_since(start);
  const auto of_all = static_cast<double>(count);
  return {.logins_s = of_all / seconds,
          .hub_share = (world.process().cpu_s() - hub_used) / seconds,
          .load_share = (process_cpu_s() - load_used) / seconds,
          .bytes = (world.process().memory_bytes() - bytes) / of_all};
}

}  // namespace

void measure_connections(const Options& options) {
  const OnLoadCore pinned;
  std::vector<double> logins, hub_share, load_share, greeted, attached, sent_large, growth, idling;
  for (std::size_t run = 0; run < options.runs; ++run) {
    const auto crowd_now = measure_crowd(options);
    logins.push_back(crowd_now.logins_s);
    hub_share.push_back(crowd_now.hub_share);
    load_share.push_back(crowd_now.load_share);
    attached.push_back(crowd_now.bytes);
    greeted.push_back(bytes_each(options, Connected::greeted));
    sent_large.push_back(bytes_each(options, Connected::sent_large));
    const auto [grown, idle] = growth_and_idling(options);
    growth.push_back(grown);
    idling.push_back(idle);
  }
  const auto count = static_cast<double>(options.quick ? quick_crowd : crowd);
  print_title(
      "Connections",
      show(count) + " connect, log in and attach as fast as they can, " + show(crowd_threads) +
          " threads of the load on one core and the hub on another, and then stay. Memory is private "
          "resident memory of the hub, by the difference that connections make; the kernel's is not in it.");
  Table table({"what", "figure", "goal", "met"});
  const auto logins_now = median(logins);
  table.add({"connect, log in and attach, a second", show(logins_now), "at least " + show(logins_s_goal),
             show_met(logins_now >= logins_s_goal)});
  table.add({"the hub's share of its core meanwhile, in %", show(median(hub_share) * 100), "", ""});
  table.add({"the load's share of its core meanwhile, in %", show(median(load_share) * 100), "", ""});
  const auto bytes = median(attached);
  table.add({"bytes a connection that logged in and attached, of " + show(count), show(bytes),
             "at most " + show(idle_bytes_goal), show_met(bytes <= idle_bytes_goal)});
  table.add({"bytes a connection that was greeted", show(median(greeted)), "", ""});
  table.add({"bytes a connection that also sent one frame of 64 KiB", show(median(sent_large)), "", ""});
  table.add({"bytes by which each of " + show(idle_step * returns) + " that come and go makes the hub grow",
             show(median(growth)), "", ""});
  table.add({"processor time while " + show(idle_step) + " are idle, in % of a core",
             show(median(idling) * 100, 2), "", ""});
  table.print();
}

}  // namespace kring::bench
