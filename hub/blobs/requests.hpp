#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/blob/blob_size.hpp"

#include <cstdint>
#include <variant>

/// The bytes of sealed blobs, as the hub keeps them: files under random ids. What is known of them (whose,
/// how large, whole or not) is the store's; who may do what is the engine's.
namespace kring::blobs {

/// One piece of an upload or a download, and so what each of them holds in memory.
inline constexpr std::size_t piece_bytes_max = std::size_t{1} << 20U;
/// The largest blob.
inline constexpr std::uint64_t blob_bytes_max = blob::sealed_bytes_max;

/// Puts bytes after those that are there; with none it only asks. Bytes that are there already are passed
/// over, and nothing is written if `offset` is after the end, or if some bytes are there and others not. The
/// answer comes after they are on the disk. Answer: `Extent`.
struct PutPiece {
  channels::BlobId blob;
  std::uint64_t offset = 0;
  Bytes bytes;
};

/// Makes a blob whole: all its bytes are on the disk and have this hash. Again: the same answer. Answer:
/// `Done`. Errors: `conflict` (its bytes are others, or not all there).
struct SealBlob {
  channels::BlobId blob;
  std::uint64_t size = 0;
  Hash hash{};
};

/// Bytes of a whole blob: `size` from `offset` on, fewer at its end. Answer: `Bytes`. Errors: `not_found`
/// (it is not there, or not whole).
struct GetPiece {
  channels::BlobId blob;
  std::uint64_t offset = 0;
  std::size_t size = 0;
};

/// Removes a blob, whole or not; one that is not there is removed already. Answer: `Done`.
struct RemoveBlob {
  channels::BlobId blob;
};

using BlobRequest = std::variant<PutPiece, SealBlob, GetPiece, RemoveBlob>;

struct Done {
  friend bool operator==(const Done&, const Done&) = default;
};
/// How many bytes of a blob are there, and so where its next piece goes.
struct Extent {
  std::uint64_t size = 0;
  /// Whether the piece was taken, or was there already.
  bool taken = false;
  friend bool operator==(const Extent&, const Extent&) = default;
};

using BlobAnswer = std::variant<Done, Extent, Bytes>;
using BlobResult = Result<BlobAnswer>;

}  // namespace kring::blobs
