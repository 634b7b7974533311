#include "hub/store/detail/postgres_connection.hpp"

#include "crypto/base/assert.hpp"
#include "hub/store/detail/postgres_parameters.hpp"

#include <poll.h>
#include <postgresql/libpq-fe.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace kring::store::detail {

using hub::Errc;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// A cursor over what its statement gave, all of which is here after the first step.
class PostgresCursor final : public Cursor {
 public:
  PostgresCursor(PostgresConnection& connection, std::string_view sql)
      : connection_(connection), statement_{.sql = sql} {}

  void bind(ByteView bytes) override { statement_.parameters.add(bytes); }
  void bind(std::uint64_t number) override { statement_.parameters.add(number); }
  void bind_null() override { statement_.parameters.add_null(); }

  [[nodiscard]] Result<bool> step() override {
    if (!rows_) {
      auto rows = connection_.run(statement_);
      if (!rows) return fail(rows.error());
      rows_ = std::move(*rows);
    }
    ++row_;
    return row_ < rows_->count();
  }
  [[nodiscard]] std::uint64_t number(int column) const override { return rows_->number(row_, column); }
  [[nodiscard]] bool is_null(int column) const override { return rows_->is_null(row_, column); }
  [[nodiscard]] ByteView view(int column) const override { return rows_->view(row_, column); }

 private:
  PostgresConnection& connection_;
  PostgresStatement statement_;
  std::optional<PostgresRows> rows_;
  int row_ = -1;
};

std::string quote_number(milliseconds time) {
  return "'" + std::to_string(time.count()) + "'";
}

/// Settings that every session has, whatever the role or the database says: durability, limits on waiting
/// (a hub that stops in the middle holds nobody up), and plans that stay what they are when tables grow:
/// every statement finds its rows by an index.
std::string session_settings(const PostgresOptions& options) {
  const char* commit = options.durability == Durability::synced ? "'on'" : "'off'";
  return "SET synchronous_commit = " + std::string(commit) +
         "; SET search_path = kring; SET statement_timeout = " + quote_number(options.statement_within) +
         "; SET idle_in_transaction_session_timeout = " + quote_number(options.answer_within) +
         "; SET client_connection_check_interval = '2000'; SET client_min_messages = error"
         "; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off"
         "; SET plan_cache_mode = force_generic_plan"
         "; SELECT current_setting('synchronous_commit'), current_setting('fsync')";
}

/// The keywords that a connection is made with: what the URL says, and over it what is ours to say.
struct Keywords {
  explicit Keywords(const PostgresOptions& options)
      : connect_within(std::to_string(options.connect_within.count())),
        user_timeout(std::to_string(options.answer_within.count())),
        names{"dbname"},
        values{options.url.c_str()} {
    add("connect_timeout", connect_within.c_str());
    add("tcp_user_timeout", user_timeout.c_str());
    add("keepalives_idle", "10");
    add("keepalives_interval", "5");
    add("keepalives_count", "3");
    add("application_name", "kring-hub");
    add("client_encoding", "UTF8");
    // A standby that took over is found; one that only follows is not used.
    add("target_session_attrs", "read-write");
    add(nullptr, nullptr);
  }
  void add(const char* name, const char* value) {
    names.push_back(name);
    values.push_back(value);
  }

  std::string connect_within;
  std::string user_timeout;
  std::vector<const char*> names;
  std::vector<const char*> values;
};

constexpr std::string_view unique_violation = "23505";

void ignore_notice(void* /*context*/, const PGresult* /*notice*/) {}

/// The error for a SQLSTATE (PostgreSQL's Appendix A): by its class, or whole where that is too coarse.
Errc errc_of(std::string_view state) {
  constexpr std::array<std::string_view, 6> away = {"08", "25", "40", "53", "55", "57"};
  if (state == unique_violation) return Errc::store_unavailable;
  if (state == "53100") return Errc::store_full;
  if (state == "XX001" || state == "XX002") return Errc::store_corrupt;
  // Out of resources, cancelled or shut down, another transaction's doing, a standby: nothing of ours is
  // broken, nothing was kept, and a later try may succeed.
  if (std::ranges::find(away, state.substr(0, 2)) != away.end()) return Errc::store_unavailable;
  return Errc::store_failed;
}

}  // namespace

// Rows.

void PostgresRows::Clearer::operator()(pg_result* result) const {
  PQclear(result);
}

int PostgresRows::count() const {
  return PQntuples(result_.get());
}

bool PostgresRows::is_null(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

ByteView PostgresRows::view(int row, int column) const {
  const auto* data = reinterpret_cast<const std::uint8_t*>(PQgetvalue(result_.get(), row, column));
  return {data, static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::uint64_t PostgresRows::number(int row, int column) const {
  std::uint64_t number = 0;
  for (const auto byte : view(row, column)) number = number << 8U | byte;
  return number;
}

std::string_view PostgresRows::done() const {
  return PQcmdStatus(result_.get());
}

// The connection.

void PostgresConnection::Finisher::operator()(pg_conn* handle) const {
  PQfinish(handle);
}

PostgresConnection::~PostgresConnection() = default;

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const PostgresOptions& options) {
  const Keywords keywords(options);
  PGconn* handle = PQconnectdbParams(keywords.names.data(), keywords.values.data(), 1);
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection(handle, options.answer_within));
  if (PQstatus(handle) != CONNECTION_OK) {
    // libpq tells the reason in words alone; whether somebody answers there can be asked.
    const auto ping = PQpingParams(keywords.names.data(), keywords.values.data(), 1);
    const bool is_there = ping == PQPING_OK || ping == PQPING_NO_ATTEMPT;
    return fail(is_there ? Errc::store_bad_address : Errc::store_unavailable, "connect");
  }
  if (auto ready = connection->set_up(options); !ready) return fail(ready.error());
  return connection;
}

Status PostgresConnection::set_up(const PostgresOptions& options) {
  PQsetNoticeReceiver(handle_.get(), &ignore_notice, nullptr);
  if (PQsetnonblocking(handle_.get(), 1) != 0) return fail(note_lost("set up"));
  const auto settings = run_script(session_settings(options));
  if (!settings) return fail(settings.error());
  const bool is_synced = settings->size() == 2 && settings->at(0) == "on" && settings->at(1) == "on";
  if (options.durability == Durability::synced && !is_synced)
    return fail(Errc::store_not_durable, "synchronous_commit and fsync must be on");
  return {};
}

std::unique_ptr<Cursor> PostgresConnection::ask(std::string_view sql) {
  return std::make_unique<PostgresCursor>(*this, sql);
}

Result<PostgresRows> PostgresConnection::run(const PostgresStatement& statement) {
  auto rows = exchange(std::span(&statement, 1));
  if (!rows) return fail(rows.error());
  return std::move(rows->front());
}

Result<std::vector<PostgresRows>> PostgresConnection::exchange(
    std::span<const PostgresStatement> statements) {
  const auto before = std::exchange(before_next_, {});
  if (lost_) return fail(Errc::store_unavailable, "the connection is lost");
  const auto until = steady_clock::now() + answer_within_;
  std::vector<Sent> sent;
  bool is_sent = PQenterPipelineMode(handle_.get()) == 1;
  for (const auto& statement : before) is_sent = is_sent && send(statement, false, sent);
  for (const auto& statement : statements) is_sent = is_sent && send(statement, true, sent);
  if (!is_sent || PQpipelineSync(handle_.get()) != 1) return fail(note_lost("send"));
  if (auto flushed = flush(until); !flushed) return fail(flushed.error());
  auto rows = collect(sent, until);
  if (!lost_ && PQexitPipelineMode(handle_.get()) != 1) return fail(note_lost("end of a pipeline"));
  return rows;
}

bool PostgresConnection::send(const PostgresStatement& statement, bool is_asked, std::vector<Sent>& sent) {
  const auto [known, is_new] =
      prepared_.try_emplace(statement.sql, "kring_" + std::to_string(prepared_.size()));
  const char* name = known->second.c_str();
  if (is_new) {
    if (PQsendPrepare(handle_.get(), name, std::string(statement.sql).c_str(), 0, nullptr) != 1) return false;
    sent.push_back({.prepares = statement.sql});
  }
  sent.push_back({.is_asked = is_asked});
  const auto& parameters = statement.parameters;
  return PQsendQueryPrepared(handle_.get(), name, parameters.count(), parameters.values(),
                             parameters.lengths(), parameters.formats(), binary_format) == 1;
}

Status PostgresConnection::flush(Deadline until) {
  for (;;) {
    const int left = PQflush(handle_.get());
    if (left == 0) return {};
    if (left < 0) return fail(note_lost("send"));
    // The server may want to be read before it reads on.
    if (auto ready = wait(until, true); !ready) return ready;
    if (PQconsumeInput(handle_.get()) != 1) return fail(note_lost("send"));
  }
}

Result<std::vector<PostgresRows>> PostgresConnection::collect(std::span<const Sent> sent, Deadline until) {
  std::vector<PostgresRows> rows;
  std::optional<Error> error;
  for (const auto& one : sent) {
    bool is_done = false;
    for (;;) {
      auto result = next_result(until);
      if (!result) return fail(result.error());
      if (*result == nullptr) break;
      PostgresRows owned(*result);
      const auto status = PQresultStatus(*result);
      is_done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
      if (status == PGRES_FATAL_ERROR && !error) error = note_failure(*result);
      if (is_done && one.is_asked) rows.push_back(std::move(owned));
      // A lost connection gives no more.
      if (lost_) return fail(*error);
    }
    if (!is_done && !one.prepares.empty()) prepared_.erase(one.prepares);
  }
  auto sync = next_result(until);
  if (!sync) return fail(sync.error());
  const PostgresRows owned(*sync);
  if (PQresultStatus(*sync) != PGRES_PIPELINE_SYNC) return fail(note_lost("end of a pipeline"));
  if (error) return fail(*error);
  return rows;
}

Result<std::vector<std::string>> PostgresConnection::run_script(const std::string& sql) {
  KRING_ASSERT(before_next_.empty());
  if (lost_) return fail(Errc::store_unavailable, "the connection is lost");
  const auto until = steady_clock::now() + answer_within_;
  if (PQsendQuery(handle_.get(), sql.c_str()) != 1) return fail(note_lost("send"));
  if (auto flushed = flush(until); !flushed) return fail(flushed.error());
  std::vector<std::string> row;
  std::optional<Error> error;
  for (;;) {
    auto result = next_result(until);
    if (!result) return fail(result.error());
    if (*result == nullptr) break;
    const PostgresRows owned(*result);
    if (PQresultStatus(*result) == PGRES_FATAL_ERROR && !error) error = note_failure(*result);
    if (lost_) return fail(*error);
    row.clear();
    for (int column = 0; owned.count() > 0 && column < PQnfields(*result); ++column)
      row.emplace_back(view_text(owned.view(0, column)));
  }
  if (error) return fail(*error);
  return row;
}

Result<pg_result*> PostgresConnection::next_result(Deadline until) {
  while (PQisBusy(handle_.get()) != 0) {
    if (auto ready = wait(until, false); !ready) return fail(ready.error());
    if (PQconsumeInput(handle_.get()) != 1) return fail(note_lost("receive"));
  }
  return PQgetResult(handle_.get());
}

Status PostgresConnection::wait(Deadline until, bool to_write) {
  pollfd socket{.fd = PQsocket(handle_.get()), .events = POLLIN, .revents = 0};
  if (to_write) socket.events |= POLLOUT;
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now()).count();
    const int ready = left <= 0 ? 0 : ::poll(&socket, 1, static_cast<int>(left));
    if (ready > 0) return {};
    if (ready < 0 && errno == EINTR) continue;
    return fail(note_lost("the server does not answer"));
  }
}

Error PostgresConnection::note_lost(std::string_view where) {
  lost_ = true;
  return {Errc::store_unavailable, where};
}

Error PostgresConnection::note_failure(const pg_result* result) {
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  // libpq itself reports a lost connection without a SQLSTATE; a server that ends one says so before (57P).
  if (state.empty() || state.starts_with("57P") || PQstatus(handle_.get()) == CONNECTION_BAD)
    return note_lost("the server ended the connection");
  may_succeed_again_ = state.starts_with("40") || state == unique_violation;
  return {errc_of(state), "a statement failed"};
}

}  // namespace kring::store::detail
