#pragma once

#include "channels/model/ids.hpp"
#include "hub/store/detail/postgres_connection.hpp"

#include <chrono>
#include <memory>
#include <utility>

namespace kring::store::detail {

/// A connection that is made again after it was lost: at once the first time, then with growing pauses, so
/// that a hub neither floods a server that comes up nor waits long for one that is up.
class PostgresLink {
 public:
  /// `incarnation` is the history that every connection must lead to, `connection` the first one, if there is
  /// one already.
  PostgresLink(const PostgresOptions& options, channels::Incarnation incarnation,
               std::unique_ptr<PostgresConnection> connection = nullptr)
      : options_(options), incarnation_(incarnation), connection_(std::move(connection)) {}

  /// A connection that was not lost yet. While a pause lasts it is refused at once. Errors:
  /// `store_unavailable`, `store_not_durable`; `store_corrupt` if the database is another one now.
  [[nodiscard]] Result<PostgresConnection*> get();
  /// When the next try is due.
  [[nodiscard]] std::chrono::steady_clock::time_point next_try() const { return next_try_; }

 private:
  [[nodiscard]] Status connect();

  const PostgresOptions& options_;
  channels::Incarnation incarnation_;
  std::unique_ptr<PostgresConnection> connection_;
  std::chrono::steady_clock::time_point next_try_{};
  std::chrono::milliseconds pause_{};
};

}  // namespace kring::store::detail
