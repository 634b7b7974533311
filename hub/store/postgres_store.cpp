#include "hub/store/postgres_store.hpp"

#include "hub/store/detail/postgres_batch.hpp"
#include "hub/store/detail/postgres_link.hpp"
#include "hub/store/detail/postgres_migrations.hpp"
#include "hub/store/detail/reader.hpp"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

namespace kring::store {

using detail::BatchOutcome;
using detail::Kept;
using detail::PostgresConnection;
using detail::PostgresLink;
using hub::Errc;
using std::chrono::steady_clock;

namespace {

/// Another hub's transaction stood in the way: so often is a batch begun anew.
constexpr int tries_max = 4;

bool is_fatal_to_postgres(const Error& error) {
  return error == Errc::store_failed || error == Errc::store_corrupt || error == Errc::store_not_durable;
}

class PostgresReader final : public StoreReader {
 public:
  explicit PostgresReader(PostgresLink link) : link_(std::move(link)) {}

  [[nodiscard]] Status connect() {
    if (auto connection = link_.get(); !connection) return fail(connection.error());
    return {};
  }

  [[nodiscard]] ReadResult read(const ReadRequest& request) override {
    // A connection that was lost while nobody used it is no reason to refuse.
    auto result = read_once(request);
    if (!result && result.error() == Errc::store_unavailable) result = read_once(request);
    return result;
  }

 private:
  [[nodiscard]] ReadResult read_once(const ReadRequest& request) {
    const auto connection = link_.get();
    if (!connection) return fail(connection.error());
    // One moment's state for all of a request's queries.
    (*connection)->run_before_next("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    auto result = detail::answer(**connection, request);
    // What was read holds, whatever becomes of the end.
    if (!(*connection)->lost()) (void)(*connection)->run({.sql = "COMMIT"});
    return result;
  }

  PostgresLink link_;
};

/// What a batch is answered that was done again because nobody knew whether it was kept: if it was, a
/// repetition finds in the database just what the first try put there, and that was a first answer.
std::vector<WriteResult> settle(std::vector<WriteResult> first, std::vector<WriteResult> again) {
  for (std::size_t i = 0; i < again.size(); ++i) {
    if (!first[i] || !again[i]) continue;
    auto expected = *first[i];
    if (auto* appended = std::get_if<Appended>(&expected)) appended->answered = Answered::again;
    if (auto* bundled = std::get_if<Bundled>(&expected)) bundled->answered = Answered::again;
    if (*again[i] == expected) again[i] = std::move(first[i]);
  }
  return again;
}

}  // namespace

struct PostgresStore::State {
  PostgresOptions options;
  channels::Incarnation incarnation;
  PostgresLink link;
  /// Why every write fails from now on.
  std::optional<Error> poison{};

  State(PostgresOptions chosen, channels::Incarnation known, std::unique_ptr<PostgresConnection> connection)
      : options(std::move(chosen)), incarnation(known), link(options, known, std::move(connection)) {}

  /// Tries until the batch is kept, or known not to be, or nobody can be asked in time.
  [[nodiscard]] Result<std::vector<WriteResult>> write(std::span<const WriteRequest> requests) {
    // What the batch will have been answered if a commit that was lost on its way was done.
    std::optional<std::vector<WriteResult>> unsettled;
    steady_clock::time_point settle_until{};
    for (int tries = 1;; ++tries) {
      BatchOutcome outcome;
      const auto connection = link.get();
      if (connection) {
        outcome = detail::PostgresBatch(**connection, requests).run();
      } else {
        outcome.error = connection.error();
      }
      if (outcome.kept != Kept::no && unsettled)
        outcome.results = settle(std::move(*unsettled), std::move(outcome.results));
      if (outcome.kept == Kept::yes) return std::move(outcome.results);
      if (outcome.kept == Kept::unknown) {
        if (!unsettled) settle_until = steady_clock::now() + options.settle_within;
        unsettled = std::move(outcome.results);
      }
      const bool may_go_on = unsettled
                                 ? steady_clock::now() < settle_until && !is_fatal_to_postgres(*outcome.error)
                                 : connection && tries < tries_max && is_passing(**connection);
      if (may_go_on) {
        std::this_thread::sleep_until(std::min(link.next_try(), settle_until));
        continue;
      }
      if (is_fatal_to_postgres(*outcome.error)) poison = outcome.error;
      if (unsettled && !poison) return fail(Errc::store_unavailable, "nobody knows what was kept");
      return fail(*outcome.error);
    }
  }

  /// Whether what stood in a batch's way may be gone already: a connection that was lost while nobody used
  /// it, or another hub's transaction.
  [[nodiscard]] static bool is_passing(const PostgresConnection& connection) {
    return connection.lost() || connection.may_succeed_again();
  }
};

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(PostgresOptions options, Random& random) {
  auto connection = PostgresConnection::open(options);
  if (!connection) return fail(connection.error());
  const auto incarnation = detail::migrate(**connection, detail::postgres_migrations(), random);
  if (!incarnation) return fail(incarnation.error());
  return std::unique_ptr<PostgresStore>(
      new PostgresStore(std::make_unique<State>(std::move(options), *incarnation, std::move(*connection))));
}

PostgresStore::PostgresStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
PostgresStore::~PostgresStore() = default;

channels::Incarnation PostgresStore::incarnation() const {
  return state_->incarnation;
}

Result<std::unique_ptr<StoreReader>> PostgresStore::open_reader() {
  auto reader = std::make_unique<PostgresReader>(PostgresLink(state_->options, state_->incarnation));
  if (auto connected = reader->connect(); !connected) return fail(connected.error());
  return reader;
}

std::vector<WriteResult> PostgresStore::write(std::span<const WriteRequest> requests) {
  const auto all_fail = [&](const Error& error) {
    return std::vector<WriteResult>(requests.size(), WriteResult(fail(error)));
  };
  if (state_->poison) return all_fail(*state_->poison);
  auto results = state_->write(requests);
  if (!results) return all_fail(results.error());
  return std::move(*results);
}

}  // namespace kring::store
