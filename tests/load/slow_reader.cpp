#include "tests/load/slow_reader.hpp"

#include "channels/wire/frame_codec.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <chrono>
#include <deque>
#include <string>
#include <utility>

namespace kring::load {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using channels::Sequence;

namespace {

/// What is taken off the socket at a time, and how long until the next.
constexpr std::size_t sip_bytes = 1024;
constexpr auto sip_every = std::chrono::seconds(1);
/// The kernel takes no more for a reader who takes nothing.
constexpr int receive_buffer_bytes = 4096;
constexpr int good_receive_buffer_bytes = 256 * 1024;

}  // namespace

class SlowReader::State : public std::enable_shared_from_this<State> {
 public:
  State(asio::io_context& context, Wish wish) : socket_(context), timer_(context), wish_(std::move(wish)) {}

  void start() {
    auto& tcp = socket_.next_layer();
    const asio::ip::tcp::endpoint hub(asio::ip::address_v4::loopback(), wish_.port);
    error_code error;
    tcp.open(hub.protocol(), error);
    tcp.set_option(asio::socket_base::receive_buffer_size(receive_buffer_bytes), error);
    tcp.async_connect(hub, [self = shared_from_this()](const error_code& failed) {
      if (failed) return self->break_off();
      self->socket_.set_option(
          beast::websocket::stream_base::decorator([](beast::websocket::request_type& request) {
            request.set("Sec-WebSocket-Protocol", "kring.v1");
          }));
      self->socket_.async_handshake("127.0.0.1", "/v1/ws", [self](const error_code& refused) {
        if (refused) return self->break_off();
        self->read();
      });
    });
  }

  void stop() {
    is_over_ = true;
    timer_.cancel();
    error_code error;
    socket_.next_layer().close(error);
  }

  void hurry() {
    is_slow_ = false;
    error_code error;
    socket_.next_layer().set_option(asio::socket_base::receive_buffer_size(good_receive_buffer_bytes), error);
    timer_.cancel();
  }
  [[nodiscard]] std::size_t entries() const { return entries_; }
  [[nodiscard]] bool is_broken() const { return is_broken_; }

 private:
  void break_off() {
    if (!is_over_) is_broken_ = true;
  }

  void read() {
    socket_.async_read_some(buffer_, sip_bytes,
                            [self = shared_from_this()](const error_code& error, std::size_t) {
                              if (error) return self->break_off();
                              if (self->socket_.is_message_done()) self->take();
                              if (!self->is_slow_) return self->read();
                              self->timer_.expires_after(sip_every);
                              self->timer_.async_wait([self](const error_code&) {
                                if (!self->is_over_) self->read();
                              });
                            });
  }

  void take() {
    const auto text = beast::buffers_to_string(buffer_.data());
    buffer_.consume(buffer_.size());
    const auto frame = wire::decode_hub_frame(text);
    if (!frame) return break_off();
    if (const auto* answer = std::get_if<wire::ReceivedAnswer>(&*frame)) {
      if (std::holds_alternative<wire::ErrorAnswer>(answer->outcome)) return break_off();
      if (!std::exchange(is_attached_, true))
        send(wire::AttachRequest{.circle = wish_.circle,
                                 .charter_after = wish_.charter,
                                 .channels = {{.channel = wish_.channel, .after = Sequence{0}}}});
      return;
    }
    const auto& event = std::get<wire::Event>(*frame);
    if (const auto* hello = std::get_if<wire::HelloEvent>(&event)) return send(wish_.sign(*hello));
    if (const auto* entry = std::get_if<wire::EntryEvent>(&event)) {
      if (entry->seq != Sequence{entries_ + 1}) return break_off();
      ++entries_;
    }
  }

  /// There is never more than one under way: each waits for what the hub says to it.
  void send(wire::Request request) {
    sent_ =
        wire::encode_request({.id = wire::RequestId{next_request_++}, .request = std::move(request)}).value();
    socket_.text(true);
    socket_.async_write(asio::buffer(sent_),
                        [self = shared_from_this()](const error_code& error, std::size_t) {
                          if (error) self->break_off();
                        });
  }

  beast::websocket::stream<asio::ip::tcp::socket> socket_;
  asio::steady_timer timer_;
  Wish wish_;
  beast::flat_buffer buffer_;
  std::string sent_;
  std::uint64_t next_request_ = 1;
  std::size_t entries_ = 0;
  bool is_attached_ = false;
  bool is_slow_ = true;
  bool is_broken_ = false;
  bool is_over_ = false;
};

SlowReader::SlowReader(asio::io_context& context, Wish wish)
    : state_(std::make_shared<State>(context, std::move(wish))) {
  state_->start();
}
SlowReader::~SlowReader() {
  state_->stop();
}
void SlowReader::hurry() {
  state_->hurry();
}
std::size_t SlowReader::entries() const {
  return state_->entries();
}
bool SlowReader::is_broken() const {
  return state_->is_broken();
}

}  // namespace kring::load
