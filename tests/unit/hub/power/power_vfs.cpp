#include "tests/unit/hub/power/power_vfs.hpp"

#include "crypto/base/assert.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace kring::store::test {

using support::UnsyncedFolder;

/// What the functions that SQLite calls work on.
struct PowerDisk {
  UnsyncedFolder& folder;
  support::Mortal& process;
  Synchronous synchronous;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs own{};

  /// Does a change or a sync, unless the process is dead before. `act` gives SQLite's code.
  template <class Act>
  int change(const Act& act) {
    return process.step(act, SQLITE_IOERR);
  }
  /// The name of a file of the folder; empty: another's.
  [[nodiscard]] std::string name_of(const char* path) const {
    if (path == nullptr) return {};
    const std::filesystem::path file(path);
    return file.parent_path() == folder.path() ? file.filename().string() : std::string();
  }
};

namespace {

/// SQLite's own file lies behind it, in the same memory.
struct File {
  sqlite3_file base{};
  PowerDisk* disk = nullptr;
  UnsyncedFolder::FileId id{};
  /// The first sync of a new file syncs its name too, as SQLite does for its logs and journals.
  bool is_new = false;
};
constexpr std::size_t real_at =
    (sizeof(File) + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);

File& file_of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);  // NOLINT: how SQLite's interface derives.
}
sqlite3_file* real_of(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + real_at);  // NOLINT: as above.
}
PowerDisk& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<PowerDisk*>(vfs->pAppData);
}

int close_file(sqlite3_file* file) {
  return real_of(file)->pMethods->xClose(real_of(file));
}
int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  return real_of(file)->pMethods->xRead(real_of(file), out, size, offset);
}
int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto& self = file_of(file);
  return self.disk->change([&] {
    self.disk->folder.write(self.id, static_cast<std::uint64_t>(offset),
                            {static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(size)});
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
  });
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  auto& self = file_of(file);
  return self.disk->change([&] {
    self.disk->folder.truncate(self.id, static_cast<std::uint64_t>(size));
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
  });
}
/// The real file need not be synced: this machine's power stays on.
int sync_file(sqlite3_file* file, int /*flags*/) {
  auto& self = file_of(file);
  return self.disk->change([&] {
    self.disk->folder.sync(self.id);
    if (std::exchange(self.is_new, false)) self.disk->folder.sync_names();
    return SQLITE_OK;
  });
}
int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int lock_file(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xLock(real_of(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
int check_lock(sqlite3_file* file, int* out) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}
int control_file(sqlite3_file* file, int what, void* argument) {
  if (what == SQLITE_FCNTL_PRAGMA && file_of(file).disk->synchronous == Synchronous::normal) {
    auto* const* words = static_cast<char**>(argument);
    // The one that `relax` sets stands; SQLite takes any other for done.
    const bool is_synchronous = std::string_view(words[1]) == "synchronous";
    if (is_synchronous && words[2] != nullptr && std::string_view(words[2]) != "NORMAL") return SQLITE_OK;
  }
  return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}
int sector_size(sqlite3_file* file) {
  return real_of(file)->pMethods->xSectorSize(real_of(file));
}
int characteristics(sqlite3_file* file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) {
  real_of(file)->pMethods->xShmBarrier(real_of(file));
}
int unmap_shared(sqlite3_file* file, int remove) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

const sqlite3_io_methods methods = {
    .iVersion = 2,  // shared memory, and no mapped pages
    .xClose = &close_file,
    .xRead = &read_file,
    .xWrite = &write_file,
    .xTruncate = &truncate_file,
    .xSync = &sync_file,
    .xFileSize = &size_of_file,
    .xLock = &lock_file,
    .xUnlock = &unlock_file,
    .xCheckReservedLock = &check_lock,
    .xFileControl = &control_file,
    .xSectorSize = &sector_size,
    .xDeviceCharacteristics = &characteristics,
    .xShmMap = &map_shared,
    .xShmLock = &lock_shared,
    .xShmBarrier = &shared_barrier,
    .xShmUnmap = &unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* out, int flags, int* out_flags) {
  auto& disk = disk_of(vfs);
  const auto name = disk.name_of(path);
  KRING_ASSERT(!name.empty());
  auto* file = ::new (out) File();
  const auto known = disk.folder.find(name);
  const auto open = [&] { return disk.real->xOpen(disk.real, path, real_of(out), flags, out_flags); };
  const bool makes_it = !known && (flags & SQLITE_OPEN_CREATE) != 0;
  const int opened = makes_it ? disk.change([&] {
    const int code = open();
    if (code == SQLITE_OK) file->id = disk.folder.create(name);
    return code;
  })
                              : open();
  if (opened != SQLITE_OK) {
    if (real_of(out)->pMethods != nullptr) close_file(out);
    return opened;
  }
  file->base.pMethods = &methods;
  file->disk = &disk;
  file->is_new = makes_it;
  if (known) {
    file->id = *known;
  } else if (!makes_it) {
    // Made empty before SQLite came, its name synced (hub/store/detail/folder.hpp).
    file->id = disk.folder.create(name);
    disk.folder.sync_names();
  }
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  auto& disk = disk_of(vfs);
  return disk.change([&] {
    if (const auto name = disk.name_of(path); disk.folder.find(name)) disk.folder.remove(name);
    if (sync_folder != 0) disk.folder.sync_names();
    return disk.real->xDelete(disk.real, path, 0);
  });
}

/// For every connection that is opened from now on, before it is set up.
int relax(sqlite3* connection, const char** /*error*/, const sqlite3_api_routines* /*routines*/) {
  return sqlite3_exec(connection, "PRAGMA synchronous = NORMAL", nullptr, nullptr, nullptr);
}
void (*const relax_entry)() = reinterpret_cast<void (*)()>(&relax);  // NOLINT: how SQLite takes it.

}  // namespace

PowerVfs::PowerVfs(UnsyncedFolder& folder, support::Mortal& process, Synchronous synchronous)
    : state_(new PowerDisk{.folder = folder, .process = process, .synchronous = synchronous}) {
  state_->real = sqlite3_vfs_find(nullptr);
  state_->own = *state_->real;
  state_->own.szOsFile += static_cast<int>(real_at);
  state_->own.zName = "power";
  state_->own.pAppData = state_.get();
  state_->own.xOpen = &open_file;
  state_->own.xDelete = &remove_file;
  sqlite3_vfs_register(&state_->own, 1);
  if (synchronous == Synchronous::normal) sqlite3_auto_extension(relax_entry);
}

PowerVfs::~PowerVfs() {
  sqlite3_cancel_auto_extension(relax_entry);
  sqlite3_vfs_unregister(&state_->own);
}

}  // namespace kring::store::test
