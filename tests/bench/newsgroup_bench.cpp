#include "tests/bench/newsgroup_bench.hpp"

#include "channels/charter/charter_log.hpp"
#include "tests/bench/audience.hpp"
#include "tests/bench/bench_circle.hpp"
#include "tests/bench/clerk.hpp"
#include "tests/bench/curve_times.hpp"
#include "tests/bench/disk.hpp"
#include "tests/bench/fan_out.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/hub_process.hpp"
#include "tests/bench/newsgroup_world.hpp"
#include "tests/bench/real_reader.hpp"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace kring::bench {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t audience_size = 2'000;
constexpr std::size_t posts = 20;
constexpr std::size_t removals = 7;
constexpr double posting_goal_s = 2;
constexpr double removal_goal_ms = 300;
constexpr double screen_goal_s = 3;

constexpr NewsgroupSize quick_size{.steps = 3, .people_a_step = 4, .articles = 200, .threads = 40};

/// All of a newsgroup's life: a hub, the world in it, and a real client among many connections.
class NewsgroupRun {
 public:
  explicit NewsgroupRun(const Options& options)
      : options_(options),
        key_(make_hub_key()),
        size_(options.quick ? quick_size : NewsgroupSize{}),
        hub_folder_(options.folder),
        home_(options.folder),
        world_(prepare(hub_folder_.path()), key_, size_),
        hub_(options.hub, hub_folder_.path()),
        reader_(home_.path() / "device") {}

  void run() {
    measure_charter();
    measure_newcomer();
    measure_posting();
    measure_removals();
  }
  void print();

 private:
  [[nodiscard]] std::filesystem::path prepare(std::filesystem::path folder) const {
    write_hub_key(key_, folder);
    return folder;
  }
  void read_clock() { world_.circle.now = std::chrono::floor<Duration>(std::chrono::system_clock::now()); }
  [[nodiscard]] Clerk clerk_of(const support::TestPerson& person) {
    return Clerk(wires_, hub_.port(), world_.circle.charter().circle(), person);
  }

  void measure_charter();
  void measure_newcomer();
  void let_newcomer_in();
  void follow_newcomer();
  void measure_posting();
  void measure_removals();
  /// Until the client has done nothing for a while.
  void wait_until_idle() const;
  [[nodiscard]] Clock::time_point wait_for_reader(channels::Sequence seq) const;
  [[nodiscard]] std::size_t audience_count() const {
    return std::min(audience_size, world_.devices().size() - removals_count() * 2);
  }
  [[nodiscard]] std::size_t removals_count() const { return options_.quick ? 1 : removals; }

  const Options& options_;
  primitives::SignatureKeyPair key_;
  NewsgroupSize size_;
  WorkFolder hub_folder_;
  WorkFolder home_;
  NewsgroupWorld world_;
  HubProcess hub_;
  Wires wires_;
  RealReader reader_;
  std::unique_ptr<Audience> audience_;

  double charter_entries_ = 0, charter_bytes_ = 0, snapshot_bytes_ = 0, charter_memory_ = 0;
  double log_entries_ = 0;
  Cost charter_verified_, accepted_, shown_, searched_, opened_, online_;
  RealReader::Reading reading_;
  /// One Ed25519 verification, right before and after the newcomer reads.
  double verify_us_ = 0;
  Delays with_all_, readable_;
  std::vector<double> removal_cpu_ms_, removal_hub_ms_, removal_all_ms_, removal_bytes_;
};

void NewsgroupRun::measure_charter() {
  std::vector<Bytes> entries;
  for (const auto& entry : world_.circle.log.entries()) {
    entries.push_back(entry.bytes());
    charter_bytes_ += static_cast<double>(entry.bytes().size());
  }
  charter_entries_ = static_cast<double>(entries.size());
  snapshot_bytes_ = static_cast<double>(world_.circle.charter().encode().size());
  const auto before = ::mallinfo2().uordblks;
  const auto start = Clock::now();
  const auto log = charter::CharterLog::verify(entries);
  charter_verified_.seconds = seconds_since(start);
  if (!log) throw std::runtime_error("the charter does not verify");
  charter_memory_ = static_cast<double>(::mallinfo2().uordblks - before);
}

void NewsgroupRun::let_newcomer_in() {
  auto founder = clerk_of(world_.circle.founder);
  read_clock();
  auto invited = world_.invite(founder.origin());
  (void)founder.ask<wire::BundleAnswer>(std::move(invited.bundle));
  accepted_ = reader_.accept(invited.link);

  auto again = clerk_of(world_.circle.founder);
  const auto& charter = world_.circle.charter();
  const auto page = again.ask<wire::CharterAnswer>(
      wire::CharterRequest{.circle = charter.circle(), .from = channels::next(charter.number())});
  world_.take_entry(page.entries.at(0));
  const auto& acceptance =
      charter.invitation_of(world_.circle.log.entries().back().hash())->acceptance->terms;
  const auto claimed =
      again.ask<wire::ClaimAnswer>(wire::ClaimRequest{.circle = charter.circle(),
                                                      .channel = world_.newsgroup().id,
                                                      .handle = channels::handle_of(acceptance.handle_key)});
  read_clock();
  world_.committed(again.ask<wire::BundleAnswer>(world_.let_in(claimed.package)));
}

void NewsgroupRun::follow_newcomer() {
  auto founder = clerk_of(world_.circle.founder);
  const auto after = world_.newsgroup().state.log.number;
  const auto attached = founder.ask<wire::AttachAnswer>(
      wire::AttachRequest{.circle = world_.circle.charter().circle(),
                          .charter_after = world_.circle.charter().number(),
                          .channels = {{.channel = world_.newsgroup().id, .after = after}}});
  founder.wait_for_entries(
      static_cast<std::size_t>(std::to_underlying(attached.channels.at(0).seq) - std::to_underlying(after)));
  for (const auto& entry : founder.take_entries()) world_.follow(entry);
}

void NewsgroupRun::measure_newcomer() {
  let_newcomer_in();
  constexpr auto of_each = 100ms;
  const double before = measure_curve_times(of_each).verify;
  reading_ = reader_.read(world_.newsgroup().id);
  verify_us_ = (before + measure_curve_times(of_each).verify) / 2;
  log_entries_ = static_cast<double>(std::to_underlying(world_.newsgroup().state.log.number));
  shown_ = reader_.show_threads();
  searched_ = reader_.search(word_of_post(size_.articles / 2));
  opened_ = reader_.open_again();
  reader_.follow();
  follow_newcomer();
}

Clock::time_point NewsgroupRun::wait_for_reader(channels::Sequence seq) const {
  const auto deadline = Clock::now() + 60s;
  while (Clock::now() < deadline) {
    if (const auto at = reader_.has_read(std::to_underlying(seq))) return *at;
    std::this_thread::sleep_for(1ms);
  }
  throw std::runtime_error("the client does not read what was written");
}

void NewsgroupRun::wait_until_idle() const {
  constexpr auto look_every = 200ms;
  constexpr double idle_share = 0.02;
  for (int tries = 0; tries < 100; ++tries) {
    const auto before = reader_.follow_cpu_s();
    std::this_thread::sleep_for(look_every);
    if (reader_.follow_cpu_s() - before < idle_share * std::chrono::duration<double>(look_every).count())
      return;
  }
  throw std::runtime_error("the client does not come to rest");
}

void NewsgroupRun::measure_posting() {
  const auto& devices = world_.devices();
  const auto& state = world_.newsgroup().state;
  const double used = hub_.process().cpu_s();
  const auto start = Clock::now();
  audience_ = std::make_unique<Audience>(
      wires_, hub_.port(), std::span(devices).first(audience_count()),
      wire::AttachRequest{.circle = world_.circle.charter().circle(),
                          .charter_after = world_.circle.charter().number(),
                          .channels = {{.channel = world_.newsgroup().id, .after = state.log.number}}});
  online_ = {.seconds = seconds_since(start), .cpu_s = hub_.process().cpu_s() - used};
  auto author = clerk_of(devices.front());
  wait_until_idle();
  for (std::size_t i = 0; i < posts; ++i) {
    const auto post = world_.make_post(devices.front(), "Wat doen jullie vandaag?");
    const auto posted = Clock::now();
    const auto answer = author.ask<wire::AppendAnswer>(post);
    with_all_.add(audience_->wait_for(std::to_underlying(answer.seq)) - posted);
    readable_.add(wait_for_reader(answer.seq) - posted);
    world_.appended(post, answer);
  }
}

void NewsgroupRun::measure_removals() {
  reader_.look(false);
  auto founder = clerk_of(world_.circle.founder);
  for (std::size_t i = 0; i < removals_count(); ++i) {
    const auto member = world_.devices()[world_.devices().size() - 1 - 2 * i].member;
    read_clock();
    auto bundle = world_.remove(member);
    removal_bytes_.push_back(static_cast<double>(std::get<Bytes>(bundle.groups.front().commit).size()));
    wait_until_idle();
    const auto cpu = reader_.follow_cpu_s();
    const auto start = Clock::now();
    const auto answer = founder.ask<wire::BundleAnswer>(std::move(bundle));
    removal_hub_ms_.push_back(seconds_since(start) * 1e3);
    const auto seq = answer.logs.front().seq;
    const auto with_all = audience_->wait_for(std::to_underlying(seq));
    removal_all_ms_.push_back(std::chrono::duration<double, std::milli>(with_all - start).count());
    (void)wait_for_reader(seq);
    wait_until_idle();
    removal_cpu_ms_.push_back((reader_.follow_cpu_s() - cpu) * 1e3);
    world_.committed(answer);
  }
}

void NewsgroupRun::print() {
  const auto devices = world_.newsgroup().group.public_group().members().size();
  print_title("Newsgroup",
              "A newsgroup of " + show(static_cast<double>(devices)) + " devices with " + show(log_entries_) +
                  " entries, " + show(static_cast<double>(size_.articles)) + " of them posts in " +
                  show(static_cast<double>(size_.threads)) + " threads; the network's charter has " +
                  show(charter_entries_) +
                  " entries. One client is real, with its vault on the disk; of the others " +
                  show(static_cast<double>(audience_count())) +
                  " are online with a connection and a handle each. Hub on one core, all else on the other.");
  Table table({"what", "figure", "goal", "met"});
  const auto goal = [&](const std::string& what, double value, int digits, double at_most,
                        const std::string& unit) {
    table.add({what, show(value, digits), "at most " + show(at_most) + unit, show_met(value <= at_most)});
  };
  const auto plain = [&](const std::string& what, double value, int digits = 0) {
    table.add({what, show(value, digits), "", ""});
  };
  const auto of_max = [](const std::vector<double>& values) { return std::ranges::max(values); };
  goal("posting until all who are online have it, p50 of " + show(posts) + ", in s",
       with_all_.quantile_ms(0.5) / 1e3, 3, posting_goal_s, "");
  goal("the same, the slowest", with_all_.quantile_ms(1) / 1e3, 3, posting_goal_s, "");
  goal("posting until a real client shows it among the threads, p50, in s", readable_.quantile_ms(0.5) / 1e3,
       3, posting_goal_s, "");
  goal("the same, the slowest", readable_.quantile_ms(1) / 1e3, 3, posting_goal_s, "");
  goal("removal and new key, a client's CPU, median of " + show(static_cast<double>(removals_count())) +
           ", in ms",
       median(removal_cpu_ms_), 1, removal_goal_ms, "");
  goal("the same, the dearest", of_max(removal_cpu_ms_), 1, removal_goal_ms, "");
  plain("removal: until the hub has checked and stored it, in ms", median(removal_hub_ms_), 1);
  plain("removal: until all who are online have it, in ms", median(removal_all_ms_), 1);
  plain("removal: bytes of the commit", median(removal_bytes_));
  plain("all come online: connect, log in and attach, in s", online_.seconds, 2);
  plain("all come online: of that the hub's CPU, in s", online_.cpu_s, 2);
  goal("newcomer: until the first screen of threads, in s", reading_.screen.seconds, 2, screen_goal_s, "");
  plain("newcomer: of that the client's CPU, in s", reading_.screen.cpu_s, 2);
  plain("newcomer: of that, in Ed25519 verifications of libsodium", reading_.screen.cpu_s * 1e6 / verify_us_);
  plain("newcomer: one such verification meanwhile, in µs", verify_us_, 1);
  plain("newcomer: of that until the home is read, in s", reading_.home.seconds, 2);
  plain("newcomer: until all is read, in s", reading_.all.seconds, 2);
  plain("newcomer: of that the client's CPU, in s", reading_.all.cpu_s, 2);
  plain("showing the threads, in ms", shown_.cpu_s * 1e3, 1);
  plain("searching all for a word, in ms", searched_.cpu_s * 1e3, 1);
  plain("opening the program again, until the threads show without a hub, in s", opened_.seconds, 2);
  plain("charter: bytes of its entries", charter_bytes_);
  plain("charter: bytes of its snapshot at the hub, written with each bundle", snapshot_bytes_);
  plain("charter: to verify it from nothing, in s", charter_verified_.seconds, 2);
  plain("charter: bytes in memory of a client", charter_memory_);
  plain("accepting an invitation, the charter read over the hub, in s", accepted_.seconds, 2);
  plain("accepting: of that the client's CPU, in s", accepted_.cpu_s, 2);
  table.print();
}

}  // namespace

void measure_newsgroup(const Options& options) {
  const OnLoadCore pinned;
  NewsgroupRun run(options);
  run.run();
  run.print();
}

}  // namespace kring::bench
