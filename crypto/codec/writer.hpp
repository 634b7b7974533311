#pragma once

#include "crypto/base/assert.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"

#include <cstdint>
#include <optional>
#include <utility>

namespace kring::codec {

/// The longest vector that a length of four bytes can name (RFC 9420, section 2.1.2).
inline constexpr std::size_t vector_bytes_max = (std::size_t{1} << 30U) - 1;

/// The encoding of a vector's length, minimal; `size` at most `vector_bytes_max`.
[[nodiscard]] Bytes encode_length(std::size_t size);

/// Writes what `Reader` reads. `Writer` for public bytes, `SecretWriter` where key material goes through.
template <class Buffer>
class BasicWriter {
 public:
  void u8(std::uint8_t value) { buffer_.push_back(value); }
  void u16(std::uint16_t value) { number(value, 2); }
  void u32(std::uint32_t value) { number(value, 4); }
  void u64(std::uint64_t value) { number(value, 8); }
  /// The bytes as they are, without a length.
  void raw(ByteView bytes) { buffer_.insert(buffer_.end(), bytes.begin(), bytes.end()); }
  /// `opaque<V>`.
  void opaque(ByteView bytes) {
    raw(encode_length(bytes.size()));
    raw(bytes);
  }
  /// A vector whose content `write(BasicWriter&)` writes.
  template <class Write>
  void nested(Write write) {
    BasicWriter inner;
    write(inner);
    opaque(inner.buffer_);
  }
  /// A vector of structures: `write_one(BasicWriter&, item)`.
  template <class Items, class WriteOne>
  void vector(const Items& items, WriteOne write_one) {
    nested([&](BasicWriter& inner) {
      for (const auto& item : items) write_one(inner, item);
    });
  }
  /// `optional<T>`: `write_one(BasicWriter&, value)`.
  template <class T, class WriteOne>
  void optional(const std::optional<T>& value, WriteOne write_one) {
    u8(value ? 1 : 0);
    if (value) write_one(*this, *value);
  }

  [[nodiscard]] ByteView view() const { return buffer_; }
  /// Gives the bytes away and leaves the writer empty.
  [[nodiscard]] Buffer take() { return std::exchange(buffer_, {}); }

 private:
  void number(std::uint64_t value, unsigned size) {
    for (unsigned i = size; i-- > 0;) buffer_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }

  Buffer buffer_;
};

using Writer = BasicWriter<Bytes>;
using SecretWriter = BasicWriter<SecretBytes>;

}  // namespace kring::codec
