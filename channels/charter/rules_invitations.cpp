#include "channels/charter/rules.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

/// Owners may admit every role; others those that their role names, and no longer than it says.
Status check_admission(const Charter& charter, const CharterContent& entry, const InviteCreate& body) {
  if (!charter.is_owner(entry.signer, entry.time)) {
    const auto& may_admit = charter.role(charter.member_of(entry.signer)->role)->may_admit;
    const auto admits = std::ranges::find(may_admit, body.role, &Admits::role);
    if (admits == may_admit.end()) return fail(Errc::may_not_admit);
    if (body.stay > admits->stay_max) return fail(Errc::stay_too_long);
  }
  if (body.stay > limits::stay_max) return fail(Errc::stay_too_long);
  return {};
}

/// The id of a new key must be new where handles and invitations log in by the same field.
bool is_known_id(const Charter& charter, const FixedBytes<32>& key) {
  return charter.handle(channels::handle_of(HandleKey(key))) != nullptr ||
         charter.invitation(channels::invitation_of(InvitationKey(key))) != nullptr;
}

Status check_stage(const Invitation& invitation) {
  switch (invitation.stage) {
    case Stage::open:
      return {};
    case Stage::accepted:
    case Stage::admitted:
      return fail(Errc::invitation_used);
    case Stage::withdrawn:
      return fail(Errc::invitation_withdrawn);
    case Stage::voided:
      break;
  }
  return fail(Errc::invitation_void);
}

}  // namespace

Status check(const Charter& charter, const CharterContent& entry, const InviteCreate& body) {
  if (charter.open_invitations(entry.time).size() >= limits::open_invitations_max) {
    return fail(Errc::too_many_invitations);
  }
  if (charter.invites_again_at(charter.member_of(entry.signer)->id, entry.time))
    return fail(Errc::too_many_invitations_today);
  const auto* role = charter.role(body.role);
  if (role == nullptr) return fail(Errc::unknown_role);
  if (auto admission = check_admission(charter, entry, body); !admission) return admission;
  if (body.expires <= entry.time) return fail(Errc::bad_expiry, "over");
  if (body.expires - entry.time > limits::invitation_life_max) return fail(Errc::bad_expiry, "too long");
  if (body.preapproved && (!role->may_be_preapproved || role->owns))
    return fail(Errc::preapproval_not_allowed);
  const auto& key = body.invitation_key.bytes();
  if (charter.knows_key(key) || is_known_id(charter, key)) return fail(Errc::duplicate_id, "invitation key");
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const InviteAccept& body) {
  const auto* invitation = charter.invitation(body.invitation);
  if (auto stage = check_stage(*invitation); !stage) return stage;
  if (!charter.is_live(invitation->maker, entry.time)) return fail(Errc::invitation_void);
  if (entry.time >= invitation->terms.expires) return fail(Errc::invitation_expired);
  if (charter.member(body.member) != nullptr) return fail(Errc::duplicate_id, "member");
  const auto& key = body.handle_key.bytes();
  if (charter.knows_key(key) || is_known_id(charter, key)) return fail(Errc::duplicate_id, "handle");
  const auto& recovery = body.recovery_key.bytes();
  if (charter.knows_key(recovery) || recovery == key) return fail(Errc::duplicate_id, "recovery key");
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const InviteWithdraw& body) {
  const auto* invitation = charter.invitation(body.invitation);
  if (invitation == nullptr) return fail(Errc::unknown_invitation);
  const bool made_it = charter.member_of(invitation->maker) == charter.member_of(entry.signer);
  if (!made_it && !charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  if (invitation->stage == Stage::accepted) return {};
  return check_stage(*invitation);
}

}  // namespace kring::charter
