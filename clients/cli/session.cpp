#include "clients/cli/session.hpp"

#include "clients/cli/errc.hpp"
#include "clients/core/errc.hpp"
#include "clients/native/driver.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <csignal>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace kring::cli {

namespace asio = boost::asio;

namespace {

using Moment = std::chrono::steady_clock::time_point;

/// How long a question waits for a hub that cannot be reached before it answers from what is here.
constexpr Duration offline_patience = std::chrono::seconds(3);
/// How long closing frames may take.
constexpr Duration goodbye_within = std::chrono::milliseconds(500);
/// The longest rest between two looks at a condition; every event looks as well.
constexpr Duration look_every = std::chrono::milliseconds(200);

}  // namespace

class Session::State {
 public:
  State(Parts parts, native::Vault vault, core::Client client)
      : parts_(std::move(parts)),
        vault_(std::move(vault)),
        client_(std::move(client)),
        outgoing_(parts_.home),
        signals_(context_, SIGINT, SIGTERM),
        driver_({.context = context_,
                 .client = client_,
                 .vault = vault_,
                 .outgoing = outgoing_,
                 .random = parts_.random,
                 .now = parts_.now,
                 .notice = [this](const core::Notice& notice) { heard(notice); },
                 .vault_failed = [this](const Error& error) { broken_ = error; }}) {
    signals_.async_wait([this](boost::system::error_code error, int /*signal*/) {
      if (!error) interrupted_ = true;
    });
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() { leave(); }

  [[nodiscard]] core::Client& client() { return client_; }
  [[nodiscard]] Time now() const { return parts_.now(); }
  [[nodiscard]] const std::vector<core::Alarm>& alarms() const { return alarms_; }

  void restarts(const channels::ChannelId& channel) { restarts_.insert(channel); }

  [[nodiscard]] bool interrupted() const { return interrupted_; }
  [[nodiscard]] Random& random() { return parts_.random; }

  [[nodiscard]] bool connected() const {
    return std::ranges::any_of(connections_,
                               [](const auto& hub) { return hub.second == core::Connection::greeted; });
  }

  void connect() {
    if (std::exchange(started_, true)) return;
    driver_.start();
  }

  Reach catch_up(const channels::CircleId& circle, Purpose purpose, Duration within) {
    connect();
    deadline_ = after(within);
    const auto hub = hub_of(circle);
    served_.insert(hub);
    const auto current = [this, &circle] { return is_current(circle); };
    const auto gives_up = [&] { return away_.contains(hub) || hears_nobody(hub, circle); };
    const bool heard_from = wait([&] { return current() || gives_up(); }, *deadline_);
    if (is_clock_off(hub)) hear_other_clocks(hub, *deadline_);
    if (heard_from && !current() && !hears_nobody(hub, circle) && purpose == Purpose::ask &&
        has_patience(hub))
      (void)wait(current, std::min(*deadline_, after(offline_patience)));  // Looked at just below.
    if (!current()) return Reach::offline;
    // Work that is under way is allowed to end, and what it waits for at other hubs is not waited for.
    (void)wait([&] { return settled_at(hub) || is_clock_off(hub) || is_away(hub); }, *deadline_);
    return Reach::current;
  }

  void settle() {
    connect();
    const auto deadline = after(parts_.timeout);
    const auto patience = after(offline_patience);
    const auto rests = [&](const core::HubView& hub) {
      const bool is_late = !greeted(hub.hub) && std::chrono::steady_clock::now() >= patience;
      return settled_at(hub.hub) || is_away(hub.hub) || takes_nothing(hub.hub, deadline) || is_late;
    };
    (void)wait([&] { return std::ranges::all_of(hubs(), rests); }, deadline);
  }

  Result<core::SealedFile> seal(native::SourceFile& source, core::FileSeal seal,
                                const native::Progress& progress) {
    return outgoing_.seal(source, std::move(seal), parts_.random, progress);
  }
  void forget(const core::IntentId& file) { outgoing_.drop(file); }

  Outcome<void> fetch(native::DownloadPlan plan, const native::Progress& progress) {
    std::optional<Status> end;
    auto pieces = std::uint64_t{0};
    native::Download download({.context = context_,
                               .client = client_,
                               .random = parts_.random,
                               .now = parts_.now,
                               .progress =
                                   [&](std::uint64_t have, std::uint64_t all) {
                                     ++pieces;
                                     progress(have, all);
                                   },
                               .done = [&](const Status& status) { end = status; }},
                              std::move(plan));
    download.start();
    for (auto seen = pieces;; seen = pieces) {
      const bool moved = wait([&] { return end || pieces != seen; }, after(parts_.timeout));
      if (broken_) return std::unexpected(*broken_);
      if (!moved) return std::unexpected(Error(Errc::timed_out));
      if (end) break;
    }
    if (!*end) return std::unexpected(end->error());
    return {};
  }

  native::HttpAnswer ask_http(native::HttpRequest request, const Patience& patience) {
    // Kept by the request, which may end after this wait.
    const auto answer = std::make_shared<std::optional<native::HttpAnswer>>();
    const auto came = [answer] { return answer->has_value(); };
    const auto deadline = after(patience.within);
    native::http_request(context_, std::move(request),
                         [answer](native::HttpAnswer one) { *answer = std::move(one); });
    const bool says = patience.word && patience.word_after < patience.within;
    if (says && !wait(came, after(patience.word_after))) patience.word();
    (void)wait(came, deadline);
    return answer->value_or(native::HttpAnswer{});
  }
  [[nodiscard]] Duration timeout() const { return parts_.timeout; }
  std::vector<core::Alarm> take_untold_alarms() {
    const auto first = alarms_.begin() + static_cast<std::ptrdiff_t>(std::exchange(told_, alarms_.size()));
    return {first, alarms_.end()};
  }

  void rest(Duration duration) {
    (void)wait([] { return false; }, after(duration));
  }

  Outcome<core::IntentDone> carry_out(core::IntentId intent, core::Actions actions,
                                      const native::Progress& progress) {
    connect();
    auto deadline = connected() || !deadline_ ? after(parts_.timeout) : *deadline_;
    auto moves = std::uint64_t{0};
    progressed_ = [&](const core::UploadProgress& one) {
      if (one.intent != intent) return;
      ++moves;
      if (progress) progress(one.sent, one.size);
    };
    const auto circle = circle_of(intent);
    const auto hub = hub_of(intent);
    served_.insert(hub);
    driver_.perform(std::move(actions));
    // Nobody is kept waiting for what the hub has said it will not take in time.
    const auto must_wait = [&] { return waits_beyond(deadline, hub, intent); };
    for (auto seen = moves;; seen = moves) {
      const auto moves_or_ends = [&] {
        return ended(intent) || alarm_in(circle) != nullptr || is_clock_off(hub) || moves != seen ||
               must_wait().has_value() || waits_for_resume(circle) || (circle && is_foreign(*circle));
      };
      const bool moved = wait(moves_or_ends, deadline);
      if (!moved || moves == seen) break;
      deadline = after(parts_.timeout);
    }
    progressed_ = nullptr;
    if (broken_) return std::unexpected(*broken_);
    if (const auto done = done_.find(intent); done != done_.end()) return done->second;
    if (const auto failed = failed_.find(intent); failed != failed_.end())
      return std::unexpected(Failure(failed->second.reason, failed->second.rule));
    if (const auto* alarm = alarm_in(circle)) return std::unexpected(Failure::of_alarm(*alarm));
    if (is_clock_off(hub)) return std::unexpected(clock_error(hub, deadline));
    if (circle && is_foreign(*circle)) return std::unexpected(Error(client::Errc::wrong_hub_key));
    if (const auto left = must_wait()) {
      Failure failure{Error(Errc::asked_to_wait)};
      failure.wait = left;
      return std::unexpected(std::move(failure));
    }
    return std::unexpected(Error(waits_for_resume(circle) ? Errc::kept_until_resume : Errc::kept_for_later));
  }

  Status perform(core::Actions actions) {
    driver_.perform(std::move(actions));
    if (broken_) return fail(*broken_);
    return {};
  }

  bool wait_until(const std::function<bool()>& done) {
    connect();
    return wait(done, after(parts_.timeout));
  }

  Outcome<void> wait_for(const std::string& hub, const std::function<bool()>& done) {
    connect();
    const auto deadline = after(parts_.timeout);
    const auto must_wait = [&] { return waits_beyond(deadline, hub, std::nullopt); };
    (void)wait([&] { return done() || is_clock_off(hub) || is_strange(hub) || must_wait().has_value(); },
               deadline);
    if (broken_) return std::unexpected(*broken_);
    if (done()) return {};
    if (is_clock_off(hub)) return std::unexpected(clock_error(hub, deadline));
    if (is_strange(hub)) return std::unexpected(Error(client::Errc::wrong_hub_key));
    Failure failure{Error(Errc::timed_out)};
    if (const auto left = must_wait()) {
      failure = Error(Errc::try_later);
      failure.wait = left;
    }
    return std::unexpected(std::move(failure));
  }

  Status watch(std::function<void(const core::Notice&)> notice, std::optional<Duration> duration) {
    listener_ = std::move(notice);
    connect();
    constexpr Duration for_good = std::chrono::days(365);
    (void)wait([] { return false; }, after(duration.value_or(for_good)));
    listener_ = nullptr;
    if (broken_) return fail(*broken_);
    return {};
  }

  void leave() {
    if (std::exchange(left_, true)) return;
    if (started_ && connected() && !interrupted_ && !broken_) {
      const auto deadline = after(parts_.timeout);
      const auto patience = after(offline_patience);
      // Whoever asked something of one hub waits little for what others offered.
      const auto rests = [&](const core::HubView& hub) {
        const bool is_late = std::chrono::steady_clock::now() >= patience && !is_served(hub.hub);
        return settled_at(hub.hub) || !greeted(hub.hub) || takes_nothing(hub.hub, deadline) || is_late;
      };
      (void)wait([&] { return std::ranges::all_of(hubs(), rests); }, deadline);
    }
    driver_.stop();
    signals_.cancel();
    context_.restart();
    context_.run_for(goodbye_within);
  }

 private:
  static Moment after(Duration duration) { return std::chrono::steady_clock::now() + duration; }

  [[nodiscard]] bool is_current(const channels::CircleId& circle) const {
    for (const auto& view : client_.circles(now())) {
      if (view.id == circle) return view.caught_up || view.stopped || view.standing == core::Standing::ended;
    }
    return true;
  }
  /// Whether the hub shows another key than this circle's.
  [[nodiscard]] bool is_foreign(const channels::CircleId& circle) const {
    return std::ranges::any_of(client_.circles(now()),
                               [&](const auto& view) { return view.id == circle && view.foreign_key; });
  }
  /// Whether a hub shows none of the circles there its key, so that nothing is sent to it.
  /// Whether nothing is asked of the hub of this circle, as its clock or its key is another.
  [[nodiscard]] bool hears_nobody(const std::string& hub, const channels::CircleId& circle) const {
    return is_clock_off(hub) || is_foreign(circle);
  }
  [[nodiscard]] bool is_strange(const std::string& hub) const {
    const auto circles = client_.circles(now());
    const auto is_here = [&](const auto& view) { return view.hub == hub; };
    const auto is_own = [&](const auto& view) { return is_here(view) && !view.foreign_key; };
    return std::ranges::any_of(circles, is_here) && std::ranges::none_of(circles, is_own);
  }
  /// Whether all that is asked in a circle waits for an owner who lets it go on after a restore.
  [[nodiscard]] bool waits_for_resume(const std::optional<channels::CircleId>& circle) const {
    const auto circles = client_.circles(now());
    const auto found = std::ranges::find_if(circles, [&](const auto& view) { return view.id == circle; });
    return found != circles.end() && found->read_only && settled_at(found->hub);
  }
  [[nodiscard]] bool settled_at(const std::string& hub) const { return client_.settled_at(hub, now()); }
  [[nodiscard]] std::vector<core::HubView> hubs() const { return client_.status(now()).hubs; }
  /// Empty for a circle that is not here.
  [[nodiscard]] std::string hub_of(const channels::CircleId& circle) const {
    for (auto& view : client_.circles(now())) {
      if (view.id == circle) return std::move(view.hub);
    }
    return {};
  }
  [[nodiscard]] std::string hub_of(const core::IntentId& intent) const {
    for (auto& pending : client_.status(now()).pending) {
      if (pending.id == intent) return pending.hub.empty() ? hub_of(pending.circle) : std::move(pending.hub);
    }
    return {};
  }
  [[nodiscard]] bool greeted(const std::string& hub) const {
    const auto found = connections_.find(hub);
    return found != connections_.end() && found->second == core::Connection::greeted;
  }
  [[nodiscard]] bool is_away(const std::string& hub) const { return away_.contains(hub) && !greeted(hub); }
  /// Whether something was asked of this hub, if of any.
  [[nodiscard]] bool is_served(const std::string& hub) const {
    return served_.empty() || served_.contains(hub);
  }
  /// A hub that is away is waited for once, not for each of its circles.
  bool has_patience(const std::string& hub) { return greeted(hub) || waited_for_.insert(hub).second; }
  [[nodiscard]] bool is_clock_off(const std::string& hub) const {
    return client_.clock_trouble(hub).has_value();
  }
  /// Whose clock is wrong can be told by other hubs alone: those that answer soon are heard.
  void hear_other_clocks(const std::string& hub, Moment deadline) {
    const auto is_heard = [&](const core::HubView& other) {
      return other.hub == hub || greeted(other.hub) || is_away(other.hub);
    };
    const auto is_told = [&] {
      const auto trouble = client_.clock_trouble(hub);
      return !trouble || *trouble == client::Errc::hub_clock_off || std::ranges::all_of(hubs(), is_heard);
    };
    (void)wait(is_told, std::min(deadline, after(offline_patience)));
  }
  /// Of a hub whose clock and ours differ too much.
  [[nodiscard]] Error clock_error(const std::string& hub, Moment deadline) {
    hear_other_clocks(hub, deadline);
    return client_.clock_trouble(hub).value_or(Error(client::Errc::clock_off));
  }
  /// Whether this hub is not waited for, as nothing is signed for it or it takes no more in that time.
  [[nodiscard]] bool takes_nothing(const std::string& hub, Moment deadline) const {
    return is_clock_off(hub) || waits_beyond(deadline, hub, std::nullopt).has_value();
  }
  /// How long this hub has told us to wait, if that is beyond the deadline and what waits is this intent, or
  /// any if none is named.
  [[nodiscard]] std::optional<Duration> waits_beyond(Moment deadline, const std::string& hub,
                                                     const std::optional<core::IntentId>& intent) const {
    std::optional<Duration> longest;
    for (const auto& [what, until] : asked_to_wait_) {
      const auto& [asking, waiting] = what;
      const auto left = until - parts_.now();
      const bool is_about_it = asking == hub && (!waiting || !intent || *waiting == *intent);
      if (is_about_it && Moment::clock::now() + left > deadline)
        longest = std::max(longest.value_or(left), left);
    }
    return longest;
  }
  /// The circle of an intent that is under way; none while it is founded.
  [[nodiscard]] std::optional<channels::CircleId> circle_of(const core::IntentId& intent) const {
    for (const auto& pending : client_.status(now()).pending) {
      if (pending.id == intent && !pending.circle.is_zero()) return pending.circle;
    }
    return std::nullopt;
  }
  /// The first alarm that an intent of this circle may wait in vain for; null if there is none.
  [[nodiscard]] const core::Alarm* alarm_in(const std::optional<channels::CircleId>& circle) const {
    const auto found = std::ranges::find_if(alarms_, [&](const core::Alarm& alarm) {
      const bool is_there = !circle || !alarm.circle || *alarm.circle == *circle;
      return is_there && alarm.stops != core::AlarmStops::nothing;
    });
    return found == alarms_.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool ended(const core::IntentId& intent) const {
    return done_.contains(intent) || failed_.contains(intent);
  }

  /// Lets things happen until `done` holds, the deadline, Ctrl-C or a vault that fails; whether it holds.
  bool wait(const std::function<bool()>& done, Moment deadline) {
    while (!done()) {
      if (interrupted_ || broken_ || std::chrono::steady_clock::now() >= deadline) return false;
      context_.restart();
      context_.run_one_until(std::min(deadline, after(look_every)));
    }
    return true;
  }

  void heard(const core::Notice& notice) {
    std::visit([this](const auto& one) { note(one); }, notice);
    if (listener_) listener_(notice);
  }
  void note(const core::ConnectionChanged& change) {
    connections_[change.hub] = change.state;
    if (change.state == core::Connection::offline || change.state == core::Connection::refused)
      away_.insert(change.hub);
  }
  void note(const core::IntentDone& done) { done_.insert_or_assign(done.intent, done); }
  void note(const core::IntentFailed& failed) { failed_.insert_or_assign(failed.intent, failed); }
  /// What is mended by itself ends no command: `status` and `watch` tell it.
  void note(const core::Alarm& alarm) {
    if (!alarm.heals && !is_own_act(alarm)) alarms_.push_back(alarm);
  }
  /// Whether it tells what this command itself has done and says in its answer.
  [[nodiscard]] bool is_own_act(const core::Alarm& alarm) const {
    return alarm.channel && restarts_.contains(*alarm.channel) &&
           alarm.reason == name_of(client::Errc::articles_void);
  }
  /// The client says itself for which hub nothing is signed.
  void note(const core::ClockOff& /*notice*/) {}
  void note(const core::AskedToWait& asked) {
    asked_to_wait_.insert_or_assign({asked.hub, asked.intent}, asked.until);
  }
  void note(const core::CaughtUp& /*notice*/) {}
  void note(const core::ChannelRestarted& /*notice*/) {}
  void note(const core::ChannelHealed& /*notice*/) {}
  void note(const core::CircleChanged& /*notice*/) {}
  void note(const core::NewArticles& /*notice*/) {}
  void note(const core::RequestWaiting& /*notice*/) {}
  void note(const core::UploadProgress& notice) {
    if (progressed_) progressed_(notice);
  }
  void note(const core::MembershipEnded& /*notice*/) {}

  Parts parts_;
  native::Vault vault_;
  core::Client client_;
  native::Outgoing outgoing_;
  asio::io_context context_{1};
  asio::signal_set signals_;
  native::Driver driver_;

  std::map<std::string, core::Connection> connections_;
  /// Hubs that could not be reached, or went, at some time.
  std::set<std::string> away_;
  std::set<std::string> waited_for_;
  /// Of which something was asked.
  std::set<std::string> served_;
  std::map<core::IntentId, core::IntentDone> done_;
  std::map<core::IntentId, core::IntentFailed> failed_;
  std::vector<core::Alarm> alarms_;
  /// Channels that this command restarts.
  std::set<channels::ChannelId> restarts_;
  /// How many of them were told.
  std::size_t told_ = 0;
  std::function<void(const core::Notice&)> listener_;
  std::function<void(const core::UploadProgress&)> progressed_;
  std::optional<Error> broken_;
  std::optional<Moment> deadline_;
  /// Until when a hub takes no more: of an intent, or of anything.
  std::map<std::pair<std::string, std::optional<core::IntentId>>, Time> asked_to_wait_;
  bool started_ = false;
  bool interrupted_ = false;
  bool left_ = false;
};

Result<Session> Session::open(Parts parts, native::Vault vault) {
  auto rows = vault.load();
  if (!rows) return fail(rows.error());
  auto client = core::Client::load(std::move(*rows), parts.random);
  if (!client) return fail(client.error());
  return Session(std::make_unique<State>(std::move(parts), std::move(vault), std::move(*client)));
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

core::Client& Session::client() {
  return state_->client();
}
Time Session::now() const {
  return state_->now();
}
Session::Reach Session::catch_up(const channels::CircleId& circle, Purpose purpose) {
  return state_->catch_up(circle, purpose, state_->timeout());
}
Session::Reach Session::catch_up(const channels::CircleId& circle, Purpose purpose, Duration within) {
  return state_->catch_up(circle, purpose, within);
}
void Session::settle() {
  state_->settle();
}
void Session::connect() {
  state_->connect();
}
Result<core::SealedFile> Session::seal(native::SourceFile& source, core::FileSeal seal,
                                       const native::Progress& progress) {
  return state_->seal(source, std::move(seal), progress);
}
void Session::forget(const core::IntentId& file) {
  state_->forget(file);
}
Outcome<void> Session::fetch(native::DownloadPlan plan, const native::Progress& progress) {
  return state_->fetch(std::move(plan), progress);
}
native::HttpAnswer Session::ask_http(native::HttpRequest request) {
  return state_->ask_http(std::move(request),
                          {.within = state_->timeout(), .word_after = {}, .word = nullptr});
}
native::HttpAnswer Session::ask_http(native::HttpRequest request, const Patience& patience) {
  return state_->ask_http(std::move(request), patience);
}
std::vector<core::Alarm> Session::take_untold_alarms() {
  return state_->take_untold_alarms();
}
Duration Session::timeout() const {
  return state_->timeout();
}
void Session::rest(Duration duration) {
  state_->rest(duration);
}
Outcome<core::IntentDone> Session::carry_out(core::IntentId intent, core::Actions actions,
                                             const native::Progress& progress) {
  return state_->carry_out(intent, std::move(actions), progress);
}
Status Session::perform(core::Actions actions) {
  return state_->perform(std::move(actions));
}
bool Session::wait_until(const std::function<bool()>& done) {
  return state_->wait_until(done);
}
void Session::restarts(const channels::ChannelId& channel) {
  state_->restarts(channel);
}
Outcome<void> Session::wait_for(const std::string& hub, const std::function<bool()>& done) {
  return state_->wait_for(hub, done);
}
Status Session::watch(std::function<void(const core::Notice&)> notice, std::optional<Duration> duration) {
  return state_->watch(std::move(notice), duration);
}
void Session::leave() {
  state_->leave();
}
const std::vector<core::Alarm>& Session::alarms() const {
  return state_->alarms();
}
bool Session::interrupted() const {
  return state_->interrupted();
}
Random& Session::random() {
  return state_->random();
}
bool Session::connected() const {
  return state_->connected();
}

}  // namespace kring::cli
