#include "tests/bench/hub_fan_out.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kring::bench {

namespace {

/// What a writer asks before it appends: to found its circle, and to log in.
constexpr std::uint64_t founding_id = 1;
constexpr std::uint64_t login_id = 2;
/// The opening commit is a channel's entry 1.
constexpr std::uint64_t log_start = 1;

}  // namespace

HubFanOut::HubFanOut(const Shape& shape, const primitives::SignatureKeyPair& hub_key,
                     std::vector<std::uint16_t> ports)
    : FanOut(shape, {.name = "kring-hub", .promise = Server::Promise::delivers_everything}),
      hub_key_(hub_key),
      ports_(std::move(ports)),
      writers_(shape.channels) {
  for (std::size_t channel = 0; channel < shape.channels; ++channel) {
    open_writer(channel);
    run_until(wires(), [&] { return ready_ + openings_max > channel; });
  }
  run_until(wires(), [&] { return ready_ == shape.channels; });
  ready_ = 0;
  const auto wanted = shape.channels * shape.readers;
  readers_.reserve(wanted);
  for (std::size_t reader = 0; reader < wanted; ++reader) {
    open_reader(reader);
    run_until(wires(), [&] { return ready_ + openings_max > reader; });
  }
  run_until(wires(), [&] { return ready_ == wanted; });
}

void HubFanOut::say_alive() {
  for (const auto& writer : writers_) writer.socket->send_pong();
  for (const auto& reader : readers_) reader->send_pong();
}

void HubFanOut::open_writer(std::size_t channel) {
  auto& writer = writers_[channel];
  writer.circle = std::make_unique<BenchCircle>(channel + 1, hub_key_);
  writer.socket = std::make_unique<RawWebSocket>(wires());
  writer.socket->open(
      {.port = ports_[channel % ports_.size()]},
      [this, channel](RawWebSocket&, std::string_view text) { on_writer_frame(channel, text); });
}

void HubFanOut::open_reader(std::size_t reader) {
  readers_.push_back(std::make_unique<RawWebSocket>(wires()));
  readers_.back()->open(
      {.port = ports_[reader % ports_.size()]},
      [this, reader](RawWebSocket& at, std::string_view text) { on_reader_frame(reader, at, text); });
}

void HubFanOut::send_message(std::size_t channel, std::uint64_t /*number*/) {
  auto& writer = writers_[channel];
  writer.socket->send(encode(++writer.id, writer.circle->make_append()));
}

void HubFanOut::on_writer_frame(std::size_t channel, std::string_view text) {
  auto& writer = writers_[channel];
  if (is_ok(text)) {
    if (writer.id > login_id) return acknowledged(channel);
    if (writer.id == founding_id)
      return writer.socket->send(encode(++writer.id, writer.circle->login(writer.hello, random_)));
    ++ready_;
  } else if (text.starts_with(R"({"event":"hello")")) {
    writer.hello = text;
    writer.socket->send(encode(++writer.id, writer.circle->founding()));
  } else if (!text.starts_with(R"({"event":"heartbeat")")) {
    throw std::runtime_error("a writer was told: " + std::string(text.substr(0, 200)));
  }
}

void HubFanOut::on_reader_frame(std::size_t reader, RawWebSocket& at, std::string_view text) {
  const auto& circle = *writers_[reader / shape().readers].circle;
  if (text.starts_with(R"({"event":"entry")")) return received(reader, seq_of(text) - log_start);
  if (text.starts_with(R"({"event":"hello")")) {
    at.send(encode(1, circle.login(text, random_)));
  } else if (text.starts_with(R"({"id":1,"ok")")) {
    at.send(encode(2, circle.attachment(log_start)));
  } else if (is_ok(text)) {
    ++ready_;
  } else if (!text.starts_with(R"({"event":"heartbeat")")) {
    throw std::runtime_error("a reader was told: " + std::string(text.substr(0, 200)));
  }
}

}  // namespace kring::bench
