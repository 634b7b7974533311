#include "clients/native/hub_connection.hpp"

#include "channels/wire/limits.hpp"
#include "clients/native/awaiting.hpp"
#include "clients/native/limits.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <charconv>
#include <deque>
#include <exception>
#include <utility>

namespace kring::native {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

constexpr std::string_view socket_path = "/v1/ws";
constexpr std::string_view subprotocol = "kring.v1";

using PlainStream = websocket::stream<tcp::socket, false>;
using TlsStream = websocket::stream<asio::ssl::stream<tcp::socket>, false>;

}  // namespace

class HubConnection::State : public std::enable_shared_from_this<HubConnection::State> {
 public:
  State(asio::io_context& context, channels::Origin hub, ConnectionEvents events, Random& random)
      : context_(context),
        hub_(std::move(hub)),
        events_(std::move(events)),
        random_(random),
        deadline_(context),
        ping_(context),
        wait_(context) {}

  void start() {
    asio::co_spawn(context_, run(), [self = shared_from_this()](const std::exception_ptr& failure) {
      // Nothing in it throws but for want of memory, and then nothing is to be saved here.
      if (failure) std::rethrow_exception(failure);
    });
  }

  void send(std::string text) {
    if (!open_) return;
    outbox_.push_back(std::move(text));
    if (outbox_.size() == 1) write_next_();
  }

  void reset() {
    if (close_) close_();
  }

  void stop() {
    stopped_ = true;
    open_ = false;
    wait_.cancel();
    reset();
  }

 private:
  asio::awaitable<void> run() {
    const auto self = shared_from_this();
    auto wait = limits::reconnect_first;
    while (!stopped_) {
      const bool was_open = co_await connect_once();
      disarm();
      if (stopped_) co_return;
      events_.closed();
      if (stopped_) co_return;
      wait = was_open ? limits::reconnect_first : std::min(wait * 2, limits::reconnect_longest);
      // Not before what the hub has said, and not all at the moment that it has said.
      wait_.expires_after(std::exchange(told_wait_, {}) + jittered(wait));
      co_await wait_.async_wait(use);
    }
  }

  /// How long a hub that takes no connection of ours for now wants to be left alone.
  static std::chrono::seconds wait_told(const websocket::response_type& response) {
    const auto text = response[boost::beast::http::field::retry_after];
    if (response.result() != boost::beast::http::status::too_many_requests) return {};
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0) return {};
    return std::min(std::chrono::seconds(seconds), limits::reconnect_told_max);
  }

  /// Between half of `wait` and all of it.
  std::chrono::milliseconds jittered(std::chrono::milliseconds wait) {
    const auto bytes = random_.fixed<2>();
    const auto part = static_cast<std::uint64_t>(bytes[0]) << 8U | bytes[1];
    return wait / 2 + std::chrono::milliseconds(wait.count() / 2 * static_cast<std::int64_t>(part) / 65536);
  }

  /// One connection from its beginning to its end; whether it was ever open.
  asio::awaitable<bool> connect_once() {
    tcp::resolver resolver(context_);
    arm(limits::connect_within, [&resolver] { resolver.cancel(); });
    auto [not_found, places] = co_await resolver.async_resolve(hub_.host(), std::to_string(hub_.port()), use);
    if (not_found || stopped_) co_return false;
    tcp::socket socket(context_);
    arm(limits::connect_within, [&socket] { close_socket(socket); });
    auto [not_connected, place] = co_await asio::async_connect(socket, places, use);
    if (not_connected || stopped_) co_return false;
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    if (!hub_.is_tls()) {
      PlainStream stream(std::move(socket));
      co_return co_await shake_and_run(stream, stream.next_layer());
    }
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    tls.set_default_verify_paths(ignored);
    tls.set_verify_mode(asio::ssl::verify_peer, ignored);
    TlsStream stream(std::move(socket), tls);
    auto& lowest = stream.next_layer().next_layer();
    if (SSL_set_tlsext_host_name(stream.next_layer().native_handle(), hub_.host().c_str()) != 1)
      co_return false;
    stream.next_layer().set_verify_callback(asio::ssl::host_name_verification(hub_.host()), ignored);
    arm(limits::connect_within, [&lowest] { close_socket(lowest); });
    auto [refused] = co_await stream.next_layer().async_handshake(asio::ssl::stream_base::client, use);
    if (refused || stopped_) co_return false;
    co_return co_await shake_and_run(stream, lowest);
  }

  template <class Stream>
  asio::awaitable<bool> shake_and_run(Stream& stream, tcp::socket& lowest) {
    stream.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(boost::beast::http::field::sec_websocket_protocol, subprotocol);
    }));
    stream.read_message_max(wire::limits::frame_bytes_max);
    arm(limits::connect_within, [&lowest] { close_socket(lowest); });
    auto authority = hub_.text().substr(hub_.text().find("//") + 2);
    websocket::response_type response;
    auto [refused] = co_await stream.async_handshake(response, authority, socket_path, use);
    if (refused) told_wait_ = wait_told(response);
    if (refused || stopped_) co_return false;
    auto alive = std::make_shared<bool>(true);
    write_next_ = [this, &stream, alive] { write_next(stream, alive); };
    close_ = [&lowest, alive] {
      if (*alive) close_socket(lowest);
    };
    open_ = true;
    heard(lowest);
    stream.control_callback(
        [this, &lowest](websocket::frame_type, boost::beast::string_view) { heard(lowest); });
    ping_later(stream, alive);
    events_.opened();
    co_await read_frames(stream, lowest);
    *alive = false;
    open_ = false;
    outbox_.clear();
    close_ = nullptr;
    ping_.cancel();
    co_return true;
  }

  template <class Stream>
  asio::awaitable<void> read_frames(Stream& stream, tcp::socket& lowest) {
    boost::beast::flat_buffer buffer;
    for (;;) {
      auto [error, size] = co_await stream.async_read(buffer, use);
      if (error || stopped_) co_return;
      heard(lowest);
      auto text = boost::beast::buffers_to_string(buffer.data());
      buffer.consume(size);
      events_.frame(std::move(text));
    }
  }

  template <class Stream>
  void write_next(Stream& stream, const std::shared_ptr<bool>& alive) {
    stream.text(true);
    stream.async_write(asio::buffer(outbox_.front()),
                       [self = shared_from_this(), &stream, alive](error_code error, std::size_t) {
                         if (!*alive) return;
                         if (error) return self->reset();
                         self->outbox_.pop_front();
                         if (!self->outbox_.empty()) self->write_next(stream, alive);
                       });
  }

  template <class Stream>
  void ping_later(Stream& stream, const std::shared_ptr<bool>& alive) {
    ping_.expires_after(limits::ping_every);
    ping_.async_wait([self = shared_from_this(), &stream, alive](error_code error) {
      if (error || !*alive) return;
      stream.async_ping({}, [self, &stream, alive](error_code failed) {
        if (!failed && *alive) self->ping_later(stream, alive);
      });
    });
  }

  /// The hub is there: it has this long again.
  void heard(tcp::socket& lowest) {
    arm(limits::silent_after, [&lowest] { close_socket(lowest); });
  }

  void arm(std::chrono::seconds within, std::function<void()> expired) {
    deadline_.expires_after(within);
    deadline_.async_wait(
        [self = shared_from_this(), expired = std::move(expired), mine = ++armings_](error_code error) {
          if (!error && mine == self->armings_) expired();
        });
  }
  /// After this, what `expired` refers to may go: one that is queued already is not run either.
  void disarm() {
    ++armings_;
    deadline_.cancel();
  }

  static void close_socket(tcp::socket& socket) {
    error_code ignored;
    socket.close(ignored);
  }

  asio::io_context& context_;
  channels::Origin hub_;
  ConnectionEvents events_;
  Random& random_;
  asio::steady_timer deadline_;
  asio::steady_timer ping_;
  asio::steady_timer wait_;
  std::deque<std::string> outbox_;
  std::function<void()> write_next_;
  std::function<void()> close_;
  std::uint64_t armings_ = 0;
  std::chrono::seconds told_wait_{};
  bool open_ = false;
  bool stopped_ = false;
};

HubConnection::HubConnection(asio::io_context& context, channels::Origin hub, ConnectionEvents events,
                             Random& random)
    : state_(std::make_shared<State>(context, std::move(hub), std::move(events), random)) {}
HubConnection::~HubConnection() {
  state_->stop();
}
void HubConnection::start() {
  state_->start();
}
void HubConnection::send(std::string text) {
  state_->send(std::move(text));
}
void HubConnection::reset() {
  state_->reset();
}
void HubConnection::stop() {
  state_->stop();
}

}  // namespace kring::native
