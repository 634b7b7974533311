#include "clients/core/vault_union.hpp"

#include "clients/core/own_attestations.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace kring::core {

namespace {

NewestRecordKey clone(const NewestRecordKey& key) {
  return {.channel = key.channel, .generation = key.generation, .key = key.key.clone()};
}

KnownCircle clone(const KnownCircle& circle) {
  KnownCircle copy{.id = circle.id,
                   .hub = circle.hub,
                   .hub_key = circle.hub_key,
                   .name = circle.name,
                   .member = circle.member,
                   .recovery_key = circle.recovery_key,
                   .head = circle.head,
                   .people = circle.people,
                   .roles = circle.roles,
                   .channels = circle.channels,
                   .confirmed = circle.confirmed,
                   .record_keys = {}};
  copy.record_keys.reserve(circle.record_keys.size());
  for (const auto& key : circle.record_keys) copy.record_keys.push_back(clone(key));
  return copy;
}

/// Adds what `mine` lacks; both are in order of `id_of`.
template <class T, class IdOf>
void add_missing(std::vector<T>& mine, const std::vector<T>& more, IdOf id_of) {
  for (const auto& item : more) {
    const auto place = std::ranges::lower_bound(mine, std::invoke(id_of, item), {}, id_of);
    if (place == mine.end() || std::invoke(id_of, *place) != std::invoke(id_of, item))
      mine.insert(place, item);
  }
}

void add_keys(KnownCircle& circle, const KnownCircle& older) {
  for (const auto& key : older.record_keys) {
    const auto place =
        std::ranges::lower_bound(circle.record_keys, key.channel, {}, &NewestRecordKey::channel);
    const bool is_there = place != circle.record_keys.end() && place->channel == key.channel;
    if (!is_there)
      circle.record_keys.insert(place, clone(key));
    else if (place->generation < key.generation)
      *place = clone(key);
  }
}

void merge(KnownCircle& circle, const KnownCircle& older) {
  if (older.head && (!circle.head || circle.head->number < older.head->number)) circle.head = older.head;
  add_missing(circle.people, older.people, &NamedMember::member);
  add_missing(circle.roles, older.roles, &NamedRole::id);
  add_missing(circle.channels, older.channels, &NamedChannel::id);
  add_missing(circle.confirmed, older.confirmed, std::identity{});
  add_keys(circle, older);
}

/// Those in which there is something that opens, the newest first.
std::vector<const SlotContent*> contents_of(const std::vector<const FoundSlot*>& found) {
  std::vector<const SlotContent*> contents;
  for (const auto* slot : found) {
    if (slot->content) contents.push_back(&*slot->content);
  }
  std::ranges::sort(contents, std::ranges::greater{}, &SlotContent::sealed_at);
  return contents;
}

}  // namespace

VaultUnion unite(const std::vector<const FoundSlot*>& found) {
  VaultUnion all;
  std::map<channels::CircleId, KnownCircle> circles;
  std::map<std::pair<channels::CircleId, channels::ChannelId>, LogEnd> logs;
  for (const auto* content : contents_of(found)) {
    const auto& state = content->state;
    if (all.name.empty()) {
      all.name = state.name;
      all.relation = state.relation;
    }
    all.recovery_keys_used = std::max(all.recovery_keys_used, content->recovery_keys_used);
    add_missing(all.devices, state.devices, &NamedDevice::device);
    for (const auto& circle : state.circles) {
      const auto known = circles.find(circle.id);
      if (known == circles.end())
        circles.emplace(circle.id, clone(circle));
      else
        merge(known->second, circle);
    }
    for (const auto& end : content->logs) {
      const auto [place, is_new] = logs.try_emplace({end.circle, end.channel}, end);
      if (!is_new && place->second.number < end.number) place->second = end;
    }
  }
  all.circles.reserve(circles.size());
  for (auto& [id, circle] : circles) all.circles.push_back(std::move(circle));
  all.logs.reserve(logs.size());
  for (auto& [place, end] : logs) all.logs.push_back(end);
  return all;
}

std::vector<charter::Attestation> unite_attestations(const std::vector<const FoundSlot*>& found,
                                                     const channels::PersonKey& person, Time now) {
  std::vector<charter::Attestation> all;
  for (const auto* content : contents_of(found)) {
    for (const auto& one : hold_alone(content->state.attestations, person, now)) {
      const auto* known = find_same(all, one);
      if (known == nullptr || is_newer(one, *known)) (void)put_attestation(all, one, now);
    }
  }
  return all;
}

}  // namespace kring::core
