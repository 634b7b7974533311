#pragma once

#include "channels/charter/charter.hpp"

/// The rules of the charter (protocol, section 2), a function a kind of entry and its rules in order inside.
/// `RULES.md` has a line for each. None changes anything.
namespace kring::charter {

/// Rules of every entry but the founding one: circle, number, head, time and kind.
[[nodiscard]] Status check_chain(const Charter& charter, const CharterContent& entry);
/// The signer is known and live; for an acceptance, is the handle of the key that it brings.
[[nodiscard]] Status check_signer(const Charter& charter, const CharterContent& entry);
/// Exactly the signatures that the kind asks for, each of which verifies.
[[nodiscard]] Status check_signatures(const Charter& charter, const CharterEntry& entry);

/// Nothing is let in, opened or changed while the circle is frozen.
[[nodiscard]] Status check_freeze(const Charter& charter, const CharterContent& entry);

/// What an owner alone may do to a member who does not own: who that is. Errors: `needs_owner`,
/// `unknown_member`, `not_a_member`, `target_owns`.
[[nodiscard]] Result<const Member*> check_target(const Charter& charter, const CharterContent& entry,
                                                 const MemberId& target);

/// What needs all owners has one consent of each live owner but the one who acts, and no other; each was
/// given to this, within `limits::consent_age_max` before the entry. Errors: `needs_all_owners`,
/// `consent_out_of_time`, `bad_signature`.
[[nodiscard]] Status check_consents(const Charter& charter, const CharterContent& entry,
                                    const ConsentSubject& subject, const std::vector<OwnerConsent>& consents);

/// Whether a device is added by itself, which takes the words, and not by another of the same member.
[[nodiscard]] bool adds_itself(const CharterContent& entry, const DeviceAdd& body);

/// All rules of a founding entry, and those of its roles and keys.
[[nodiscard]] Status check_founding(const CharterEntry& entry);
[[nodiscard]] Status check_founding_roles(const Found& body);

/// The rules of one kind. The entry's chain, signer and signatures are right already.
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const OwnerAdd& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const RoleSet& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const ChannelOpen& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const InviteCreate& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const InviteAccept& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const InviteWithdraw& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Grant& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Remove& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Leave& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const ChannelRestart& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Resume& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Pause& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Unpause& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const RoleChange& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const ChannelChange& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const ChannelClose& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Freeze& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const FreezeEnd& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const RemovalAsk& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const RemovalAgree& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const RemovalDone& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Stay& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const EndAsk& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const EndCancel& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const EndDone& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const DeviceAdd& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const DeviceRevoke& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const KeyReset& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry,
                           const AttestationKeySet& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry,
                           const AttestationWithdraw& body);
[[nodiscard]] Status check(const Charter& charter, const CharterContent& entry, const Publish& body);

}  // namespace kring::charter
