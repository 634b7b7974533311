#pragma once

#include "hub/blobs/blobs.hpp"

#include <cstdint>
#include <limits>
#include <map>
#include <mutex>

namespace kring::blobs {

/// Blobs that live as long as the process: for the simulator and tests. It keeps every promise but the one
/// about disks.
class MemoryBlobs final : public Blobs {
 public:
  /// The room that all blobs have together.
  explicit MemoryBlobs(std::uint64_t room = std::numeric_limits<std::uint64_t>::max()) : room_(room) {}

  [[nodiscard]] BlobResult perform(const BlobRequest& request) override;
  /// How many there are, whole or not.
  [[nodiscard]] std::size_t count() const;

 private:
  struct Blob {
    Bytes bytes;
    bool whole = false;
  };

  [[nodiscard]] BlobResult perform_one(const PutPiece& put);
  [[nodiscard]] BlobResult perform_one(const SealBlob& seal);
  [[nodiscard]] BlobResult perform_one(const GetPiece& get) const;
  [[nodiscard]] BlobResult perform_one(const RemoveBlob& remove);

  mutable std::mutex mutex_;
  std::uint64_t room_;
  std::map<channels::BlobId, Blob> blobs_;
};

}  // namespace kring::blobs
