#pragma once

#include "hub/store/store.hpp"

#include <memory>

namespace kring::store {

/// A store that lives as long as the process: for the simulator and tests. It keeps every promise of `Store`
/// but the one about disks, and answers the same to the same requests.
class MemoryStore final : public Store {
 public:
  explicit MemoryStore(channels::Incarnation incarnation);
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;
  MemoryStore(MemoryStore&&) = delete;
  MemoryStore& operator=(MemoryStore&&) = delete;
  ~MemoryStore() override;

  [[nodiscard]] std::vector<WriteResult> write(std::span<const WriteRequest> requests) override;
  [[nodiscard]] Result<std::unique_ptr<StoreReader>> open_reader() override;
  [[nodiscard]] channels::Incarnation incarnation() const override { return incarnation_; }
  /// Another history begins, as `begin_incarnation` (maintenance.hpp) says of a database: circles stay in the
  /// one that they know, and no key package or upload of before goes on.
  void begin_incarnation(const channels::Incarnation& incarnation);

 private:
  class Reader;
  struct State;

  channels::Incarnation incarnation_;
  std::unique_ptr<State> state_;
};

}  // namespace kring::store
