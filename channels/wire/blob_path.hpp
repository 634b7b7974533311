#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// Paths under `/v1/blobs/`, all of them signed: ids and hashes in lower-case hexadecimal, numbers in
/// decimal.
namespace kring::wire {

/// The channel that a blob is of.
struct BlobPlace {
  channels::CircleId circle{};
  channels::ChannelId channel{};
  friend bool operator==(const BlobPlace&, const BlobPlace&) = default;
};

/// `POST /v1/blobs/{circle}/{channel}/new/{size}`: a blob of `size` bytes is to come.
struct NewBlobPath {
  BlobPlace place{};
  std::uint64_t size = 0;
  friend bool operator==(const NewBlobPath&, const NewBlobPath&) = default;
};
/// `PUT /v1/blobs/{circle}/{channel}/{blob}/{offset}/{hash}`: a piece whose SHA-256 is `hash`.
struct BlobPiecePath {
  BlobPlace place{};
  channels::BlobId blob{};
  std::uint64_t offset = 0;
  Hash hash{};
  friend bool operator==(const BlobPiecePath&, const BlobPiecePath&) = default;
};
/// `POST /v1/blobs/{circle}/{channel}/{blob}/done/{hash}`: all has come, and the whole has this SHA-256.
struct BlobDonePath {
  BlobPlace place{};
  channels::BlobId blob{};
  Hash hash{};
  friend bool operator==(const BlobDonePath&, const BlobDonePath&) = default;
};
/// `GET /v1/blobs/{circle}/{channel}/{blob}/{offset}/{size}`: some bytes of a whole blob.
struct BlobRangePath {
  BlobPlace place{};
  channels::BlobId blob{};
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  friend bool operator==(const BlobRangePath&, const BlobRangePath&) = default;
};

using BlobPath = std::variant<NewBlobPath, BlobPiecePath, BlobDonePath, BlobRangePath>;

/// The first line's method and path.
struct BlobLine {
  std::string_view method;
  std::string path;
};

[[nodiscard]] BlobLine format_blob_path(const BlobPath& path);
/// Reads what `format_blob_path` writes and nothing else. Errors: `bad_field`.
[[nodiscard]] Result<BlobPath> parse_blob_path(std::string_view method, std::string_view path);
[[nodiscard]] const BlobPlace& place_of(const BlobPath& path);

}  // namespace kring::wire
