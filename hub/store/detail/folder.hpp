#pragma once

#include "hub/base/errc.hpp"

#include <filesystem>
#include <utility>

namespace kring::store::detail {

/// Keeps a second hub away from a folder for as long as it lives, in this process or another.
class FolderLock {
 public:
  /// Errors: `store_in_use`, `store_bad_folder`.
  [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// Makes `folder` if there is none, readable by its owner only, and such that a crash does not lose its name
/// again. Errors: `store_bad_folder` (no folder, cannot
/// be made, or everyone may write in it).
[[nodiscard]] Status prepare_folder(const std::filesystem::path& folder);

/// Brings the names of a folder's files to the disk. Errors: `store_bad_folder`.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

/// Makes an empty `file` if there is none, such that a crash does not lose its name again, and lets nobody
/// but its owner read it; SQLite gives its side files the same mode. Errors: `store_bad_folder`.
[[nodiscard]] Status prepare_file(const std::filesystem::path& file);

}  // namespace kring::store::detail
