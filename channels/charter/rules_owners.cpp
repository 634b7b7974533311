#include "channels/charter/rules.hpp"
#include "channels/model/limits.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

/// Whether a freeze stops an entry: whatever lets somebody in or up, opens something, or changes who owns.
/// Never what takes away, and never what keeps a channel going. A device that comes by the words is a member
/// who comes back, and nobody new.
bool stops_at_freeze(const CharterContent& entry) {
  const auto* add = std::get_if<DeviceAdd>(&entry.body);
  const auto* key = std::get_if<AttestationKeySet>(&entry.body);
  switch (kind_of(entry.body)) {
    case EntryKind::device_add:
      return !adds_itself(entry, *add);
    case EntryKind::attestation_key:
      return key->key.has_value();
    case EntryKind::key_reset:
    case EntryKind::owner_add:
    case EntryKind::role_set:
    case EntryKind::channel_open:
    case EntryKind::invite_create:
    case EntryKind::invite_accept:
    case EntryKind::grant:
    case EntryKind::unpause:
    case EntryKind::role_change:
    case EntryKind::channel_change:
    case EntryKind::channel_close:
    case EntryKind::removal_ask:
    case EntryKind::removal_agree:
    case EntryKind::removal_done:
    case EntryKind::publish:
      return true;
    case EntryKind::found:
    case EntryKind::invite_withdraw:
    case EntryKind::remove:
    case EntryKind::leave:
    case EntryKind::channel_restart:
    case EntryKind::resume:
    case EntryKind::pause:
    case EntryKind::freeze:
    case EntryKind::freeze_end:
    case EntryKind::stay:
    case EntryKind::end_ask:
    case EntryKind::end_cancel:
    case EntryKind::end_done:
    case EntryKind::device_revoke:
    case EntryKind::attestation_withdraw:
      break;
  }
  return false;
}

Status check_owner(const Charter& charter, const CharterContent& entry) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  return {};
}

const MemberId& signer_of(const Charter& charter, const CharterContent& entry) {
  return charter.member_of(entry.signer)->id;
}

/// What is asked about an owner, for another owner who says more of it.
Result<const Removal*> check_asked(const Charter& charter, const CharterContent& entry,
                                   const MemberId& target) {
  if (auto owner = check_owner(charter, entry); !owner) return fail(owner.error());
  if (target == signer_of(charter, entry)) return fail(Errc::target_is_signer);
  const auto* removal = charter.removal_of(target);
  if (removal == nullptr) return fail(Errc::not_asked);
  return removal;
}

}  // namespace

Status check_freeze(const Charter& charter, const CharterContent& entry) {
  if (stops_at_freeze(entry) && charter.frozen_until(entry.time)) return fail(Errc::frozen);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const Freeze& /*body*/) {
  if (auto owner = check_owner(charter, entry); !owner) return owner;
  if (charter.froze_lately(signer_of(charter, entry), entry.time)) return fail(Errc::frozen_lately);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const FreezeEnd& /*body*/) {
  if (auto owner = check_owner(charter, entry); !owner) return owner;
  if (!charter.has_frozen(signer_of(charter, entry), entry.time)) return fail(Errc::not_frozen);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const RemovalAsk& body) {
  if (auto owner = check_owner(charter, entry); !owner) return owner;
  if (body.member == signer_of(charter, entry)) return fail(Errc::target_is_signer);
  if (charter.member(body.member) == nullptr) return fail(Errc::unknown_member);
  const auto owners = charter.owners(entry.time);
  if (std::ranges::find(owners, body.member) == owners.end()) return fail(Errc::not_an_owner);
  if (charter.removal_of(body.member) != nullptr) return fail(Errc::already_asked);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const RemovalAgree& body) {
  const auto removal = check_asked(charter, entry, body.member);
  if (!removal) return fail(removal.error());
  if ((*removal)->agreed.contains(signer_of(charter, entry))) return fail(Errc::already_agreed);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const RemovalDone& body) {
  const auto removal = check_asked(charter, entry, body.member);
  if (!removal) return fail(removal.error());
  const auto owners = charter.owners(entry.time);
  const bool all_agree = std::ranges::all_of(owners, [&](const MemberId& owner) {
    return owner == body.member || (*removal)->agreed.contains(owner);
  });
  if (!all_agree) return fail(Errc::needs_all_owners);
  if (entry.time - (*removal)->asked < limits::owner_removal_wait) return fail(Errc::too_early);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const Stay& /*body*/) {
  if (charter.removal_of(signer_of(charter, entry)) == nullptr) return fail(Errc::not_asked);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const EndAsk& /*body*/) {
  if (auto owner = check_owner(charter, entry); !owner) return owner;
  if (charter.ending().contains(signer_of(charter, entry))) return fail(Errc::already_asked);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const EndCancel& /*body*/) {
  if (auto owner = check_owner(charter, entry); !owner) return owner;
  if (charter.ending().empty()) return fail(Errc::not_asked);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const EndDone& /*body*/) {
  if (auto owner = check_owner(charter, entry); !owner) return owner;
  if (charter.ending().empty()) return fail(Errc::not_asked);
  const auto owners = charter.owners(entry.time);
  const auto& wanted = charter.ending();
  // Before the days: they begin with the last owner who wants it.
  const bool all_want =
      std::ranges::all_of(owners, [&](const MemberId& owner) { return wanted.contains(owner); });
  if (!all_want) return fail(Errc::needs_all_owners);
  for (const auto& owner : owners) {
    if (entry.time - wanted.at(owner).asked < limits::end_wait) return fail(Errc::too_early);
  }
  return {};
}

}  // namespace kring::charter
