#pragma once

#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace kring::codec {

/// The encoding of a structure that has `void write(Writer&) const`.
template <class T>
[[nodiscard]] Bytes encode(const T& value) {
  Writer out;
  value.write(out);
  return out.take();
}

/// Reads one whole structure that has `static Result<T> read(Reader&)`. Errors: its own, `trailing_bytes`.
template <class T>
[[nodiscard]] Result<T> decode(ByteView bytes) {
  Reader in(bytes);
  Result<T> value = T::read(in);
  if (!value) return fail(value.error());
  if (auto end = in.finish(); !end) return fail(end.error());
  return value;
}

/// A vector of structures.
template <class T>
void write_vector(Writer& out, const std::vector<T>& items) {
  out.vector(items, [](Writer& inner, const T& item) { item.write(inner); });
}

/// `optional<T>` of a structure.
template <class T>
void write_optional(Writer& out, const std::optional<T>& item) {
  out.optional(item, [](Writer& inner, const T& value) { value.write(inner); });
}

/// An enumeration as its underlying number.
template <class Buffer, class E>
  requires std::is_enum_v<E>
void write_number(BasicWriter<Buffer>& out, E value) {
  constexpr unsigned size = sizeof(std::underlying_type_t<E>);
  const auto number = static_cast<std::uint64_t>(value);
  for (unsigned i = size; i-- > 0;) out.u8(static_cast<std::uint8_t>(number >> (8 * i)));
}

/// A vector of enumerations.
template <class E>
void write_numbers(Writer& out, const std::vector<E>& items) {
  out.vector(items, [](Writer& inner, E item) { write_number(inner, item); });
}

}  // namespace kring::codec
