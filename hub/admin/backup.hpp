#pragma once

#include "hub/admin/manifest.hpp"
#include "hub/store/maintenance.hpp"

#include <filesystem>
#include <string>

namespace kring::admin {

/// Where a hub's things are, as its settings say.
struct Places {
  std::filesystem::path data;
  /// Empty: SQLite in `data`.
  std::string store_url;
  std::filesystem::path blobs;
};

/// Backs a hub up to a folder that is empty or not there: the database as it is at one moment, then the
/// blobs, which never change, then the manifest. A hub that is running is asked through its socket, and goes
/// on. Its key is not in it. Errors: `target_not_empty`, `store_bad_folder`, `store_in_use` (something holds
/// the folder and does not answer), `admin_refused`, `program_failed`, those of the store.
[[nodiscard]] Result<Manifest> back_up(const Places& places, const std::filesystem::path& to, Time now,
                                       const store::Progress& progress);

/// Checks a backup: manifest, hashes, each blob; of SQLite also every page, charter and log. (A PostgreSQL
/// dump is checked so when it is put back.) Errors: `not_a_backup`, `backup_damaged`, `backup_newer`,
/// `program_failed`, `store_newer_schema`, `stopping`.
[[nodiscard]] Result<Manifest> verify_backup(const std::filesystem::path& backup,
                                             const store::Progress& progress);

/// Puts a backup back as a hub that has not run yet: in a data folder, a folder of blobs and a database that
/// are empty, with its key from `hub_key`, in a new incarnation. What is there already stays as it is.
/// Errors: those of `verify_backup`, `target_not_empty`, `bad_hub_key`, `other_hub_key` (no circle of the
/// backup was founded under it: every client would refuse such a hub), those of the store. Whatever is
/// refused leaves nothing behind.
struct Restored {
  Manifest manifest;
  channels::HubKey hub_key;
  channels::Incarnation incarnation;
  store::DatabaseSummary summary;
};
[[nodiscard]] Result<Restored> restore_backup(const std::filesystem::path& backup, const Places& places,
                                              const std::filesystem::path& hub_key, Random& random,
                                              const store::Progress& progress);

}  // namespace kring::admin
