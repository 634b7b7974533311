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

}  // namespace

Result<articles::Article> make_consent_article(const SharedConsent& shared) {
  json::Object object;
  object.add("type", consent_article_type);
  object.add("v", 1);
  object.add("acceptance", to_base64url(shared.acceptance.view()));
  object.add("owner", to_base64url(shared.consent.owner.view()));
  object.add("time", to_unix_ms(shared.consent.time));
  object.add("signature", to_base64url(shared.consent.signature));
  return articles::Article::parse(view_bytes(json::encode(std::move(object))));
}

std::optional<SharedConsent> read_consent_article(const articles::Article& article) {
  const auto fields = fields_of(article, consent_article_type);
  if (!fields) return std::nullopt;
  const auto acceptance = charter::EntryHash::from(bytes_in(*fields, "acceptance").value_or(Bytes()));
  const auto owner = channels::HandleId::from(bytes_in(*fields, "owner").value_or(Bytes()));
  const auto time = number_in(*fields, "time");
  auto signature = bytes_in(*fields, "signature");
  if (!acceptance || !owner || !time || *time > unix_ms_max || !signature) return std::nullopt;
  return SharedConsent{
      .acceptance = *acceptance,
      .consent = {.owner = *owner, .time = from_unix_ms(*time), .signature = std::move(*signature)}};
}

Result<SharedConsent> consent_to(const CircleData& circle, const charter::EntryHash& acceptance, Time now) {
  const auto time = std::max(circle.charter().time(), now - clocks_apart_max);
  auto consent = charter::make_consent(
      {.circle = circle.id, .acceptance = acceptance, .owner = circle.handle_id, .time = time},
      circle.handle.private_key);
  if (!consent) return fail(consent.error());
  return SharedConsent{.acceptance = acceptance, .consent = std::move(*consent)};
}

void note_consent(CircleData& circle, const channels::HandleId& author, SharedConsent shared) {
  const auto* owner = circle.charter().handle(shared.consent.owner);
  if (owner == nullptr || author != owner->id) return;
  if (!charter::verify_consent(circle.id, shared.acceptance, shared.consent, owner->key)) return;
  auto& known = circle.consents[shared.acceptance];
  const auto before = known.find(author);
  if (before != known.end() && before->second.time >= shared.consent.time) return;
  known.insert_or_assign(author, std::move(shared.consent));
}

std::vector<charter::OwnerConsent> consents_to(const CircleData& circle, const charter::EntryHash& acceptance,
                                               Time now) {
  std::vector<charter::OwnerConsent> valid;
  const auto known = circle.consents.find(acceptance);
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

std::vector<charter::OwnerConsent> others_consents_to(const CircleData& circle,
                                                      const charter::EntryHash& acceptance, Time now) {
  auto consents = consents_to(circle, acceptance, now);
  std::erase_if(consents, [&](const charter::OwnerConsent& consent) {
    return circle.charter().member_of(consent.owner)->id == circle.member;
  });
  return consents;
}

}  // namespace kring::core
