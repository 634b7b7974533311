#include "clients/core/state.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/own_attestations.hpp"
#include "clients/core/people.hpp"

#include "channels/model/limits.hpp"

#include <algorithm>
#include <utility>

/// What networks attest of one's own person: kept, shown in circles, and removed.
namespace kring::core {

namespace {

/// Whether nothing but its time ends an attestation, as far as this device knows.
bool counts_until_its_end(AttestationState state) {
  switch (state) {
    case AttestationState::holds:
    case AttestationState::held_before:
    case AttestationState::expired:
    case AttestationState::unknown_network:
      return true;
    case AttestationState::wrong_person:
    case AttestationState::not_yet:
    case AttestationState::network_ended:
    case AttestationState::unknown_key:
    case AttestationState::withdrawn:
    case AttestationState::key_gone:
      break;
  }
  return false;
}

/// Whether one counts no more for good, as far as this device knows.
bool is_void(AttestationState state) {
  switch (state) {
    case AttestationState::network_ended:
    case AttestationState::withdrawn:
    case AttestationState::key_gone:
      return true;
    case AttestationState::holds:
    case AttestationState::held_before:
    case AttestationState::expired:
    case AttestationState::unknown_network:
    case AttestationState::wrong_person:
    case AttestationState::not_yet:
    case AttestationState::unknown_key:
      break;
  }
  return false;
}

/// Whether others can read that we show it, whoever has handed it on.
bool is_in_log(const CircleData& circle, const charter::AttestationHash& id) {
  const auto shown = shown_by(circle, circle.member);
  return std::ranges::any_of(shown, [&](const auto& one) { return one.attestation.hash() == id; });
}

/// Whether we are in a circle, or may be without knowing it yet.
bool may_be_in(const CircleData& circle) {
  return circle.standing == Standing::member || circle.standing == Standing::waiting;
}

}  // namespace

std::vector<AttestationView> Client::State::own_attestations(Time now) const {
  std::vector<AttestationView> views;
  if (!device_) return views;
  for (const auto& one : device_->attestations)
    views.push_back(judged(one, device_->certificate.person_key, now));
  return views;
}

std::vector<AttestationView> Client::State::ending_attestations(Time now) const {
  std::vector<AttestationView> views;
  if (!device_) return views;
  const auto& person = device_->certificate.person_key;
  for (const auto& one : device_->attestations) {
    const auto until = one.content().until;
    if (now < until - attestation_remind_for || now >= until + attestation_remind_for) continue;
    // After its end nothing else is judged: what it was worth in its last moment says whether it counted.
    const auto then = std::min(now, until - Duration(1));
    if (counts_until_its_end(judged(one, person, then).state)) views.push_back(judged(one, person, now));
  }
  return views;
}

std::vector<channels::CircleId> Client::State::circles_showing(const charter::AttestationHash& id,
                                                               Time now) const {
  std::vector<channels::CircleId> showing;
  const auto has_it = [&](const std::vector<charter::Attestation>& all) {
    return std::ranges::find(all, id, &charter::Attestation::hash) != all.end();
  };
  for (const auto& [circle_id, circle] : circles_) {
    if (!device_ || !circle.log || circle.standing != Standing::member) continue;
    // Where the hub is away the introduction is not written anew yet.
    const auto next = to_show(circle, *device_, now);
    const bool is_shown = has_it(shown_by_us(circle)) || (next && has_it(*next));
    if (is_shown && (may_show(circle, now) || is_in_log(circle, id))) showing.push_back(circle_id);
  }
  return showing;
}

Result<Client::State::Keeping> Client::State::keeping_of(std::string_view text, Time now) const {
  if (!device_) return fail(client::Errc::no_device, "attestation");
  auto attestation = charter::parse_attestation(text);
  if (!attestation) return fail(attestation.error());
  const auto alone = charter::judge_alone(*attestation, device_->certificate.person_key, now);
  if (alone == charter::Judgement::wrong_person)
    return fail(client::Errc::attestation_of_other, "attestation");
  if (alone == charter::Judgement::expired) return fail(client::Errc::attestation_over, "attestation");
  // As long as it were kept, it would keep out the right ones.
  if (alone == charter::Judgement::not_yet) return fail(client::Errc::attestation_not_yet, "attestation");
  Keeping keeping;
  for (const auto& old : device_->attestations) {
    if (old == *attestation) return fail(client::Errc::not_needed, "attestation");
    if (old.content().until <= now) continue;
    const bool is_same = attest_the_same(old, *attestation);
    // Our other devices would bring back the newer one, and the circles in which it is shown keep it.
    if (is_same && is_newer(old, *attestation)) return fail(client::Errc::attestation_older, "attestation");
    (is_same ? keeping.replaced : keeping.kept).push_back(old);
  }
  if (keeping.kept.size() >= channels::limits::shown_attestations_max)
    return fail(channels::Errc::too_many_attestations, "attestation");
  keeping.kept.push_back(std::move(*attestation));
  return keeping;
}

Result<std::vector<AttestationView>> Client::State::replaced_by(std::string_view text, Time now) const {
  const auto keeping = keeping_of(text, now);
  if (!keeping) return fail(keeping.error());
  std::vector<AttestationView> views;
  for (const auto& old : keeping->replaced)
    views.push_back(judged(old, device_->certificate.person_key, now));
  return views;
}

void Client::State::save_attestations(Turn& turn) {
  turn.save("device", device_->encode());
  for (auto& [id, circle] : circles_) circle.shows_newest = false;
}

Result<KeptAttestation> Client::State::keep_attestation(std::string_view text, Time now) {
  auto replaced = replaced_by(text, now);
  if (!replaced) return fail(replaced.error());
  auto keeping = keeping_of(text, now);
  if (!keeping) return fail(keeping.error());
  const auto& kept = keeping->kept.back();
  note_kept_again(*device_, kept);
  std::vector<channels::CircleId> circles;
  for (const auto& [id, circle] : circles_) {
    if (may_be_in(circle) && is_renewal(circle, *device_, kept)) circles.push_back(id);
  }
  Turn turn(random_, now, next_request_);
  device_->attestations = std::move(keeping->kept);
  save_attestations(turn);
  advance_all(turn);
  return KeptAttestation{
      .replaced = std::move(*replaced), .circles = std::move(circles), .actions = finish(turn)};
}

Result<Actions> Client::State::drop_attestation(const charter::AttestationHash& id, Time now) {
  if (!device_) return fail(client::Errc::no_device, "attestation");
  auto& kept = device_->attestations;
  const auto dropped = std::ranges::find(kept, id, &charter::Attestation::hash);
  if (dropped == kept.end()) return fail(client::Errc::unknown_attestation, "attestation");
  note_removed(*device_, *dropped, now);
  kept.erase(dropped);
  Turn turn(random_, now, next_request_);
  save_attestations(turn);
  advance_all(turn);
  return finish(turn);
}

Result<Actions> Client::State::show_attestation(const channels::CircleId& id,
                                                const charter::AttestationHash& hash, Time now) {
  const auto found = usable(id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  const auto& kept = device_->attestations;
  const auto wanted = std::ranges::find(kept, hash, &charter::Attestation::hash);
  if (wanted == kept.end()) return fail(client::Errc::unknown_attestation, "show");
  if (wanted->content().until <= now) return fail(client::Errc::attestation_over, "show");
  if (is_void(judged(*wanted, device_->certificate.person_key, now).state))
    return fail(client::Errc::attestation_taken_back, "show");
  const auto shown = shown_by_us(circle);
  if (std::ranges::find(shown, *wanted) != shown.end()) return fail(client::Errc::not_needed, "show");
  if (!may_show(circle, now)) return fail(client::Errc::may_not_post, "show");
  auto next = attestations_in(circle.introduction);
  if (!put_attestation(next, *wanted, now)) return fail(channels::Errc::too_many_attestations, "show");
  Turn turn(random_, now, next_request_);
  if (auto done = show_in(turn, *device_, circle, std::move(next)); !done) return fail(done.error());
  advance_all(turn);
  return finish(turn);
}

void Client::State::look_again_at_told() {
  const bool has_grown = std::ranges::any_of(
      told_in_doubt_, [&](const auto& item) { return number_of_network(item.first) != item.second; });
  if (!has_grown) return;
  told_in_doubt_.clear();
  for (auto& [id, circle] : circles_) circle.told_by_devices = false;
}

void Client::State::take_told_attestations(Turn& turn) {
  look_again_at_told();
  bool has_news = false;
  for (auto& [id, circle] : circles_) {
    if (!is_told_in(circle) || std::exchange(circle.told_by_devices, true)) continue;
    for (const auto& one : told_by_our_devices(circle, *device_, turn.now())) {
      const auto& network = one.content().network;
      const auto told = take_told(*device_, one, charter_of_network(network), turn.now());
      if (told == ToldVerdict::in_doubt) told_in_doubt_.insert_or_assign(network, number_of_network(network));
      has_news = has_news || told == ToldVerdict::taken;
    }
  }
  if (!has_news) return;
  save_attestations(turn);
  turn.wake_by(turn.now());  // The other circles may have to show them.
}

}  // namespace kring::core
