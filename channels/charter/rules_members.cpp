#include "channels/charter/rules.hpp"
#include "channels/model/limits.hpp"

#include <algorithm>
#include <set>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

/// Whom an entry wants to admit, and as what.
struct Wanted {
  MemberId member;
  RoleId role;
};

/// Whether an acceptance waits, and is the one meant.
Status check_waiting(const Charter& charter, const Invitation& invitation, const Wanted& wanted, Time time) {
  if (!charter.is_waiting(invitation, time)) return fail(Errc::acceptance_void);
  if (invitation.acceptance->terms.member != wanted.member) return fail(Errc::wrong_member);
  if (invitation.terms.role != wanted.role) return fail(Errc::wrong_role);
  return {};
}

Status check_consent(const Charter& charter, const CharterContent& entry, const ConsentSubject& subject,
                     const OwnerConsent& consent) {
  if (consent.time > entry.time || consent.time < entry.time - limits::consent_age_max) {
    return fail(Errc::consent_out_of_time);
  }
  return verify_consent(charter.circle(), subject, consent, charter.handle(consent.owner)->key);
}

/// Whether a member's time is over, which is for good.
bool is_over(const Member& member, Time time) {
  return member.until && time >= *member.until;
}

}  // namespace

Status check_consents(const Charter& charter, const CharterContent& entry, const ConsentSubject& subject,
                      const std::vector<OwnerConsent>& consents) {
  std::set<MemberId> consenting{charter.member_of(entry.signer)->id};
  for (const auto& consent : consents) {
    if (!charter.is_owner(consent.owner, entry.time)) return fail(Errc::needs_all_owners, "not an owner");
    const bool is_new = consenting.insert(charter.member_of(consent.owner)->id).second;
    if (!is_new) return fail(Errc::needs_all_owners, "twice");
  }
  if (consenting.size() != charter.owners(entry.time).size()) return fail(Errc::needs_all_owners);
  for (const auto& consent : consents) {
    if (auto valid = check_consent(charter, entry, subject, consent); !valid) return valid;
  }
  return {};
}

Result<const Member*> check_target(const Charter& charter, const CharterContent& entry,
                                   const MemberId& target) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  const auto* member = charter.member(target);
  if (member == nullptr) return fail(Errc::unknown_member);
  if (member->standing != Standing::granted) return fail(Errc::not_a_member);
  if (charter.role(member->role)->owns) return fail(Errc::target_owns);
  return member;
}

Status check(const Charter& charter, const CharterContent& entry, const OwnerAdd& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  const auto* invitation = charter.invitation_of(body.acceptance);
  if (invitation == nullptr) return fail(Errc::unknown_acceptance);
  const Wanted wanted{.member = body.member, .role = body.role};
  if (auto waiting = check_waiting(charter, *invitation, wanted, entry.time); !waiting) return waiting;
  if (!charter.role(body.role)->owns) return fail(Errc::role_does_not_own);
  return check_consents(charter, entry, subject_of(body.acceptance), body.consents);
}

Status check(const Charter& charter, const CharterContent& entry, const Grant& body) {
  const auto* invitation = charter.invitation_of(body.acceptance);
  if (invitation == nullptr) return fail(Errc::unknown_acceptance);
  const auto* signer = charter.member_of(entry.signer);
  const bool made_it = charter.member_of(invitation->maker) == signer;
  if (!made_it && !charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  const Wanted wanted{.member = body.member, .role = body.role};
  if (auto waiting = check_waiting(charter, *invitation, wanted, entry.time); !waiting) return waiting;
  if (charter.role(body.role)->owns) return fail(Errc::role_owns);
  if (body.until <= entry.time) return fail(Errc::bad_expiry);
  if (body.until - entry.time > invitation->terms.stay) return fail(Errc::stay_too_long);
  if (signer->until && body.until > *signer->until) return fail(Errc::outlives_admitter);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const Remove& body) {
  const auto target = check_target(charter, entry, body.member);
  return target ? Status() : fail(target.error());
}

Status check(const Charter& charter, const CharterContent& entry, const Pause& body) {
  const auto target = check_target(charter, entry, body.member);
  if (!target) return fail(target.error());
  if (is_over(**target, entry.time)) return fail(Errc::not_a_member);
  if ((*target)->paused) return fail(Errc::already_paused);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const Unpause& body) {
  const auto target = check_target(charter, entry, body.member);
  if (!target) return fail(target.error());
  if (is_over(**target, entry.time)) return fail(Errc::not_a_member);
  if (!(*target)->paused) return fail(Errc::not_paused);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const RoleChange& body) {
  const auto target = check_target(charter, entry, body.member);
  if (!target) return fail(target.error());
  if (is_over(**target, entry.time)) return fail(Errc::not_a_member);
  const auto* role = charter.role(body.role);
  if (role == nullptr) return fail(Errc::unknown_role);
  if (role->owns) return fail(Errc::role_owns);
  if (body.until <= entry.time) return fail(Errc::bad_expiry);
  if (body.until - entry.time > limits::stay_max) return fail(Errc::stay_too_long);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const Leave& /*body*/) {
  const bool owns = charter.is_owner(entry.signer, entry.time);
  if (owns && charter.owners(entry.time).size() == 1) return fail(Errc::last_owner);
  return {};
}

}  // namespace kring::charter
