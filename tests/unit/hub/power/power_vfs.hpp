#pragma once

#include "tests/support/mortal.hpp"
#include "tests/support/unsynced_folder.hpp"

#include <cstdint>
#include <memory>

namespace kring::store::test {

/// Whether SQLite syncs each commit, as the hub has it, or only what it moves into the database.
enum class Synchronous : std::uint8_t { full, normal };

struct PowerDisk;

/// While it lives, SQLite's files of one folder lie on a disk whose power can go: every connection that is
/// opened goes through it. It notes what is written and synced and hands it on to SQLite's own way to files.
class PowerVfs {
 public:
  /// The files of `folder` only. All outlive it.
  PowerVfs(support::UnsyncedFolder& folder, support::Mortal& process, Synchronous synchronous);
  PowerVfs(const PowerVfs&) = delete;
  PowerVfs& operator=(const PowerVfs&) = delete;
  PowerVfs(PowerVfs&&) = delete;
  PowerVfs& operator=(PowerVfs&&) = delete;
  ~PowerVfs();

 private:
  std::unique_ptr<PowerDisk> state_;
};

}  // namespace kring::store::test
