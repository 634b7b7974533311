#include "crypto/blob/blob_sealer.hpp"

#include "crypto/base/errc.hpp"

#include <algorithm>

namespace kring::blob {

using crypto::Errc;
using primitives::StreamPlace;

Result<BlobSealer> BlobSealer::begin(const Secret& key, std::uint64_t content_bytes, Random& random) {
  if (key.size() != key_bytes) return fail(Errc::bad_key, "blob");
  const auto padded = padded_size(content_bytes);
  if (!padded) return fail(padded.error());
  return BlobSealer(key, random.fixed<primitives::stream_header_bytes>(),
                    {.content_bytes = content_bytes, .padded_bytes = *padded});
}

std::size_t BlobSealer::wanted() const {
  return static_cast<std::size_t>(std::min<std::uint64_t>(content_left_, chunk_bytes));
}

Result<Bytes> BlobSealer::seal(ByteView content) {
  if (done() || content.size() != wanted()) return fail(Errc::bad_value, "blob");
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(padded_left_, chunk_bytes));
  SecretBytes plaintext(content.begin(), content.end());
  plaintext.resize(size);
  content_left_ -= content.size();
  padded_left_ -= size;
  return stream_.seal(plaintext, done() ? StreamPlace::last : StreamPlace::middle);
}

}  // namespace kring::blob
