#pragma once

#include "crypto/base/random.hpp"
#include "hub/store/store.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>

namespace kring::store {

/// How a `SqliteStore` keeps house.
struct SqliteOptions {
  /// The write-ahead log is moved into the database after a batch that leaves it longer than this: 16 MiB of
  /// pages of 4 KiB.
  int wal_pages_max = 4096;
  /// The database's size; 0: as large as the disk lets it be. For tests of a full disk.
  std::size_t pages_max = 0;
};

/// A hub's store in one folder: `hub.db` with its write-ahead log, and a lock that keeps a second hub out.
///
/// One connection writes and checkpoints, and no other ever does. A batch is on the disk (WAL,
/// `synchronous=FULL`) when `write` returns.
class SqliteStore final : public Store {
 public:
  /// Opens the store in `folder`, or makes it; a new one gets its incarnation from `random`. Errors:
  /// `store_bad_folder`, `store_in_use`, `store_newer_schema`, `store_corrupt`, `store_full`, `store_failed`.
  [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& folder,
                                                                 Random& random,
                                                                 const SqliteOptions& options = {});
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;
  SqliteStore(SqliteStore&&) = delete;
  SqliteStore& operator=(SqliteStore&&) = delete;
  /// Readers are gone by now.
  ~SqliteStore() override;

  [[nodiscard]] std::vector<WriteResult> write(std::span<const WriteRequest> requests) override;
  [[nodiscard]] Result<std::unique_ptr<StoreReader>> open_reader() override;
  [[nodiscard]] channels::Incarnation incarnation() const override;

 private:
  struct State;
  explicit SqliteStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kring::store
