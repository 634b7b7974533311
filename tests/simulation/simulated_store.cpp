#include "tests/simulation/simulated_store.hpp"

#include <iterator>
#include <span>
#include <utility>

namespace kring::simulation {

SimulatedStore::SimulatedStore(channels::Incarnation incarnation) {
  open(incarnation);
}

void SimulatedStore::open(channels::Incarnation incarnation) {
  reader_.reset();
  store_ = std::make_unique<store::MemoryStore>(incarnation);
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
  open(store_->incarnation());
  for (const auto& request : synced_) (void)store_->write(std::span(&request, 1));
}

}  // namespace kring::simulation
