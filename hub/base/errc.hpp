#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace kring::hub {

/// Every error of `hub/`.
enum class Errc : std::uint16_t {
  // What a store answers to a request that it refuses.
  conflict = 1,
  record_id_used,
  unknown_circle,
  unknown_channel,
  circle_exists,
  channel_exists,
  no_key_package,
  package_unusable,
  stock_full,
  slots_full,
  part_too_large,
  staged_full,
  blobs_full,
  uploads_full,
  mailboxes_full,
  not_found,
  // What has gone wrong with a store itself.
  store_full,
  store_failed,
  store_corrupt,
  store_newer_schema,
  store_in_use,
  store_bad_folder,
  // The store is away for now; what was asked may have been done, and may be asked again.
  store_unavailable,
  // It would acknowledge what is not on a disk.
  store_not_durable,
  // It cannot be reached as the settings say.
  store_bad_address,
  // Starting and listening.
  bad_address,
  address_in_use,
  listen_failed,
  log_failed,
  bad_hub_key,
  // The database's circles were founded under another one.
  other_hub_key,
  bad_secret_file,
  // What is wrong with the way to other nodes.
  bus_unreachable,
  bus_refused,
  bus_silent,
  // What is wrong with a backup, or with where it shall go.
  not_a_backup,
  backup_damaged,
  backup_newer,
  target_not_empty,
  program_failed,
  admin_refused,
  // Waiting calls.
  overloaded,
  stopping,
};

constexpr Library library_of(Errc /*code*/) {
  return Library::hub;
}
[[nodiscard]] std::string_view name_of(Errc code);

}  // namespace kring::hub
