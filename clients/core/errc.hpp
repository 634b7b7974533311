#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace kring::client {

/// Why a client does not do, or did not do, what was asked. Where the charter already says no, the refusal is
/// the charter's own `channels::Errc`.
enum class Errc : std::uint16_t {
  // The device and its vault.
  no_device = 1,
  device_exists,
  bad_vault,
  wrong_words,
  words_needed,
  bad_name,
  bad_hub,
  too_many_circles,
  // What a command names.
  unknown_circle,
  unknown_channel,
  unknown_role,
  unknown_member,
  unknown_invitation,
  unknown_request,
  already_joined,
  own_invitation,
  bad_label,
  channel_exists,
  role_exists,
  // What a command may not do now.
  not_admitted_yet,
  ended,
  turned_down,
  device_out,
  paused,
  not_in_channel,
  may_not_post,
  stopped,
  clock_off,
  hub_clock_off,  ///< the same, and another hub's clock agrees with ours
  too_many_pending,
  introduction_missing,
  file_too_large,
  not_a_file,
  // How an intent failed.
  refused_by_hub,
  part_gone,  ///< the hub has no longer what it told of
  gave_up,
  circle_full,
  hub_full,
  file_lost,
  not_needed,
  // Alarms.
  wrong_hub_key,
  wrong_origin,
  head_went_back,
  head_forked,
  bad_head_signature,
  charter_entry_refused,
  log_entry_refused,
  log_hash_differs,
  articles_void,
  welcome_refused,
  bad_frame,
  log_cut_off,
  // After a restore of the hub.
  heads_unknown,
  bad_birth_date,
  // What one device tells another.
  bad_person_state,
  person_state_too_large,
  link_refused,
  kit_not_whole,
  // Networks and newsgroups.
  no_child_here,
  not_a_network,
  bad_newsgroup_name,
  newsgroup_exists,
  not_a_newsgroup,
  newsgroup_takes_posts,
  unknown_post,
  may_identify_child,
  may_not_moderate,
  not_your_post,
  post_held,
  too_many_edits,
  too_many_pinned,
  thread_over,
  bad_post_end,
  bad_search,
  own_post,
  report_to_nobody,
  unknown_report,
  // Attestations.
  circle_stays_private,
  no_attestation_key,
  attestation_too_long,
  attestation_of_other,
  attestation_over,
  attestation_older,
  attestation_not_yet,
  attestation_taken_back,
  unknown_attestation,
  network_charter_refused,
  network_went_back,
  network_forked,
  network_hidden,
  unknown_network,
  member_not_here,
  keys_not_checked,
  publication_changed,
  may_not_report,
  no_longer_read,
};

constexpr Library library_of(Errc /*code*/) {
  return Library::client;
}
[[nodiscard]] std::string_view name_of(Errc code);

}  // namespace kring::client
