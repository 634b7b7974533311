#pragma once

#include "channels/model/errc.hpp"
#include "crypto/base/time.hpp"
#include "crypto/codec/field_reader.hpp"

#include <string_view>

namespace kring::rules {

/// Version of every structure of section 4 that carries one.
inline constexpr std::uint16_t structure_version = 1;

/// Reads a structure's version. Errors: `bad_structure`, `unsupported_version`.
[[nodiscard]] inline Status read_version(codec::Reader& in, std::string_view where) {
  auto version = in.u16();
  if (!version) return fail(channels::Errc::bad_structure, where);
  if (*version != structure_version) return fail(channels::Errc::unsupported_version, where);
  return {};
}

/// An id out of its bytes: `read_id<ChannelId>(fields)`.
template <class IdType>
[[nodiscard]] IdType read_id(codec::FieldReader& fields) {
  return IdType(fields.fixed<IdType::size>());
}

/// A time within what `from_unix_ms` holds; beyond it `bad_value`.
[[nodiscard]] inline Time read_time(codec::FieldReader& fields) {
  const auto unix_ms = fields.u64();
  if (unix_ms > unix_ms_max) fields.refuse(crypto::Errc::bad_value, "time");
  return from_unix_ms(unix_ms);
}

/// `value` as the whole content of what `in` has left. Whatever went wrong is `bad_structure`: a peer learns
/// no more, and `where` says the rest to us.
template <class T>
[[nodiscard]] Result<T> whole(codec::FieldReader& fields, const codec::Reader& in, T value,
                              std::string_view where) {
  if (fields.failed() || !in.finish()) return fail(channels::Errc::bad_structure, where);
  return value;
}

}  // namespace kring::rules
