#pragma once

#include "channels/model/ids.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kring::bus {

/// A log of a circle has grown up to `number`.
struct News {
  channels::CircleId circle;
  /// The channel whose log it is; none: the charter.
  std::optional<channels::ChannelId> channel;
  std::uint64_t number = 0;
  /// The charter's number when that entry was stored: what the frames name is not beyond it.
  std::uint64_t charter = 0;
  /// Ready-made frames of the entries up to `number`, in order, or none: then the store has them.
  std::vector<std::shared_ptr<const std::string>> frames = {};
  friend bool operator==(const News&, const News&) = default;
};

/// Keeps a listener on the bus for as long as it lives. The bus outlives it.
class Subscription {
 public:
  Subscription() = default;
  explicit Subscription(std::function<void()> leave) : leave_(std::move(leave)) {}
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  Subscription(Subscription&& other) noexcept : leave_(std::exchange(other.leave_, nullptr)) {}
  Subscription& operator=(Subscription&& other) noexcept {
    if (this != &other) {
      leave();
      leave_ = std::exchange(other.leave_, nullptr);
    }
    return *this;
  }
  ~Subscription() { leave(); }

 private:
  void leave() {
    if (leave_) std::exchange(leave_, nullptr)();
  }

  std::function<void()> leave_;
};

/// Tells the nodes of a hub what has grown. It may lose news, repeat them and bring an older number after a
/// newer one: whoever listens compares numbers, and reads what it lacks from the store.
///
/// All calls and all listeners are on the thread of one executor.
class Bus {
 public:
  using Listener = std::function<void(const News&)>;

  Bus() = default;
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;
  Bus(Bus&&) = delete;
  Bus& operator=(Bus&&) = delete;
  virtual ~Bus() = default;

  /// To every listener, those of the publishing node too. A listener may publish, subscribe and leave.
  virtual void publish(News news) = 0;
  /// `listener` hears what is published from now on, until the subscription goes.
  [[nodiscard]] virtual Subscription subscribe(Listener listener) = 0;
  /// Whether other nodes may not hear what is published here, or the other way round, at this moment.
  [[nodiscard]] virtual bool is_degraded() const { return false; }
};

}  // namespace kring::bus
