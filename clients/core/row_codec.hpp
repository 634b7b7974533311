#pragma once

#include "clients/core/errc.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/codec/writer.hpp"

#include <optional>
#include <string>
#include <string_view>

/// How rows of the vault are written: TLS syntax behind one byte of version.
namespace kring::core {

using codec::SecretWriter;

/// The largest field of a row: a group's snapshot, or a bundle under way.
inline constexpr std::size_t row_field_bytes_max = std::size_t{64} * 1024 * 1024;

/// Reads a row, remembering the first error as `FieldReader` does; every error is `bad_vault`.
class RowReader {
 public:
  /// `row` is borrowed; `version` is the only one that is read.
  RowReader(ByteView row, std::uint8_t version) : RowReader(row, version, version) {}
  /// The same of a row of which older versions are read too.
  RowReader(ByteView row, std::uint8_t oldest, std::uint8_t newest)
      : in_(row), fields_(in_), version_(fields_.u8()) {
    if (version_ < oldest || version_ > newest) fields_.refuse(crypto::Errc::unsupported_version, "row");
  }
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  RowReader(RowReader&&) = delete;
  RowReader& operator=(RowReader&&) = delete;
  ~RowReader() = default;

  [[nodiscard]] std::uint8_t version() const { return version_; }
  [[nodiscard]] bool flag() { return fields_.u8() != 0; }
  [[nodiscard]] std::uint8_t u8() { return fields_.u8(); }
  [[nodiscard]] std::uint32_t u32() { return fields_.u32(); }
  [[nodiscard]] std::uint64_t u64() { return fields_.u64(); }
  template <class E>
  [[nodiscard]] E number() {
    return fields_.number<E>();
  }
  [[nodiscard]] Time time() { return from_unix_ms(fields_.u64()); }
  [[nodiscard]] Duration duration() { return Duration(static_cast<std::int64_t>(fields_.u64())); }
  [[nodiscard]] Bytes opaque() { return fields_.opaque(row_field_bytes_max); }
  [[nodiscard]] std::string text() {
    const auto bytes = opaque();
    return std::string(view_text(bytes));
  }
  [[nodiscard]] Secret secret() {
    auto bytes = opaque();
    auto secret = Secret::copy_of(bytes);
    detail::wipe(bytes.data(), bytes.size());
    return secret;
  }
  template <class IdType>
  [[nodiscard]] IdType id() {
    return IdType(fields_.fixed<IdType::size>());
  }
  [[nodiscard]] Hash hash() { return fields_.fixed<32>(); }
  /// A list: `read_one()` is called for each element.
  template <class ReadOne>
  void list(ReadOne read_one) {
    const auto count = fields_.u32();
    for (std::uint32_t i = 0; i < count && !failed(); ++i) read_one();
  }
  [[nodiscard]] bool failed() const { return fields_.failed(); }
  void refuse() { fields_.refuse(crypto::Errc::bad_value, "row"); }
  /// Errors: `bad_vault` (anything at all was wrong, or bytes are left).
  [[nodiscard]] Status finish() const {
    if (fields_.failed() || !in_.empty()) return kring::fail(client::Errc::bad_vault, "row");
    return {};
  }

 private:
  codec::Reader in_;
  codec::FieldReader fields_;
  std::uint8_t version_;
};

/// Writes what `RowReader` reads.
class RowWriter {
 public:
  explicit RowWriter(std::uint8_t version) { out_.u8(version); }

  void flag(bool value) { out_.u8(value ? 1 : 0); }
  void u8(std::uint8_t value) { out_.u8(value); }
  void u32(std::uint32_t value) { out_.u32(value); }
  void u64(std::uint64_t value) { out_.u64(value); }
  template <class E>
  void number(E value) {
    codec::write_number(out_, value);
  }
  void time(Time value) { out_.u64(to_unix_ms(value)); }
  void duration(Duration value) { out_.u64(static_cast<std::uint64_t>(value.count())); }
  void opaque(ByteView bytes) { out_.opaque(bytes); }
  void text(std::string_view value) { out_.opaque(view_bytes(value)); }
  void secret(const Secret& value) { out_.opaque(value.expose()); }
  template <class IdType>
  void id(const IdType& value) {
    out_.raw(value.view());
  }
  void hash(const Hash& value) { out_.raw(value); }
  template <class Items, class WriteOne>
  void list(const Items& items, WriteOne write_one) {
    out_.u32(static_cast<std::uint32_t>(items.size()));
    for (const auto& item : items) write_one(item);
  }
  /// Whether there is a value, and then what `write(value)` writes.
  template <class T, class Write>
  void optional(const std::optional<T>& value, Write write) {
    flag(value.has_value());
    if (value) write(*value);
  }
  [[nodiscard]] SecretBytes take() { return out_.take(); }

 private:
  SecretWriter out_;
};

}  // namespace kring::core
