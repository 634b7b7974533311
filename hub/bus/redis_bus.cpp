#include "hub/bus/redis_bus.hpp"

#include "hub/base/errc.hpp"
#include "hub/bus/batch.hpp"
#include "hub/bus/in_process_bus.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace kring::bus {

namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::string_view probe_text = "probe";

}  // namespace

class RedisBus::State : public std::enable_shared_from_this<RedisBus::State> {
 public:
  State(asio::io_context& context, RedisBusOptions options, Random& random)
      : context_(context),
        options_(std::move(options)),
        random_(random),
        node_(random.id<NodeId>()),
        own_channel_(options_.channel + ":" + to_hex(node_.view())),
        wanted_{options_.channel, own_channel_},
        sealer_(options_.key, node_),
        opener_(options_.key.clone()),
        speaker_(context),
        listener_(context),
        tick_(context) {}

  void start() {
    connect(speaker_);
    connect(listener_);
    tick();
  }

  void stop() {
    stopped_ = true;
    tick_.cancel();
    for (auto* link : {&speaker_, &listener_}) {
      link->retry.cancel();
      link->connection.reset();
    }
  }

  void publish(News news) {
    local_.publish(news);
    if (batch_.is_full()) announce();
    batch_.add(std::move(news));
    if (std::exchange(announces_, true)) return;
    asio::post(context_, [self = shared_from_this()] {
      self->announces_ = false;
      self->announce();
    });
  }

  InProcessBus& local() { return local_; }
  [[nodiscard]] bool is_degraded() const { return trouble_.has_value(); }
  [[nodiscard]] const RedisBusCounts& counts() const { return counts_; }

 private:
  enum class Phase : std::uint8_t { connecting, ready, ending, waiting };
  /// One of the two connections, through all its lives.
  struct Link {
    explicit Link(asio::io_context& context) : retry(context) {}
    std::unique_ptr<RedisConnection> connection;
    asio::steady_timer retry;
    /// Failures in a row.
    int failures = 0;
    Phase phase = Phase::waiting;
    /// When it was begun, became ready, or was last heard.
    Clock::time_point alive;
    /// What ended the last one, if it was more than its absence.
    std::optional<hub::Errc> trouble;
  };
  /// A publication that Redis has not answered.
  struct Sent {
    std::size_t bytes = 0;
    bool is_probe = false;
    Clock::time_point at;
  };

  // Connections.

  void connect(Link& link) {
    link.phase = Phase::connecting;
    link.alive = Clock::now();
    RedisEvents events;
    // The connection is gone before this is: it says nothing more then.
    events.ready = [this, &link] { ready(link); };
    events.refused = [&link] { link.trouble = hub::Errc::bus_refused; };
    events.ended = [this, &link] { ended(link); };
    if (&link == &speaker_) {
      events.published = [this](std::uint64_t receivers) { answered(receivers); };
    } else {
      events.subscribed = [this](std::string_view channel) { confirmed(channel); };
      events.message = [this](std::string_view channel, ByteView payload) { take(channel, payload); };
    }
    link.connection =
        std::make_unique<RedisConnection>(context_, options_.address, options_.login, std::move(events));
  }

  void ready(Link& link) {
    ++counts_.connected;
    if (&link == &listener_) {
      for (const auto& channel : wanted_) link.connection->subscribe(channel);
      return;
    }
    link.phase = Phase::ready;
    // Nobody could ask it meanwhile.
    if (is_ready(listener_)) listener_.alive = Clock::now();
    probe();
  }

  [[nodiscard]] static bool is_ready(const Link& link) { return link.phase == Phase::ready; }

  void confirmed(std::string_view channel) {
    confirmed_.emplace(channel);
    if (confirmed_ != wanted_) return;
    listener_.phase = Phase::ready;
    listener_.alive = Clock::now();
    probe();
  }

  /// Given up: its end follows.
  void give_up(Link& link, hub::Errc trouble) {
    if (!link.trouble) link.trouble = trouble;
    link.phase = Phase::ending;
    link.connection->close();
  }

  void ended(Link& link) {
    link.phase = Phase::waiting;
    if (&link == &speaker_) {
      sent_.clear();
      sent_bytes_ = 0;
    } else {
      confirmed_.clear();
    }
    note_trouble(std::exchange(link.trouble, std::nullopt).value_or(hub::Errc::bus_unreachable));
    link.retry.expires_after(pause_after(link.failures++));
    link.retry.async_wait([self = shared_from_this(), &link](const boost::system::error_code& error) {
      if (!error && !self->stopped_) self->connect(link);
    });
  }

  /// Doubled with each failure, and between a half and the whole of it.
  milliseconds pause_after(int failures) {
    auto pause = options_.times.retry_first;
    for (int i = 0; i < failures && pause < options_.times.retry_last; ++i) pause *= 2;
    pause = std::min(pause, options_.times.retry_last);
    const auto random = random_.fixed<2>();
    const auto share = random[0] * 256 + random[1];
    return pause / 2 + pause * share / 2 / 65536;
  }

  // Whether the way is there and back.

  void tick() {
    tick_.expires_after(options_.times.probe_every);
    tick_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error || self->stopped_) return;
      self->watch();
      self->tick();
    });
  }

  void watch() {
    const auto now = Clock::now();
    // Answers may lie unread: it was this node that was silent.
    const bool was_held_up = now - watched_ > 2 * options_.times.probe_every;
    watched_ = now;
    if (was_held_up) return probe();
    for (auto* link : {&speaker_, &listener_}) {
      if (link->phase == Phase::connecting && now - link->alive > options_.times.connect_within)
        give_up(*link, hub::Errc::bus_unreachable);
    }
    const auto patience = options_.times.answer_within;
    if (is_ready(speaker_) && !sent_.empty() && now - sent_.front().at > patience)
      give_up(speaker_, hub::Errc::bus_silent);
    // Without a speaker nobody asks.
    if (is_ready(speaker_) && is_ready(listener_) && now - listener_.alive > patience)
      give_up(listener_, hub::Errc::bus_silent);
    probe();
  }

  /// Says something to this node alone. Redis's answer is the speaker's sign of life, its coming back the
  /// listener's.
  void probe() {
    if (is_ready(speaker_)) (void)send(own_channel_, view_bytes(probe_text), true);
  }

  void answered(std::uint64_t receivers) {
    if (sent_.empty()) return;
    const auto sent = sent_.front();
    sent_.pop_front();
    sent_bytes_ -= sent.bytes;
    if (!sent.is_probe) return;
    speaker_.failures = 0;
    // Redis has let the listener go, and its socket has not said so.
    if (receivers == 0 && is_ready(listener_) && listener_.alive <= sent.at)
      give_up(listener_, hub::Errc::bus_silent);
  }

  void probe_heard() {
    listener_.alive = Clock::now();
    listener_.failures = 0;
    if (!trouble_ || !is_ready(speaker_) || !is_ready(listener_)) return;
    trouble_.reset();
    tell();
  }

  void note_trouble(hub::Errc trouble) {
    const bool is_new = !trouble_ || *trouble_ != trouble;
    trouble_ = trouble;
    if (is_new) tell();
  }

  void tell() {
    if (!options_.on_change) return;
    asio::post(context_, [self = shared_from_this(), trouble = trouble_] {
      if (self->stopped_) return;
      self->options_.on_change(trouble ? Status(fail(*trouble, "redis")) : Status());
    });
  }

  // Out.

  void announce() {
    if (batch_.is_empty()) return;
    const auto news = batch_.take();
    if (is_ready(speaker_) && send(options_.channel, sealer_.seal(news), false)) {
      ++counts_.announced;
    } else {
      counts_.dropped += news.size();
    }
  }

  bool send(const std::string& channel, ByteView payload, bool is_probe) {
    if (sent_bytes_ + payload.size() > options_.outgoing_bytes_max) return false;
    if (!speaker_.connection->publish(channel, payload)) return false;
    sent_.push_back({.bytes = payload.size(), .is_probe = is_probe, .at = Clock::now()});
    sent_bytes_ += payload.size();
    return true;
  }

  // In.

  void take(std::string_view channel, ByteView payload) {
    if (channel == own_channel_) return probe_heard();
    const auto envelope = read_envelope(payload);
    if (envelope && envelope->node == node_) return;
    if (!envelope || incoming_bytes_ + payload.size() > limits::incoming_bytes_max) {
      ++counts_.refused;
      return;
    }
    incoming_bytes_ += payload.size();
    incoming_.push_back(copy_bytes(payload));
    if (incoming_.size() > 1) return;
    // hiredis is in the middle of its reading: listeners are told on a turn of their own.
    asio::post(context_, [self = shared_from_this()] { self->hear(); });
  }

  void hear() {
    incoming_bytes_ = 0;
    for (const auto& payload : std::exchange(incoming_, {})) {
      if (stopped_) return;
      const auto envelope = read_envelope(payload);
      const auto news = envelope ? opener_.open(*envelope) : fail(envelope.error());
      if (!news) {
        ++counts_.refused;
        continue;
      }
      ++counts_.heard;
      for (const auto& one : *news) local_.publish(one);
    }
  }

  asio::io_context& context_;
  RedisBusOptions options_;
  Random& random_;
  const NodeId node_;
  const std::string own_channel_;
  /// What is to be listened to, and what Redis has said yes to.
  const std::set<std::string, std::less<>> wanted_;
  std::set<std::string, std::less<>> confirmed_;
  Sealer sealer_;
  Opener opener_;
  InProcessBus local_;
  Link speaker_;
  Link listener_;
  asio::steady_timer tick_;
  Clock::time_point watched_ = Clock::now();
  std::optional<hub::Errc> trouble_ = hub::Errc::bus_unreachable;
  Batch batch_;
  bool announces_ = false;
  std::deque<Sent> sent_;
  std::size_t sent_bytes_ = 0;
  std::vector<Bytes> incoming_;
  std::size_t incoming_bytes_ = 0;
  RedisBusCounts counts_;
  bool stopped_ = false;
};

RedisBus::RedisBus(asio::io_context& context, RedisBusOptions options, Random& random)
    : state_(std::make_shared<State>(context, std::move(options), random)) {
  state_->start();
}

RedisBus::~RedisBus() {
  state_->stop();
}

void RedisBus::publish(News news) {
  state_->publish(std::move(news));
}

Subscription RedisBus::subscribe(Listener listener) {
  return state_->local().subscribe(std::move(listener));
}

bool RedisBus::is_degraded() const {
  return state_->is_degraded();
}

RedisBusCounts RedisBus::counts() const {
  return state_->counts();
}

}  // namespace kring::bus
