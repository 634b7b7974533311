#pragma once

#include "crypto/codec/reader.hpp"

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace kring::codec {

/// Reads a structure field by field and remembers the first error, so that a structure is written down as one
/// expression: `return fields.done(Lifetime{.not_before = fields.u64(), .not_after = fields.u64()});`
///
/// After an error every reader yields an empty value and reads nothing; `done` then yields the error.
/// Structures have `static Result<T> read(Reader&)`. Lives inside one `read` and borrows its reader.
class FieldReader {
 public:
  explicit FieldReader(Reader& in) : in_(in) {}

  [[nodiscard]] std::uint8_t u8() {
    return take<std::uint8_t>([this] { return in_.u8(); });
  }
  [[nodiscard]] std::uint16_t u16() {
    return take<std::uint16_t>([this] { return in_.u16(); });
  }
  [[nodiscard]] std::uint32_t u32() {
    return take<std::uint32_t>([this] { return in_.u32(); });
  }
  [[nodiscard]] std::uint64_t u64() {
    return take<std::uint64_t>([this] { return in_.u64(); });
  }
  /// An enumeration, read as its underlying number; unknown values are kept.
  template <class E>
  [[nodiscard]] E number() {
    return take<E>([this] { return read_number<E>(in_); });
  }
  /// `opaque<V>` of at most `bytes_max`.
  [[nodiscard]] Bytes opaque(std::size_t bytes_max) {
    return take<Bytes>([&] { return in_.copy_opaque(bytes_max); });
  }
  template <std::size_t N>
  [[nodiscard]] FixedBytes<N> fixed() {
    return take<FixedBytes<N>>([this] { return in_.fixed<N>(); });
  }
  /// A structure.
  template <class T>
  [[nodiscard]] T read() {
    return take<T>([this] { return T::read(in_); });
  }
  /// A vector of structures.
  template <class T>
  [[nodiscard]] std::vector<T> vector(std::size_t bytes_max, std::size_t count_max) {
    return take<std::vector<T>>(
        [&] { return in_.vector<T>(bytes_max, count_max, [](Reader& inner) { return T::read(inner); }); });
  }
  /// A vector of enumerations.
  template <class E>
  [[nodiscard]] std::vector<E> numbers(std::size_t bytes_max, std::size_t count_max) {
    return take<std::vector<E>>([&] { return in_.vector<E>(bytes_max, count_max, read_number<E>); });
  }
  /// `optional<T>` of a structure.
  template <class T>
  [[nodiscard]] std::optional<T> optional() {
    return take<std::optional<T>>(
        [this] { return in_.optional<T>([](Reader& inner) { return T::read(inner); }); });
  }

  /// Remembers `code`, unless an error came before it.
  void refuse(crypto::Errc code, std::string_view where) {
    if (!error_) error_ = Error(code, where);
  }
  [[nodiscard]] bool failed() const { return error_.has_value(); }
  /// `value`, or the first error.
  template <class T>
  [[nodiscard]] Result<T> done(T value) {
    if (error_) return fail(*error_);
    return value;
  }

 private:
  template <class E>
  static Result<E> read_number(Reader& in) {
    using Number = std::underlying_type_t<E>;
    auto bytes = in.take(sizeof(Number));
    if (!bytes) return fail(bytes.error());
    std::uint64_t value = 0;
    for (const auto byte : *bytes) value = value << 8U | byte;
    return static_cast<E>(value);
  }
  template <class T, class Read>
  T take(Read read_one) {
    if (error_) return T{};
    Result<T> result = read_one();
    if (result) return std::move(*result);
    error_ = result.error();
    return T{};
  }

  Reader& in_;
  std::optional<Error> error_;
};

}  // namespace kring::codec
