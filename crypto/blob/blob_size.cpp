#include "crypto/blob/blob_size.hpp"

#include "crypto/base/errc.hpp"

#include <algorithm>
#include <bit>

namespace kring::blob {

using crypto::Errc;

Result<std::uint64_t> padded_size(std::uint64_t content_bytes) {
  if (content_bytes > content_bytes_max) return fail(Errc::too_long, "blob");
  const auto bytes = std::max(content_bytes, padded_bytes_min);
  const auto exponent = static_cast<unsigned>(std::bit_width(bytes)) - 1;
  const auto kept = static_cast<unsigned>(std::bit_width(exponent));
  const auto mask = (std::uint64_t{1} << (exponent - kept)) - 1;
  return (bytes + mask) & ~mask;
}

static_assert(std::countr_zero(content_bytes_max) >= 21, "the largest content is a step itself");

Status check_shape(const BlobShape& shape) {
  const auto step = padded_size(shape.padded_bytes);
  if (!step) return fail(step.error());
  if (*step != shape.padded_bytes || shape.content_bytes > shape.padded_bytes)
    return fail(Errc::bad_value, "blob: sizes");
  return {};
}

}  // namespace kring::blob
