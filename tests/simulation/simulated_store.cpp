#include "tests/simulation/simulated_store.hpp"

#include "crypto/base/assert.hpp"

#include <iterator>
#include <span>
#include <utility>

namespace kring::simulation {

SimulatedStore::SimulatedStore(channels::Incarnation incarnation) : first_(incarnation) {
  play({});
}

void SimulatedStore::play(const SeeWrite& see) {
  reader_.reset();
  store_ = std::make_unique<store::MemoryStore>(first_);
  for (const auto& change : synced_) {
    if (const auto* begun = std::get_if<channels::Incarnation>(&change)) {
      store_->begin_incarnation(*begun);
      continue;
    }
    const auto& request = std::get<store::WriteRequest>(change);
    const auto result = std::move(store_->write(std::span(&request, 1)).front());
    if (see) see(request, result);
  }
  reader_ = std::move(store_->open_reader().value());
}

store::WriteResult SimulatedStore::write(const store::WriteRequest& request) {
  auto result = write_unsynced(request);
  sync();
  return result;
}

store::WriteResult SimulatedStore::write_unsynced(const store::WriteRequest& request) {
  unsynced_.push_back(request);
  return std::move(store_->write(std::span(&request, 1)).front());
}

void SimulatedStore::sync() {
  synced_.insert(synced_.end(), std::make_move_iterator(unsynced_.begin()),
                 std::make_move_iterator(unsynced_.end()));
  unsynced_.clear();
}

void SimulatedStore::lose_unsynced() {
  if (unsynced_.empty()) return;
  unsynced_.clear();
  play({});
}

void SimulatedStore::restore(std::size_t copy, const channels::Incarnation& now, const SeeWrite& see) {
  KRING_ASSERT(copy <= synced_.size());
  unsynced_.clear();
  synced_.resize(copy);
  play(see);
  store_->begin_incarnation(now);
  synced_.emplace_back(now);
}

}  // namespace kring::simulation
