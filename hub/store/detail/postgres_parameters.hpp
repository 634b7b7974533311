#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <deque>
#include <vector>

namespace kring::store::detail {

/// How libpq is told that a value is in the binary form.
inline constexpr int binary_format = 1;

/// A column of `bytea` or `bigint` as one array parameter, in PostgreSQL's binary form.
class PostgresArray {
 public:
  enum class Of : std::uint8_t { bytes, numbers };
  explicit PostgresArray(Of element);

  void add(ByteView bytes);
  /// Below 2^63.
  void add(std::uint64_t number);
  /// The array; the object is spent.
  [[nodiscard]] Bytes take();

 private:
  void add_size(std::size_t size);
  Bytes encoded_;
  std::uint32_t count_ = 0;
};

/// What a statement's `$1`, `$2`, … stand for, in PostgreSQL's binary form.
class PostgresParameters {
 public:
  PostgresParameters() = default;
  // What it points to may be its own.
  PostgresParameters(const PostgresParameters&) = delete;
  PostgresParameters& operator=(const PostgresParameters&) = delete;
  PostgresParameters(PostgresParameters&&) noexcept = default;
  PostgresParameters& operator=(PostgresParameters&&) noexcept = default;
  ~PostgresParameters() = default;

  /// Borrowed.
  void add(ByteView bytes);
  /// Below 2^63.
  void add(std::uint64_t number);
  void add(PostgresArray array);
  void add_null();

  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  // As libpq wants them: one of each a parameter.
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  void add_view(ByteView bytes);

  // A deque, so that what is in it stays where it is.
  std::deque<Bytes> owned_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

}  // namespace kring::store::detail
