#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace kring::channels {

/// Every rule of the domain that can be broken, by the name under which `docs/protocol.md` has it.
///
/// The numbers stay inside one process; the wire carries names.
enum class Errc : std::uint16_t {
  // Any charter entry (protocol, section 2).
  bad_entry = 1,
  unsupported_version,
  not_founded,
  already_founded,
  wrong_circle,
  wrong_number,
  forked_head,
  time_backwards,
  unknown_kind,
  unknown_signer,
  signer_not_live,
  wrong_signatures,
  bad_signature,
  clock_off,
  // What an entry names.
  duplicate_id,
  unknown_role,
  unknown_channel,
  unknown_member,
  unknown_invitation,
  unknown_acceptance,
  wrong_member,
  wrong_role,
  not_a_member,
  // Owners.
  needs_owner,
  needs_all_owners,
  consent_out_of_time,
  role_does_not_own,
  role_owns,
  target_owns,
  last_owner,
  owning_is_fixed,
  already_paused,
  not_paused,
  not_an_owner,
  target_is_signer,
  already_asked,
  already_agreed,
  not_asked,
  too_early,
  // Devices.
  unknown_device,
  too_many_devices,
  device_revoked,
  target_added_signer,
  last_device,
  // The whole circle.
  frozen,
  frozen_lately,
  not_frozen,
  circle_ended,
  // What a network says of people.
  charter_not_public,
  charter_public,
  too_many_attestation_keys,
  unknown_attestation_key,
  attestation_already_withdrawn,
  // Roles and channels.
  may_not_admit_owner,
  owners_keep_rights,
  regie_is_for_owners,
  regie_exists,
  regie_is_record,
  regie_stays,
  channel_closed,
  too_many_roles,
  too_many_channels,
  wrong_generation,
  heads_incomplete,
  // Invitations, acceptances and grants.
  too_many_invitations,
  too_many_invitations_today,
  may_not_admit,
  stay_too_long,
  bad_expiry,
  preapproval_not_allowed,
  invitation_used,
  invitation_withdrawn,
  invitation_void,
  invitation_expired,
  acceptance_void,
  outlives_admitter,
  // Links and introductions (section 3).
  bad_link,
  bad_link_host,
  unknown_link_version,
  bad_name,
  bad_introduction,
  wrong_introduction,
  chain_too_long,
  bad_mail,
  // Attestations (section 13).
  bad_attestation,
  too_many_attestations,
  // Saved state.
  bad_snapshot,
  // Structures of channels (section 4).
  bad_structure,
  // The log of a channel.
  log_time_backwards,
  // The commit rule, each clause by its name (channels/rules/RULES.md).
  commit_not_by_member,
  commit_other_proposal,
  commit_bad_data,
  commit_wrong_epoch,
  commit_wrong_charter_head,
  commit_old_charter_head,
  commit_wrong_log_head,
  commit_time_backwards,
  commit_clock_off,
  commit_committer_may_not,
  commit_committer_changed,
  commit_add_not_allowed,
  commit_add_has_leaf,
  commit_remove_not_due,
  commit_leaf_not_its_handle,
  commit_leaf_not_allowed,
  commit_leaf_twice,
  commit_context_changed,
  commit_path_missing,
  commit_path_needless,
  commit_sealed_has_key,
  commit_must_rotate,
  commit_wrong_generation,
  commit_wrong_key_hash,
  commit_wrong_back_link_hash,
  // Requests to be healed, in the log and in commits.
  heal_wrong_place,
  heal_wrong_package,
  heal_bad_signature,
  heal_out_of_time,
  heal_needless,
  // The rotation beside a commit.
  rotation_missing,
  rotation_needless,
  rotation_wrong_size,
  rotation_wrong_back_link,
  rotation_bad_signature,
  rotation_box_closed,
  rotation_wrong_key,
  rotation_link_broken,
  // Opening a channel, and joining one.
  opening_not_alone,
  opening_wrong_handle,
  opening_wrong_epoch,
  opening_not_empty,
  channel_wrong_context,
  channel_wrong_group,
  join_wrong_heads,
  join_wrong_key,
  // Records and sealed messages.
  record_wrong_mode,
  record_wrong_epoch,
  record_wrong_generation,
  record_wrong_place,
  record_unknown_charter_head,
  record_old_charter_head,
  record_may_not_post,
  record_bad_signature,
  record_wrong_log_head,
  record_id_used,
  record_counter_used,
  // Articles (channels/articles).
  article_too_large,
  article_not_json,
  article_without_type,
  article_bad_field,
  text_empty,
  text_too_long,
  text_not_utf8,
  text_control_character,
};

constexpr Library library_of(Errc /*code*/) {
  return Library::channels;
}
[[nodiscard]] std::string_view name_of(Errc code);

}  // namespace kring::channels
