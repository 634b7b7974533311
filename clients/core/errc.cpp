#include "clients/core/errc.hpp"

namespace kring::client {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::no_device:
      return "no_device";
    case Errc::device_exists:
      return "device_exists";
    case Errc::bad_vault:
      return "bad_vault";
    case Errc::wrong_words:
      return "wrong_words";
    case Errc::words_needed:
      return "words_needed";
    case Errc::bad_name:
      return "bad_name";
    case Errc::too_many_circles:
      return "too_many_circles";
    case Errc::bad_hub:
      return "bad_hub";
    case Errc::unknown_circle:
      return "unknown_circle";
    case Errc::unknown_channel:
      return "unknown_channel";
    case Errc::unknown_role:
      return "unknown_role";
    case Errc::unknown_member:
      return "unknown_member";
    case Errc::unknown_invitation:
      return "unknown_invitation";
    case Errc::unknown_request:
      return "unknown_request";
    case Errc::already_joined:
      return "already_joined";
    case Errc::own_invitation:
      return "own_invitation";
    case Errc::bad_label:
      return "bad_label";
    case Errc::not_admitted_yet:
      return "not_admitted_yet";
    case Errc::ended:
      return "ended";
    case Errc::not_in_channel:
      return "not_in_channel";
    case Errc::may_not_post:
      return "may_not_post";
    case Errc::stopped:
      return "stopped";
    case Errc::clock_off:
      return "clock_off";
    case Errc::too_many_pending:
      return "too_many_pending";
    case Errc::introduction_missing:
      return "introduction_missing";
    case Errc::file_too_large:
      return "file_too_large";
    case Errc::not_a_file:
      return "not_a_file";
    case Errc::circle_full:
      return "circle_full";
    case Errc::hub_full:
      return "hub_full";
    case Errc::file_lost:
      return "file_lost";
    case Errc::refused_by_hub:
      return "refused_by_hub";
    case Errc::gave_up:
      return "gave_up";
    case Errc::not_needed:
      return "not_needed";
    case Errc::wrong_hub_key:
      return "wrong_hub_key";
    case Errc::wrong_origin:
      return "wrong_origin";
    case Errc::head_went_back:
      return "head_went_back";
    case Errc::head_forked:
      return "head_forked";
    case Errc::bad_head_signature:
      return "bad_head_signature";
    case Errc::charter_entry_refused:
      return "charter_entry_refused";
    case Errc::log_entry_refused:
      return "log_entry_refused";
    case Errc::log_hash_differs:
      return "log_hash_differs";
    case Errc::welcome_refused:
      return "welcome_refused";
    case Errc::bad_frame:
      return "bad_frame";
  }
  return "unknown";
}

}  // namespace kring::client
