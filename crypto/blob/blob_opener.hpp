#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/blob/blob_size.hpp"
#include "crypto/primitives/secret_stream.hpp"

#include <optional>

namespace kring::blob {

/// Opens one blob whose bytes come in pieces of any size; holds one chunk at most.
///
/// What `take` gives is authentic, but whoever uses it before `finish` has succeeded may have only the
/// beginning of a file. After an error nothing more is opened.
class BlobOpener {
 public:
  /// Errors: `bad_key`, those of `check_shape`.
  [[nodiscard]] static Result<BlobOpener> begin(const Secret& key, const BlobShape& shape);

  /// The content of the chunks that `sealed` makes whole. Errors: `decryption_failed` (a chunk was changed,
  /// or is not the next one of this blob), `bad_value` (it ends where it should not or does not end where it
  /// should, or its padding is not zero), `trailing_bytes`.
  [[nodiscard]] Result<SecretBytes> take(ByteView sealed);
  /// Whether all has come. Errors: `truncated`, and whatever `take` has refused.
  [[nodiscard]] Status finish() const;

 private:
  BlobOpener(const Secret& key, const BlobShape& shape)
      : key_(key.clone()), padded_left_(shape.padded_bytes), content_left_(shape.content_bytes) {}

  /// Bytes of the next part: the header, or a sealed chunk; 0 at the end.
  [[nodiscard]] std::size_t next_size() const;
  [[nodiscard]] Status take_part(SecretBytes& content);
  [[nodiscard]] Status open_chunk(SecretBytes& content);

  Secret key_;
  std::optional<primitives::SecretStream> stream_;
  Bytes part_;  ///< of the header or the chunk that is not whole yet
  std::uint64_t padded_left_;
  std::uint64_t content_left_;
  std::optional<Error> failed_;
};

}  // namespace kring::blob
