#include "tests/unit/hub/power/recorded_calls.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>

// The names that the linker gives the C library's own functions and those that are called in their place.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker chooses them.
extern "C" {
int __real_openat(int folder, const char* name, int flags, ...);
ssize_t __real_pwrite(int file, const void* bytes, std::size_t size, off_t offset);
int __real_ftruncate(int file, off_t size);
int __real_fsync(int file);
int __real_renameat(int folder, const char* from, int into, const char* to);
int __real_unlinkat(int folder, const char* name, int flags);
int __real_close(int file);
}

namespace kring::test {

using support::UnsyncedFolder;

namespace {

/// Calls come without an object to ask.
RecordedCalls* recording = nullptr;

}  // namespace

RecordedCalls::RecordedCalls(UnsyncedFolder& folder, support::Mortal& process, Syncs syncs)
    : folder_(folder), process_(process), syncs_(syncs) {
  recording = this;
}

RecordedCalls::~RecordedCalls() {
  recording = nullptr;
}

bool RecordedCalls::is_ours(int folder) const {
  struct stat asked{};
  struct stat own{};
  return ::fstat(folder, &asked) == 0 && ::stat(folder_.path().c_str(), &own) == 0 &&
         asked.st_dev == own.st_dev && asked.st_ino == own.st_ino;
}

template <class Act>
auto RecordedCalls::step(const Act& act) {
  errno = EIO;
  return process_.step(act, decltype(act())(-1));
}

int RecordedCalls::open_at(int folder, const char* name, int flags, unsigned mode) {
  const auto open = [&] { return __real_openat(folder, name, flags, mode); };
  if (!is_ours(folder)) return open();
  const auto known = folder_.find(name);
  if (!known && (flags & O_CREAT) == 0) return open();
  const int file = known ? open() : step([&] {
    folder_.create(name);
    return open();
  });
  if (file >= 0) open_[file] = *folder_.find(name);
  return file;
}

ssize_t RecordedCalls::write_at(int file, const void* bytes, std::size_t size, off_t offset) {
  const auto write = [&] { return __real_pwrite(file, bytes, size, offset); };
  const auto ours = open_.find(file);
  if (ours == open_.end()) return write();
  return step([&] {
    folder_.write(ours->second, static_cast<std::uint64_t>(offset),
                  {static_cast<const std::uint8_t*>(bytes), size});
    return write();
  });
}

int RecordedCalls::truncate(int file, off_t size) {
  const auto cut = [&] { return __real_ftruncate(file, size); };
  const auto ours = open_.find(file);
  if (ours == open_.end()) return cut();
  return step([&] {
    folder_.truncate(ours->second, static_cast<std::uint64_t>(size));
    return cut();
  });
}

int RecordedCalls::sync(int file) {
  const auto ours = open_.find(file);
  if (ours == open_.end() && !is_ours(file)) return __real_fsync(file);
  return step([&] {
    if (syncs_ == Syncs::left_out) return 0;
    ours == open_.end() ? folder_.sync_names() : folder_.sync(ours->second);
    return 0;
  });
}

int RecordedCalls::rename_at(int folder, const char* from, int into, const char* to) {
  const auto rename = [&] { return __real_renameat(folder, from, into, to); };
  if (!is_ours(folder) || !folder_.find(from)) return rename();
  return step([&] {
    folder_.rename(from, to);
    return rename();
  });
}

int RecordedCalls::remove_at(int folder, const char* name, int flags) {
  const auto remove = [&] { return __real_unlinkat(folder, name, flags); };
  if (!is_ours(folder) || !folder_.find(name)) return remove();
  return step([&] {
    folder_.remove(name);
    return remove();
  });
}

}  // namespace kring::test

extern "C" {

int __wrap_openat(int folder, const char* name, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const auto mode = va_arg(more, unsigned);
  va_end(more);
  return kring::test::recording != nullptr ? kring::test::recording->open_at(folder, name, flags, mode)
                                           : __real_openat(folder, name, flags, mode);
}
ssize_t __wrap_pwrite(int file, const void* bytes, std::size_t size, off_t offset) {
  return kring::test::recording != nullptr ? kring::test::recording->write_at(file, bytes, size, offset)
                                           : __real_pwrite(file, bytes, size, offset);
}
int __wrap_ftruncate(int file, off_t size) {
  return kring::test::recording != nullptr ? kring::test::recording->truncate(file, size)
                                           : __real_ftruncate(file, size);
}
int __wrap_fsync(int file) {
  return kring::test::recording != nullptr ? kring::test::recording->sync(file) : __real_fsync(file);
}
int __wrap_renameat(int folder, const char* from, int into, const char* to) {
  return kring::test::recording != nullptr ? kring::test::recording->rename_at(folder, from, into, to)
                                           : __real_renameat(folder, from, into, to);
}
int __wrap_unlinkat(int folder, const char* name, int flags) {
  return kring::test::recording != nullptr ? kring::test::recording->remove_at(folder, name, flags)
                                           : __real_unlinkat(folder, name, flags);
}
int __wrap_close(int file) {
  if (kring::test::recording != nullptr) kring::test::recording->close(file);
  return __real_close(file);
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
