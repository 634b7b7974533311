#include "tests/bench/fan_out.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace kring::bench {

namespace {

/// How long anything may take before a benchmark gives up: something is broken then.
constexpr auto server_patience = std::chrono::seconds(60);

}  // namespace

void run_until(Wires& wires, const std::function<bool()>& holds) {
  const auto deadline = Clock::now() + server_patience;
  while (!holds()) {
    if (Clock::now() > deadline) throw std::runtime_error("the server did not answer in time");
    wires.context.restart();
    wires.context.run_one_for(std::chrono::milliseconds(100));
  }
}

FanOut::FanOut(const Shape& shape, Server server)
    : shape_(shape),
      server_(std::move(server)),
      timer_(wires_.context),
      channels_(shape.channels),
      received_(shape.channels * shape.readers),
      held_(shape.channels) {}

Delivered FanOut::run(const Pace& pace, std::chrono::milliseconds length) {
  measured_ = {};
  pace_ = pace;
  due_ = 0;
  for (auto& channel : channels_) {
    channel.before += channel.messages.size();
    channel.messages.clear();
    channel.acknowledged = 0;
  }
  start_ = Clock::now();
  until_ = start_ + length;
  progress_ = start_;
  idle_ = {};
  if (pace_.messages_s > 0) {
    write_what_is_due();
  } else {
    for (std::size_t channel = 0; channel < shape_.channels; ++channel) write_on(channel);
  }
  try {
    run_until(wires_, [&] {
      if (open_ > 0 && Clock::now() - progress_ > server_.patience) give_up();
      return Clock::now() >= until_ && open_ == 0;
    });
  } catch (const std::runtime_error& failure) {
    fail(failure.what());
  }
  timer_.cancel();
  measured_.seconds = seconds_since(start_) - std::chrono::duration<double>(idle_).count();
  return std::exchange(measured_, {});
}

void FanOut::fail(const std::string& what) const {
  std::size_t unacknowledged = 0;
  for (const auto& channel : channels_) unacknowledged += channel.messages.size() - channel.acknowledged;
  throw std::runtime_error(server_.name + ": " + what + "; " + std::to_string(measured_.messages) +
                           " messages, of which " + std::to_string(unacknowledged) +
                           " are not acknowledged; " + std::to_string(measured_.deliveries) + " of " +
                           std::to_string(measured_.messages * shape_.readers) + " deliveries");
}

void FanOut::write(std::size_t channel, Clock::time_point due) {
  auto& at = channels_[channel];
  at.messages.push_back({.due = due, .left = shape_.readers + 1});
  ++at.unfinished;
  ++open_;
  ++measured_.messages;
  progress_ = Clock::now();
  send_message(channel, at.before + at.messages.size());
}

void FanOut::write_on(std::size_t channel) {
  auto& at = channels_[channel];
  while (at.unfinished < pace_.unfinished && at.messages.size() - at.acknowledged < pace_.in_flight) {
    if (pace_.messages_s > 0) {
      auto& held = held_[channel];
      if (held.empty()) return;
      const auto due = held.front();
      held.erase(held.begin());
      --open_;
      write(channel, due);
    } else {
      const auto now = Clock::now();
      if (now >= until_) return;
      write(channel, now);
    }
  }
}

void FanOut::write_what_is_due() {
  const auto time_of = [&](std::uint64_t number) {
    const std::chrono::duration<double> after(static_cast<double>(number) / pace_.messages_s);
    return start_ + std::chrono::duration_cast<Clock::duration>(after);
  };
  for (auto due = time_of(due_); due <= Clock::now() && due < until_; due = time_of(due_)) {
    const auto channel = static_cast<std::size_t>(due_++ % shape_.channels);
    // Who waits for room waits from when it was due: a server that falls behind does not slow down the clock.
    held_[channel].push_back(due);
    ++open_;
    write_on(channel);
  }
  if (time_of(due_) >= until_) return;
  timer_.expires_at(time_of(due_));
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) write_what_is_due();
  });
}

void FanOut::finish_one(std::size_t channel, Message& message) {
  if (--message.left > 0) return;
  --channels_[channel].unfinished;
  --open_;
}

void FanOut::acknowledged(std::size_t channel) {
  auto& at = channels_[channel];
  progress_ = Clock::now();
  if (at.acknowledged >= at.messages.size()) throw std::runtime_error("something was acknowledged twice");
  finish_one(channel, at.messages[at.acknowledged++]);
  write_on(channel);
}

void FanOut::received(std::size_t reader, std::uint64_t number) {
  const auto channel = reader / shape_.readers;
  auto& at = channels_[channel];
  auto& last = received_[reader];
  progress_ = Clock::now();
  const bool may_lose = server_.promise == Server::Promise::may_lose;
  if (may_lose && number <= last && number <= at.before + at.acknowledged)
    return;  // It was given up, or comes twice.
  if (may_lose && number > last + 1 && number <= at.before + at.messages.size()) lose_before(reader, number);
  if (number != last + 1 || number <= at.before || number > at.before + at.messages.size())
    throw std::runtime_error("a message is missing, doubled or out of order: reader " +
                             std::to_string(reader) + " got number " + std::to_string(number) +
                             " instead of " + std::to_string(last + 1));
  last = number;
  auto& message = at.messages[static_cast<std::size_t>(number - at.before - 1)];
  measured_.delays.add(Clock::now() - message.due);
  ++measured_.deliveries;
  finish_one(channel, message);
  if (message.left == 0) write_on(channel);
}

void FanOut::lose_before(std::size_t reader, std::uint64_t number) {
  const auto channel = reader / shape_.readers;
  auto& at = channels_[channel];
  auto& last = received_[reader];
  for (++last; last < number; ++last) {
    ++measured_.lost;
    finish_one(channel, at.messages[static_cast<std::size_t>(last - at.before - 1)]);
  }
  --last;
}

void FanOut::give_up() {
  if (server_.promise != Server::Promise::may_lose) return;
  const auto before = measured_.lost;
  for (std::size_t reader = 0; reader < received_.size(); ++reader) {
    const auto& at = channels_[reader / shape_.readers];
    lose_before(reader, at.before + at.acknowledged + 1);
  }
  if (measured_.lost == before) return;  // What is open is not acknowledged: the server only takes its time.
  idle_ += Clock::now() - progress_;
  progress_ = Clock::now();
  for (std::size_t channel = 0; channel < channels_.size(); ++channel) write_on(channel);
}

}  // namespace kring::bench
