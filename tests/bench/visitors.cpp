#include "tests/bench/visitors.hpp"

#include "tests/bench/fan_out.hpp"

#include <stdexcept>
#include <string>

namespace kring::bench {

namespace {

/// Of a large frame, beside its few other fields: just below what is taken.
constexpr std::size_t large_bytes = 65'000;

/// A ping with a key that nobody knows, and so passes over.
std::string large_ping() {
  return R"({"id":3,"op":"ping","filler":")" + std::string(large_bytes, 'x') + R"("})";
}

}  // namespace

void found(std::uint16_t port, BenchCircle& circle) {
  Wires wires;
  bool founded = false;
  RawWebSocket socket(wires);
  socket.open({.port = port}, [&](RawWebSocket& at, std::string_view text) {
    if (text.starts_with(R"({"event":"hello")")) return at.send(encode(1, circle.founding()));
    if (!is_ok(text)) throw std::runtime_error("the founder was told: " + std::string(text.substr(0, 200)));
    founded = true;
  });
  run_until(wires, [&] { return founded; });
}

void Visitors::open(std::size_t count, bool attach) {
  const auto wanted = sockets_.size() + count;
  sockets_.reserve(wanted);
  while (sockets_.size() < wanted) {
    sockets_.push_back(std::make_unique<RawWebSocket>(wires_));
    sockets_.back()->open({.port = port_}, [this, attach](RawWebSocket& at, std::string_view text) {
      on_frame(at, text, attach);
    });
    run_until(wires_, [&] { return ready_ + openings_max > sockets_.size(); });
  }
  run_until(wires_, [&] { return ready_ == wanted; });
}

void Visitors::send_large() {
  const auto before = ready_;
  for (std::size_t i = 0; i < sockets_.size(); ++i) {
    sockets_[i]->send(large_ping());
    run_until(wires_, [&] { return ready_ == before + i + 1; });
  }
  ready_ = before;
}

void Visitors::disconnect() {
  sockets_.clear();
  ready_ = 0;
  wires_.context.restart();
  wires_.context.poll();
}

void Visitors::on_frame(RawWebSocket& at, std::string_view text, bool attach) {
  if (text.starts_with(R"({"event":"hello")")) {
    if (!attach) {
      ++ready_;
    } else {
      at.send(encode(1, circle_.login(text, random_)));
    }
  } else if (text.starts_with(R"({"id":1,"ok")")) {
    at.send(encode(2, circle_.attachment(1)));
  } else if (is_ok(text)) {
    ++ready_;
  } else if (!text.starts_with(R"({"event":"heartbeat")")) {
    throw std::runtime_error("a visitor was told: " + std::string(text.substr(0, 200)));
  }
}

}  // namespace kring::bench
