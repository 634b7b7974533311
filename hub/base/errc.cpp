#include "hub/base/errc.hpp"

namespace kring::hub {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::conflict:
      return "conflict";
    case Errc::record_id_used:
      return "record_id_used";
    case Errc::unknown_circle:
      return "unknown_circle";
    case Errc::unknown_channel:
      return "unknown_channel";
    case Errc::circle_exists:
      return "circle_exists";
    case Errc::channel_exists:
      return "channel_exists";
    case Errc::no_key_package:
      return "no_key_package";
    case Errc::package_unusable:
      return "package_unusable";
    case Errc::stock_full:
      return "stock_full";
    case Errc::slots_full:
      return "slots_full";
    case Errc::part_too_large:
      return "part_too_large";
    case Errc::staged_full:
      return "staged_full";
    case Errc::mailboxes_full:
      return "mailboxes_full";
    case Errc::blobs_full:
      return "blobs_full";
    case Errc::uploads_full:
      return "uploads_full";
    case Errc::not_found:
      return "not_found";
    case Errc::store_full:
      return "store_full";
    case Errc::store_failed:
      return "store_failed";
    case Errc::store_corrupt:
      return "store_corrupt";
    case Errc::store_newer_schema:
      return "store_newer_schema";
    case Errc::store_in_use:
      return "store_in_use";
    case Errc::store_bad_folder:
      return "store_bad_folder";
    case Errc::store_unavailable:
      return "store_unavailable";
    case Errc::store_not_durable:
      return "store_not_durable";
    case Errc::store_bad_address:
      return "store_bad_address";
    case Errc::bad_address:
      return "bad_address";
    case Errc::address_in_use:
      return "address_in_use";
    case Errc::listen_failed:
      return "listen_failed";
    case Errc::log_failed:
      return "log_failed";
    case Errc::bad_hub_key:
      return "bad_hub_key";
    case Errc::other_hub_key:
      return "other_hub_key";
    case Errc::bad_secret_file:
      return "bad_secret_file";
    case Errc::bus_unreachable:
      return "bus_unreachable";
    case Errc::bus_refused:
      return "bus_refused";
    case Errc::bus_silent:
      return "bus_silent";
    case Errc::not_a_backup:
      return "not_a_backup";
    case Errc::backup_damaged:
      return "backup_damaged";
    case Errc::backup_newer:
      return "backup_newer";
    case Errc::target_not_empty:
      return "target_not_empty";
    case Errc::program_failed:
      return "program_failed";
    case Errc::admin_refused:
      return "admin_refused";
    case Errc::overloaded:
      return "overloaded";
    case Errc::stopping:
      return "stopping";
  }
  return "unknown";
}

}  // namespace kring::hub
