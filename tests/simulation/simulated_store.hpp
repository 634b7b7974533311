#pragma once

#include "hub/store/memory_store.hpp"

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace kring::simulation {

/// One database for all nodes, whose power can fail, and that can be lost: what was not made durable by then,
/// or is not in the copy that is put back, is gone.
///
/// A write is either synced at once, or seen by every read and lost at the next power failure unless `sync`
/// comes first. A sound store only does the former before it answers.
class SimulatedStore {
 public:
  using SeeWrite = std::function<void(const store::WriteRequest&, const store::WriteResult&)>;

  explicit SimulatedStore(channels::Incarnation incarnation);

  [[nodiscard]] store::WriteResult write(const store::WriteRequest& request);
  [[nodiscard]] store::WriteResult write_unsynced(const store::WriteRequest& request);
  [[nodiscard]] store::ReadResult read(const store::ReadRequest& request) { return reader_->read(request); }
  /// Makes everything durable.
  void sync();
  /// Goes back to what is durable.
  void lose_unsynced();
  /// A copy of what is durable now, for `restore`.
  [[nodiscard]] std::size_t back_up() const { return synced_.size(); }
  /// Goes back to a copy, and another incarnation begins; tells of each write that is still there. Copies
  /// that were made later are worth nothing any more.
  void restore(std::size_t copy, const channels::Incarnation& now, const SeeWrite& see);
  [[nodiscard]] channels::Incarnation incarnation() const { return store_->incarnation(); }

 private:
  /// A write, or the beginning of another incarnation.
  using Change = std::variant<store::WriteRequest, channels::Incarnation>;

  void play(const SeeWrite& see);

  channels::Incarnation first_;
  std::unique_ptr<store::MemoryStore> store_;
  std::unique_ptr<store::StoreReader> reader_;
  /// Every change that is durable, in order: played again, they make the store again.
  std::vector<Change> synced_;
  std::vector<store::WriteRequest> unsynced_;
};

}  // namespace kring::simulation
