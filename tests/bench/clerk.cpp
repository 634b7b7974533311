#include "tests/bench/clerk.hpp"

#include "channels/wire/frame_codec.hpp"
#include "tests/bench/bench_circle.hpp"
#include "tests/bench/fan_out.hpp"

#include <utility>
#include <variant>

namespace kring::bench {

Clerk::Clerk(Wires& wires, std::uint16_t port, const channels::CircleId& circle,
             const support::TestPerson& person)
    : wires_(wires), socket_(wires) {
  socket_.open({.port = port}, [this](RawWebSocket&, std::string_view text) { on_frame(text); });
  run_until(wires_, [&] { return !hello_.empty(); });
  (void)ask<wire::LoginAnswer>(sign_in(hello_, circle, person, random_));
}

wire::OkAnswer Clerk::ask_any(const wire::Request& request) {
  const auto op = wire::op_of(request);
  answer_.reset();
  socket_.send(encode(next_id_++, request));
  run_until(wires_, [&] { return answer_.has_value(); });
  const auto frame = wire::decode_hub_frame(*answer_).value();
  auto answer = wire::decode_answer(std::get<wire::ReceivedAnswer>(frame), op).value();
  auto* ok = std::get_if<wire::OkAnswer>(&answer.outcome);
  if (ok == nullptr) throw std::runtime_error("a clerk was told: " + answer_->substr(0, 200));
  return std::move(*ok);
}

void Clerk::wait_for_entries(std::size_t count) {
  run_until(wires_, [&] { return entries_.size() >= count; });
}

void Clerk::on_frame(std::string_view text) {
  if (text.starts_with(R"({"id":)")) {
    answer_ = text;
    return;
  }
  auto frame = wire::decode_hub_frame(text).value();
  auto& event = std::get<wire::Event>(frame);
  if (const auto* hello = std::get_if<wire::HelloEvent>(&event)) {
    origin_ = hello->origin;
    hello_ = text;
  } else if (auto* entry = std::get_if<wire::EntryEvent>(&event)) {
    entries_.push_back(std::move(*entry));
  } else if (std::holds_alternative<wire::HeartbeatEvent>(event)) {
    socket_.send_pong();
  }
}

}  // namespace kring::bench
