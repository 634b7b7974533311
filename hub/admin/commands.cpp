#include "hub/admin/commands.hpp"

#include <ostream>

namespace kring::admin {

using hub::Errc;

namespace {

/// What an operator can do about an error.
std::string_view advice_for(const Error& error) {
  if (error == Errc::not_a_backup)
    return "There is no manifest.json: this is no backup, or one that broke off. Take another one.";
  if (error == Errc::backup_damaged) return "The backup is damaged. Take another one.";
  if (error == Errc::backup_newer) return "The backup was made by a newer kring-hub. Use that one.";
  if (error == Errc::target_not_empty)
    return "Something is there already, and stays as it is. Name a new folder, or an empty database.";
  if (error == Errc::store_in_use)
    return "A hub is running on this data folder and does not answer on admin.sock. Stop it, or ask again.";
  if (error == Errc::admin_refused) return "The hub did not finish it. Is it run by another user?";
  if (error == Errc::program_failed)
    return "pg_dump or pg_restore failed; they come with the package postgresql-client, at least as new as "
           "the "
           "server.";
  if (error == Errc::bad_hub_key)
    return "--hub-key must name the 32 bytes of hub.key, which are kept apart from backups.";
  if (error == Errc::other_hub_key)
    return "The circles in this backup were founded under another hub.key, which their founding entries "
           "name. "
           "With this one every device would refuse the hub. Nothing was put back: name the hub.key that was "
           "kept with this backup.";
  if (error == Errc::store_full) return "The disk is full.";
  if (error == Errc::store_unavailable || error == Errc::store_bad_address)
    return "The database does not let us in. Is it running, and is --store right?";
  if (error == Errc::store_bad_folder) return "The folder cannot be used. Is it ours to write?";
  if (error == Errc::store_newer_schema) return "The database is of a newer kring-hub. Use that one.";
  return "Nothing that was there before was changed.";
}

bool refuse(const Error& error, const Streams& streams) {
  streams.err << "kring-hub: " << error.name() << " (" << error.where() << "). " << advice_for(error) << "\n";
  return false;
}

/// Tells each further tenth, so that a log stays short.
class Teller {
 public:
  explicit Teller(std::ostream& err) : err_(err) {}

  bool operator()(std::string_view what, std::uint64_t done, std::uint64_t total) {
    const auto tenth = total == 0 ? 10 : done * 10 / total;
    if (what == what_ && tenth == tenth_) return true;
    what_ = what;
    tenth_ = tenth;
    err_ << what << ": " << done << " of " << total << std::endl;  // NOLINT(performance-avoid-endl): a pipe.
    return true;
  }

 private:
  std::ostream& err_;
  std::string what_;
  std::uint64_t tenth_ = 0;
};

void show(const Manifest& manifest, std::ostream& out) {
  out << "store: " << (manifest.engine == Engine::sqlite ? "sqlite" : "postgresql") << ", "
      << manifest.database_bytes << " bytes\nblobs: " << manifest.blobs << ", " << manifest.blob_bytes
      << " bytes\nincarnation: " << to_hex(manifest.incarnation.view()) << "\n";
}

}  // namespace

bool run_backup(const Places& places, const std::filesystem::path& to, Time now, const Streams& streams) {
  const auto manifest = back_up(places, to, now, Teller(streams.err));
  if (!manifest) return refuse(manifest.error(), streams);
  streams.out << "backed up to " << to.string() << "\n";
  show(*manifest, streams.out);
  streams.out << "hub.key is not in it: keep that apart.\n";
  return true;
}

bool run_verify(const std::filesystem::path& backup, const Streams& streams) {
  const auto manifest = verify_backup(backup, Teller(streams.err));
  if (!manifest) return refuse(manifest.error(), streams);
  streams.out << "the backup is whole\n";
  show(*manifest, streams.out);
  return true;
}

bool run_restore(const std::filesystem::path& backup, const Places& places,
                 const std::filesystem::path& hub_key, Random& random, const Streams& streams) {
  const auto restored = restore_backup(backup, places, hub_key, random, Teller(streams.err));
  if (!restored) return refuse(restored.error(), streams);
  const auto& founded = restored->summary.founded_under;
  const auto ours = founded.find(restored->hub_key);
  const auto others = restored->summary.circles - (ours == founded.end() ? 0 : ours->second);
  if (others != 0)
    streams.err << others
                << " of the circles were founded under another hub.key: their devices refuse this hub.\n";
  streams.out << "restored " << restored->summary.circles << " circles with " << restored->summary.entries
              << " log entries\nincarnation: " << to_hex(restored->incarnation.view())
              << "\nStart the hub. Every circle is read-only until one of its parents runs `kring resume`:\n"
                 "until then people's devices bring back what the backup does not have.\n";
  return true;
}

}  // namespace kring::admin
