#include "clients/core/own_attestations.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/people.hpp"
#include "clients/core/rows.hpp"

#include "channels/model/limits.hpp"
#include "crypto/base/assert.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <tuple>
#include <utility>

namespace kring::core {

using charter::Attestation;

namespace {

using Attestations = std::vector<Attestation>;

bool is_over(const Attestation& one, Time now) {
  return one.content().until <= now;
}

/// Adds `one` unless there is a newer one that says the same, which it takes the place of if it is that.
void add_newest(std::vector<ShownAttestation>& all, ShownAttestation one) {
  const auto known = std::ranges::find_if(all, [&](const ShownAttestation& other) {
    return other.person == one.person && attest_the_same(other.attestation, one.attestation);
  });
  if (known == all.end())
    all.push_back(std::move(one));
  else if (is_newer(one.attestation, known->attestation))
    *known = std::move(one);
}

/// Whether what a device of a member shows is theirs. Who has a device that was taken from them shows nothing
/// by it; whoever got new keys may be somebody else, who showed what the old ones did.
bool counts_for(const charter::Member& member, const charter::Handle& handle) {
  if (handle.member != member.id || handle.revoked) return false;
  return std::ranges::none_of(member.resets, [&](const auto& reset) { return reset.entry > handle.added; });
}

/// What the devices of a member show, each of them.
std::vector<ShownAttestation> all_shown_by(const CircleData& circle, const channels::MemberId& member) {
  std::vector<ShownAttestation> all;
  const auto* known = circle.charter().member(member);
  if (known == nullptr) return all;
  for (const auto& [id, handle] : circle.charter().handles()) {
    if (!counts_for(*known, handle)) continue;
    const auto* person = find_person(circle, id);
    if (person == nullptr) continue;
    for (auto& attestation : attestations_in(person->introduction))
      all.push_back({.attestation = std::move(attestation), .person = person->person, .handle = id});
  }
  return all;
}

/// Whether the charter of its network speaks against an attestation.
bool is_belied(charter::Judgement judgement) {
  switch (judgement) {
    case charter::Judgement::network_ended:
    case charter::Judgement::key_unknown:
    case charter::Judgement::withdrawn:
    case charter::Judgement::key_withdrawn:
      return true;
    case charter::Judgement::holds:
    case charter::Judgement::wrong_person:
    case charter::Judgement::not_yet:
    case charter::Judgement::expired:
      break;
  }
  return false;
}

/// Whether one of our person's devices showed something newer in the circle than `last`, the newest that is
/// shown there and says the same.
bool is_taken_back(const CircleData& circle, const Device& device, const Attestation& last) {
  if (!circle.log) return false;
  const auto* us = circle.charter().member(circle.member);
  const auto person = charter::hash_of_person(device.certificate.person_key);
  return us != nullptr && std::ranges::any_of(circle.once_shown, [&](const auto& item) {
           const auto* handle = circle.charter().handle(item.first);
           if (handle == nullptr || !counts_for(*us, *handle)) return false;
           const auto* once = find_same(item.second, last);
           return once != nullptr && once->content().person == person && is_newer(*once, last);
         });
}

}  // namespace

bool attest_the_same(const Attestation& a, const Attestation& b) {
  return a.content().network == b.content().network && a.content().claim == b.content().claim;
}

bool is_newer(const Attestation& one, const Attestation& other) {
  return std::tie(one.content().checked, one.content().until) >
         std::tie(other.content().checked, other.content().until);
}

const Attestation* find_same(const Attestations& all, const Attestation& one) {
  const Attestation* newest = nullptr;
  for (const auto& other : all) {
    if (attest_the_same(other, one) && (newest == nullptr || is_newer(other, *newest))) newest = &other;
  }
  return newest;
}

Attestations hold_alone(const Attestations& all, const channels::PersonKey& person, Time now) {
  Attestations held;
  std::ranges::copy_if(all, std::back_inserter(held), [&](const Attestation& one) {
    return charter::judge_alone(one, person, now) == charter::Judgement::holds;
  });
  return held;
}

bool is_renewal(const CircleData& circle, const Device& device, const Attestation& kept) {
  const auto shown = shown_by_us(circle);
  const auto* last = find_same(shown, kept);
  if (last == nullptr || !is_newer(kept, *last) || is_removed(device, *last)) return false;
  return !is_taken_back(circle, device, *last);
}

bool put_attestation(Attestations& all, const Attestation& one, Time now) {
  if (std::ranges::find(all, one) != all.end()) return false;
  auto next = all;
  std::erase_if(next, [&](const Attestation& other) { return attest_the_same(other, one); });
  if (next.size() >= channels::limits::shown_attestations_max) {
    const auto over =
        std::ranges::find_if(next, [&](const Attestation& other) { return is_over(other, now); });
    if (over == next.end()) return false;
    next.erase(over);
  }
  next.push_back(one);
  all = std::move(next);
  return true;
}

std::vector<ShownAttestation> shown_by(const CircleData& circle, const channels::MemberId& member) {
  std::vector<ShownAttestation> newest;
  for (auto& one : all_shown_by(circle, member)) add_newest(newest, std::move(one));
  return newest;
}

Attestations shown_by_us(const CircleData& circle) {
  // Ours may not have reached the log yet.
  const auto own = person_of(circle.introduction);
  std::vector<ShownAttestation> all;
  for (auto& one : attestations_in(circle.introduction))
    add_newest(all, {.attestation = std::move(one), .person = own->person, .handle = circle.handle_id});
  if (circle.log) {
    for (auto& one : shown_by(circle, circle.member)) add_newest(all, std::move(one));
  }
  Attestations shown;
  shown.reserve(all.size());
  for (auto& one : all) shown.push_back(std::move(one.attestation));
  return shown;
}

void look_again_at_attestations(CircleData& circle) {
  circle.shows_newest = false;
  circle.told_by_devices = false;
}

void note_devices_gone(CircleData& circle, const charter::CharterEntry& entry) {
  const auto& body = entry.content().body;
  const auto* revoke = std::get_if<charter::DeviceRevoke>(&body);
  const auto* reset = std::get_if<charter::KeyReset>(&body);
  const auto* revoked = revoke == nullptr ? nullptr : circle.charter().handle(revoke->handle);
  const bool is_ours = (revoked != nullptr && revoked->member == circle.member) ||
                       (reset != nullptr && reset->member == circle.member);
  if (is_ours) look_again_at_attestations(circle);
}

bool is_told_in(const CircleData& circle) {
  return circle.log && circle.standing == Standing::member;
}

Attestations told_by_our_devices(const CircleData& circle, const Device& device, Time now) {
  Attestations told;
  const auto& person = device.certificate.person_key;
  for (auto& one : all_shown_by(circle, circle.member)) {
    const auto& attestation = one.attestation;
    if (one.handle == circle.handle_id) continue;  // This device knows what it kept, and what it removed.
    if (one.person != person || is_removed(device, attestation)) continue;
    if (charter::judge_alone(attestation, person, now) != charter::Judgement::holds) continue;
    if (std::ranges::find(told, attestation) == told.end()) told.push_back(std::move(one.attestation));
  }
  std::ranges::sort(told, is_newer);
  return told;
}

ToldVerdict take_told(Device& device, const Attestation& one, const charter::Charter* network, Time now) {
  const auto& person = device.certificate.person_key;
  const auto* kept = find_same(device.attestations, one);
  if (kept != nullptr && *kept == one) return ToldVerdict::passed;
  if (network == nullptr && kept != nullptr)
    return is_newer(one, *kept) ? ToldVerdict::in_doubt : ToldVerdict::passed;
  if (network != nullptr) {
    const auto judgement = charter::judge(one, person, *network, now);
    if (judgement == charter::Judgement::key_unknown) return ToldVerdict::in_doubt;
    if (judgement != charter::Judgement::holds) return ToldVerdict::passed;
    const bool is_outdated =
        kept == nullptr || is_newer(one, *kept) || is_belied(charter::judge(*kept, person, *network, now));
    if (!is_outdated) return ToldVerdict::passed;
  }
  return put_attestation(device.attestations, one, now) ? ToldVerdict::taken : ToldVerdict::passed;
}

bool may_show(const CircleData& circle, Time now) {
  return std::ranges::any_of(circle.channels, [&](const auto& item) {
    return circle.charter().can(circle.handle_id, item.first, channels::Right::post, now);
  });
}

Status show_in(Turn& turn, const Device& device, CircleData& circle, Attestations attestations) {
  const auto* known = circle.introductions.find(circle, circle.handle_id);
  const auto last = std::max(circle.introduction_serial, known == nullptr ? 0 : known->serial);
  if (last == std::numeric_limits<std::uint32_t>::max()) return fail(client::Errc::gave_up, "introduction");
  const auto subject = subject_of(circle, circle.handle_id);
  // The hub says that we are let in, and the charter does not know us yet.
  if (!subject) return fail(client::Errc::not_admitted_yet, "introduction");
  const auto introduction = introduce(device, *subject, circle.handle.private_key,
                                      {.attestations = std::move(attestations), .serial = last + 1});
  if (!introduction) return fail(introduction.error());
  circle.introduction = introduction->bytes();
  circle.introduction_serial = last + 1;
  // It is another one than the hub may have refused.
  for (auto& [id, channel] : circle.channels)
    channel.rests.erase({Written::as_introduction, circle.handle_id.bytes()});
  save_self(turn, circle);
  return {};
}

std::optional<Attestations> to_show(const CircleData& circle, const Device& device, Time now) {
  const auto before = attestations_in(circle.introduction);
  auto next = before;
  std::erase_if(next, [&](const Attestation& one) { return is_removed(device, one); });
  for (const auto& kept : attestations_at(device, now)) {
    // A later one that is neither kept nor removed was belied by the network (`take_told`), or is over.
    const auto* own = find_same(next, kept);
    if (is_renewal(circle, device, kept) || (own != nullptr && is_newer(*own, kept)))
      (void)put_attestation(next, kept, now);  // Without room it is not shown by itself.
  }
  if (next == before) return std::nullopt;
  return next;
}

void renew_shown(Context& context) {
  auto& circle = context.circle;
  if (std::exchange(circle.shows_newest, true)) return;
  if (auto next = to_show(circle, context.device, context.now()))
    (void)show_in(context.turn, context.device, circle, std::move(*next));  // What was shown stays.
}

}  // namespace kring::core
