#include "channels/charter/rules.hpp"
#include "channels/model/limits.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

/// The key that counts in a place; null if none does.
const NamedAttestationKey* find_counting(const Charter& charter, const AttestationKeyId& id) {
  const auto& keys = charter.attestation_keys();
  const auto found = std::ranges::find_if(
      keys, [&](const NamedAttestationKey& key) { return key.id == id && charter.counts(key); });
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace

Status check(const Charter& charter, const CharterContent& entry, const AttestationKeySet& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  const bool replaces = find_counting(charter, body.id) != nullptr;
  if (!body.key) return replaces ? Status() : fail(Errc::unknown_attestation_key);
  // The first one makes the charter public, which is for all owners to say.
  if (!charter.is_public()) return fail(Errc::charter_not_public);
  if (charter.knows_key(body.key->bytes())) return fail(Errc::duplicate_id, "attestation key");
  if (!replaces && charter.counting_attestation_keys() >= limits::attestation_keys_max)
    return fail(Errc::too_many_attestation_keys);
  return {};
}

Status check(const Charter& charter, const CharterContent& entry, const Publish& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  if (charter.is_public()) return fail(Errc::charter_public);
  if (charter.knows_key(body.first.key.bytes())) return fail(Errc::duplicate_id, "attestation key");
  // All owners have agreed that it is this device, so also whose it is.
  if (!charter.is_owner(body.first.holder, entry.time)) return fail(Errc::needs_owner, "holder");
  return check_consents(charter, entry, subject_of(body.first), body.consents);
}

Status check(const Charter& charter, const CharterContent& entry, const AttestationWithdraw& body) {
  if (!charter.is_owner(entry.signer, entry.time)) return fail(Errc::needs_owner);
  // Else it would be the first to say that this is a network.
  if (!charter.is_public()) return fail(Errc::unknown_attestation_key);
  if (charter.withdrawn_at(body.attestation)) return fail(Errc::attestation_already_withdrawn);
  return {};
}

}  // namespace kring::charter
