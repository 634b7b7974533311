#include "hub/net/web_socket.hpp"

#include "channels/wire/limits.hpp"
#include "hub/net/awaiting.hpp"
#include "hub/net/gathered_socket.hpp"
#include "hub/net/limits.hpp"

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace kring::net {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

namespace {

constexpr std::string_view subprotocol = "kring.v1";

class WebSocket : public std::enable_shared_from_this<WebSocket> {
 public:
  WebSocket(asio::ip::tcp::socket socket, Driver& driver, Gathering& gathering, const engine::Client& client)
      : stream_(std::move(socket)), driver_(driver), gathering_(gathering), client_(client) {}

  asio::awaitable<void> run(std::string head) {
    const auto self = shared_from_this();
    if (!co_await accept(std::move(head))) co_return;
    session_ =
        driver_.opened({.send = [self](const std::vector<engine::Frame>& frames) { self->send(frames); },
                        .close = [self](engine::CloseReason reason) { self->close(reason); }},
                       client_);
    co_await read_frames();
    // A polite close of ours ends by its own time limit.
    if (!closing_) (writing_ ? drop() : end());
    driver_.closed(session_);
  }

 private:
  /// Answers the handshake, a request's head as text. False: it was refused.
  asio::awaitable<bool> accept(std::string head) {
    // Our own heartbeats replace the library's pings; its handshake timeouts stay.
    stream_.set_option(
        websocket::stream_base::timeout{limits::handshake_within, websocket::stream_base::none(), false});
    stream_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
      response.set(boost::beast::http::field::sec_websocket_protocol, subprotocol);
    }));
    stream_.read_message_max(wire::limits::frame_bytes_max);
    stream_.auto_fragment(false);
    auto [refused] = co_await stream_.async_accept(asio::buffer(head), use);
    if (refused) co_return false;
    stream_.control_callback(
        [this](websocket::frame_type, boost::beast::string_view) { driver_.heard(session_); });
    co_return true;
  }

  asio::awaitable<void> read_frames() {
    boost::beast::flat_buffer buffer;
    for (;;) {
      auto [error, size] = co_await stream_.async_read(buffer, use);
      if (error) co_return;
      if (!stream_.got_text()) {
        close_with(websocket::close_code::unknown_data);
        co_return;
      }
      auto text = boost::beast::buffers_to_string(buffer.data());
      buffer.consume(size);
      if (buffer.capacity() > limits::read_buffer_kept_max) buffer.shrink_to_fit();
      driver_.received(session_, std::move(text));
    }
  }

  void send(const std::vector<engine::Frame>& frames) {
    auto gathered = gathering_.gather(frames);
    writing_ = true;
    const auto bytes = asio::buffer(*gathered);
    stream_.next_layer().async_write_some(
        bytes, [self = shared_from_this(), gathered = std::move(gathered)](error_code error, std::size_t) {
          self->writing_ = false;
          if (error) return self->drop();
          self->driver_.writer_ready(self->session_);
        });
  }

  void close(engine::CloseReason reason) {
    // A polite close queues behind what is being written. Only a drain waits for that: the other reasons mean
    // a peer that does not do its part, and may not read either.
    if (writing_ && reason != engine::CloseReason::draining) return drop();
    close_with(static_cast<websocket::close_code>(engine::close_code(reason)));
  }

  void close_with(websocket::close_code code) {
    if (closing_) return;
    closing_ = true;
    // Whoever does not answer the goodbye in time is given up by the library, which closes the socket itself.
    throw_away_at_end();
    stream_.async_close(websocket::close_reason(code), [self = shared_from_this()](error_code error) {
      if (error) return self->drop();
      self->end();
    });
  }

  /// Ends reading and writing at once.
  void drop() {
    throw_away_at_end();
    end();
  }

  /// When the socket closes, what was not sent is thrown away: the kernel would go on offering it to a peer
  /// that does not read. After a goodbye that was answered there is nothing left.
  void throw_away_at_end() {
    error_code ignored;
    stream_.next_layer().next_layer().set_option(asio::socket_base::linger(true, 0), ignored);
  }

  /// Ends reading, and writing but for what the kernel has.
  void end() {
    error_code ignored;
    stream_.next_layer().next_layer().close(ignored);
  }

  websocket::stream<GatheredSocket, false> stream_;
  Driver& driver_;
  Gathering& gathering_;
  engine::Client client_;
  engine::SessionId session_{};
  bool writing_ = false;
  bool closing_ = false;
};

}  // namespace

asio::awaitable<void> run_web_socket(asio::ip::tcp::socket socket, std::string head, Driver& driver,
                                     Gathering& gathering, engine::Client client) {
  auto connection = std::make_shared<WebSocket>(std::move(socket), driver, gathering, client);
  co_await connection->run(std::move(head));
}

}  // namespace kring::net
