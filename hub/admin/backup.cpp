#include "hub/admin/backup.hpp"

#include "hub/admin/admin_socket.hpp"
#include "hub/admin/files.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <utility>

namespace kring::admin {

using hub::Errc;

namespace fs = std::filesystem;

namespace {

/// A seed of Ed25519.
constexpr std::size_t hub_key_bytes = 32;

/// The programs take the same URL as libpq. What is in the database is sealed: nothing would compress it.
Status dump(const std::string& url, const fs::path& to) {
  return run_program({"pg_dump", "--format=custom", "--compress=0", "--schema=kring", "--no-owner",
                      "--no-privileges", "--file=" + to.string(), "--dbname=" + url});
}

Status copy_database(const Places& places, const fs::path& to, const store::Progress& progress) {
  if (!places.store_url.empty()) return dump(places.store_url, to);
  const auto asked = ask_to_copy(places.data, to, progress);
  if (asked || asked.error() != Errc::not_found) return asked;
  // No hub is running: nobody starts one meanwhile.
  return store::copy_idle_database(places.data, to, progress);
}

/// Whether a file is a whole blob, by its name.
bool is_blob(const fs::path& file) {
  const auto name = file.filename().string();
  return name.size() == 2 * channels::BlobId::size && std::ranges::all_of(name, [](char it) {
           return (it >= '0' && it <= '9') || (it >= 'a' && it <= 'f');
         });
}

std::vector<fs::path> blobs_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    if (is_blob(file.path())) files.push_back(file.path());
  }
  std::ranges::sort(files);
  return files;
}

Status bring_blobs(const fs::path& from, const fs::path& to, Manifest& manifest,
                   const store::Progress& progress) {
  if (auto made = make_empty_folder(to); !made) return made;
  const auto files = blobs_in(from);
  for (const auto& file : files) {
    const auto target = to / file.filename();
    const auto linked = link_or_copy(file, target);
    // It was given up since, and nobody finds it any more.
    if (!linked && linked.error() == Errc::not_found) continue;
    if (!linked) return linked;
    std::error_code error;
    manifest.blob_bytes += fs::file_size(target, error);
    ++manifest.blobs;
    if (!progress("blobs", manifest.blobs, files.size())) return fail(Errc::stopping, "blobs");
  }
  return sync_folder(to);
}

/// Whether each blob that the database knows is there and whole. One that was given up between the database's
/// copy and its own is missing, and nobody misses it.
Status check_blobs(const fs::path& folder, const store::DatabaseSummary& summary,
                   const store::Progress& progress) {
  std::uint64_t done = 0;
  for (const auto& blob : summary.blobs) {
    const auto file = folder / to_hex(blob.id.view());
    std::error_code error;
    if (!progress("blobs checked", ++done, summary.blobs.size())) return fail(Errc::stopping, "blobs");
    if (!fs::exists(file, error)) continue;
    const auto hashed = hash_file(file);
    if (!hashed) return fail(hashed.error());
    if (hashed->size != blob.size || hashed->hash != blob.hash)
      return fail(Errc::backup_damaged, "a blob is another");
  }
  return {};
}

/// What a manifest says of the blobs.
Status count_blobs(const fs::path& folder, const Manifest& manifest) {
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
  for (const auto& file : blobs_in(folder)) {
    std::error_code error;
    bytes += fs::file_size(file, error);
    ++count;
  }
  if (count != manifest.blobs || bytes != manifest.blob_bytes)
    return fail(Errc::backup_damaged, "blobs are missing");
  return {};
}

/// What is damaged is the backup, whatever it is in it.
Error damage(const Error& error) {
  if (error == Errc::store_corrupt) return {Errc::backup_damaged, error.where()};
  return error;
}

struct Verified {
  Manifest manifest;
  std::optional<store::DatabaseSummary> summary;
};
Result<Verified> verify(const fs::path& backup, const store::Progress& progress) {
  auto manifest = read_manifest(backup);
  if (!manifest) return fail(manifest.error());
  const auto database = backup / database_name(manifest->engine);
  const auto hashed = hash_file(database);
  if (!hashed) return fail(hashed.error());
  if (hashed->size != manifest->database_bytes || hashed->hash != manifest->database_hash)
    return fail(Errc::backup_damaged, "the database is another");
  if (auto counted = count_blobs(backup / "blobs", *manifest); !counted) return fail(counted.error());
  Verified verified{.manifest = *manifest, .summary = {}};
  if (manifest->engine == Engine::postgresql) {
    if (auto listed = run_program({"pg_restore", "--list", "--file=/dev/null", database.string()}); !listed)
      return fail(listed.error());
    return verified;
  }
  auto summary = store::check_database(database, progress);
  if (!summary) return fail(damage(summary.error()));
  if (summary->incarnation != manifest->incarnation)
    return fail(Errc::backup_damaged, "the database is of another history");
  if (auto checked = check_blobs(backup / "blobs", *summary, progress); !checked)
    return fail(checked.error());
  verified.summary = std::move(*summary);
  return verified;
}

Result<channels::Incarnation> restore_sqlite(const fs::path& from, const fs::path& data, Random& random) {
  // Under its name only once it is what it shall be.
  const auto unfinished = data / "hub.db.restoring";
  if (auto copied = copy_synced(from, unfinished); !copied) return fail(copied.error());
  const auto incarnation = store::begin_incarnation(unfinished, random);
  if (!incarnation) return incarnation;
  std::error_code error;
  fs::rename(unfinished, data / "hub.db", error);
  if (error) return fail(Errc::store_failed, "rename");
  if (auto synced = sync_folder(data); !synced) return fail(synced.error());
  return incarnation;
}

/// The public key of a hub. Errors: `bad_hub_key`.
Result<channels::HubKey> read_public_key(const fs::path& hub_key) {
  std::error_code error;
  if (fs::file_size(hub_key, error) != hub_key_bytes || error) return fail(Errc::bad_hub_key, "size");
  auto seed = Secret::of_size(hub_key_bytes);
  const auto bytes = seed.expose_mutable();
  std::ifstream in(hub_key, std::ios::binary);
  if (!in.read(reinterpret_cast<char*>(bytes.data()), hub_key_bytes)) return fail(Errc::bad_hub_key, "read");
  const auto pair = primitives::signature_key_pair(std::move(seed));
  if (!pair) return fail(Errc::bad_hub_key, "seed");
  auto key = channels::HubKey::from(pair->public_key.bytes);
  if (!key) return fail(Errc::bad_hub_key, "key");
  return *key;
}

Status check_founded_under(const store::DatabaseSummary& summary, const channels::HubKey& key) {
  if (!summary.founded_under.empty() && !summary.founded_under.contains(key))
    return fail(Errc::other_hub_key, "hub.key");
  return {};
}

struct InDatabase {
  channels::Incarnation incarnation;
  store::DatabaseSummary summary;
};
Result<InDatabase> restore_postgres(const fs::path& from, const Places& places, const channels::HubKey& key,
                                    Random& random, const store::Progress& progress) {
  const auto& url = places.store_url;
  const store::PostgresOptions options{.url = url};
  auto put = run_program({"pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
                          "--no-privileges", "--dbname=" + url, from.string()});
  if (!put) return fail(put.error());
  auto summary = store::check_database(options, progress);
  auto good = summary ? check_founded_under(*summary, key) : Status(fail(damage(summary.error())));
  if (good) good = check_blobs(places.blobs, *summary, progress);
  const auto incarnation =
      good ? store::begin_incarnation(options, random) : Result<channels::Incarnation>(fail(good.error()));
  if (incarnation) return InDatabase{.incarnation = *incarnation, .summary = std::move(*summary)};
  // It was empty before, and is again.
  (void)store::drop_store(options);
  return fail(incarnation.error());
}

/// Takes what a restore has brought out of places that were empty.
void take_back(const Places& places) {
  std::error_code ignored;
  fs::remove(places.data / "hub.key", ignored);
  for (const auto& file : blobs_in(places.blobs)) fs::remove(file, ignored);
  fs::remove(places.blobs, ignored);
}

Status check_targets(const Places& places, const Manifest& manifest) {
  if (places.store_url.empty() != (manifest.engine == Engine::sqlite))
    return fail(Errc::backup_damaged, "it is a backup of the other kind of store");
  if (!places.store_url.empty()) {
    const auto has = store::has_store({.url = places.store_url});
    if (!has) return fail(has.error());
    if (*has) return fail(Errc::target_not_empty, "database");
  }
  if (auto made = make_empty_folder(places.data); !made) return made;
  return {};
}

}  // namespace

Result<Manifest> back_up(const Places& places, const fs::path& to, Time now,
                         const store::Progress& progress) {
  Manifest manifest;
  manifest.engine = places.store_url.empty() ? Engine::sqlite : Engine::postgresql;
  manifest.time = now;
  if (auto made = make_empty_folder(to); !made) return fail(made.error());
  const auto database = fs::absolute(to) / database_name(manifest.engine);
  if (auto copied = copy_database(places, database, progress); !copied) return fail(copied.error());
  std::error_code error;
  fs::permissions(database, fs::perms::owner_read | fs::perms::owner_write, error);
  const auto incarnation = places.store_url.empty()
                               ? store::read_incarnation(database)
                               : store::read_incarnation(store::PostgresOptions{.url = places.store_url});
  if (!incarnation) return fail(incarnation.error());
  manifest.incarnation = *incarnation;
  const auto hashed = hash_file(database);
  if (!hashed) return fail(hashed.error());
  manifest.database_bytes = hashed->size;
  manifest.database_hash = hashed->hash;
  // The database first: what it knows of is there, or was given up since.
  if (auto brought = bring_blobs(places.blobs, to / "blobs", manifest, progress); !brought)
    return fail(brought.error());
  if (auto synced = sync_folder(to); !synced) return fail(synced.error());
  if (auto written = write_manifest(to, manifest); !written) return fail(written.error());
  return manifest;
}

Result<Manifest> verify_backup(const fs::path& backup, const store::Progress& progress) {
  auto verified = verify(backup, progress);
  if (!verified) return fail(verified.error());
  return verified->manifest;
}

Result<Restored> restore_backup(const fs::path& backup, const Places& places, const fs::path& hub_key,
                                Random& random, const store::Progress& progress) {
  auto verified = verify(backup, progress);
  if (!verified) return fail(verified.error());
  const auto key = read_public_key(hub_key);
  if (!key) return fail(key.error());
  // What is in a dump of PostgreSQL is seen once it is put back.
  if (verified->summary) {
    if (auto fits = check_founded_under(*verified->summary, *key); !fits) return fail(fits.error());
  }
  Restored restored{.manifest = verified->manifest, .hub_key = *key, .incarnation = {}, .summary = {}};
  if (auto ready = check_targets(places, verified->manifest); !ready) return fail(ready.error());
  Manifest counted;
  if (auto brought = bring_blobs(backup / "blobs", places.blobs, counted, progress); !brought)
    return fail(brought.error());
  if (auto copied = copy_synced(hub_key, places.data / "hub.key"); !copied) return fail(copied.error());
  const auto database = backup / database_name(verified->manifest.engine);
  if (verified->manifest.engine == Engine::sqlite) {
    const auto incarnation = restore_sqlite(database, places.data, random);
    if (!incarnation) return fail(incarnation.error());
    restored.incarnation = *incarnation;
    restored.summary = std::move(*verified->summary);
  } else {
    auto put = restore_postgres(database, places, *key, random, progress);
    if (!put) {
      take_back(places);
      return fail(put.error());
    }
    restored.incarnation = put->incarnation;
    restored.summary = std::move(put->summary);
  }
  return restored;
}

}  // namespace kring::admin
