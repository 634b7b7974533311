#pragma once

#include "crypto/base/random.hpp"
#include "hub/store/store.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace kring::store {

/// Whether a commit waits for the disk.
enum class Durability : std::uint8_t {
  synced,
  /// Loses what it acknowledged: for the test that shows what `synced` is good for.
  unsynced_for_tests,
};

/// How a `PostgresStore` reaches its database, and how long it waits.
struct PostgresOptions {
  /// `postgres://USER@HOST:PORT/DATABASE?…`, as libpq reads it. It finds a password by itself, in the file
  /// that `passfile=` names or in its environment.
  std::string url;
  Durability durability = Durability::synced;
  /// libpq takes whole seconds, at least 2.
  std::chrono::seconds connect_within{3};
  /// One statement, with its wait for another node's lock. A batch holds its locks for milliseconds.
  std::chrono::milliseconds statement_within{10'000};
  /// An answer, after which the server counts as gone: a statement's time and a slow network's.
  std::chrono::milliseconds answer_within{15'000};
  /// How long a batch whose commit was not answered is asked after, before it is given back as unavailable.
  std::chrono::milliseconds settle_within{5'000};
};

/// A hub's store in a PostgreSQL database that several hubs may share: all of it in the schema `kring`.
///
/// A batch is one transaction that first locks the rows of all its circles, in the order of their ids; so
/// hubs wait for each other, never in a ring, and all that the contract compares is compared under the lock.
/// It is on the disk (`synchronous_commit=on`, asked for and checked) when `write` returns.
///
/// While the database is away, calls give `store_unavailable` and the next ones try again. A request that was
/// so answered may have been done: sent again, it is answered as the first time.
class PostgresStore final : public Store {
 public:
  /// Connects, and makes or brings forward the schema under a lock that other hubs wait for; a new one gets
  /// its incarnation from `random`. Errors: `store_bad_address` (no such database, or it does not let us in),
  /// `store_unavailable`, `store_not_durable`, `store_newer_schema`, `store_corrupt`, `store_full`,
  /// `store_failed`.
  [[nodiscard]] static Result<std::unique_ptr<PostgresStore>> open(PostgresOptions options, Random& random);
  PostgresStore(const PostgresStore&) = delete;
  PostgresStore& operator=(const PostgresStore&) = delete;
  PostgresStore(PostgresStore&&) = delete;
  PostgresStore& operator=(PostgresStore&&) = delete;
  /// Readers are gone by now.
  ~PostgresStore() override;

  /// Errors besides those of the contract: `store_unavailable`.
  [[nodiscard]] std::vector<WriteResult> write(std::span<const WriteRequest> requests) override;
  /// Connects at once. Errors besides those of the contract: `store_unavailable`, and from the reader too.
  [[nodiscard]] Result<std::unique_ptr<StoreReader>> open_reader() override;
  [[nodiscard]] channels::Incarnation incarnation() const override;

 private:
  struct State;
  explicit PostgresStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kring::store
