#include "hub/store/detail/postgres_link.hpp"

#include "hub/store/detail/postgres_migrations.hpp"

#include <algorithm>
#include <utility>

namespace kring::store::detail {

using hub::Errc;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds first_pause{50};
constexpr milliseconds pause_max{1000};

}  // namespace

Result<PostgresConnection*> PostgresLink::get() {
  if (connection_ && !connection_->lost()) return connection_.get();
  connection_.reset();
  if (steady_clock::now() < next_try_) return fail(Errc::store_unavailable, "the database is away");
  if (auto connected = connect(); !connected) {
    connection_.reset();
    pause_ = std::clamp(pause_ * 2, first_pause, pause_max);
    next_try_ = steady_clock::now() + pause_;
    // Whatever keeps us out now did not when the hub started: to be waited for.
    if (connected.error() == Errc::store_bad_address) return fail(Errc::store_unavailable, "connect");
    return fail(connected.error());
  }
  pause_ = {};
  return connection_.get();
}

Status PostgresLink::connect() {
  auto connection = PostgresConnection::open(options_);
  if (!connection) return fail(connection.error());
  connection_ = std::move(*connection);
  // A database that was put back from a backup, or made anew, is not what this process has in memory.
  const auto incarnation = read_incarnation(*connection_);
  if (!incarnation) return fail(incarnation.error());
  if (*incarnation != incarnation_) return fail(Errc::store_corrupt, "another database than before");
  return {};
}

}  // namespace kring::store::detail
