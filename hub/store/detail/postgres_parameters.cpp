#include "hub/store/detail/postgres_parameters.hpp"

#include "crypto/base/assert.hpp"

#include <limits>
#include <utility>

namespace kring::store::detail {

namespace {

// PostgreSQL's numbers for the types that Kring's columns have: they are the same in every server.
constexpr std::uint32_t bytea_oid = 17;
constexpr std::uint32_t bigint_oid = 20;
constexpr std::size_t array_header_bytes = 20;

void append_big_endian(Bytes& into, std::uint64_t number, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    into.push_back(static_cast<std::uint8_t>(number >> static_cast<unsigned>(shift)));
}

}  // namespace

PostgresArray::PostgresArray(Of element) {
  append_big_endian(encoded_, 1, 4);  // dimensions
  append_big_endian(encoded_, 0, 4);  // no NULL in it
  append_big_endian(encoded_, element == Of::bytes ? bytea_oid : bigint_oid, 4);
  append_big_endian(encoded_, 0, 4);  // the count, put in at the end
  append_big_endian(encoded_, 1, 4);  // the first index
  KRING_ASSERT(encoded_.size() == array_header_bytes);
}

void PostgresArray::add_size(std::size_t size) {
  append_big_endian(encoded_, size, 4);
  ++count_;
}

void PostgresArray::add(ByteView bytes) {
  add_size(bytes.size());
  encoded_.insert(encoded_.end(), bytes.begin(), bytes.end());
}

void PostgresArray::add(std::uint64_t number) {
  KRING_ASSERT(number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  add_size(8);
  append_big_endian(encoded_, number, 8);
}

Bytes PostgresArray::take() {
  Bytes count;
  append_big_endian(count, count_, 4);
  for (std::size_t i = 0; i < count.size(); ++i) encoded_[12 + i] = count[i];
  return std::exchange(encoded_, {});
}

void PostgresParameters::add_view(ByteView bytes) {
  // libpq knows NULL by the pointer.
  static constexpr char nothing = 0;
  values_.push_back(bytes.empty() ? &nothing : reinterpret_cast<const char*>(bytes.data()));
  lengths_.push_back(static_cast<int>(bytes.size()));
  formats_.push_back(binary_format);
}

void PostgresParameters::add(ByteView bytes) {
  add_view(bytes);
}

void PostgresParameters::add(std::uint64_t number) {
  Bytes& encoded = owned_.emplace_back();
  append_big_endian(encoded, number, 8);
  add_view(encoded);
}

void PostgresParameters::add(PostgresArray array) {
  add_view(owned_.emplace_back(array.take()));
}

void PostgresParameters::add_null() {
  values_.push_back(nullptr);
  lengths_.push_back(0);
  formats_.push_back(binary_format);
}

}  // namespace kring::store::detail
