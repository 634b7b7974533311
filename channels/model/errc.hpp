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
  // Roles and channels.
  may_not_admit_owner,
  regie_is_for_owners,
  regie_exists,
  regie_is_record,
  too_many_roles,
  too_many_channels,
  // Invitations, acceptances and grants.
  too_many_invitations,
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
  // Saved state.
  bad_snapshot,
};

constexpr Library library_of(Errc /*code*/) {
  return Library::channels;
}
[[nodiscard]] std::string_view name_of(Errc code);

}  // namespace kring::channels
