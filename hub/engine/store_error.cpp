#include "hub/engine/store_error.hpp"

#include "hub/base/errc.hpp"

namespace kring::engine {

using hub::Errc;
using wire::ErrorCode;

wire::ErrorCode code_of(const Error& error) {
  return error_of(error).code;
}

wire::ErrorAnswer error_of(const Error& error) {
  if (error.library() != Library::hub) return {.code = ErrorCode::internal};
  switch (static_cast<Errc>(error.code())) {
    case Errc::conflict:
    case Errc::circle_exists:
    case Errc::channel_exists:
      return {.code = ErrorCode::conflict};
    case Errc::record_id_used:
      return {.code = ErrorCode::record_id_used};
    case Errc::unknown_circle:
      return {.code = ErrorCode::not_admitted};
    case Errc::unknown_channel:
      return {.code = ErrorCode::unknown_channel};
    case Errc::no_key_package:
    case Errc::package_unusable:
      return {.code = ErrorCode::no_key_package};
    case Errc::stock_full:
      return {.code = ErrorCode::limit, .name = "key_packages_max"};
    case Errc::part_too_large:
      return {.code = ErrorCode::too_large};
    case Errc::staged_full:
      return {.code = ErrorCode::limit, .name = "staged_circle_bytes_max"};
    case Errc::blobs_full:
      return {.code = ErrorCode::limit, .name = "blob_circle_bytes_max"};
    case Errc::uploads_full:
      return {.code = ErrorCode::limit, .name = "uploads_max"};
    case Errc::slots_full:
      return {.code = ErrorCode::limit, .name = "slots_per_hour"};
    case Errc::mailboxes_full:
      return {.code = ErrorCode::limit, .name = "mailboxes_max"};
    case Errc::store_full:
      return {.code = ErrorCode::limit, .name = std::string(wire::store_limit)};
    case Errc::not_found:
      return {.code = ErrorCode::not_found};
    case Errc::overloaded:
      return {.code = ErrorCode::overloaded};
    case Errc::store_unavailable:
      return {.code = ErrorCode::unavailable};
    case Errc::stopping:
      return {.code = ErrorCode::draining};
    case Errc::bad_address:
    case Errc::address_in_use:
    case Errc::listen_failed:
    case Errc::log_failed:
    case Errc::bad_hub_key:
    case Errc::other_hub_key:
    case Errc::bad_secret_file:
    case Errc::bus_unreachable:
    case Errc::bus_refused:
    case Errc::bus_silent:
    case Errc::not_a_backup:
    case Errc::backup_damaged:
    case Errc::backup_newer:
    case Errc::target_not_empty:
    case Errc::program_failed:
    case Errc::admin_refused:
    case Errc::store_failed:
    case Errc::store_corrupt:
    case Errc::store_newer_schema:
    case Errc::store_in_use:
    case Errc::store_bad_folder:
    case Errc::store_not_durable:
    case Errc::store_bad_address:
      return {.code = ErrorCode::internal};
  }
  return {.code = ErrorCode::internal};
}

wire::ErrorAnswer stale_answer(const store::Stale& stale) {
  wire::StaleDetails details{.charter = stale.head.number};
  for (const auto& channel : stale.channels) {
    details.channels.push_back(
        {.channel = channel.channel, .seq = channel.seq, .epoch = wire::EpochId{channel.epoch}});
  }
  return {.code = ErrorCode::stale, .stale = std::move(details)};
}

}  // namespace kring::engine
