#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/blob/blob_size.hpp"
#include "crypto/primitives/secret_stream.hpp"

namespace kring::blob {

/// Seals one blob, chunk by chunk: `header`, then `seal` until `done`. All of that, in order, is the blob.
class BlobSealer {
 public:
  /// `key` has `key_bytes` random bytes and seals this blob alone. Errors: `bad_key`, `too_long`.
  [[nodiscard]] static Result<BlobSealer> begin(const Secret& key, std::uint64_t content_bytes,
                                                Random& random);

  [[nodiscard]] ByteView header() const { return header_; }
  [[nodiscard]] std::uint64_t padded_bytes() const { return padded_bytes_; }
  /// How many bytes of content the next chunk takes; 0 when only padding is left.
  [[nodiscard]] std::size_t wanted() const;
  /// The next chunk, of the `wanted` next bytes of content. Errors: `bad_value` (another number of bytes, or
  /// it is done already); nothing was sealed then.
  [[nodiscard]] Result<Bytes> seal(ByteView content);
  [[nodiscard]] bool done() const { return padded_left_ == 0; }

 private:
  BlobSealer(const Secret& key, const primitives::StreamHeader& header, const BlobShape& shape)
      : header_(header),
        stream_(key, header),
        padded_bytes_(shape.padded_bytes),
        padded_left_(shape.padded_bytes),
        content_left_(shape.content_bytes) {}

  primitives::StreamHeader header_;
  primitives::SecretStream stream_;
  std::uint64_t padded_bytes_;
  std::uint64_t padded_left_;
  std::uint64_t content_left_;
};

}  // namespace kring::blob
