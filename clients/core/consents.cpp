#include "clients/core/consents.hpp"

#include "clients/core/article_fields.hpp"

#include "channels/json/encode.hpp"
#include "channels/model/limits.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kring::core {

namespace {

/// Two clocks that the hub takes may be so far apart: a consent must not be later than the entry that
/// carries it.
constexpr Duration clocks_apart_max = 2 * channels::limits::clock_skew_max;

std::optional<std::uint64_t> number_in(const json::Object& object, std::string_view key) {
  const auto* value = object.find(key);
  return value == nullptr ? std::nullopt : value->as_uint();
}

bool is_in_time(const charter::OwnerConsent& consent, Time at) {
  return consent.time <= at && at - consent.time <= channels::limits::consent_age_max;
}

/// What counts at `now` of the owners' consents, one of each.
std::vector<charter::OwnerConsent> consents_to(const CircleData& circle,
                                               const charter::ConsentSubject& subject, Time now) {
  std::vector<charter::OwnerConsent> valid;
  const auto known = circle.consents.find(subject);
  if (known == circle.consents.end()) return valid;
  const auto& charter = circle.charter();
  const auto at = std::max(now, charter.time());
  std::set<channels::MemberId> owners;
  for (const auto& [handle, consent] : known->second) {
    if (!is_in_time(consent, at) || !charter.is_owner(handle, at)) continue;
    if (owners.insert(charter.member_of(handle)->id).second) valid.push_back(consent);
  }
  return valid;
}

/// What both articles say of who consents.
void add_consent(json::Object& object, const charter::OwnerConsent& consent) {
  object.add("owner", to_base64url(consent.owner.view()));
  object.add("time", to_unix_ms(consent.time));
  object.add("signature", to_base64url(consent.signature));
}
std::optional<charter::OwnerConsent> consent_in(const json::Object& fields) {
  const auto owner = id_in<channels::HandleId>(fields, "owner");
  const auto time = number_in(fields, "time");
  auto signature = bytes_in(fields, "signature");
  if (!owner || !time || *time > unix_ms_max || !signature) return std::nullopt;
  return charter::OwnerConsent{
      .owner = *owner, .time = from_unix_ms(*time), .signature = std::move(*signature)};
}

std::optional<SharedConsent> read_owner_consent(const json::Object& fields) {
  const auto acceptance = id_in<charter::EntryHash>(fields, "acceptance");
  auto consent = consent_in(fields);
  if (!acceptance || !consent) return std::nullopt;
  return SharedConsent{
      .subject = charter::subject_of(*acceptance), .first = std::nullopt, .consent = std::move(*consent)};
}

std::optional<SharedConsent> read_publication_consent(const json::Object& fields) {
  const auto id = id_in<charter::AttestationKeyId>(fields, "key");
  const auto key = id_in<channels::AttestationKey>(fields, "public_key");
  const auto holder = id_in<channels::HandleId>(fields, "holder");
  auto consent = consent_in(fields);
  if (!id || !key || !holder || !consent) return std::nullopt;
  const charter::FirstKey first{.id = *id, .key = *key, .holder = *holder};
  return SharedConsent{.subject = charter::subject_of(first), .first = first, .consent = std::move(*consent)};
}

Result<SharedConsent> consent_to(const CircleData& circle, const charter::ConsentSubject& subject, Time now) {
  const auto time = std::max(circle.charter().time(), now - clocks_apart_max);
  auto consent = charter::make_consent(
      {.circle = circle.id, .subject = subject, .owner = circle.handle_id, .time = time},
      circle.handle.private_key);
  if (!consent) return fail(consent.error());
  return SharedConsent{.subject = subject, .first = std::nullopt, .consent = std::move(*consent)};
}

}  // namespace

Result<articles::Article> make_consent_article(const SharedConsent& shared) {
  json::Object object;
  object.add("type", shared.first ? publication_article_type : consent_article_type);
  object.add("v", 1);
  if (shared.first) {
    object.add("key", to_base64url(shared.first->id.view()));
    object.add("public_key", to_base64url(shared.first->key.view()));
    object.add("holder", to_base64url(shared.first->holder.view()));
  } else {
    object.add("acceptance", to_base64url(shared.subject.what));
  }
  add_consent(object, shared.consent);
  return articles::Article::parse(view_bytes(json::encode(std::move(object))));
}

std::optional<SharedConsent> read_consent_article(const articles::Article& article) {
  if (const auto fields = fields_of(article, consent_article_type)) return read_owner_consent(*fields);
  if (const auto fields = fields_of(article, publication_article_type))
    return read_publication_consent(*fields);
  return std::nullopt;
}

Result<SharedConsent> consent_to(const CircleData& circle, const charter::EntryHash& acceptance, Time now) {
  return consent_to(circle, charter::subject_of(acceptance), now);
}

Result<SharedConsent> consent_to(const CircleData& circle, const charter::FirstKey& first, Time now) {
  auto shared = consent_to(circle, charter::subject_of(first), now);
  if (shared) shared->first = first;
  return shared;
}

void note_consent(CircleData& circle, const channels::HandleId& author, SharedConsent shared) {
  const auto* owner = circle.charter().handle(shared.consent.owner);
  if (owner == nullptr || author != owner->id) return;
  if (!charter::verify_consent(circle.id, shared.subject, shared.consent, owner->key)) return;
  if (shared.first) circle.first_keys.insert_or_assign(shared.subject, *shared.first);
  auto& known = circle.consents[shared.subject];
  const auto before = known.find(author);
  if (before != known.end() && before->second.time >= shared.consent.time) return;
  known.insert_or_assign(author, std::move(shared.consent));
}

Agreement agreement_about(const CircleData& circle, const charter::ConsentSubject& subject, Time now) {
  Agreement agreement;
  agreement.owners = circle.charter().owners(now).size();
  for (const auto& consent : consents_to(circle, subject, now))
    agreement.agreed.push_back(circle.charter().member_of(consent.owner)->id);
  agreement.by_me = std::ranges::find(agreement.agreed, circle.member) != agreement.agreed.end();
  agreement.mine_is_last = agreement.agreed.size() + (agreement.by_me ? 0 : 1) == agreement.owners;
  return agreement;
}

std::vector<charter::OwnerConsent> others_consents_to(const CircleData& circle,
                                                      const charter::ConsentSubject& subject, Time now) {
  auto consents = consents_to(circle, subject, now);
  std::erase_if(consents, [&](const charter::OwnerConsent& consent) {
    return circle.charter().member_of(consent.owner)->id == circle.member;
  });
  return consents;
}

std::optional<AskedKey> asked_key(const CircleData& circle, Time now) {
  std::optional<AskedKey> asked;
  if (!circle.log || circle.charter().is_public()) return asked;
  for (const auto& [subject, first] : circle.first_keys) {
    // Whoever's key it is has gone since, or that device has: nobody can make the charter public with it.
    if (!circle.charter().is_owner(first.holder, std::max(now, circle.charter().time()))) continue;
    // Whoever asks names the device: that it is that one's own key is said by its own consent alone.
    const auto signed_by = circle.consents.find(subject);
    if (signed_by == circle.consents.end() || !signed_by->second.contains(first.holder)) continue;
    auto agreement = agreement_about(circle, subject, now);
    if (agreement.agreed.empty()) continue;
    if (!asked || agreement.agreed.size() > asked->agreement.agreed.size())
      asked = AskedKey{.first = first, .agreement = std::move(agreement)};
  }
  return asked;
}

}  // namespace kring::core
