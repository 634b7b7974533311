#include "clients/native/new_folder.hpp"

#include "clients/native/user_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

namespace kring::native {

namespace fs = std::filesystem;

namespace {

constexpr mode_t private_folder = 0700;

/// Where a folder is meant to be, without what `.` and a slash at the end would make of its name.
fs::path whole(const fs::path& target) {
  std::error_code error;
  auto path = fs::absolute(target, error).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

bool is_free(const fs::path& path) {
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  if (status.type() == fs::file_type::not_found) return true;
  if (status.type() != fs::file_type::directory || fs::equivalent(path, fs::current_path(error), error))
    return false;
  return fs::is_empty(path, error) && !error;
}

Status make(const fs::path& path) {
  if (::mkdir(path.c_str(), private_folder) != 0) return fail(write_error(errno), "folder");
  return {};
}

constexpr std::string_view part_begin = ".kring-";
constexpr std::string_view part_end = ".part";

/// Opens a folder and locks it for this process; -1 if it is gone, or somebody else's, or locked by another.
int lock(const fs::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (folder < 0) return -1;
  struct stat found{};
  if (::fstat(folder, &found) == 0 && found.st_uid == ::geteuid() && ::flock(folder, LOCK_EX | LOCK_NB) == 0)
    return folder;
  ::close(folder);
  return -1;
}

/// Removes what was left here by programs that were killed: nobody holds its lock any more.
void remove_left_parts(const fs::path& parent) {
  std::error_code error;
  for (auto entry = fs::directory_iterator(parent, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const auto name = entry->path().filename().string();
    if (!name.starts_with(part_begin) || !name.ends_with(part_end)) continue;
    const int held = lock(entry->path());
    if (held < 0) continue;
    std::error_code not_removed;
    fs::remove_all(entry->path(), not_removed);
    ::close(held);
  }
}

/// Names in a folder are on the disk once the folder itself is.
Status sync(const fs::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return fail(write_error(errno), "folder");
  const int synced = ::fsync(folder);
  const int reason = errno;
  ::close(folder);
  // Some file systems have no such thing for folders.
  if (synced != 0 && reason != EINVAL) return fail(write_error(reason), "folder");
  return {};
}

}  // namespace

Result<NewFolder> NewFolder::begin(const fs::path& target, Random& random) {
  auto path = whole(target);
  if (path.empty() || !is_free(path)) return fail(Errc::folder_exists, "folder");
  remove_left_parts(path.parent_path());
  const auto name = std::string(part_begin) + to_hex(random.fixed<8>()) + std::string(part_end);
  auto part = path.parent_path() / name;
  if (auto made = make(part); !made) return fail(made.error());
  const int held = lock(part);
  return NewFolder(std::move(path), std::move(part), held, random);
}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : target_(std::move(other.target_)),
      part_(std::exchange(other.part_, {})),
      folders_(std::move(other.folders_)),
      lock_(std::exchange(other.lock_, -1)),
      random_(other.random_) {}

NewFolder::~NewFolder() {
  std::error_code error;
  if (!part_.empty()) fs::remove_all(part_, error);
  if (lock_ >= 0) ::close(lock_);
}

Status NewFolder::add_folder(std::string_view name) {
  auto made = make(part_ / name);
  if (made) folders_.emplace_back(name);
  return made;
}

Status NewFolder::write(std::string_view name, ByteView bytes) {
  // Nobody else writes here, and a rename works where there are no links, as on a memory stick.
  auto file = TargetFile::begin(part_ / name, Overwrite::allowed, *random_);
  if (!file) return fail(file.error());
  if (auto written = file->write(bytes); !written) return written;
  return file->finish();
}

Status NewFolder::finish() {
  for (const auto& name : folders_) {
    if (auto synced = sync(part_ / name); !synced) return synced;
  }
  if (auto synced = sync(part_); !synced) return synced;
  if (!is_free(target_)) return fail(Errc::folder_exists, "folder");
  if (std::rename(part_.c_str(), target_.c_str()) != 0) {
    const bool taken = errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR;
    return fail(taken ? Errc::folder_exists : write_error(errno), "folder");
  }
  part_.clear();
  return sync(target_.parent_path());
}

}  // namespace kring::native
