#pragma once

#include "crypto/base/error.hpp"
#include "crypto/primitives/secret_stream.hpp"

#include <cstddef>
#include <cstdint>

/// Sealed blobs: files encrypted in chunks (docs/protocol.md, section 7).
namespace kring::blob {

/// Bytes of a blob's key.
inline constexpr std::size_t key_bytes = primitives::stream_key_bytes;
/// Plaintext of one chunk; only the last one is shorter.
inline constexpr std::size_t chunk_bytes = std::size_t{64} * 1024;
inline constexpr std::size_t sealed_chunk_bytes = chunk_bytes + primitives::stream_overhead_bytes;
/// The largest file: photos, films of a minute, scans; the whole is held by nobody in memory.
inline constexpr std::uint64_t content_bytes_max = std::uint64_t{100} * 1024 * 1024;
/// The smallest step of padding: a shopping list looks like a letter.
inline constexpr std::uint64_t padded_bytes_min = 4096;

/// How many bytes are encrypted for a content of `content_bytes`: the next size whose binary form, after its
/// first few digits, is zeros ("Padmé"). At most an eighth is added, and so little of the size shows that
/// few files can be told by it. Errors: `too_long` (over `content_bytes_max`).
[[nodiscard]] Result<std::uint64_t> padded_size(std::uint64_t content_bytes);

/// Bytes of the sealed blob: header, and the chunks with what sealing adds to each. `padded_bytes` is not 0.
[[nodiscard]] constexpr std::uint64_t sealed_size(std::uint64_t padded_bytes) {
  const auto chunks = (padded_bytes + chunk_bytes - 1) / chunk_bytes;
  return primitives::stream_header_bytes + padded_bytes + chunks * primitives::stream_overhead_bytes;
}

/// The largest sealed blob.
inline constexpr std::uint64_t sealed_bytes_max = sealed_size(content_bytes_max);

/// The sizes that a reader was told.
struct BlobShape {
  std::uint64_t content_bytes = 0;
  std::uint64_t padded_bytes = 0;
  friend bool operator==(const BlobShape&, const BlobShape&) = default;
};
/// Whether a blob can have these sizes: any step that `padded_size` gives and that holds the content is
/// taken, as hiding more is a sender's choice. Errors: `too_long`, `bad_value`.
[[nodiscard]] Status check_shape(const BlobShape& shape);

}  // namespace kring::blob
