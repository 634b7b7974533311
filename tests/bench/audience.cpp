#include "tests/bench/audience.hpp"

#include "tests/bench/bench_circle.hpp"
#include "tests/bench/fan_out.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace kring::bench {

Audience::Audience(Wires& wires, std::uint16_t port, std::span<const support::TestPerson> devices,
                   const wire::AttachRequest& attachment)
    : wires_(wires),
      devices_(devices),
      attachment_(attachment),
      arrivals_(devices.size(), std::to_underlying(attachment.channels.front().after)) {
  sockets_.reserve(devices.size());
  while (sockets_.size() < devices.size()) {
    const auto reader = sockets_.size();
    sockets_.push_back(std::make_unique<RawWebSocket>(wires_));
    sockets_.back()->open({.port = port}, [this, reader](RawWebSocket& at, std::string_view text) {
      on_frame(reader, at, text);
    });
    run_until(wires_, [&] { return ready_ + openings_max > sockets_.size(); });
  }
  run_until(wires_, [&] { return ready_ == sockets_.size(); });
}

Clock::time_point Audience::wait_for(std::uint64_t seq) {
  run_until(wires_, [&] { return arrivals_.is_with_all(seq); });
  return arrivals_.with_all_at(seq);
}

void Audience::on_frame(std::size_t reader, RawWebSocket& at, std::string_view text) {
  if (text.starts_with(R"({"event":"entry")")) return arrivals_.arrived(reader, seq_of(text), Clock::now());
  if (text.starts_with(R"({"event":"hello")")) {
    at.send(encode(1, sign_in(text, attachment_.circle, devices_[reader], random_)));
  } else if (text.starts_with(R"({"id":1,"ok")")) {
    at.send(encode(2, attachment_));
  } else if (is_ok(text)) {
    ++ready_;
  } else if (text.starts_with(R"({"event":"heartbeat")")) {
    at.send_pong();
  } else if (!text.starts_with(R"({"event":)")) {
    throw std::runtime_error("one of many was told: " + std::string(text.substr(0, 200)));
  }
}

}  // namespace kring::bench
