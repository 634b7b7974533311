#include "tests/bench/real_reader.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace kring::bench {

using namespace std::chrono_literals;

namespace {

/// How long a client may take for anything here, so that a bench that is stuck ends.
constexpr auto patience = 120s;
/// Threads that fill a screen.
constexpr std::size_t screen_threads = 20;
/// How long nothing is looked at between two events.
constexpr auto look_every = 20ms;

Time read_wall_clock() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

double cpu_of(clockid_t clock) {
  timespec used{};
  ::clock_gettime(clock, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// Measures the calling thread from its making on.
class Meter {
 public:
  [[nodiscard]] Cost cost() const {
    return {.seconds = seconds_since(start_), .cpu_s = cpu_of(CLOCK_THREAD_CPUTIME_ID) - cpu_};
  }

 private:
  Clock::time_point start_ = Clock::now();
  double cpu_ = cpu_of(CLOCK_THREAD_CPUTIME_ID);
};

[[noreturn]] void give_up(const std::string& what) {
  throw std::runtime_error("the client: " + what);
}

}  // namespace

RealReader::RealReader(const std::filesystem::path& home) : home_(home), key_(Secret::of_size(32)) {
  std::filesystem::create_directories(home_);
  random_.fill(key_.expose_mutable());
  auto session = open();
  auto made = session.client().init("Nieuw", "ouder");
  if (!made || !session.perform(std::move(made->actions))) give_up("it cannot make its keys");
}

RealReader::~RealReader() {
  stops_ = true;
  if (thread_.joinable()) thread_.join();
}

cli::Session RealReader::open() {
  auto vault = native::Vault::open(home_, key_.clone(), random_);
  if (!vault) give_up(std::string(vault.error().name()));
  auto session = cli::Session::open(
      {.home = home_, .random = random_, .now = read_wall_clock, .timeout = patience}, std::move(*vault));
  if (!session) give_up(std::string(session.error().name()));
  return std::move(*session);
}

Cost RealReader::accept(std::string_view link) {
  auto session = open();
  const Meter meter;
  auto joined = session.client().join(link, session.now());
  if (!joined) give_up(std::string(joined.error().name()));
  circle_ = joined->circle;
  const auto done = session.carry_out(joined->intent, std::move(joined->actions));
  if (!done) give_up("it cannot accept the invitation");
  return meter.cost();
}

RealReader::Reading RealReader::read(const channels::ChannelId& newsgroup) {
  newsgroup_ = newsgroup;
  const Meter meter;
  session_ = open();
  Reading reading{.home = meter.cost(), .screen = {}, .all = {}};
  bool is_current = false;
  const auto listener = [&](const core::Notice& notice) {
    heard(notice);
    if (std::holds_alternative<core::Alarm>(notice))
      give_up("it raised " + std::get<core::Alarm>(notice).reason);
    const auto& client = session_->client();
    const bool is_shown = reading.screen.seconds > 0;
    if (!is_shown &&
        client.threads(circle_, newsgroup_, session_->now(), screen_threads).size() >= screen_threads)
      reading.screen = meter.cost();
    // A newcomer without a newsgroup has caught up with all that it may read.
    if (!is_current && last_seq_ > 0 && client.circles(session_->now()).front().caught_up) {
      is_current = true;
      reading.all = meter.cost();
    }
  };
  const auto is_settled = [&] { return is_current && session_->client().status(session_->now()).settled; };
  const auto deadline = Clock::now() + patience;
  while (!is_settled()) {
    if (Clock::now() > deadline) give_up("it does not read to the end");
    if (!session_->watch(listener, look_every)) give_up("its vault failed");
  }
  if (reading.screen.seconds <= 0) give_up("it shows no threads");
  return reading;
}

Cost RealReader::show_threads() {
  const Meter meter;
  if (session_->client().threads(circle_, newsgroup_, session_->now(), screen_threads).size() <
      screen_threads)
    give_up("it shows no threads");
  return meter.cost();
}

Cost RealReader::search(std::string_view word) {
  const Meter meter;
  const auto found = session_->client().search(circle_, word, std::nullopt, session_->now());
  if (!found || found->hits.size() != 1) give_up("it does not find what was written");
  return meter.cost();
}

Cost RealReader::open_again() {
  session_.reset();
  const Meter meter;
  session_ = open();
  (void)show_threads();
  return meter.cost();
}

void RealReader::follow() {
  thread_ = std::thread([this] {
    while (!stops_) {
      if (!session_->watch([this](const core::Notice& notice) { heard(notice); }, look_every)) return;
    }
  });
}

std::optional<Clock::time_point> RealReader::has_read(std::uint64_t seq) const {
  if (last_seq_ < seq) return std::nullopt;
  return Clock::time_point(Clock::duration(last_at_));
}

double RealReader::follow_cpu_s() const {
  clockid_t clock{};
  // std::thread has no native_handle that is const.
  ::pthread_getcpuclockid(const_cast<std::thread&>(thread_).native_handle(), &clock);  // NOLINT: as above.
  return cpu_of(clock);
}

void RealReader::heard(const core::Notice& notice) {
  const auto* articles = std::get_if<core::NewArticles>(&notice);
  if (articles == nullptr || articles->channel != newsgroup_) return;
  const auto seq = std::to_underlying(articles->last);
  if (thread_.joinable() && looks_) {
    const auto threads = session_->client().threads(circle_, newsgroup_, session_->now(), screen_threads);
    if (threads.empty() || threads.front().last != articles->last) return;
  }
  last_at_ = Clock::now().time_since_epoch().count();
  last_seq_ = seq;
}

}  // namespace kring::bench
