#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/errc.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace kring::codec {

/// Reads TLS presentation syntax with RFC 9420's variable-length vectors (section 2.1.2).
///
/// Borrows its bytes. Every length is checked against what is left and against its limit before anything is
/// allocated. Whoever has read a whole structure calls `finish`, so that trailing bytes are an error.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  /// Errors of the fixed-size readers: `truncated`.
  [[nodiscard]] Result<std::uint8_t> u8();
  [[nodiscard]] Result<std::uint16_t> u16();
  [[nodiscard]] Result<std::uint32_t> u32();
  [[nodiscard]] Result<std::uint64_t> u64();
  /// The next `count` bytes, borrowed. Errors: `truncated`.
  [[nodiscard]] Result<ByteView> take(std::size_t count);
  template <std::size_t N>
  [[nodiscard]] Result<FixedBytes<N>> fixed() {
    auto bytes = take(N);
    if (!bytes) return fail(bytes.error());
    return to_fixed<N>(*bytes);
  }
  template <class IdType>
  [[nodiscard]] Result<IdType> id() {
    auto bytes = fixed<IdType::size>();
    if (!bytes) return fail(bytes.error());
    return IdType(*bytes);
  }

  /// A vector's length: two bits of size, minimal form only. Errors: `truncated`, `non_minimal_length`,
  /// `bad_value` (the reserved prefix 11).
  [[nodiscard]] Result<std::size_t> length();
  /// `opaque<V>`, borrowed. Errors: those of `length`, `too_long` (over `bytes_max`), `truncated`.
  [[nodiscard]] Result<ByteView> opaque(std::size_t bytes_max);
  [[nodiscard]] Result<Bytes> copy_opaque(std::size_t bytes_max);
  /// A vector of structures: `read_one(Reader&) -> Result<T>`. Errors: those of `opaque`, those of
  /// `read_one`, and `too_long` past `count_max` elements.
  template <class T, class ReadOne>
  [[nodiscard]] Result<std::vector<T>> vector(std::size_t bytes_max, std::size_t count_max,
                                              ReadOne read_one) {
    auto bytes = opaque(bytes_max);
    if (!bytes) return fail(bytes.error());
    Reader inner(*bytes);
    std::vector<T> items;
    while (!inner.empty()) {
      if (items.size() == count_max) return fail(crypto::Errc::too_long, "vector");
      Result<T> item = read_one(inner);
      if (!item) return fail(item.error());
      items.push_back(std::move(*item));
    }
    return items;
  }
  /// `optional<T>`: a byte 0 or 1, then the value. Errors: `bad_value`, those of `read_one`.
  template <class T, class ReadOne>
  [[nodiscard]] Result<std::optional<T>> optional(ReadOne read_one) {
    auto present = u8();
    if (!present) return fail(present.error());
    if (*present > 1) return fail(crypto::Errc::bad_value, "optional");
    if (*present == 0) return std::optional<T>();
    Result<T> item = read_one(*this);
    if (!item) return fail(item.error());
    return std::optional<T>(std::move(*item));
  }

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  /// What is left, borrowed.
  [[nodiscard]] ByteView rest() const { return rest_; }
  /// Errors: `trailing_bytes`.
  [[nodiscard]] Status finish() const;

 private:
  ByteView rest_;
};

}  // namespace kring::codec
