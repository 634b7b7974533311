#include "tests/bench/nchan_fan_out.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace kring::bench {

namespace {

constexpr std::size_t message_bytes = 300;
/// Publishing connections: enough that one never waits for another, few enough to share reads.
constexpr std::size_t http_writers_max = 16;
/// A message begins with its number, in so many digits.
constexpr int number_digits = 16;

std::uint64_t number_of(std::string_view message) {
  const auto text = message.substr(0, number_digits);
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string path_of(const char* what, std::size_t channel) {
  return std::string("/") + what + "/" + std::to_string(channel);
}

}  // namespace

NchanFanOut::NchanFanOut(const Shape& shape, std::vector<std::uint16_t> ports)
    : FanOut(shape, {.name = "nchan", .promise = Server::Promise::may_lose}),
      ports_(std::move(ports)),
      message_(message_bytes, 'x') {
  const auto wanted = shape.channels * shape.readers;
  readers_.reserve(wanted);
  for (std::size_t reader = 0; reader < wanted; ++reader) {
    readers_.push_back(std::make_unique<RawWebSocket>(wires()));
    readers_.back()->open(
        {.port = ports_[reader % ports_.size()],
         .path = path_of("sub", reader / shape.readers),
         .subprotocol = {}},
        [this, reader](RawWebSocket&, std::string_view text) { received(reader, number_of(text)); },
        [this] { ++ready_; });
    run_until(wires(), [&] { return ready_ + openings_max > reader; });
  }
  run_until(wires(), [&] { return ready_ == wanted; });
  open_http_writers();
  open_web_socket_writers();
}

void NchanFanOut::open_http_writers() {
  http_writers_.resize(std::min(shape().channels, http_writers_max));
  ready_ = 0;
  for (std::size_t i = 0; i < http_writers_.size(); ++i) {
    auto& writer = http_writers_[i];
    writer.socket = std::make_unique<RawHttp>(wires());
    writer.socket->open(
        ports_[i % ports_.size()], [this] { ++ready_; },
        [this, &writer](unsigned status) {
          if (status != 201 && status != 202)
            throw std::runtime_error("a publisher was told " + std::to_string(status));
          const auto channel = writer.asked.front();
          writer.asked.pop_front();
          acknowledged(channel);
        });
  }
  run_until(wires(), [&] { return ready_ == http_writers_.size(); });
}

void NchanFanOut::open_web_socket_writers() {
  ready_ = 0;
  web_socket_writers_.reserve(shape().channels);
  for (std::size_t channel = 0; channel < shape().channels; ++channel) {
    web_socket_writers_.push_back(std::make_unique<RawWebSocket>(wires()));
    web_socket_writers_.back()->open(
        {.port = ports_[channel % ports_.size()], .path = path_of("pub", channel), .subprotocol = {}},
        [this, channel](RawWebSocket&, std::string_view) { acknowledged(channel); }, [this] { ++ready_; });
    run_until(wires(), [&] { return ready_ + openings_max > channel; });
  }
  run_until(wires(), [&] { return ready_ == shape().channels; });
}

void NchanFanOut::publish_by(Publishing how) {
  publishing_ = how;
}

void NchanFanOut::send_message(std::size_t channel, std::uint64_t number) {
  std::array<char, number_digits + 1> text{};
  std::snprintf(text.data(), text.size(), "%0*llu", number_digits, static_cast<unsigned long long>(number));
  std::copy_n(text.begin(), number_digits, message_.begin());
  if (publishing_ == Publishing::web_socket) return web_socket_writers_[channel]->send(message_);
  auto& writer = http_writers_[channel % http_writers_.size()];
  writer.asked.push_back(channel);
  writer.socket->post(path_of("pub", channel), message_);
}

}  // namespace kring::bench
