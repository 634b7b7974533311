#include "crypto/codec/reader.hpp"

namespace kring::codec {

using crypto::Errc;

namespace {

/// Big-endian, as everywhere in TLS syntax.
std::uint64_t to_number(ByteView bytes) {
  std::uint64_t value = 0;
  for (auto byte : bytes) value = value << 8U | byte;
  return value;
}

template <class Number>
Result<Number> read_number(Reader& in) {
  auto bytes = in.take(sizeof(Number));
  if (!bytes) return fail(bytes.error());
  return static_cast<Number>(to_number(*bytes));
}

}  // namespace

Result<std::uint8_t> Reader::u8() {
  return read_number<std::uint8_t>(*this);
}
Result<std::uint16_t> Reader::u16() {
  return read_number<std::uint16_t>(*this);
}
Result<std::uint32_t> Reader::u32() {
  return read_number<std::uint32_t>(*this);
}
Result<std::uint64_t> Reader::u64() {
  return read_number<std::uint64_t>(*this);
}

Result<ByteView> Reader::take(std::size_t count) {
  if (rest_.size() < count) return fail(Errc::truncated);
  auto head = rest_.first(count);
  rest_ = rest_.subspan(count);
  return head;
}

Result<std::size_t> Reader::length() {
  if (rest_.empty()) return fail(Errc::truncated, "vector length");
  const auto prefix = static_cast<unsigned>(rest_[0]) >> 6U;
  if (prefix == 3) return fail(Errc::bad_value, "vector length");
  const std::size_t size = std::size_t{1} << prefix;
  auto bytes = take(size);
  if (!bytes) return fail(bytes.error());
  const auto value = to_number(*bytes) & ((std::uint64_t{1} << (size * 8 - 2)) - 1);
  const std::uint64_t smallest = size == 1 ? 0 : size == 2 ? 64 : 16384;
  if (value < smallest) return fail(Errc::non_minimal_length, "vector length");
  return static_cast<std::size_t>(value);
}

Result<ByteView> Reader::opaque(std::size_t bytes_max) {
  auto size = length();
  if (!size) return fail(size.error());
  if (*size > bytes_max) return fail(Errc::too_long, "opaque");
  return take(*size);
}

Result<Bytes> Reader::copy_opaque(std::size_t bytes_max) {
  auto bytes = opaque(bytes_max);
  if (!bytes) return fail(bytes.error());
  return copy_bytes(*bytes);
}

Status Reader::finish() const {
  if (!rest_.empty()) return fail(Errc::trailing_bytes);
  return {};
}

}  // namespace kring::codec
