#pragma once

#include "crypto/base/bytes.hpp"
#include "hub/base/errc.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace kring::store::detail {

/// One use of a statement on one engine: what `Query` is made of. Parameters are bound in order; what is
/// bound is borrowed for as long as the cursor lives.
class Cursor {
 public:
  Cursor() = default;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  Cursor(Cursor&&) = delete;
  Cursor& operator=(Cursor&&) = delete;
  virtual ~Cursor() = default;

  virtual void bind(ByteView bytes) = 0;
  /// Below 2^63.
  virtual void bind(std::uint64_t number) = 0;
  virtual void bind_null() = 0;
  /// Whether there is a (further) row. The first error of preparing, binding and running comes out here.
  [[nodiscard]] virtual Result<bool> step() = 0;
  /// 0 for NULL.
  [[nodiscard]] virtual std::uint64_t number(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  /// Until the next step; empty for NULL.
  [[nodiscard]] virtual ByteView view(int column) const = 0;
};

/// One connection to an engine that speaks SQL, used by one thread at a time.
///
/// What reads and writes a circle's rows is written once, in the SQL that SQLite and PostgreSQL share:
/// parameters are `$1`, `$2` in the order of their first use, rows name themselves by `RETURNING`, repetition
/// is `ON CONFLICT`.
class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;
  virtual ~Database() = default;

  /// `sql` is a literal, and in use nowhere else at the same time.
  [[nodiscard]] virtual std::unique_ptr<Cursor> ask(std::string_view sql) = 0;

  /// A column held what no Kring store writes: kept until `take_damage`.
  void note_damage() { damaged_ = true; }
  [[nodiscard]] bool take_damage() { return std::exchange(damaged_, false); }

 private:
  bool damaged_ = false;
};

}  // namespace kring::store::detail
