#include "tests/load/append_load.hpp"

#include "channels/wire/frame_codec.hpp"
#include "channels/wire/login.hpp"
#include "clients/native/hub_connection.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/sodium_random.hpp"
#include "tests/load/slow_reader.hpp"
#include "tests/support/hub_world.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <fstream>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kring::load {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using channels::Sequence;

namespace {

constexpr auto turn = std::chrono::milliseconds(10);
/// Before a refused append is sent again.
constexpr auto again_after = std::chrono::milliseconds(50);
/// Of one client: a hub that is behind is not buried.
constexpr std::size_t open_requests_max = 8;

Time read_clock() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

/// One append, from its first sending to its acknowledgement.
struct Message {
  wire::AppendRequest request;
  Hash payload_hash{};
  std::optional<Sequence> acknowledged;
  Clock::time_point sent;
};

}  // namespace

class AppendLoad::State {
 public:
  State(asio::io_context& context, const std::filesystem::path& data, const LoadOptions& options)
      : context_(context), options_(options), circle_(1, read_clock()), timer_(context) {
    const auto file = data / "hub.key";
    std::ofstream out(file, std::ios::binary);
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    out << view_text(circle_.hub.private_key.expose());
    founding_ = support::founding_bundle(circle_, channels_);
    clients_.resize(options.clients);
    last_turn_ = Clock::now();
    wait_for_turn();
  }

  void use_port(std::uint16_t port) {
    port_ = port;
    const auto origin = *channels::Origin::parse("http://127.0.0.1:" + std::to_string(port));
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      auto& client = clients_[i];
      client.connection.reset();
      if (client.is_ready || !client.open.empty()) closed(i);
      client.connection = std::make_unique<native::HubConnection>(
          context_, origin,
          native::ConnectionEvents{.opened = [] {},
                                   .frame = [this, i](const std::string& text) { receive(i, text); },
                                   .closed = [this, i] { closed(i); }},
          random_);
      client.connection->start();
    }
  }

  void add_slow_reader() {
    slow_reader_.emplace(context_,
                         SlowReader::Wish{.port = port_,
                                          .circle = circle_.charter().circle(),
                                          .channel = circle_.care,
                                          .charter = circle_.charter().number(),
                                          .sign = [this](const auto& hello) { return sign_login(hello); }});
  }
  void hurry_slow_reader() {
    if (slow_reader_) slow_reader_->hurry();
  }
  void forget_delays() { delays_.clear(); }
  [[nodiscard]] Counts counts() const {
    auto counts = counts_;
    if (slow_reader_) {
      counts.slow_entries = slow_reader_->entries();
      counts.slow_broken = slow_reader_->is_broken();
    }
    auto delays = delays_;
    if (!delays.empty()) {
      const auto place = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() * 99 / 100);
      std::ranges::nth_element(delays, place);
      counts.p99 = std::chrono::duration_cast<std::chrono::microseconds>(*place);
    }
    return counts;
  }
  void finish() { is_finishing_ = true; }
  [[nodiscard]] bool is_finished() const {
    return is_finishing_ && counts_.acknowledged == messages_.size() && clients_.front().is_ready;
  }
  void start_reading() {
    send(0, wire::AttachRequest{.circle = circle_.charter().circle(),
                                .charter_after = circle_.charter().number(),
                                .channels = {{.channel = circle_.care, .after = Sequence{0}}}});
  }
  [[nodiscard]] bool has_read() const { return log_end_ && log_.size() >= *log_end_; }
  [[nodiscard]] Verdict verdict() const {
    Verdict verdict{.entries = log_.size()};
    std::set<Hash> different;
    for (const auto& [seq, hash] : log_) different.insert(hash);
    verdict.doubled = log_.size() - different.size();
    verdict.gaps = static_cast<std::size_t>(std::to_underlying(log_.rbegin()->first)) - log_.size();
    for (const auto& message : messages_) {
      const auto found = log_.find(*message.acknowledged);
      if (found == log_.end() || found->second != message.payload_hash) ++verdict.lost;
    }
    return verdict;
  }

 private:
  struct Client {
    std::unique_ptr<native::HubConnection> connection;
    bool is_ready = false;
    std::uint64_t next_request = 1;
    /// Which message each open request appends; none: it logs in, founds or attaches.
    std::unordered_map<std::uint64_t, std::optional<std::size_t>> open;
  };

  void send(std::size_t index, wire::Request request, std::optional<std::size_t> message = std::nullopt) {
    auto& client = clients_[index];
    const auto id = client.next_request++;
    client.open.emplace(id, message);
    client.connection->send(
        wire::encode_request({.id = wire::RequestId{id}, .request = std::move(request)}).value());
  }

  void receive(std::size_t index, const std::string& text) {
    const auto frame = wire::decode_hub_frame(text);
    if (!frame) return;
    if (const auto* event = std::get_if<wire::Event>(&*frame)) return heard(index, *event);
    const auto& answer = std::get<wire::ReceivedAnswer>(*frame);
    if (answer.id) answered(index, *answer.id, answer);
  }

  void heard(std::size_t index, const wire::Event& event) {
    if (const auto* hello = std::get_if<wire::HelloEvent>(&event)) {
      hellos_[index] = *hello;
      // Only who founded the circle can log in to it.
      if (!is_founded_ && index == 0) return send(0, founding_);
      if (is_founded_) login(index);
    } else if (const auto* entry = std::get_if<wire::EntryEvent>(&event)) {
      if (const auto* bytes = std::get_if<Bytes>(&entry->payload))
        log_[entry->seq] = primitives::sha256(*bytes);
    }
  }

  wire::LoginRequest sign_login(const wire::HelloEvent& hello) {
    return wire::sign_login({.challenge = {.origin = hello.origin, .nonce = hello.nonce},
                             .client_nonce = random_.fixed<32>(),
                             .circle = circle_.charter().circle(),
                             .handle = circle_.founder.id},
                            circle_.founder.handle.private_key)
        .value();
  }
  void login(std::size_t index) { send(index, sign_login(hellos_.at(index))); }

  void answered(std::size_t index, wire::RequestId id, const wire::ReceivedAnswer& answer) {
    auto& client = clients_[index];
    const auto open = client.open.extract(std::to_underlying(id));
    if (open.empty()) return;
    const auto* error = std::get_if<wire::ErrorAnswer>(&answer.outcome);
    if (error != nullptr) ++counts_.refused[std::string(wire::name_of(error->code))];
    if (const auto message = open.mapped())
      return acknowledge(*message, error != nullptr ? nullptr : &answer);
    if (error != nullptr) return client.connection->reset();
    if (!is_founded_) {
      is_founded_ = true;
      for (const auto& [other, hello] : hellos_) login(other);
    } else if (is_finished() && client.is_ready) {
      const auto attached = wire::decode_answer(answer, wire::Op::attach).value();
      const auto& ok = std::get<wire::OkAnswer>(attached.outcome);
      log_end_ = std::to_underlying(std::get<wire::AttachAnswer>(ok).channels.at(0).seq);
    } else {
      client.is_ready = true;
      ++counts_.ready;
    }
  }

  /// Without an answer it was refused, and comes again.
  void acknowledge(std::size_t number, const wire::ReceivedAnswer* answer) {
    auto& message = messages_[number];
    if (answer == nullptr) {
      refused_.emplace_back(Clock::now() + again_after, number);
      return;
    }
    const auto frame = wire::decode_answer(*answer, wire::Op::append).value();
    const auto seq = std::get<wire::AppendAnswer>(std::get<wire::OkAnswer>(frame.outcome)).seq;
    if (!message.acknowledged) {
      ++counts_.acknowledged;
      delays_.push_back(Clock::now() - message.sent);
    }
    if (message.acknowledged && *message.acknowledged != seq) ++counts_.moved;
    message.acknowledged = seq;
  }

  void closed(std::size_t index) {
    auto& client = clients_[index];
    if (std::exchange(client.is_ready, false)) --counts_.ready;
    for (const auto& [id, message] : client.open) {
      if (message && !messages_[*message].acknowledged) refused_.emplace_back(Clock::now(), *message);
    }
    client.open.clear();
    client.next_request = 1;
    hellos_.erase(index);
  }

  void wait_for_turn() {
    timer_.expires_after(turn);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      take_turn();
      wait_for_turn();
    });
  }

  /// As many appends as the time since the last turn asks for, shared out among the clients.
  void take_turn() {
    const auto now = Clock::now();
    owed_ +=
        std::chrono::duration<double>(now - last_turn_).count() * static_cast<double>(options_.appends_s);
    owed_ = std::min(owed_, static_cast<double>(options_.appends_s) / 10);
    last_turn_ = now;
    std::size_t passed = 0;
    while (owed_ >= 1 && passed < clients_.size()) {
      next_client_ = (next_client_ + 1) % clients_.size();
      const auto& client = clients_[next_client_];
      const bool takes_one = client.is_ready && client.open.size() < open_requests_max;
      const auto message = takes_one ? next_message(now) : std::nullopt;
      if (!message) {
        ++passed;
        continue;
      }
      passed = 0;
      owed_ -= 1;
      ++counts_.sent;
      messages_[*message].sent = now;
      send(next_client_, messages_[*message].request, message);
    }
  }

  /// One that has to go again, else a new one.
  std::optional<std::size_t> next_message(Clock::time_point now) {
    if (!refused_.empty() && refused_.front().first <= now) {
      const auto number = refused_.front().second;
      refused_.pop_front();
      return number;
    }
    if (is_finishing_) return std::nullopt;
    auto request = support::make_append(circle_, channels_.at(circle_.care), circle_.founder, "een bericht");
    const auto hash = primitives::sha256(request.payload);
    messages_.push_back(
        {.request = std::move(request), .payload_hash = hash, .acknowledged = std::nullopt, .sent = now});
    return messages_.size() - 1;
  }

  asio::io_context& context_;
  LoadOptions options_;
  support::TestCircle circle_;
  std::map<channels::ChannelId, support::TestChannel> channels_;
  wire::BundleRequest founding_;
  primitives::SodiumRandom random_;
  asio::steady_timer timer_;
  bool is_founded_ = false;
  bool is_finishing_ = false;
  std::vector<Client> clients_;
  /// Of those that have not logged in yet, too.
  std::map<std::size_t, wire::HelloEvent> hellos_;
  std::vector<Message> messages_;
  std::deque<std::pair<Clock::time_point, std::size_t>> refused_;
  std::size_t next_client_ = 0;
  double owed_ = 0;
  Clock::time_point last_turn_;
  Counts counts_;
  std::vector<Clock::duration> delays_;
  std::uint16_t port_ = 0;
  std::optional<SlowReader> slow_reader_;
  /// Payload hashes by their place.
  std::map<Sequence, Hash> log_;
  std::optional<std::size_t> log_end_;
};

AppendLoad::AppendLoad(asio::io_context& context, const std::filesystem::path& data,
                       const LoadOptions& options)
    : state_(std::make_unique<State>(context, data, options)) {}
AppendLoad::~AppendLoad() = default;
void AppendLoad::use_port(std::uint16_t port) {
  state_->use_port(port);
}
void AppendLoad::add_slow_reader() {
  state_->add_slow_reader();
}
void AppendLoad::hurry_slow_reader() {
  state_->hurry_slow_reader();
}
void AppendLoad::forget_delays() {
  state_->forget_delays();
}
void AppendLoad::finish() {
  state_->finish();
}
bool AppendLoad::is_finished() const {
  return state_->is_finished();
}
void AppendLoad::start_reading() {
  state_->start_reading();
}
bool AppendLoad::has_read() const {
  return state_->has_read();
}
Counts AppendLoad::counts() const {
  return state_->counts();
}
Verdict AppendLoad::verdict() const {
  return state_->verdict();
}

}  // namespace kring::load
