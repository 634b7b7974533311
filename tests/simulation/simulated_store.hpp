#pragma once

#include "hub/store/memory_store.hpp"

#include <memory>
#include <vector>

namespace kring::simulation {

/// One database for all nodes, whose power can fail: what was not made durable by then is gone.
///
/// A write is either synced at once, or seen by every read and lost at the next power failure unless `sync`
/// comes first. A sound store only does the former before it answers.
class SimulatedStore {
 public:
  explicit SimulatedStore(channels::Incarnation incarnation);

  [[nodiscard]] store::WriteResult write(const store::WriteRequest& request);
  [[nodiscard]] store::WriteResult write_unsynced(const store::WriteRequest& request);
  [[nodiscard]] store::ReadResult read(const store::ReadRequest& request) { return reader_->read(request); }
  /// Makes everything durable.
  void sync();
  /// Goes back to what is durable.
  void lose_unsynced();
  [[nodiscard]] channels::Incarnation incarnation() const { return store_->incarnation(); }

 private:
  void open(channels::Incarnation incarnation);

  std::unique_ptr<store::MemoryStore> store_;
  std::unique_ptr<store::StoreReader> reader_;
  /// Every write that is durable, in order: played again, they make the store again.
  std::vector<store::WriteRequest> synced_;
  std::vector<store::WriteRequest> unsynced_;
};

}  // namespace kring::simulation
