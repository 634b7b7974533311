#include "hub/blobs/memory_blobs.hpp"

#include "crypto/primitives/hash.hpp"

#include <algorithm>

namespace kring::blobs {

using hub::Errc;

BlobResult MemoryBlobs::perform(const BlobRequest& request) {
  const std::lock_guard lock(mutex_);
  return std::visit([this](const auto& one) { return perform_one(one); }, request);
}

std::size_t MemoryBlobs::count() const {
  const std::lock_guard lock(mutex_);
  return blobs_.size();
}

BlobResult MemoryBlobs::perform_one(const PutPiece& put) {
  const auto found = blobs_.find(put.blob);
  const std::uint64_t have = found == blobs_.end() ? 0 : found->second.bytes.size();
  if (put.offset + put.bytes.size() <= have) return Extent{.size = have, .taken = true};
  if (put.offset != have) return Extent{.size = have, .taken = false};
  std::uint64_t used = put.bytes.size();
  for (const auto& [id, blob] : blobs_) used += blob.bytes.size();
  if (used > room_) return fail(Errc::store_full, "blob");
  auto& bytes = blobs_[put.blob].bytes;
  bytes.insert(bytes.end(), put.bytes.begin(), put.bytes.end());
  return Extent{.size = bytes.size(), .taken = true};
}

BlobResult MemoryBlobs::perform_one(const SealBlob& seal) {
  const auto found = blobs_.find(seal.blob);
  if (found == blobs_.end() || found->second.bytes.size() != seal.size ||
      primitives::sha256(found->second.bytes) != seal.hash) {
    return fail(Errc::conflict, "blob");
  }
  found->second.whole = true;
  return Done{};
}

BlobResult MemoryBlobs::perform_one(const GetPiece& get) const {
  const auto found = blobs_.find(get.blob);
  if (found == blobs_.end() || !found->second.whole) return fail(Errc::not_found, "blob");
  const ByteView bytes = found->second.bytes;
  const auto rest =
      bytes.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(get.offset, bytes.size())));
  return copy_bytes(rest.first(std::min(rest.size(), get.size)));
}

BlobResult MemoryBlobs::perform_one(const RemoveBlob& remove) {
  blobs_.erase(remove.blob);
  return Done{};
}

}  // namespace kring::blobs
