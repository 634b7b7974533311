#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/time.hpp"
#include "hub/store/detail/database.hpp"

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace kring::store::detail {

/// One use of a prepared statement: bind in order, step, read columns; it resets itself at the end.
///
/// What is bound is borrowed until then. Numbers are below 2^63. The first error of preparing or binding is
/// kept and comes out of `step`.
class Query {
 public:
  /// `sql` is a literal, and in use nowhere else at the same time.
  Query(Database& database, std::string_view sql) : database_(database), cursor_(database.ask(sql)) {}

  Query& bind(ByteView bytes);
  Query& bind(std::uint64_t number);
  Query& bind(Time time) { return bind(to_unix_ms(time)); }
  Query& bind_null();
  template <class IdType>
    requires requires(const IdType& id) {
      { id.view() } -> std::same_as<ByteView>;
    }
  Query& bind(const IdType& id) {
    return bind(id.view());
  }
  template <class Number>
    requires std::is_enum_v<Number>
  Query& bind(Number number) {
    return bind(static_cast<std::uint64_t>(std::to_underlying(number)));
  }

  /// Whether there is a (further) row. Errors: `store_full`, `store_corrupt`, `store_failed`,
  /// `store_unavailable`.
  [[nodiscard]] Result<bool> step() { return cursor_->step(); }
  /// For a statement that yields no row. Errors: as `step`.
  [[nodiscard]] Status run();
  /// For a statement that puts one row in and ends in `RETURNING id`: that id. Errors: as `step`.
  [[nodiscard]] Result<std::uint64_t> insert();

  [[nodiscard]] std::uint64_t u64(int column) const { return cursor_->number(column); }
  [[nodiscard]] Time time(int column) const { return from_unix_ms(u64(column)); }
  [[nodiscard]] bool is_null(int column) const { return cursor_->is_null(column); }
  /// A copy; empty for NULL.
  [[nodiscard]] Bytes bytes(int column) const { return copy_bytes(cursor_->view(column)); }
  /// A column of a fixed size; another size is damage, and gives zeros.
  template <std::size_t N>
  [[nodiscard]] FixedBytes<N> fixed(int column) {
    auto exact = to_fixed<N>(cursor_->view(column));
    if (exact) return *exact;
    database_.note_damage();
    return {};
  }
  [[nodiscard]] Hash hash(int column) { return fixed<sizeof(Hash)>(column); }
  template <class IdType>
  [[nodiscard]] IdType id(int column) {
    return IdType(fixed<IdType::size>(column));
  }

 private:
  Database& database_;
  std::unique_ptr<Cursor> cursor_;
};

/// Rows of one statement of a page: an engine may make all of them before it gives the first.
inline constexpr std::uint64_t rows_at_a_time = 64;

/// Runs `take` for each row. Errors: as `Query::step`.
template <class Take>
Status each_row(Query& query, Take take) {
  for (;;) {
    const auto row = query.step();
    if (!row) return fail(row.error());
    if (!*row) return {};
    take();
  }
}

}  // namespace kring::store::detail
