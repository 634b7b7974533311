#include "hub/base/errc.hpp"
#include "tests/simulation/world.hpp"

#include <algorithm>
#include <utility>

/// The database that all nodes share: a write is on its way, waits for the next sync with others, and is
/// answered once that is done.
namespace kring::simulation {

bool World::happens(unsigned per_mille) {
  return per_mille != 0 && random_.below(1000) < per_mille;
}

Duration World::store_delay() {
  if (options_.store_delay_max == Duration::zero()) return {};
  return Duration(static_cast<Duration::rep>(
      random_.below(static_cast<std::uint64_t>(options_.store_delay_max.count()) + 1)));
}

/// What is on its way arrives, also if its sender has ended meanwhile.
void World::reach_store(NodeIndex index, Time arrives, Event event) {
  at(arrives, [this, index, event = std::move(event), life = store_life_] {
    if (life != store_life_) return;
    auto& node = node_at(index);
    if (node.store_cut) return node.store_held.push_back(event);
    event();
  });
}

void World::cut_store(NodeIndex index, bool is_cut) {
  auto& node = node_at(index);
  node.store_cut = is_cut;
  if (is_cut) return;
  for (auto& event : std::exchange(node.store_held, {})) event();
}

void World::write_store(NodeIndex index, engine::StoreWrite& write) {
  auto& node = node_at(index);
  PendingWrite pending{.node = index,
                       .life = node.life,
                       .call = write.call,
                       .request = std::move(write.request),
                       .answered = {}};
  if (options_.store_delay_max == Duration::zero()) {
    answer_write(pending, apply(pending.request));
    return;
  }
  node.writes_until = std::max(node.writes_until, now_ + store_delay());
  reach_store(index, node.writes_until, [this, pending = std::move(pending)] { arrive_write(pending); });
}

void World::arrive_write(PendingWrite write) {
  // What is there already takes no room.
  if (happens(options_.full_per_mille) && !watcher_.is_repetition(write.request))
    return answer_write(write, fail(hub::Errc::store_full, "simulated"));
  if (plant_ == Plant::ack_before_commit) {
    write.answered = store_.write_unsynced(write.request);
    answer_write(write, *write.answered);
  }
  pending_.push_back(std::move(write));
  if (std::exchange(sync_waits_, true)) return;
  at(now_ + store_delay(), [this] { sync_store(); });
}

void World::sync_store() {
  sync_waits_ = false;
  for (auto& write : std::exchange(pending_, {})) {
    if (write.answered) {
      store_.sync();
      watcher_.wrote(write.request, *write.answered);
    } else {
      answer_write(write, apply(write.request));
    }
  }
}

/// Writes, makes it durable, and tells the watcher of it as the engine asked for it.
store::WriteResult World::apply(const store::WriteRequest& request) {
  auto result = store_.write(plant_ == Plant::none ? request : planted(request));
  watcher_.wrote(request, result);
  return result;
}

void World::answer_write(const PendingWrite& write, const store::WriteResult& result) {
  auto& node = node_at(write.node);
  node.answers_until = std::max(node.answers_until, now_ + store_delay());
  at(node.answers_until, [this, index = write.node, life = write.life, call = write.call, result] {
    if (node_at(index).life == life) tell(index, engine::WriteAnswered{call, result});
  });
}

void World::read_store(NodeIndex index, engine::StoreRead& read) {
  const auto answer = [this, index, life = node_at(index).life, call = read.call,
                       request = std::move(read.request)] {
    auto result = store_.read(request);
    if (plant_ != Plant::none) result = planted(std::move(result));
    at(now_ + store_delay(), [this, index, life, call, result = std::move(result)] {
      if (node_at(index).life == life) tell(index, engine::ReadAnswered{call, result});
    });
  };
  if (options_.store_delay_max == Duration::zero()) return answer();
  reach_store(index, now_ + store_delay(), answer);
}

void World::fail_power() {
  // Some of what waited may have become durable before; nobody is told.
  const auto durable = pending_.empty() ? 0 : random_.below(pending_.size() + 1);
  std::set<NodeIndex> waiting;
  auto lost = std::exchange(pending_, {});
  for (std::size_t i = 0; i < lost.size(); ++i) {
    waiting.insert(lost[i].node);
    if (i < durable && !lost[i].answered) (void)apply(lost[i].request);
  }
  store_.lose_unsynced();
  // A store that has failed ends the node.
  for (const auto node : waiting) crash_node(node, std::chrono::seconds(1));
}

void World::restore_store(std::size_t copy) {
  ++store_life_;
  pending_.clear();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].store_held.clear();
    end_node(NodeIndex{i});
  }
  watcher_.lost_store();
  store_.restore(copy, hub_random_.id<channels::Incarnation>(),
                 [this](const auto& request, const auto& result) { watcher_.wrote(request, result); });
  for (std::size_t i = 0; i < nodes_.size(); ++i) start_node(NodeIndex{i});
}

}  // namespace kring::simulation
