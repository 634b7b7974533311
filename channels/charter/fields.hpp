#pragma once

#include "channels/model/errc.hpp"
#include "channels/model/rights.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/base/time.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/codec/writer.hpp"

#include <optional>
#include <string>

/// Fields that the structures of a charter have in common. Each reader refuses a value that means nothing.
namespace kring::charter::detail {

/// An id; zero names nothing and is refused.
template <class IdType>
IdType read_id(codec::FieldReader& fields) {
  const IdType id(fields.fixed<IdType::size>());
  if (id.is_zero()) fields.refuse(crypto::Errc::bad_value, "zero id");
  return id;
}

inline std::uint64_t read_milliseconds(codec::FieldReader& fields) {
  const auto value = fields.u64();
  if (value > unix_ms_max) fields.refuse(crypto::Errc::bad_value, "time");
  return value;
}
inline Time read_time(codec::FieldReader& fields) {
  return from_unix_ms(read_milliseconds(fields));
}
inline void write_time(codec::Writer& out, Time time) {
  out.u64(to_unix_ms(time));
}

/// A duration of at least a millisecond.
inline Duration read_duration(codec::FieldReader& fields) {
  const auto value = read_milliseconds(fields);
  if (value == 0) fields.refuse(crypto::Errc::bad_value, "no duration");
  return Duration(static_cast<Duration::rep>(value));
}
inline void write_duration(codec::Writer& out, Duration duration) {
  out.u64(static_cast<std::uint64_t>(duration.count()));
}

/// A text of at most `bytes_max` bytes, whatever they are.
inline std::string read_text(codec::FieldReader& fields, std::size_t bytes_max) {
  const auto bytes = fields.opaque(bytes_max);
  return std::string(view_text(bytes));
}

/// A byte 0 or 1.
inline bool read_bool(codec::FieldReader& fields) {
  const auto value = fields.u8();
  if (value > 1) fields.refuse(crypto::Errc::bad_value, "neither 0 nor 1");
  return value == 1;
}

inline channels::Rights read_rights(codec::FieldReader& fields) {
  const auto rights = channels::Rights::from_bits(fields.u8());
  if (!rights) {
    fields.refuse(crypto::Errc::bad_value, "rights");
    return {};
  }
  return *rights;
}

/// An enumeration whose values lie from `first` to `last` without gaps.
template <class E>
struct Range {
  E first;
  E last;
};
template <class E>
E read_enum(codec::FieldReader& fields, Range<E> range) {
  const auto value = fields.number<E>();
  if (value < range.first || value > range.last) fields.refuse(crypto::Errc::bad_value, "enumeration");
  return value;
}

/// A number of which nothing is said with a byte 0.
template <class E>
std::optional<E> read_optional_number(codec::FieldReader& fields) {
  if (!read_bool(fields)) return std::nullopt;
  return fields.number<E>();
}
template <class E>
void write_optional_number(codec::Writer& out, const std::optional<E>& value) {
  out.u8(value ? 1 : 0);
  if (value) codec::write_number(out, *value);
}

/// What the codec found wrong is, from outside, `code` and nothing more; the domain's own errors stay.
inline Error as_domain_error(const Error& error, channels::Errc code) {
  return error.library() == Library::crypto ? Error(code, error.where()) : error;
}

}  // namespace kring::charter::detail
