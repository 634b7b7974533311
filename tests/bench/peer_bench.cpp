#include "tests/bench/peer_bench.hpp"

#include "tests/bench/disk.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/hub_fan_out.hpp"
#include "tests/bench/hub_process.hpp"
#include "tests/bench/nchan_fan_out.hpp"
#include "tests/bench/nchan_process.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kring::bench {

namespace {

/// A shape, and what the hub's processor time a delivery at saturation may be, as a part of nchan's.
struct Case {
  Shape shape;
  double goal = 0;
};
const std::vector<Case> one_node = {{{1, 10}, 0.5}, {{1, 100}, 0.2}, {{1, 1000}, 0.4}, {{1000, 8}, 0.7}};
const std::vector<Case> two_nodes = {{{1, 100}, 0.5}, {{1000, 8}, 0.5}};
constexpr std::size_t quick_channels_max = 50;
/// Each run measures three servers twice.
constexpr std::size_t runs_max = 3;
/// Messages that await their acknowledgement in the only channel: what one session may have. Many channels
/// have one each.
constexpr std::size_t in_flight_alone = 64;
/// So many times that may be on their way to readers: no server's queues grow without end.
constexpr std::size_t unfinished_factor = 8;
/// What is not measured, before the measurement.
constexpr std::chrono::milliseconds warm{200};
/// What a lone append adds to the write-ahead log.
constexpr std::size_t commit_bytes = 17'500;

Pace saturating(const Shape& shape) {
  const std::size_t in_flight = shape.channels == 1 ? in_flight_alone : 1;
  return {.in_flight = in_flight, .unfinished = in_flight * unfinished_factor};
}

/// Of all runs at one pace.
struct PaceFigures {
  std::vector<double> cpu_s, deliveries_s, messages_s, share, p50_ms, p99_ms;
  /// Deliveries that never came, and all that should have, of all runs together.
  std::size_t lost = 0, wanted = 0;
};

/// One server with its clients; `cpu_s` reads the processor time of all its processes.
struct Peer {
  FanOut& load;
  std::function<double()> cpu_s;
};

void measure(const Peer& peer, const Pace& pace, const Options& options, PaceFigures& figures) {
  const auto warmed = peer.load.run(pace, std::min(warm, options.length));
  const double before = peer.cpu_s();
  const auto done = peer.load.run(pace, options.length);
  const double used = peer.cpu_s() - before;
  const auto deliveries = static_cast<double>(done.deliveries);
  figures.lost += warmed.lost + done.lost;
  figures.wanted += warmed.deliveries + warmed.lost + done.deliveries + done.lost;
  figures.cpu_s.push_back(used * 1e6 / deliveries);
  figures.deliveries_s.push_back(deliveries / done.seconds);
  figures.messages_s.push_back(static_cast<double>(done.messages) / done.seconds);
  figures.share.push_back(used / done.seconds);
  figures.p50_ms.push_back(done.delays.quantile_ms(0.5));
  figures.p99_ms.push_back(done.delays.quantile_ms(0.99));
}

/// What one shape gave.
struct Compared {
  Case of;
  PaceFigures ours_full{}, theirs_full{}, ours_half{}, theirs_half{};
  Publishing publishing{};
};

Compared compare(const Case& of, const Peer& ours, NchanFanOut& nchan, const Peer& theirs,
                 const Options& options) {
  const auto full = saturating(of.shape);
  Compared compared{.of = of};
  PaceFigures by_http;
  PaceFigures by_web_socket;
  for (std::size_t run = 0; run < options.runs; ++run) {
    ours.load.say_alive();
    measure(ours, full, options, compared.ours_full);
    nchan.publish_by(Publishing::http);
    measure(theirs, full, options, by_http);
    nchan.publish_by(Publishing::web_socket);
    measure(theirs, full, options, by_web_socket);
  }
  const bool is_http = median(by_http.cpu_s) <= median(by_web_socket.cpu_s);
  compared.publishing = is_http ? Publishing::http : Publishing::web_socket;
  compared.theirs_full = is_http ? by_http : by_web_socket;
  nchan.publish_by(compared.publishing);
  const double rate =
      std::min(median(compared.ours_full.messages_s), median(compared.theirs_full.messages_s)) / 2;
  const Pace half{
      .in_flight = in_flight_alone, .unfinished = in_flight_alone * unfinished_factor, .messages_s = rate};
  for (std::size_t run = 0; run < options.runs; ++run) {
    ours.load.say_alive();
    measure(ours, half, options, compared.ours_half);
    measure(theirs, half, options, compared.theirs_half);
  }
  return compared;
}

Compared compare_one_node(const Case& of, const Options& options) {
  const WorkFolder hub_folder(options.folder);
  const WorkFolder nchan_folder(options.folder);
  const auto key = make_hub_key();
  write_hub_key(key, hub_folder.path());
  const HubProcess hub(options.hub, hub_folder.path());
  const NchanProcess nginx(nchan_folder.path(), NchanStore::memory);
  HubFanOut ours(of.shape, key, {hub.port()});
  NchanFanOut theirs(of.shape, nginx.ports());
  return compare(of, {ours, [&] { return hub.process().cpu_s(); }}, theirs,
                 {theirs, [&] { return nginx.cpu_s(); }}, options);
}

Compared compare_two_nodes(const Case& of, const Options& options) {
  // Where PostgreSQL, which does not run as root, may come; `ops/postgres` uses it too.
  const WorkFolder hub_folder("/var/tmp");
  std::filesystem::permissions(hub_folder.path(), std::filesystem::perms::others_exec,
                               std::filesystem::perm_options::add);
  const WorkFolder nchan_folder(options.folder);
  const auto key = make_hub_key();
  write_hub_key(key, hub_folder.path() / "hub");
  const NodesProcess hubs(options.nodes, options.hub, hub_folder.path(), 2);
  const NchanProcess nginx(nchan_folder.path(), NchanStore::redis);
  HubFanOut ours(of.shape, key, hubs.ports());
  NchanFanOut theirs(of.shape, nginx.ports());
  return compare(of, {ours, [&] { return hubs.process().cpu_s(); }}, theirs,
                 {theirs, [&] { return nginx.cpu_s(); }}, options);
}

std::vector<Compared> compare_all(const std::vector<Case>& cases,
                                  Compared (*how)(const Case&, const Options&), const Options& options) {
  std::vector<Compared> all;
  all.reserve(cases.size());
  for (auto of : cases) {
    if (options.quick) of.shape.channels = std::min(of.shape.channels, quick_channels_max);
    all.push_back(how(of, options));
  }
  return all;
}

/// What of a million deliveries was lost.
std::string show_lost(const PaceFigures& figures) {
  if (figures.lost == 0) return "0";
  return show(static_cast<double>(figures.lost) * 1e6 / static_cast<double>(figures.wanted), 1);
}

std::string name_of(const Shape& shape) {
  return show(static_cast<double>(shape.channels)) + " x " + show(static_cast<double>(shape.readers));
}

void print_saturated(const std::vector<Compared>& all) {
  Table table({"channels x readers", "hub deliveries/s", "nchan deliveries/s", "hub core %", "nchan core %",
               "hub CPU s/million", "nchan CPU s/million", "nchan published by", "nchan lost of a million",
               "ratio", "goal", "met"});
  for (const auto& one : all) {
    const auto ratio = median(one.ours_full.cpu_s) / median(one.theirs_full.cpu_s);
    table.add({name_of(one.of.shape), show(median(one.ours_full.deliveries_s)),
               show(median(one.theirs_full.deliveries_s)), show(median(one.ours_full.share) * 100),
               show(median(one.theirs_full.share) * 100), show(median(one.ours_full.cpu_s), 2),
               show(median(one.theirs_full.cpu_s), 2),
               one.publishing == Publishing::http ? "HTTP" : "WebSocket", show_lost(one.theirs_full),
               show(ratio, 2), "at most " + show(one.of.goal, 1), show_met(ratio <= one.of.goal)});
  }
  table.print();
}

void print_half(const std::vector<Compared>& all, const Syncs& commit) {
  Table table({"channels x readers", "messages/s", "hub CPU s/million", "nchan CPU s/million", "ratio",
               "at most 1", "nchan lost of a million", "hub p50 ms", "nchan p50 ms", "met", "hub p99 ms",
               "nchan p99 ms", "met"});
  for (const auto& one : all) {
    const auto& ours = one.ours_half;
    const auto& theirs = one.theirs_half;
    const auto ratio = median(ours.cpu_s) / median(theirs.cpu_s);
    table.add({name_of(one.of.shape), show(median(ours.messages_s)), show(median(ours.cpu_s), 2),
               show(median(theirs.cpu_s), 2), show(ratio, 2), show_met(ratio <= 1), show_lost(theirs),
               show(median(ours.p50_ms), 2), show(median(theirs.p50_ms), 2),
               show_met(median(ours.p50_ms) <= median(theirs.p50_ms) + commit.p50_ms),
               show(median(ours.p99_ms), 2), show(median(theirs.p99_ms), 2),
               show_met(median(ours.p99_ms) <= median(theirs.p99_ms) + commit.p99_ms)});
  }
  table.print();
}

}  // namespace

void measure_peers(const Options& asked) {
  const OnLoadCore pinned;
  auto options = asked;
  options.runs = std::min(options.runs, runs_max);
  const auto commit = measure_syncs(options.folder, commit_bytes, options.length);
  const auto alone = compare_all(one_node, compare_one_node, options);
  print_title(
      "Beside nchan, at saturation",
      "Messages of 300 bytes; ours are acknowledged after they are durable, nchan keeps its in memory. All "
      "servers on one core, the load on another: a writer a channel, with at most " +
          show(in_flight_alone) +
          " messages that await their acknowledgement in one channel, or one in each of many. Processor "
          "seconds of all server processes for a million deliveries. Medians of " +
          show(static_cast<double>(options.runs)) + " runs.");
  print_saturated(alone);
  print_title("Beside nchan, at half load",
              "At half of what the slower of the two does at saturation, the same for both. Times from when "
              "a message "
              "was due until a reader has it; the hub may take one group commit more: " +
                  show(commit.p50_ms, 2) + " ms at p50, " + show(commit.p99_ms, 2) + " ms at p99.");
  print_half(alone, commit);
  const auto paired = compare_all(two_nodes, compare_two_nodes, options);
  print_title(
      "Two nodes beside nchan with Redis",
      "Writers and readers on both; two hubs, PostgreSQL and Redis against two nginx and Redis, all of their "
      "processes counted and on one core.");
  print_saturated(paired);
  print_title("Two nodes at half load", "As above.");
  print_half(paired, commit);
}

}  // namespace kring::bench
