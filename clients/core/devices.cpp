#include "clients/core/devices.hpp"

#include "clients/core/people.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/views.hpp"

#include "channels/charter/invitation.hpp"
#include "channels/model/signing.hpp"
#include "channels/rules/leaves.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

channels::HandleKey handle_key_of(const CircleData& circle) {
  const auto key = channels::HandleKey::from(circle.handle_key());
  KRING_ASSERT(key.has_value());
  return *key;
}

bool comes_by_words(const Intent& intent) {
  return std::holds_alternative<DeviceWish>(intent.wish) && !intent.recovery_key.empty();
}

/// Whether `id` was added by `adder`, or by one that it added.
bool comes_from(const charter::Charter& charter, const channels::HandleId& id,
                const channels::HandleId& adder) {
  const auto* at = charter.handle(id);
  while (at != nullptr && at->adder) {
    if (*at->adder == adder) return true;
    at = charter.handle(*at->adder);
  }
  return false;
}

}  // namespace

Result<CircleData> start_coming(const charter::DeviceLink& link, const Device& device,
                                std::uint32_t recovery_index, Coming coming, Random& random) {
  CircleData circle;
  circle.id = link.circle;
  circle.name = link.circle_name;
  circle.hub = link.origin.text();
  circle.hub_key = link.hub_key;
  circle.standing = Standing::waiting;
  circle.handle = primitives::generate_signature_key_pair(random);
  const auto key = handle_key_of(circle);
  circle.handle_id = channels::handle_of(key);
  circle.member = link.member;
  circle.recovery_index = recovery_index;
  const auto introduction = introduce(
      device, {.circle = circle.id, .member = circle.member, .handle_key = key}, circle.handle.private_key);
  if (!introduction) return fail(introduction.error());
  circle.introduction = introduction->bytes();
  circle.acceptance = charter::hash_of_new_handle(new_handle_of(circle, device, coming).content);
  return circle;
}

charter::NewHandle new_handle_of(const CircleData& circle, const Device& device, Coming coming) {
  charter::NewHandle made{.content = {.circle = circle.id,
                                      .member = circle.member,
                                      .handle_key = handle_key_of(circle),
                                      .recovery_key = std::nullopt},
                          .proof = {}};
  if (coming == Coming::with_new_keys)
    made.content.recovery_key = device.recovery_keys[circle.recovery_index];
  auto proof = charter::prove_handle(made.content, circle.handle.private_key);
  KRING_ASSERT(proof.has_value());
  made.proof = std::move(*proof);
  return made;
}

bool is_coming(const CircleData& circle) {
  if (circle.standing != Standing::waiting || circle.joining) return false;
  return !circle.log || circle.charter().handle(circle.handle_id) == nullptr;
}

bool is_linking(const CircleData& circle) {
  if (!is_coming(circle) || !circle.acceptance || key_to_come_by(circle) != nullptr) return false;
  // Whoever asks for new keys names a recovery key with the handle.
  return *circle.acceptance == charter::hash_of_new_handle({.circle = circle.id,
                                                            .member = circle.member,
                                                            .handle_key = handle_key_of(circle),
                                                            .recovery_key = std::nullopt});
}

const Secret* key_to_come_by(const CircleData& circle) {
  if (!is_coming(circle)) return nullptr;
  const auto found = std::ranges::find_if(circle.intents, comes_by_words);
  return found == circle.intents.end() ? nullptr : &found->recovery_key;
}

bool try_next_key(CircleData& circle) {
  const auto found = std::ranges::find_if(circle.intents, comes_by_words);
  if (found == circle.intents.end() || found->further_recovery_keys.empty()) return false;
  found->recovery_key = std::move(found->further_recovery_keys.back());
  found->further_recovery_keys.pop_back();
  return true;
}

bool is_recovery_key_of(const CircleData& circle, const channels::MemberId& member, const Secret& key) {
  const auto* known = circle.charter().member(member);
  const auto pair = primitives::signature_key_pair(key.clone());
  return known != nullptr && pair && equal(pair->public_key.bytes, known->recovery_key.view());
}

bool comes_by_key_of_another(const CircleData& circle) {
  if (circle.access != wire::Access::recovering || !circle.log || circle.number() < circle.charter_target)
    return false;
  const auto found = std::ranges::find_if(circle.intents, comes_by_words);
  return found != circle.intents.end() &&
         !is_recovery_key_of(circle, std::get<DeviceWish>(found->wish).member, found->recovery_key);
}

bool is_taken_out(const CircleData& circle) {
  const auto* handle = circle.log ? circle.charter().handle(circle.handle_id) : nullptr;
  if (handle == nullptr || !handle->revoked) return false;
  return circle.charter().member(handle->member)->standing == charter::Standing::granted;
}

TakenOutView view_taken_out(const CircleData& circle, Time now) {
  TakenOutView view;
  const auto& charter = circle.charter();
  view.member = charter.is_live(circle.member, now) && !charter.live_handles(circle.member).empty();
  view.deed = view_deed(circle, *charter.handle(circle.handle_id)->revoked);
  return view;
}

void find_recovery_key(CircleData& circle, const Device& device) {
  const auto* me = circle.charter().member(circle.member);
  if (me == nullptr) return;
  const auto found = std::ranges::find(device.recovery_keys, me->recovery_key);
  if (found == device.recovery_keys.end()) return;
  circle.recovery_index = static_cast<std::uint32_t>(found - device.recovery_keys.begin());
}

void note_reset(Context& context, const charter::CharterEntry& entry) {
  const auto* reset = std::get_if<charter::KeyReset>(&entry.content().body);
  if (reset == nullptr) return;
  auto& circle = context.circle;
  const bool is_ours = entry.content().signer == circle.handle_id;
  if (is_ours) {
    circle.confirmed.insert(reset->member);
  } else {
    circle.confirmed.erase(reset->member);
  }
  save_self(context.turn, circle);
}

std::vector<std::string> words_of(const charter::EntryHash& hash) {
  std::vector<std::string> words;
  for (const auto word : charter::six_words(hash)) words.emplace_back(word);
  return words;
}

std::vector<std::string> words_of_reset(const CircleData& circle, const charter::Member& member) {
  if (member.resets.empty()) return {};
  const auto* entry = circle.log->entry(member.resets.back().entry);
  const auto* reset = entry == nullptr ? nullptr : std::get_if<charter::KeyReset>(&entry->content().body);
  if (reset == nullptr) return {};
  return words_of(charter::hash_of_new_handle({.circle = circle.id,
                                               .member = reset->member,
                                               .handle_key = reset->handle_key,
                                               .recovery_key = reset->recovery_key}));
}

namespace {

/// Whether a device has a leaf wherever this one has, and it may read at the charter's last time.
bool is_in_channels(const CircleData& circle, const channels::HandleId& id) {
  const auto time = circle.log->entries().back().content().time;
  return std::ranges::all_of(circle.channels, [&](const auto& item) {
    const auto& channel = item.second;
    if (!channel.group || !circle.charter().can(id, item.first, channels::Right::read, time)) return true;
    return std::ranges::any_of(channel.group->public_group().members(), [&](const auto& member) {
      const auto handle = rules::handle_of_leaf(member.node);
      return handle && *handle == id;
    });
  });
}

/// What the person calls a device of theirs.
std::string name_of_device(const CircleData& circle, const Device& device, const charter::Handle& handle) {
  if (handle.member != circle.member) return {};
  const auto* shown = find_person(circle, handle.id);
  if (handle.id != circle.handle_id && shown == nullptr) return {};
  const auto& key = handle.id == circle.handle_id ? device.certificate.own_device() : shown->device;
  const auto name = device.device_names.find(key);
  return name == device.device_names.end() ? std::string() : name->second;
}

}  // namespace

std::vector<DeviceView> view_devices(const CircleData& circle, const Device& device) {
  std::vector<DeviceView> views;
  if (!circle.log) return views;
  const auto& charter = circle.charter();
  for (const auto& [id, handle] : charter.handles()) {
    const auto* entry = circle.log->entry(handle.added);
    views.push_back({.id = id,
                     .member = handle.member,
                     .added = entry == nullptr ? Time{} : entry->content().time,
                     .adder = handle.adder,
                     .revoked = handle.revoked.has_value(),
                     .this_one = id == circle.handle_id,
                     .added_this_one = comes_from(charter, circle.handle_id, id),
                     .in_channels = is_in_channels(circle, id),
                     .same_person = find_person(circle, id) != nullptr,
                     .name = name_of_device(circle, device, handle)});
  }
  std::ranges::sort(views, {}, [&](const DeviceView& view) { return charter.handle(view.id)->added; });
  return views;
}

}  // namespace kring::core
