#include "hub/store/detail/folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kring::store::detail {

using hub::Errc;

namespace {

namespace fs = std::filesystem;

constexpr mode_t owner_only = 0600;

/// Closes a descriptor at the end of its scope.
class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, owner_only)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  OpenFile(OpenFile&&) = delete;
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

Result<FolderLock> FolderLock::take(const fs::path& folder) {
  const int descriptor = ::open((folder / "hub.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
  if (descriptor < 0) return fail(Errc::store_bad_folder, "lock file");
  FolderLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return fail(Errc::store_in_use, "lock file");
  return lock;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Status prepare_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) {
    fs::create_directories(folder, error);
    if (error) return fail(Errc::store_bad_folder, "the data folder cannot be made");
    fs::permissions(folder, fs::perms::owner_all, error);
    if (auto synced = sync_folder(fs::absolute(folder).parent_path()); !synced) return synced;
  }
  const auto status = fs::status(folder, error);
  if (error || !fs::is_directory(status)) return fail(Errc::store_bad_folder, "the data folder is no folder");
  if ((status.permissions() & fs::perms::others_write) != fs::perms::none) {
    return fail(Errc::store_bad_folder, "everyone may write in the data folder");
  }
  return {};
}

Status prepare_file(const fs::path& file) {
  const OpenFile made(file, O_RDWR | O_CREAT);
  if (made.descriptor() < 0 || ::fchmod(made.descriptor(), owner_only) != 0) {
    return fail(Errc::store_bad_folder, "database file");
  }
  return sync_folder(file.parent_path());
}

Status sync_folder(const fs::path& folder) {
  const OpenFile open(folder, O_RDONLY | O_DIRECTORY);
  if (open.descriptor() < 0 || ::fsync(open.descriptor()) != 0)
    return fail(Errc::store_bad_folder, "a folder cannot be synced");
  return {};
}

}  // namespace kring::store::detail
