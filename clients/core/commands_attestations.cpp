#include "clients/core/state.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/login.hpp"
#include "clients/core/network_round.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/people.hpp"

#include "channels/model/limits.hpp"
#include "channels/wire/charter_page.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <utility>

/// Attestations: giving them, keeping one's own, and reading what those of others are worth.
namespace kring::core {

namespace {

std::string network_row(const channels::CircleId& network) {
  return "network/" + to_hex(network.view());
}

AttestationState state_of(charter::Judgement judgement) {
  switch (judgement) {
    case charter::Judgement::holds:
      return AttestationState::holds;
    case charter::Judgement::wrong_person:
      return AttestationState::wrong_person;
    case charter::Judgement::not_yet:
      return AttestationState::not_yet;
    case charter::Judgement::expired:
      return AttestationState::expired;
    case charter::Judgement::network_ended:
      return AttestationState::network_ended;
    case charter::Judgement::key_unknown:
      return AttestationState::unknown_key;
    case charter::Judgement::withdrawn:
      return AttestationState::withdrawn;
    case charter::Judgement::key_withdrawn:
      return AttestationState::key_gone;
  }
  return AttestationState::unknown_network;
}

/// Whether this device's key is one of the network's that count.
bool counts(const CircleData& network, const AttestingKey& own) {
  return std::ranges::any_of(
      network.charter().attestation_keys(), [&](const charter::NamedAttestationKey& key) {
        return key.id == own.id && key.key == own.public_key() && network.charter().counts(key);
      });
}

/// Whether this device is in a network, and judges by its own charter of it.
bool is_in(const CircleData* network) {
  return network != nullptr && network->log && !network->stopped && network->standing == Standing::member;
}

/// The lie that an error is; none for another error.
NetworkLie lie_of(const Error& error) {
  if (error == client::Errc::network_went_back) return NetworkLie::went_back;
  if (error == client::Errc::network_forked) return NetworkLie::forked;
  if (error == client::Errc::network_hidden) return NetworkLie::hidden;
  return NetworkLie::refused;
}

/// How well a charter is known after an answer.
NetworkReading reading_after(NetworkCharter::Read read) {
  switch (read) {
    case NetworkCharter::Read::more:
      return NetworkReading::too_slow;  // Until the rest comes.
    case NetworkCharter::Read::whole:
      return NetworkReading::current;
    case NetworkCharter::Read::behind:
      return NetworkReading::lost;
    case NetworkCharter::Read::newer:
      return NetworkReading::newer;
    case NetworkCharter::Read::too_large:
      return NetworkReading::too_large;
  }
  return NetworkReading::refused;
}

/// Lets a charter take an answer with status 200 or 404. Errors: those of `NetworkCharter::take`,
/// `network_hidden`.
Result<NetworkReading> take_into(NetworkCharter& charter, const CharterAnswer& answer,
                                 const channels::Incarnation& incarnation, Time now) {
  if (answer.status == 404) {
    if (!charter.may_be_missing(incarnation)) return fail(client::Errc::network_hidden, "404");
    return charter.head() ? NetworkReading::lost : NetworkReading::hidden;
  }
  const auto page = codec::decode<wire::CharterPage>(answer.body);
  if (!page) return fail(client::Errc::network_charter_refused, "page");
  const auto read = charter.take(*page, incarnation, now);
  if (!read) return fail(read.error());
  return reading_after(*read);
}

/// Who a member is that an attestation is to be about: of whoever got new keys as those show them.
const KnownPerson* person_to_attest(const CircleData& network, const charter::Member& member) {
  if (member.resets.empty()) return find_person(network, member.id);
  const KnownPerson* last = nullptr;
  channels::EntryNumber added{};
  for (const auto& id : network.charter().live_handles(member.id)) {
    const auto* person = find_person(network, id);
    const auto* handle = network.charter().handle(id);
    if (person == nullptr || handle->added < added) continue;
    last = person;
    added = handle->added;
  }
  return last;
}

/// What somebody shows, and as whom.
struct Shown {
  charter::Attestation attestation;
  channels::PersonKey person;
};
/// What all devices of a member have shown, each once.
std::vector<Shown> shown_by(const CircleData& circle, const channels::MemberId& member) {
  std::vector<Shown> all;
  const auto* known = circle.charter().member(member);
  if (known == nullptr) return all;
  for (const auto& [id, handle] : circle.charter().handles()) {
    if (handle.member != member) continue;
    // Whoever got new keys may be somebody else: what the old ones showed is not theirs.
    const bool is_old =
        std::ranges::any_of(known->resets, [&](const auto& reset) { return reset.entry > handle.added; });
    if (is_old) continue;
    const auto* person = find_person(circle, id);
    if (person == nullptr) continue;
    for (auto& attestation : attestations_in(person->introduction)) {
      const bool is_known =
          std::ranges::any_of(all, [&](const Shown& one) { return one.attestation == attestation; });
      if (!is_known) all.push_back({.attestation = std::move(attestation), .person = person->person});
    }
  }
  return all;
}

}  // namespace

// Networks.

const charter::Charter* Client::State::charter_of_network(const channels::CircleId& network) const {
  const auto* circle = find(network);
  if (is_in(circle)) return &circle->charter();
  const auto* read = networks_.find(network);
  return read == nullptr ? nullptr : read->charter();
}

KnownNetworkView Client::State::reading_of(const channels::CircleId& network, Time now) const {
  KnownNetworkView view{.network = network, .reading = NetworkReading::not_asked, .as_of = {}};
  const auto* circle = find(network);
  if (is_in(circle)) {
    view.reading = has_newest_charter(*circle) ? NetworkReading::current : NetworkReading::offline;
    return view;
  }
  if (const auto* known = networks_.find(network)) view.as_of = known->read_at();
  const auto last = readings_.find(network);
  const bool failed = last != readings_.end() && last->second != NetworkReading::current;
  // A clock that was set back makes nothing fresh.
  const bool is_fresh =
      view.as_of && now - *view.as_of <= network_fresh_for && *view.as_of - now <= network_fresh_for;
  if (failed)
    view.reading = last->second;
  else if (is_fresh)
    view.reading = NetworkReading::current;
  return view;
}

AttestationView Client::State::judged(const charter::Attestation& attestation,
                                      const channels::PersonKey& person, Time now) const {
  const auto& content = attestation.content();
  const auto known = reading_of(content.network, now);
  AttestationView view{.id = attestation.hash(),
                       .network = content.network,
                       .network_name = {},
                       .claim = content.claim,
                       .how = content.how,
                       .checked = content.checked,
                       .until = content.until,
                       .reading = known.reading,
                       .as_of = known.as_of};
  // The name that stood in a link is whatever somebody wrote there.
  const auto* network_circle = find(content.network);
  if (network_circle != nullptr && network_circle->standing == Standing::member && !network_circle->stopped)
    view.network_name = network_circle->name;
  const auto alone = charter::judge_alone(attestation, person, now);
  const auto* network = charter_of_network(content.network);
  if (network != nullptr) {
    view.state = state_of(charter::judge(attestation, person, *network, now));
    if (view.state == AttestationState::holds && view.reading != NetworkReading::current)
      view.state = AttestationState::held_before;
  } else if (alone != charter::Judgement::holds) {
    view.state = state_of(alone);
  }
  return view;
}

std::vector<AttestationView> Client::State::attestations_of(const channels::CircleId& id,
                                                            const channels::MemberId& member,
                                                            Time now) const {
  std::vector<AttestationView> views;
  const auto* circle = find(id);
  if (circle == nullptr || !circle->log) return views;
  for (const auto& one : shown_by(*circle, member)) views.push_back(judged(one.attestation, one.person, now));
  return views;
}

std::vector<channels::CircleId> Client::State::networks_to_read(const channels::CircleId& id,
                                                                const std::vector<channels::MemberId>& people,
                                                                Time now) const {
  const auto* circle = find(id);
  if (circle == nullptr || !circle->log) return {};
  std::vector<std::vector<channels::CircleId>> of_people;
  for (const auto& member : people) {
    auto& networks = of_people.emplace_back();
    for (const auto& one : shown_by(*circle, member)) {
      // What shows to be worth nothing by itself costs no question.
      if (charter::judge_alone(one.attestation, one.person, now) != charter::Judgement::holds) continue;
      const auto& network = one.attestation.content().network;
      const bool is_there = std::ranges::find(networks, network) != networks.end();
      if (!is_there && !is_in(find(network))) networks.push_back(network);
    }
  }
  return networks_in_turn(of_people);
}

std::optional<CharterQuestion> Client::State::charter_question(const channels::CircleId& id,
                                                               const channels::CircleId& network) const {
  const auto* circle = find(id);
  if (circle == nullptr) return std::nullopt;
  const auto* known = networks_.find(network);
  const auto number = known == nullptr ? channels::EntryNumber{} : known->number();
  return CharterQuestion{
      .hub = circle->hub,
      .path = wire::format_charter_path({.circle = network, .from = channels::next(number)})};
}

void Client::State::save_networks(Turn& turn, const std::vector<channels::CircleId>& changed) const {
  for (const auto& id : changed) {
    if (const auto* network = networks_.find(id))
      turn.save(network_row(id), network->encode());
    else
      turn.erase(network_row(id));
  }
}

void Client::State::keep_network(Turn& turn, NetworkCharter network) {
  const auto id = network.network();
  auto changed = networks_.put(std::move(network));
  changed.push_back(id);
  save_networks(turn, changed);
}

CharterTaken Client::State::take_charter_answer(const channels::CircleId& id,
                                                const channels::CircleId& network,
                                                const CharterAnswer& answer, Time now) {
  const auto found = circles_.find(id);
  if (found == circles_.end()) return {};
  auto& circle = found->second;
  Turn turn(random_, now, next_request_);
  auto& session = session_of(circle.hub, turn);
  // Without a greeting it is not known which life of the hub answers.
  const bool is_answer = session.hello && (answer.status == 200 || answer.status == 404);
  CharterTaken taken;
  if (!is_answer) {
    // What came before, of a charter in many pages, is gone on from the next time.
    const auto last = readings_.find(network);
    if (last != readings_.end() && last->second == NetworkReading::too_slow) save_networks(turn, {network});
    readings_.insert_or_assign(network, NetworkReading::offline);
    taken.actions = finish(turn);
    return taken;
  }
  const auto* known = networks_.find(network);
  auto next = known == nullptr ? NetworkCharter(network) : *known;
  const auto reading = take_into(next, answer, session.hello->incarnation, now);
  if (reading) {
    readings_.insert_or_assign(network, *reading);
    taken.more = *reading == NetworkReading::too_slow;
    // Of a charter that comes in many pages all is written at its end, or when no more is asked for.
    if (taken.more)
      save_networks(turn, networks_.put(std::move(next)));
    else if (*reading == NetworkReading::current)
      keep_network(turn, std::move(next));
  } else {
    taken.refused = reading.error();
    const auto lie = lie_of(reading.error());
    const bool is_hidden = lie == NetworkLie::hidden;
    readings_.insert_or_assign(network, is_hidden ? NetworkReading::hidden : NetworkReading::refused);
    if (next.tell_once(lie)) {
      Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
      const auto evidence = answer.body.first(std::min(answer.body.size(), network_evidence_bytes_max));
      report_network_alarm(context, network, reading.error(), evidence);
      keep_network(turn, std::move(next));
    }
  }
  taken.actions = finish(turn);
  return taken;
}

Actions Client::State::stop_reading(const channels::CircleId& network, Time now) {
  Turn turn(random_, now, next_request_);
  readings_.insert_or_assign(network, NetworkReading::too_slow);
  if (networks_.find(network) != nullptr) save_networks(turn, {network});
  return finish(turn);
}

std::vector<KnownNetworkView> Client::State::known_networks(Time now) const {
  std::vector<KnownNetworkView> views;
  for (const auto& [id, network] : networks_.all()) {
    if (!is_in(find(id))) views.push_back(reading_of(id, now));
  }
  return views;
}

Result<Actions> Client::State::forget_network(const channels::CircleId& network) {
  if (!networks_.erase(network)) return fail(client::Errc::unknown_network, "forget");
  readings_.erase(network);
  Turn turn(random_, Time{}, next_request_);
  turn.erase(network_row(network));
  return finish(turn);
}

// One's own.

std::vector<AttestationView> Client::State::own_attestations(Time now) const {
  std::vector<AttestationView> views;
  if (!device_) return views;
  for (const auto& one : device_->attestations)
    views.push_back(judged(one, device_->certificate.person_key, now));
  return views;
}

Result<Client::State::Keeping> Client::State::keeping_of(std::string_view text, Time now) const {
  if (!device_) return fail(client::Errc::no_device, "attestation");
  auto attestation = charter::parse_attestation(text);
  if (!attestation) return fail(attestation.error());
  const auto alone = charter::judge_alone(*attestation, device_->certificate.person_key, now);
  if (alone == charter::Judgement::wrong_person)
    return fail(client::Errc::attestation_of_other, "attestation");
  if (alone == charter::Judgement::expired) return fail(client::Errc::attestation_over, "attestation");
  const auto& content = attestation->content();
  Keeping keeping;
  for (const auto& old : device_->attestations) {
    if (old == *attestation) return fail(client::Errc::not_needed, "attestation");
    if (old.content().until <= now) continue;
    // A newer one of the same thing takes the place of the older.
    const bool is_same = old.content().network == content.network && old.content().claim == content.claim;
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

Result<KeptAttestation> Client::State::keep_attestation(std::string_view text, Time now) {
  auto replaced = replaced_by(text, now);
  if (!replaced) return fail(replaced.error());
  auto keeping = keeping_of(text, now);
  if (!keeping) return fail(keeping.error());
  Turn turn(random_, Time{}, next_request_);
  device_->attestations = std::move(keeping->kept);
  turn.save("device", device_->encode());
  return KeptAttestation{.replaced = std::move(*replaced), .actions = finish(turn)};
}

Result<Actions> Client::State::drop_attestation(const charter::AttestationHash& id) {
  if (!device_) return fail(client::Errc::no_device, "attestation");
  const auto dropped =
      std::erase_if(device_->attestations, [&](const charter::Attestation& one) { return one.hash() == id; });
  if (dropped == 0) return fail(client::Errc::unknown_attestation, "attestation");
  Turn turn(random_, Time{}, next_request_);
  turn.save("device", device_->encode());
  return finish(turn);
}

// A coordinator's.

NetworkKeysView Client::State::network_keys(const channels::CircleId& id) const {
  NetworkKeysView view;
  const auto* circle = find(id);
  if (circle == nullptr || !circle->log) return view;
  view.is_public = circle->charter().is_public();
  view.counting = circle->charter().counting_attestation_keys();
  const auto own = attesting_.keys.find(id);
  if (own == attesting_.keys.end()) return view;
  if (counts(*circle, own->second))
    view.own = OwnKey::counts;
  else
    view.own = circle->charter().knows_key(own->second.public_key().bytes()) ? OwnKey::gone : OwnKey::coming;
  return view;
}

Result<Accepted> Client::State::change_attestation_key(const channels::CircleId& id, KeyChange change,
                                                       Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  // Whoever owns nothing may not know yet that it is a network.
  if (!(*circle)->charter().is_owner((*circle)->handle_id, now))
    return fail(channels::Errc::needs_owner, "attestation key");
  if (!is_network(**circle)) return fail(client::Errc::not_a_network, "attestation key");
  const auto own = attesting_.keys.find(id);
  const bool has_one = own != attesting_.keys.end() && counts(**circle, own->second);
  if (change == KeyChange::take_away) {
    if (!has_one) return fail(client::Errc::no_attestation_key, "attestation key");
    return want(id, AttestationKeyWish{.id = own->second.id, .key = std::nullopt}, now);
  }
  if (has_one && change == KeyChange::set) return fail(client::Errc::not_needed, "attestation key");
  AttestingKey made{.id = has_one ? own->second.id : random_.id<charter::AttestationKeyId>(),
                    .pair = primitives::generate_signature_key_pair(random_)};
  const AttestationKeyWish wish{.id = made.id, .key = made.public_key()};
  Turn turn(random_, now, next_request_);
  Intent intent;
  intent.wish = wish;
  auto kept = keep(turn, **circle, std::move(intent));
  if (!kept) return fail(kept.error());
  attesting_.keys.insert_or_assign(id, std::move(made));
  turn.save("attesting", attesting_.encode());
  return Accepted{.intent = *kept, .actions = finish(turn)};
}

Result<Attested> Client::State::attest(const channels::CircleId& id, const channels::MemberId& member,
                                       const NewAttestation& wanted, Time now) {
  const auto found = usable(id, now);
  if (!found) return fail(found.error());
  const auto& network = **found;
  if (!network.charter().is_owner(network.handle_id, now)) return fail(channels::Errc::needs_owner, "attest");
  const auto own = attesting_.keys.find(id);
  if (own == attesting_.keys.end() || !counts(network, own->second))
    return fail(client::Errc::no_attestation_key, "attest");
  const auto* subject = network.charter().member(member);
  if (subject == nullptr) return fail(client::Errc::unknown_member, "attest");
  if (!network.charter().is_live(member, now)) return fail(client::Errc::member_not_here, "attest");
  // Who they were before may be somebody else.
  const bool is_checked =
      subject->resets.empty() || network.confirmed.contains(member) || member == network.member;
  if (!is_checked) return fail(client::Errc::keys_not_checked, "attest");
  const auto* person = person_to_attest(network, *subject);
  if (person == nullptr) return fail(client::Errc::introduction_missing, "attest");
  if (wanted.life <= Duration::zero() || wanted.life > channels::limits::attestation_life_max)
    return fail(client::Errc::attestation_too_long, "attest");
  auto attestation = charter::make_attestation({.network = id,
                                                .key = own->second.id,
                                                .person = charter::hash_of_person(person->person),
                                                .claim = wanted.claim,
                                                .how = wanted.how,
                                                .checked = now,
                                                .until = now + wanted.life},
                                               own->second.pair.private_key);
  if (!attestation) return fail(attestation.error());
  Attested made{.text = charter::text_of_attestation(*attestation),
                .view = judged(*attestation, person->person, now),
                .actions = {}};
  Turn turn(random_, now, next_request_);
  attesting_.note({.name = person->name, .person = person->person, .attestation = std::move(*attestation)},
                  now);
  turn.save("attesting", attesting_.encode());
  made.actions = finish(turn);
  return made;
}

std::vector<GivenView> Client::State::given_attestations(Time now) const {
  std::vector<GivenView> views;
  views.reserve(attesting_.given.size());
  for (const auto& one : attesting_.given)
    views.push_back({.attestation = judged(one.attestation, one.person, now), .name = one.name});
  return views;
}

}  // namespace kring::core
