#include "channels/charter/rules.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

/// A key that comes with an entry was never named before, nor was its id among invitations and handles.
Status check_new_handle(const Charter& charter, const HandleKey& key) {
  const bool is_known = charter.knows_key(key.bytes()) ||
                        charter.handle(channels::handle_of(key)) != nullptr ||
                        charter.invitation(channels::invitation_of(InvitationKey(key.bytes()))) != nullptr;
  if (is_known) return fail(Errc::duplicate_id, "handle");
  return {};
}

/// Whether `handle` was added by `adder`, or by one that it added.
bool comes_from(const Charter& charter, const Handle& handle, const HandleId& adder) {
  const auto* at = &handle;
  while (at->adder) {
    if (*at->adder == adder) return true;
    at = charter.handle(*at->adder);
  }
  return false;
}

/// What is left to a member of whom `target` and what it added are taken.
bool leaves_one(const Charter& charter, const Handle& target) {
  return std::ranges::any_of(charter.live_handles(target.member), [&](const HandleId& id) {
    return id != target.id && !comes_from(charter, *charter.handle(id), target.id);
  });
}

/// A handle of the signer's own.
Status check_own(const Charter& charter, const CharterContent& entry, const Handle& target, bool overrules) {
  const bool added_signer = comes_from(charter, *charter.handle(entry.signer), target.id);
  if (added_signer) return overrules ? Status() : fail(Errc::target_added_signer);
  if (!leaves_one(charter, target)) return fail(Errc::last_device);
  return {};
}

/// A handle of somebody else: never an owner's, or one owner silences another and their veto with them.
Status check_others(const Charter& charter, const CharterContent& entry, const Member& member,
                    bool overrules) {
  if (overrules) return fail(Errc::wrong_member);
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  if (charter.role(member.role)->owns) return fail(Errc::target_owns);
  return {};
}

}  // namespace

bool adds_itself(const CharterContent& entry, const DeviceAdd& body) {
  return entry.signer == channels::handle_of(body.handle_key);
}

Status check(const Charter& charter, const CharterContent& entry, const DeviceAdd& body) {
  if (adds_itself(entry, body)) {
    if (!charter.is_live(body.member, entry.time)) return fail(Errc::signer_not_live, "member");
  } else if (charter.member_of(entry.signer)->id != body.member) {
    return fail(Errc::wrong_member);
  }
  if (charter.live_handles(body.member).size() >= limits::member_devices_max)
    return fail(Errc::too_many_devices);
  if (auto fresh = check_new_handle(charter, body.handle_key); !fresh) return fresh;
  return verify_handle_proof({.circle = charter.circle(),
                              .member = body.member,
                              .handle_key = body.handle_key,
                              .recovery_key = std::nullopt},
                             body.proof);
}

Status check(const Charter& charter, const CharterContent& entry, const DeviceRevoke& body) {
  const auto* target = charter.handle(body.handle);
  if (target == nullptr) return fail(Errc::unknown_device);
  const auto& member = *charter.member(target->member);
  if (member.standing != Standing::granted) return fail(Errc::not_a_member);
  if (target->revoked) return fail(Errc::device_revoked);
  const bool is_own = charter.member_of(entry.signer)->id == member.id;
  return is_own ? check_own(charter, entry, *target, body.overrules)
                : check_others(charter, entry, member, body.overrules);
}

Status check(const Charter& charter, const CharterContent& entry, const KeyReset& body) {
  const auto target = check_target(charter, entry, body.member);
  if (!target) return fail(target.error());
  if ((*target)->until && entry.time >= *(*target)->until) return fail(Errc::not_a_member);
  if ((*target)->paused) return fail(Errc::already_paused);
  if (auto fresh = check_new_handle(charter, body.handle_key); !fresh) return fresh;
  const auto& recovery = body.recovery_key.bytes();
  if (charter.knows_key(recovery) || recovery == body.handle_key.bytes())
    return fail(Errc::duplicate_id, "recovery key");
  return verify_handle_proof({.circle = charter.circle(),
                              .member = body.member,
                              .handle_key = body.handle_key,
                              .recovery_key = body.recovery_key},
                             body.proof);
}

}  // namespace kring::charter
