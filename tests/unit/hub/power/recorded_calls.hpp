#pragma once

#include "tests/support/mortal.hpp"
#include "tests/support/unsynced_folder.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace kring::test {

/// Whether a sync does what it says.
enum class Syncs : std::uint8_t { honest, left_out };

/// While it lives, what this program's own code does to the files of one folder by system calls is noted, and
/// dies with the process. One at a time: the linker puts its functions before the C library's (`--wrap`).
class RecordedCalls {
 public:
  /// All outlive it.
  RecordedCalls(support::UnsyncedFolder& folder, support::Mortal& process, Syncs syncs = Syncs::honest);
  RecordedCalls(const RecordedCalls&) = delete;
  RecordedCalls& operator=(const RecordedCalls&) = delete;
  RecordedCalls(RecordedCalls&&) = delete;
  RecordedCalls& operator=(RecordedCalls&&) = delete;
  ~RecordedCalls();

  /// What stands behind the calls of these names.
  int open_at(int folder, const char* name, int flags, unsigned mode);
  ssize_t write_at(int file, const void* bytes, std::size_t size, off_t offset);
  int truncate(int file, off_t size);
  int sync(int file);
  int rename_at(int folder, const char* from, int into, const char* to);
  int remove_at(int folder, const char* name, int flags);
  void close(int file) { open_.erase(file); }

 private:
  [[nodiscard]] bool is_ours(int folder) const;
  /// A step of the process; a dead one's calls fail.
  template <class Act>
  auto step(const Act& act);

  support::UnsyncedFolder& folder_;
  support::Mortal& process_;
  Syncs syncs_;
  std::map<int, support::UnsyncedFolder::FileId> open_;
};

}  // namespace kring::test
