#include "channels/charter/rules.hpp"

#include "channels/model/signing.hpp"

#include <algorithm>

namespace kring::charter {

namespace {

/// What only a person may do, and no device by itself: the words are typed for it.
bool needs_words(const CharterContent& entry) {
  if (const auto* add = std::get_if<DeviceAdd>(&entry.body)) return adds_itself(entry, *add);
  if (const auto* revoke = std::get_if<DeviceRevoke>(&entry.body)) return revoke->overrules;
  const auto kind = kind_of(entry.body);
  return kind == EntryKind::owner_add || kind == EntryKind::removal_ask || kind == EntryKind::removal_agree ||
         kind == EntryKind::end_ask || kind == EntryKind::publish;
}

/// Who signs an entry, in order.
std::vector<SignedBy> signers_of(const CharterContent& entry) {
  if (needs_words(entry)) return {SignedBy::handle, SignedBy::recovery};
  if (kind_of(entry.body) == EntryKind::invite_accept) return {SignedBy::handle, SignedBy::invitation};
  return {SignedBy::handle};
}

Status check_signature(const CharterEntry& entry, SignedBy by, const FixedBytes<32>& key) {
  const auto signature = std::ranges::find(entry.signatures(), by, &EntrySignature::by);
  return channels::verify(channels::SigningPurpose::charter,
                          {.content = entry.signed_bytes(), .signature = signature->signature}, key);
}

Status check_who_signed(const CharterEntry& entry) {
  const auto matches = [](const EntrySignature& have, SignedBy want) { return have.by == want; };
  if (!std::ranges::equal(entry.signatures(), signers_of(entry.content()), matches)) {
    return fail(Errc::wrong_signatures);
  }
  return {};
}

/// An acceptance is signed by a handle that the charter does not know yet, and by the invitation's key.
Status check_acceptance_signatures(const Charter& charter, const CharterEntry& entry,
                                   const InviteAccept& body) {
  const auto* invitation = charter.invitation(body.invitation);
  if (invitation == nullptr) return fail(Errc::unknown_invitation);
  if (auto handle = check_signature(entry, SignedBy::handle, body.handle_key.bytes()); !handle) return handle;
  return check_signature(entry, SignedBy::invitation, invitation->terms.invitation_key.bytes());
}

/// A device that adds itself is not known yet; the words say whose it is.
Status check_own_addition(const Charter& charter, const CharterEntry& entry, const DeviceAdd& body) {
  const auto* member = charter.member(body.member);
  if (member == nullptr) return fail(Errc::unknown_member);
  if (auto handle = check_signature(entry, SignedBy::handle, body.handle_key.bytes()); !handle) return handle;
  return check_signature(entry, SignedBy::recovery, member->recovery_key.bytes());
}

}  // namespace

Status check_chain(const Charter& charter, const CharterContent& entry) {
  if (kind_of(entry.body) == EntryKind::found) return fail(Errc::already_founded);
  if (entry.circle != charter.circle()) return fail(Errc::wrong_circle);
  if (entry.number != channels::next(charter.number())) return fail(Errc::wrong_number);
  if (entry.previous != charter.head().hash) return fail(Errc::forked_head);
  if (entry.time < charter.time()) return fail(Errc::time_backwards);
  if (charter.dissolved()) return fail(Errc::circle_ended);
  if (std::holds_alternative<UnknownBody>(entry.body)) return fail(Errc::unknown_kind);
  return {};
}

Status check_signer(const Charter& charter, const CharterContent& entry) {
  if (const auto* acceptance = std::get_if<InviteAccept>(&entry.body)) {
    if (entry.signer != channels::handle_of(acceptance->handle_key)) return fail(Errc::unknown_signer);
    return {};
  }
  const auto* add = std::get_if<DeviceAdd>(&entry.body);
  if (add != nullptr && adds_itself(entry, *add)) return {};
  if (charter.handle(entry.signer) == nullptr) return fail(Errc::unknown_signer);
  if (!charter.is_live(entry.signer, entry.time)) return fail(Errc::signer_not_live);
  return {};
}

Status check_signatures(const Charter& charter, const CharterEntry& entry) {
  if (auto who = check_who_signed(entry); !who) return who;
  const auto& content = entry.content();
  if (const auto* acceptance = std::get_if<InviteAccept>(&content.body)) {
    return check_acceptance_signatures(charter, entry, *acceptance);
  }
  const auto* add = std::get_if<DeviceAdd>(&content.body);
  if (add != nullptr && adds_itself(content, *add)) return check_own_addition(charter, entry, *add);
  const auto& handle_key = charter.handle(content.signer)->key;
  if (auto handle = check_signature(entry, SignedBy::handle, handle_key.bytes()); !handle) return handle;
  if (!needs_words(content)) return {};
  return check_signature(entry, SignedBy::recovery, charter.member_of(content.signer)->recovery_key.bytes());
}

Status check_founding(const CharterEntry& entry) {
  const auto& content = entry.content();
  const auto* body = std::get_if<Found>(&content.body);
  if (body == nullptr) return fail(Errc::not_founded);
  if (!content.circle.is_zero()) return fail(Errc::wrong_circle);
  if (content.number != EntryNumber{1}) return fail(Errc::wrong_number);
  if (!content.previous.is_zero()) return fail(Errc::forked_head);
  if (content.signer != channels::handle_of(body->handle_key)) return fail(Errc::unknown_signer);
  if (auto who = check_who_signed(entry); !who) return who;
  if (auto signature = check_signature(entry, SignedBy::handle, body->handle_key.bytes()); !signature) {
    return signature;
  }
  return check_founding_roles(*body);
}

}  // namespace kring::charter
