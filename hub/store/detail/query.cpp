#include "hub/store/detail/query.hpp"

#include "crypto/base/assert.hpp"

#include <cstdint>
#include <limits>

namespace kring::store::detail {

Query& Query::bind(ByteView bytes) {
  cursor_->bind(bytes);
  return *this;
}

Query& Query::bind(std::uint64_t number) {
  KRING_ASSERT(number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  cursor_->bind(number);
  return *this;
}

Query& Query::bind_null() {
  cursor_->bind_null();
  return *this;
}

Status Query::run() {
  auto row = step();
  if (!row) return fail(row.error());
  KRING_ASSERT(!*row);
  return {};
}

Result<std::uint64_t> Query::insert() {
  auto row = step();
  if (!row) return fail(row.error());
  KRING_ASSERT(*row);
  return u64(0);
}

}  // namespace kring::store::detail
