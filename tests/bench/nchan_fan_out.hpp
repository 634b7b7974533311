#pragma once

#include "tests/bench/fan_out.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace kring::bench {

/// How messages are published to nchan.
enum class Publishing : std::uint8_t {
  /// POST requests on a few connections that are kept, without waiting for the replies.
  http,
  /// A WebSocket a channel.
  web_socket,
};

/// Channels of nchan, written and read.
class NchanFanOut final : public FanOut {
 public:
  /// Waits until all readers are there. Writers and readers take turns at the ports.
  NchanFanOut(const Shape& shape, std::vector<std::uint16_t> ports);

  /// From now on.
  void publish_by(Publishing how);

 private:
  struct HttpWriter {
    std::unique_ptr<RawHttp> socket;
    /// The channels of the requests that await their replies.
    std::deque<std::size_t> asked;
  };

  void send_message(std::size_t channel, std::uint64_t number) override;
  void open_http_writers();
  void open_web_socket_writers();

  std::vector<std::uint16_t> ports_;
  Publishing publishing_ = Publishing::http;
  std::vector<HttpWriter> http_writers_;
  std::vector<std::unique_ptr<RawWebSocket>> web_socket_writers_;
  std::vector<std::unique_ptr<RawWebSocket>> readers_;
  std::string message_;
  std::size_t ready_ = 0;
};

}  // namespace kring::bench
