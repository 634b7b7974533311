#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/random.hpp"
#include "hub/base/errc.hpp"
#include "hub/store/postgres_store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

/// What is done with a store's database as a whole: copying, checking, making it the beginning of another
/// history.
namespace kring::store {

/// How far some work has come, out of how much; false: it shall stop.
using Progress = std::function<bool(std::string_view what, std::uint64_t done, std::uint64_t total)>;

/// What a database says of itself.
struct DatabaseSummary {
  channels::Incarnation incarnation;
  std::uint64_t circles = 0;
  /// How many of them were founded under which hub's key.
  std::map<channels::HubKey, std::uint64_t> founded_under;
  std::uint64_t entries = 0;  ///< of all logs
  /// Blobs that are whole and not dropped.
  struct Blob {
    channels::BlobId id;
    std::uint64_t size = 0;
    Hash hash{};
  };
  std::vector<Blob> blobs;
};

/// Copies a SQLite store as it is at one moment to a file that is not there yet, and syncs it. The store may
/// be in use by this process: its writer is not held up, and its write-ahead log is not cut meanwhile.
/// Errors: `store_failed`, `store_full`, `store_corrupt`, `stopping`.
[[nodiscard]] Status copy_database(const std::filesystem::path& from, const std::filesystem::path& to,
                                   const Progress& progress);

/// The same of a store in `folder` that no hub uses, and keeps hubs away meanwhile. Errors also:
/// `store_in_use`, `store_bad_folder`.
[[nodiscard]] Status copy_idle_database(const std::filesystem::path& folder, const std::filesystem::path& to,
                                        const Progress& progress);

/// The incarnation of a SQLite store that nobody uses. Errors: `store_corrupt`, `store_failed`.
[[nodiscard]] Result<channels::Incarnation> read_incarnation(const std::filesystem::path& file);

/// Whether a hub with this key is the one that a SQLite store's circles were founded at: one of them
/// suffices, and a store without circles is anybody's. The store may be in use by this process. Errors:
/// `store_corrupt`, `store_failed`.
[[nodiscard]] Result<bool> is_hub_of(const std::filesystem::path& file, const channels::HubKey& key);

/// Checks all of a SQLite store that nobody uses: its pages, its schema, every charter with its signatures,
/// every log's running hash and payloads. Errors: `store_corrupt`, `store_newer_schema`, `store_failed`,
/// `stopping`.
[[nodiscard]] Result<DatabaseSummary> check_database(const std::filesystem::path& file,
                                                     const Progress& progress);

/// Makes a checked SQLite store that nobody uses the beginning of another history: a new incarnation, no
/// stock of key packages (one that was handed out after the backup must not be handed out again), no upload
/// under way. Errors: as `check_database`.
[[nodiscard]] Result<channels::Incarnation> begin_incarnation(const std::filesystem::path& file,
                                                              Random& random);

/// Whether a PostgreSQL database has a store. Errors: those of `PostgresStore::open`.
[[nodiscard]] Result<bool> has_store(const PostgresOptions& options);

/// The incarnation of the store in a PostgreSQL database. Errors: those of `PostgresStore::open`.
[[nodiscard]] Result<channels::Incarnation> read_incarnation(const PostgresOptions& options);

/// As for SQLite; other hubs may use it. Errors: those of `PostgresStore::open`.
[[nodiscard]] Result<bool> is_hub_of(const PostgresOptions& options, const channels::HubKey& key);

/// As `check_database`, of a PostgreSQL database that no hub uses.
[[nodiscard]] Result<DatabaseSummary> check_database(const PostgresOptions& options,
                                                     const Progress& progress);

/// As for SQLite. Errors: those of `PostgresStore::open`.
[[nodiscard]] Result<channels::Incarnation> begin_incarnation(const PostgresOptions& options, Random& random);

/// Takes a store out of a PostgreSQL database again. Errors: those of `PostgresStore::open`.
[[nodiscard]] Status drop_store(const PostgresOptions& options);

}  // namespace kring::store
