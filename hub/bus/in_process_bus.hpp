#pragma once

#include "hub/bus/bus.hpp"

#include <deque>
#include <map>

namespace kring::bus {

/// The bus of a hub of one process: loses nothing, and delivers before the outermost `publish` returns, in
/// the order of publishing.
class InProcessBus final : public Bus {
 public:
  void publish(News news) override;
  [[nodiscard]] Subscription subscribe(Listener listener) override;

 private:
  void deliver(const News& news);

  std::map<std::uint64_t, std::shared_ptr<const Listener>> listeners_;
  std::uint64_t next_listener_ = 1;
  std::deque<News> waiting_;
  bool delivering_ = false;
};

}  // namespace kring::bus
