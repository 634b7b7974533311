#pragma once

#include "hub/store/detail/postgres_connection.hpp"
#include "hub/store/requests.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace kring::store::detail {

/// Whether a batch is in the database.
enum class Kept : std::uint8_t {
  yes,
  no,
  /// The connection was lost after the commit was sent.
  unknown,
};

/// What became of a batch.
struct BatchOutcome {
  Kept kept = Kept::no;
  /// One a request: what holds if the batch is kept.
  std::vector<WriteResult> results{};
  /// Why it is not, or not known to be.
  std::optional<Error> error{};
};

/// Many requests in one transaction: locks, each request whole or not at all, commit.
class PostgresBatch {
 public:
  /// Both outlive the batch.
  PostgresBatch(PostgresConnection& connection, std::span<const WriteRequest> requests)
      : connection_(connection), requests_(requests) {}

  /// Once.
  [[nodiscard]] BatchOutcome run();

 private:
  [[nodiscard]] Status lock_circles();
  [[nodiscard]] Status perform_all();
  [[nodiscard]] Status append_together(std::span<const WriteRequest> appends, bool is_last);
  [[nodiscard]] Status perform_alone(const WriteRequest& request);
  [[nodiscard]] WriteResult perform_one(const WriteRequest& request);

  PostgresConnection& connection_;
  std::span<const WriteRequest> requests_;
  /// Circles that exist for this batch: those that were there when it took its locks, and those it founds.
  std::set<channels::CircleId> locked_;
  std::vector<WriteResult> results_;
  /// Sent together with the commit.
  std::vector<PostgresStatement> last_writes_;
};

}  // namespace kring::store::detail
