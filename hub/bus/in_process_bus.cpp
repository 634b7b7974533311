#include "hub/bus/in_process_bus.hpp"

#include <utility>

namespace kring::bus {

void InProcessBus::publish(News news) {
  waiting_.push_back(std::move(news));
  // A listener that publishes adds to the queue that is being delivered.
  if (delivering_) return;
  delivering_ = true;
  while (!waiting_.empty()) {
    deliver(waiting_.front());
    waiting_.pop_front();
  }
  delivering_ = false;
}

Subscription InProcessBus::subscribe(Listener listener) {
  const std::uint64_t id = next_listener_++;
  listeners_.emplace(id, std::make_shared<const Listener>(std::move(listener)));
  return Subscription([this, id] { listeners_.erase(id); });
}

void InProcessBus::deliver(const News& news) {
  // Listeners come and go meanwhile: go on behind the last one that was told, up to the last one there is
  // now.
  const std::uint64_t end = next_listener_;
  for (auto next = listeners_.begin(); next != listeners_.end() && next->first < end;) {
    const std::uint64_t told = next->first;
    const auto listener = next->second;
    (*listener)(news);
    next = listeners_.upper_bound(told);
  }
}

}  // namespace kring::bus
