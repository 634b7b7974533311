#include "tests/bench/load.hpp"

#include "channels/wire/login.hpp"
#include "crypto/primitives/sodium_random.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace kring::bench {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

/// How long anything may take before a benchmark gives up: something is broken then.
constexpr auto patience = std::chrono::seconds(60);
/// Handshakes under way at once: fewer than the hub's backlog of connections.
constexpr std::size_t openings_max = 64;

/// Of a large frame, beside its few other fields: just below what is taken.
constexpr std::size_t large_bytes = 65'000;

Time read_clock() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

/// Whether a frame answers a request that was granted.
bool is_ok(std::string_view text) {
  return text.starts_with(R"({"id":)") && text.find(R"(,"ok":)") < 32;
}

/// A client's text frame (RFC 6455, section 5.2), under a mask of zeroes, which changes nothing.
std::string make_frame(std::string_view text) {
  std::string frame("\x81");
  if (text.size() < 126) {
    frame.push_back(static_cast<char>(0x80U | text.size()));
  } else {
    frame.push_back(static_cast<char>(0x80U | 126U));
    frame.push_back(static_cast<char>(text.size() >> 8U));
    frame.push_back(static_cast<char>(text.size() & 0xFFU));
  }
  frame.append(4, '\0');
  return frame.append(text);
}

/// One WebSocket: hands every text frame to a function, and answers nothing by itself.
class Connection {
 public:
  using OnFrame = std::function<void(Connection&, std::string_view)>;

  Connection(asio::io_context& context, OnFrame on_frame)
      : socket_(context), on_frame_(std::move(on_frame)), chunk_(16 * 1024) {}

  void open(std::uint16_t port) {
    socket_.async_connect({asio::ip::address_v4::loopback(), port}, [this](ErrorCode error) {
      check(error);
      socket_.set_option(tcp::no_delay(true));
      write(
          "GET /v1/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Protocol: kring.v1\r\n\r\n");
      read();
    });
  }

  void send(const wire::Request& request) {
    const auto text =
        wire::encode_request({.id = wire::RequestId{next_request_++}, .request = request}).value();
    write(make_frame(text));
  }

  /// A ping with a key that nobody knows, and so passes over.
  void send_large() {
    const std::string filler(large_bytes, 'x');
    write(make_frame(R"({"id":)" + std::to_string(next_request_++) + R"(,"op":"ping","filler":")" + filler +
                     R"("})"));
  }

  /// Entries received since the last measurement began.
  std::size_t received = 0;

 private:
  static void check(ErrorCode error) {
    if (error) throw std::runtime_error("a connection to the hub broke: " + error.message());
  }

  /// A client's frames are small and few: they fit the socket's buffer.
  void write(std::string_view bytes) { asio::write(socket_, asio::buffer(bytes)); }

  void read() {
    socket_.async_read_some(asio::buffer(chunk_), [this](ErrorCode error, std::size_t size) {
      if (error == asio::error::operation_aborted) return;
      check(error);
      unread_.append(chunk_.data(), size);
      take_frames();
      read();
    });
  }

  void take_frames() {
    std::size_t at = 0;
    if (!upgraded_) {
      const auto end = unread_.find("\r\n\r\n");
      if (end == std::string::npos) return;
      if (!unread_.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("the hub refuses the upgrade");
      upgraded_ = true;
      at = end + 4;
    }
    while (const auto frame = next_frame(at)) {
      const auto text = *frame;
      at = static_cast<std::size_t>(text.data() - unread_.data()) + text.size();
      on_frame_(*this, text);
    }
    unread_.erase(0, at);
  }

  /// The payload of the frame that begins at `at`, if all of it is there.
  [[nodiscard]] std::optional<std::string_view> next_frame(std::size_t at) const {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(unread_[at + i]); };
    if (unread_.size() < at + 4) return std::nullopt;
    if (byte(0) != 0x81) throw std::runtime_error("the hub sent no text frame");
    const bool is_long = byte(1) == 126;
    const std::size_t size = is_long ? std::size_t{byte(2)} << 8U | byte(3) : byte(1);
    const std::size_t header = is_long ? 4 : 2;
    if (unread_.size() < at + header + size) return std::nullopt;
    return std::string_view(unread_).substr(at + header, size);
  }

  tcp::socket socket_;
  OnFrame on_frame_;
  std::vector<char> chunk_;
  std::string unread_;
  std::uint64_t next_request_ = 1;
  bool upgraded_ = false;
};

}  // namespace

BenchCircle::BenchCircle(std::uint64_t seed) : circle_(seed, read_clock()) {}

void BenchCircle::write_hub_key(const std::filesystem::path& data) const {
  const auto file = data / "hub.key";
  std::ofstream out(file, std::ios::binary);
  std::filesystem::permissions(file,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  out << view_text(circle_.hub.private_key.expose());
}

wire::BundleRequest BenchCircle::founding() {
  return support::founding_bundle(circle_, channels_);
}

wire::AppendRequest BenchCircle::make_append() {
  return support::make_append(circle_, channels_.at(circle_.care), circle_.founder, "een bericht");
}

class Load::State {
 public:
  State(std::uint16_t port, BenchCircle& circle) : port_(port), circle_(circle) {
    writer_ = std::make_unique<Connection>(
        context_, [this](Connection& at, std::string_view text) { on_writer_frame(at, text); });
    writer_->open(port_);
    run_until([this] { return writer_ready_; });
  }

  void connect(std::size_t count, bool attach) {
    attaching_ = attach;
    const auto wanted = readers_.size() + count;
    std::size_t opened = readers_.size();
    while (opened < wanted) {
      const auto until = std::min(wanted, opened + openings_max);
      for (; opened < until; ++opened) {
        readers_.push_back(std::make_unique<Connection>(
            context_, [this](Connection& at, std::string_view text) { on_reader_frame(at, text); }));
        readers_.back()->open(port_);
      }
      run_until([&] { return ready_ == opened; });
    }
  }

  void send_large() {
    const auto wanted = readers_.size();
    ready_ = 0;
    for (std::size_t i = 0; i < wanted; ++i) {
      readers_[i]->send_large();
      run_until([&] { return ready_ == i + 1; });
    }
  }

  void disconnect() {
    readers_.clear();
    ready_ = 0;
    context_.poll();
  }

  [[nodiscard]] Delivered deliver(const Pace& pace, std::chrono::milliseconds length) {
    measured_ = {};
    sent_at_.clear();
    acknowledged_ = 0;
    for (auto& reader : readers_) reader->received = 0;
    pace_ = pace;
    start_ = Clock::now();
    until_ = start_ + length;
    write_on();
    run_until([&] {
      return Clock::now() >= until_ && acknowledged_ == sent_at_.size() &&
             measured_.deliveries == sent_at_.size() * readers_.size();
    });
    measured_.seconds = seconds_since(start_);
    measured_.appends = sent_at_.size();
    return std::exchange(measured_, {});
  }

 private:
  template <class Condition>
  void run_until(const Condition& holds) {
    const auto deadline = Clock::now() + patience + (until_ - start_);
    while (!holds()) {
      if (Clock::now() > deadline) throw std::runtime_error("the hub did not deliver in time");
      context_.restart();
      context_.run_one_for(std::chrono::milliseconds(100));
    }
  }

  void write_on() {
    while (Clock::now() < until_ && sent_at_.size() - acknowledged_ < pace_.in_flight) {
      const bool all_received = measured_.deliveries == sent_at_.size() * readers_.size();
      if (pace_.one_by_one && !all_received) return;
      const auto append = circle_.make_append();
      sent_at_.push_back(Clock::now());
      writer_->send(append);
    }
  }

  void on_writer_frame(Connection& at, std::string_view text) {
    if (text.starts_with(R"({"event":"hello")")) {
      hello_ = text;
      at.send(circle_.founding());
    } else if (text.starts_with(R"({"id":1,"ok")")) {
      at.send(login(hello_));
    } else if (text.starts_with(R"({"id":2,"ok")")) {
      writer_ready_ = true;
    } else if (is_ok(text)) {
      ++acknowledged_;
      ++log_end_;
      write_on();
    } else if (!text.starts_with(R"({"event":"heartbeat")")) {
      throw std::runtime_error("the writer was told: " + std::string(text.substr(0, 200)));
    }
  }

  void on_reader_frame(Connection& at, std::string_view text) {
    if (text.starts_with(R"({"event":"entry")")) return on_entry(at, text);
    if (text.starts_with(R"({"event":"hello")")) {
      if (attaching_) {
        at.send(login(text));
      } else {
        ++ready_;
      }
    } else if (text.starts_with(R"({"id":1,"ok")")) {
      at.send(wire::AttachRequest{
          .circle = circle_.id(),
          .charter_after = circle_.charter_number(),
          .channels = {{.channel = circle_.channel(), .after = channels::Sequence{log_end_}}}});
    } else if (is_ok(text)) {
      ++ready_;
    } else if (!text.starts_with(R"({"event":"heartbeat")")) {
      throw std::runtime_error("a reader was told: " + std::string(text.substr(0, 200)));
    }
  }

  void on_entry(Connection& at, std::string_view text) {
    // The numbers have no gaps, so the reader's count says which append it is; the frame has to agree.
    const auto number = R"("seq":)" + std::to_string(log_start() + at.received + 1) + ",";
    if (text.find(number) == std::string_view::npos || at.received >= sent_at_.size())
      throw std::runtime_error("an entry is missing, doubled or out of order");
    measured_.delays.add(Clock::now() - sent_at_[at.received]);
    ++at.received;
    ++measured_.deliveries;
    if (pace_.one_by_one) write_on();
  }

  /// The channel's length when the measurement began.
  [[nodiscard]] std::uint64_t log_start() const { return log_end_ - acknowledged_; }

  [[nodiscard]] wire::LoginRequest login(std::string_view hello_text) {
    const auto frame = wire::decode_hub_frame(hello_text).value();
    const auto& hello = std::get<wire::HelloEvent>(std::get<wire::Event>(frame));
    return wire::sign_login({.challenge = {.origin = hello.origin, .nonce = hello.nonce},
                             .client_nonce = random_.fixed<32>(),
                             .circle = circle_.id(),
                             .handle = circle_.founder().id},
                            circle_.founder().handle.private_key)
        .value();
  }

  std::uint16_t port_;
  BenchCircle& circle_;
  primitives::SodiumRandom random_;
  asio::io_context context_{1};
  std::unique_ptr<Connection> writer_;
  /// What the hub greeted the writer with.
  std::string hello_;
  std::vector<std::unique_ptr<Connection>> readers_;
  /// The opening commit is entry 1.
  std::uint64_t log_end_ = 1;
  std::size_t ready_ = 0;
  bool writer_ready_ = false;
  bool attaching_ = false;

  Pace pace_;
  Clock::time_point start_;
  Clock::time_point until_;
  std::vector<Clock::time_point> sent_at_;
  std::size_t acknowledged_ = 0;
  Delivered measured_;
};

Load::Load(std::uint16_t port, BenchCircle& circle) : state_(std::make_unique<State>(port, circle)) {}
Load::~Load() = default;
void Load::connect(std::size_t count) {
  state_->connect(count, false);
}
void Load::attach(std::size_t count) {
  state_->connect(count, true);
}
void Load::send_large() {
  state_->send_large();
}
void Load::disconnect() {
  state_->disconnect();
}
Delivered Load::deliver(const Pace& pace, std::chrono::milliseconds length) {
  return state_->deliver(pace, length);
}

}  // namespace kring::bench
