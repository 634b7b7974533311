#include "tests/bench/raw_socket.hpp"

#include <sys/socket.h>
#include <boost/asio/write.hpp>

#include <cerrno>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

namespace kring::bench {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

void check(ErrorCode error) {
  if (error) throw std::runtime_error("a connection to the server broke: " + error.message());
}

/// A client's text frame (RFC 6455, section 5.2), under a mask of zeroes, which changes nothing.
std::string make_frame(std::string_view text) {
  std::string frame("\x81");
  frame.reserve(text.size() + 8);
  if (text.size() < 126) {
    frame.push_back(static_cast<char>(0x80U | text.size()));
  } else if (text.size() <= 0xFFFF) {
    frame.push_back(static_cast<char>(0x80U | 126U));
    frame.push_back(static_cast<char>(text.size() >> 8U));
    frame.push_back(static_cast<char>(text.size() & 0xFFU));
  } else {
    throw std::runtime_error("a frame that is too large for this client");
  }
  frame.append(4, '\0');
  return frame.append(text);
}

/// The payload of the text frame that begins at `at`, if all of it is there.
std::optional<std::string_view> next_frame(std::string_view unread, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(unread[at + i]); };
  if (unread.size() < at + 4) return std::nullopt;
  if (byte(0) != 0x81) throw std::runtime_error("the server sent no text frame");
  const bool is_long = byte(1) == 126;
  const std::size_t size = is_long ? std::size_t{byte(2)} << 8U | byte(3) : byte(1);
  const std::size_t header = is_long ? 4 : 2;
  if (unread.size() < at + header + size) return std::nullopt;
  return unread.substr(at + header, size);
}

/// The end of a response's head that begins at `at`: where its body begins.
std::optional<std::size_t> end_of_head(std::string_view unread, std::size_t at) {
  const auto end = unread.find("\r\n\r\n", at);
  return end == std::string_view::npos ? std::nullopt : std::optional(end + 4);
}

std::size_t number_at(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

void RawSocket::connect(std::uint16_t port, std::string greeting) {
  socket_.async_connect({asio::ip::address_v4::loopback(), port},
                        [this, greeting = std::move(greeting)](ErrorCode error) {
                          if (error == asio::error::operation_aborted) return;
                          check(error);
                          socket_.set_option(tcp::no_delay(true));
                          write(greeting);
                          connected();
                          read();
                        });
}

void RawSocket::write(std::string_view bytes) {
  if (!bytes.empty()) asio::write(socket_, asio::buffer(bytes));
}

void RawSocket::read() {
  socket_.async_wait(tcp::socket::wait_read, [this](ErrorCode error) {
    if (error == asio::error::operation_aborted) return;
    check(error);
    auto& chunk = wires_.chunk;
    const auto size = ::recv(socket_.native_handle(), chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (size == 0 || (size < 0 && errno != EAGAIN)) throw std::runtime_error("the server ended a connection");
    if (size > 0) take_from({chunk.data(), static_cast<std::size_t>(size)});
    read();
  });
}

void RawSocket::take_from(std::string_view bytes) {
  if (unread_.empty()) {
    unread_.assign(bytes.substr(take(bytes)));
  } else {
    unread_.append(bytes);
    unread_.erase(0, take(unread_));
  }
}

void RawWebSocket::open(const Place& place, OnFrame on_frame, std::function<void()> on_upgraded) {
  on_frame_ = std::move(on_frame);
  on_upgraded_ = std::move(on_upgraded);
  auto head = "GET " + place.path +
              " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
  if (!place.subprotocol.empty()) head += "Sec-WebSocket-Protocol: " + place.subprotocol + "\r\n";
  connect(place.port, head + "\r\n");
}

void RawWebSocket::send(std::string_view text) {
  write(make_frame(text));
}

void RawWebSocket::send_pong() {
  using namespace std::string_view_literals;
  write("\x8a\x80\0\0\0\0"sv);
}

std::size_t RawWebSocket::take(std::string_view unread) {
  std::size_t at = 0;
  if (!upgraded_) {
    const auto end = end_of_head(unread, 0);
    if (!end) return 0;
    if (!unread.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("the server refuses the upgrade");
    upgraded_ = true;
    at = *end;
    if (on_upgraded_) on_upgraded_();
  }
  while (const auto frame = next_frame(unread, at)) {
    at = static_cast<std::size_t>(frame->data() - unread.data()) + frame->size();
    on_frame_(*this, *frame);
  }
  return at;
}

void RawHttp::open(std::uint16_t port, std::function<void()> on_open, OnReply on_reply) {
  on_open_ = std::move(on_open);
  on_reply_ = std::move(on_reply);
  connect(port, "");
}

void RawHttp::post(const std::string& path, std::string_view body) {
  auto request = "POST " + path +
                 " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n\r\n";
  write(request.append(body));
}

std::size_t RawHttp::take(std::string_view unread) {
  constexpr std::string_view length = "Content-Length: ";
  std::size_t at = 0;
  while (const auto body = end_of_head(unread, at)) {
    const auto head = unread.substr(at, *body - at);
    const auto found = head.find(length);
    const auto size = found == std::string_view::npos ? 0 : number_at(head.substr(found + length.size()));
    if (unread.size() < *body + size) break;
    at = *body + size;
    on_reply_(static_cast<unsigned>(number_at(head.substr(9))));
  }
  return at;
}

}  // namespace kring::bench
