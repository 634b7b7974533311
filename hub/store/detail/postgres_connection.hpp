#pragma once

#include "hub/store/detail/database.hpp"
#include "hub/store/detail/postgres_parameters.hpp"
#include "hub/store/postgres_store.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct pg_conn;
struct pg_result;

namespace kring::store::detail {

/// A statement and what its parameters stand for. `sql` is a literal: it is prepared once a connection.
struct PostgresStatement {
  std::string_view sql;
  PostgresParameters parameters{};
};

/// What one statement gave.
class PostgresRows {
 public:
  explicit PostgresRows(pg_result* result) : result_(result) {}

  [[nodiscard]] int count() const;
  /// 0 for NULL.
  [[nodiscard]] std::uint64_t number(int row, int column) const;
  [[nodiscard]] bool is_null(int row, int column) const;
  /// For as long as the rows live; empty for NULL.
  [[nodiscard]] ByteView view(int row, int column) const;
  /// What the server says that it did, such as "COMMIT".
  [[nodiscard]] std::string_view done() const;

 private:
  struct Clearer {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clearer> result_;
};

/// One connection to PostgreSQL, used by one thread at a time. It ends when it is lost: a `PostgresLink`
/// makes the next one.
class PostgresConnection final : public Database {
 public:
  /// Connects, and sets and checks what a session must be. Errors: as `PostgresStore::open`.
  [[nodiscard]] static Result<std::unique_ptr<PostgresConnection>> open(const PostgresOptions& options);
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;
  PostgresConnection(PostgresConnection&&) = delete;
  PostgresConnection& operator=(PostgresConnection&&) = delete;
  ~PostgresConnection() override;

  /// A cursor runs its statement at the first step, and has all its rows then.
  [[nodiscard]] std::unique_ptr<Cursor> ask(std::string_view sql) override;

  /// Sends statements together and waits for all their answers, one a statement; after a failed one none of
  /// the others is done. Errors: `store_full`, `store_corrupt`, `store_failed`, `store_unavailable` (lost, or
  /// the server gave up: see `lost`).
  [[nodiscard]] Result<std::vector<PostgresRows>> exchange(std::span<const PostgresStatement> statements);
  /// As `exchange`, of one statement.
  [[nodiscard]] Result<PostgresRows> run(const PostgresStatement& statement);
  /// Has a statement without parameters sent in front of whatever is sent next. It must be one that cannot
  /// fail, as BEGIN and SAVEPOINT cannot.
  void run_before_next(std::string_view sql) { before_next_.push_back({.sql = sql}); }
  /// Runs a text of one or several statements without parameters; the first row of the last one, as text.
  /// Errors: as `exchange`.
  [[nodiscard]] Result<std::vector<std::string>> run_script(const std::string& sql);

  /// Whether the connection is gone, and with it the knowledge of what became of the last exchange.
  [[nodiscard]] bool lost() const { return lost_; }
  /// Whether the last error was another node's doing (a deadlock, a row that was there first): the same
  /// transaction may succeed now.
  [[nodiscard]] bool may_succeed_again() const { return may_succeed_again_; }

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  struct Finisher {
    void operator()(pg_conn* handle) const;
  };
  /// What one command of a pipeline was for.
  struct Sent {
    /// The statement that it prepares; empty: it runs one.
    std::string_view prepares{};
    /// Whether its rows were asked for.
    bool is_asked = false;
  };

  PostgresConnection(pg_conn* handle, std::chrono::milliseconds answer_within)
      : handle_(handle), answer_within_(answer_within) {}
  [[nodiscard]] Status set_up(const PostgresOptions& options);
  [[nodiscard]] bool send(const PostgresStatement& statement, bool is_asked, std::vector<Sent>& sent);
  [[nodiscard]] Status flush(Deadline until);
  [[nodiscard]] Result<std::vector<PostgresRows>> collect(std::span<const Sent> sent, Deadline until);
  /// The next result; null at a command's end.
  [[nodiscard]] Result<pg_result*> next_result(Deadline until);
  /// Waits until there is something to read, or room to write where that is wanted too.
  [[nodiscard]] Status wait(Deadline until, bool to_write);
  [[nodiscard]] Error note_lost(std::string_view where);
  [[nodiscard]] Error note_failure(const pg_result* result);

  std::unique_ptr<pg_conn, Finisher> handle_;
  std::chrono::milliseconds answer_within_;
  // By the literals' text.
  std::unordered_map<std::string_view, std::string> prepared_;
  std::vector<PostgresStatement> before_next_;
  bool lost_ = false;
  bool may_succeed_again_ = false;
};

}  // namespace kring::store::detail
