#pragma once

#include "hub/blobs/blobs.hpp"

#include <filesystem>
#include <memory>

namespace kring::blobs {

/// Blobs as files of one folder: `HEX` is whole, `HEX.part` is coming. Several hubs may share the folder, if
/// its file system keeps POSIX's word on `fsync` and `rename`.
class FolderBlobs final : public Blobs {
 public:
  /// Opens the folder, making it if need be. Errors: `store_bad_folder`.
  [[nodiscard]] static Result<std::unique_ptr<FolderBlobs>> open(const std::filesystem::path& folder);
  FolderBlobs(const FolderBlobs&) = delete;
  FolderBlobs& operator=(const FolderBlobs&) = delete;
  FolderBlobs(FolderBlobs&&) = delete;
  FolderBlobs& operator=(FolderBlobs&&) = delete;
  ~FolderBlobs() override;

  [[nodiscard]] BlobResult perform(const BlobRequest& request) override;

 private:
  explicit FolderBlobs(int folder) : folder_(folder) {}

  [[nodiscard]] BlobResult perform_one(const PutPiece& put) const;
  [[nodiscard]] BlobResult perform_one(const SealBlob& seal) const;
  [[nodiscard]] BlobResult perform_one(const GetPiece& get) const;
  [[nodiscard]] BlobResult perform_one(const RemoveBlob& remove) const;

  int folder_;
};

}  // namespace kring::blobs
