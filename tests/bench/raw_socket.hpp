#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kring::bench {

/// Handshakes under way at once: fewer than a server's backlog of connections.
inline constexpr std::size_t openings_max = 64;

/// What all connections of one thread share: who waits needs no room of its own to read into.
struct Wires {
  boost::asio::io_context context{1};
  std::vector<char> chunk = std::vector<char>(std::size_t{256} * 1024);
};

/// A client's connection that does as little as it can, so that what is measured is the server. Throws out of
/// the context's run when the connection breaks.
class RawSocket {
 public:
  /// `wires` outlives the connection, which must not be closed out of its own handler.
  explicit RawSocket(Wires& wires) : wires_(wires), socket_(wires.context) {}
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;
  RawSocket(RawSocket&&) = delete;
  RawSocket& operator=(RawSocket&&) = delete;
  virtual ~RawSocket() = default;

  /// Connects to a port of the loopback, then says `greeting`.
  void connect(std::uint16_t port, std::string greeting);

 protected:
  /// Is called once the greeting is sent.
  virtual void connected() {}
  /// What is written is small: it fits the socket's buffer.
  void write(std::string_view bytes);
  /// Takes what was read and not taken before; says how much of it.
  [[nodiscard]] virtual std::size_t take(std::string_view unread) = 0;

 private:
  void read();
  void take_from(std::string_view bytes);

  Wires& wires_;
  boost::asio::ip::tcp::socket socket_;
  std::string unread_;
};

/// A WebSocket: hands every text frame to a function, and answers nothing by itself.
class RawWebSocket final : public RawSocket {
 public:
  using OnFrame = std::function<void(RawWebSocket&, std::string_view)>;
  using RawSocket::RawSocket;

  /// Where and how to connect.
  struct Place {
    std::uint16_t port = 0;
    std::string path = "/v1/ws";
    std::string subprotocol = "kring.v1";
  };
  /// `on_upgraded` may be empty.
  void open(const Place& place, OnFrame on_frame, std::function<void()> on_upgraded = {});
  /// Sends one text frame.
  void send(std::string_view text);
  /// Says that it is there, which nobody answers (RFC 6455, section 5.5.3).
  void send_pong();

 private:
  [[nodiscard]] std::size_t take(std::string_view unread) override;

  OnFrame on_frame_;
  std::function<void()> on_upgraded_;
  bool upgraded_ = false;
};

/// An HTTP connection that is kept: requests go without waiting for the replies before them.
class RawHttp final : public RawSocket {
 public:
  using OnReply = std::function<void(unsigned)>;
  using RawSocket::RawSocket;

  void open(std::uint16_t port, std::function<void()> on_open, OnReply on_reply);
  void post(const std::string& path, std::string_view body);

 private:
  void connected() override { on_open_(); }
  [[nodiscard]] std::size_t take(std::string_view unread) override;

  std::function<void()> on_open_;
  OnReply on_reply_;
};

}  // namespace kring::bench
