#include "crypto/record/padding.hpp"

#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"

#include <algorithm>
#include <bit>

namespace kring::record {

using crypto::Errc;

Result<std::size_t> padded_size(std::size_t bytes) {
  if (bytes > padded_bytes_max) return fail(Errc::too_long, "padding");
  return std::max(padded_bytes_min, std::bit_ceil(bytes));
}

Result<std::size_t> padding_after(std::size_t content_bytes) {
  if (content_bytes > padded_bytes_max) return fail(Errc::too_long, "padding");
  const auto framed = codec::encode_length(content_bytes).size() + content_bytes;
  auto size = padded_size(framed);
  if (!size) return fail(size.error());
  return *size - framed;
}

Result<SecretBytes> pad(ByteView content) {
  auto zeros = padding_after(content.size());
  if (!zeros) return fail(zeros.error());
  codec::SecretWriter out;
  out.opaque(content);
  auto padded = out.take();
  padded.resize(padded.size() + *zeros);
  return padded;
}

Result<ByteView> unpad(ByteView padded) {
  if (padded.size() < padded_bytes_min || padded.size() > padded_bytes_max ||
      !std::has_single_bit(padded.size())) {
    return fail(Errc::bad_value, "padding: size");
  }
  codec::Reader in(padded);
  auto content = in.opaque(padded_bytes_max);
  if (!content) return fail(content.error());
  if (std::ranges::any_of(in.rest(), [](std::uint8_t byte) { return byte != 0; })) {
    return fail(Errc::bad_value, "padding: not zero");
  }
  return *content;
}

}  // namespace kring::record
