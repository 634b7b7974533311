#include "clients/core/state.hpp"

#include "clients/core/consents.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/login.hpp"
#include "clients/core/network_round.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/own_attestations.hpp"
#include "clients/core/people.hpp"
#include "clients/core/refusal.hpp"
#include "clients/core/wishes.hpp"

#include "channels/model/limits.hpp"
#include "channels/wire/charter_page.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

/// Attestations: giving them, and reading what those of others are worth.
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

/// What a charter says of a key; null if nothing.
const charter::NamedAttestationKey* find_named(const charter::Charter& charter, const AttestingKey& own) {
  const auto& keys = charter.attestation_keys();
  const auto found = std::ranges::find(keys, own.public_key(), &charter::NamedAttestationKey::key);
  return found == keys.end() ? nullptr : &*found;
}

/// A key of this device that counts.
struct CountingKey {
  const AttestingKey* own = nullptr;
  charter::AttestationKeyId id;
};
std::optional<CountingKey> find_counting(const charter::Charter& charter, std::span<const AttestingKey> own) {
  for (const auto& key : own) {
    const auto* named = find_named(charter, key);
    if (named != nullptr && charter.counts(*named)) return CountingKey{.own = &key, .id = named->id};
  }
  return std::nullopt;
}

/// Whether something is kept that ends what a key signs.
bool is_about_to_end(const CircleData& network, const charter::AttestationKeyId& id) {
  return std::ranges::any_of(network.intents, [&](const Intent& intent) {
    const auto* wish = std::get_if<AttestationKeyWish>(&intent.wish);
    return wish != nullptr && wish->id == id;
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

}  // namespace

// Networks.

const charter::Charter* Client::State::charter_of_network(const channels::CircleId& network) const {
  const auto* circle = find(network);
  if (is_in(circle)) return &circle->charter();
  const auto* read = networks_.find(network);
  return read == nullptr ? nullptr : read->charter();
}

channels::EntryNumber Client::State::number_of_network(const channels::CircleId& network) const {
  const auto* charter = charter_of_network(network);
  return charter == nullptr ? channels::EntryNumber{} : charter->number();
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
  const bool failed = last != readings_.end() && last->second.reading != NetworkReading::current;
  // A clock that was set back makes nothing fresh.
  const bool is_fresh =
      view.as_of && now - *view.as_of <= network_fresh_for && *view.as_of - now <= network_fresh_for;
  if (failed) {
    view.reading = last->second.reading;
    view.again = last->second.again;
  } else if (is_fresh) {
    view.reading = NetworkReading::current;
  }
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
                       .as_of = known.as_of,
                       .again = known.again};
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

Client::State::LastReading Client::State::reading_without(const CharterAnswer& answer, Time now) {
  if (answer.status != 429) return {NetworkReading::offline};
  return {.reading = NetworkReading::limited, .again = now + told_wait(view_text(answer.body))};
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
  const auto last = readings_.find(network);
  const bool has_unsaved = last != readings_.end() && last->second.reading == NetworkReading::too_slow;
  if (!is_answer) {
    // What came before, of a charter in many pages, is gone on from the next time.
    if (has_unsaved) save_networks(turn, {network});
    readings_.insert_or_assign(network, reading_without(answer, now));
    taken.actions = finish(turn);
    return taken;
  }
  const auto* known = networks_.find(network);
  auto next = known == nullptr ? NetworkCharter(network) : *known;
  const auto reading = take_into(next, answer, session.hello->incarnation, now);
  if (reading) {
    readings_.insert_or_assign(network, LastReading{*reading});
    taken.more = *reading == NetworkReading::too_slow;
    // Of a charter that comes in many pages all is written at its end, or when no more is asked for.
    if (taken.more)
      save_networks(turn, networks_.put(std::move(next)));
    else if (*reading == NetworkReading::current)
      keep_network(turn, std::move(next));
    else if (has_unsaved)
      save_networks(turn, {network});
  } else {
    taken.refused = reading.error();
    const auto lie = lie_of(reading.error());
    const bool is_hidden = lie == NetworkLie::hidden;
    readings_.insert_or_assign(network,
                               LastReading{is_hidden ? NetworkReading::hidden : NetworkReading::refused});
    if (next.tell_once(lie)) {
      Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
      const auto evidence = answer.body.first(std::min(answer.body.size(), network_evidence_bytes_max));
      report_network_alarm(context, network, reading.error(), evidence);
      keep_network(turn, std::move(next));
    } else if (has_unsaved) {
      save_networks(turn, {network});
    }
  }
  taken.actions = finish(turn);
  return taken;
}

Actions Client::State::stop_reading(const channels::CircleId& network, Time now) {
  Turn turn(random_, now, next_request_);
  readings_.insert_or_assign(network, LastReading{NetworkReading::too_slow});
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

// A coordinator's.

std::span<const AttestingKey> Client::State::own_keys(const channels::CircleId& network) const {
  const auto own = attesting_.keys.find(network);
  return own == attesting_.keys.end() ? std::span<const AttestingKey>() : own->second;
}

AttestingKey& Client::State::coming_key(const CircleData& network) {
  auto& own = attesting_.keys[network.id];
  const auto& charter = network.charter();
  std::erase_if(own, [&](const AttestingKey& key) {
    const auto* named = find_named(charter, key);
    return named != nullptr && !charter.counts(*named);
  });
  const auto coming =
      std::ranges::find_if(own, [&](const AttestingKey& key) { return find_named(charter, key) == nullptr; });
  if (coming != own.end()) return *coming;
  return own.emplace_back(AttestingKey{.id = random_.id<charter::AttestationKeyId>(),
                                       .pair = primitives::generate_signature_key_pair(random_)});
}

NetworkKeysView Client::State::network_keys(const channels::CircleId& id) const {
  NetworkKeysView view;
  const auto* circle = find(id);
  if (circle == nullptr || !circle->log) return view;
  const auto& charter = circle->charter();
  view.is_public = charter.is_public();
  view.counting = charter.counting_attestation_keys();
  const auto own = own_keys(id);
  const bool is_coming =
      std::ranges::any_of(own, [&](const AttestingKey& key) { return find_named(charter, key) == nullptr; });
  if (find_counting(charter, own))
    view.own = OwnKey::counts;
  else if (!own.empty())
    view.own = is_coming ? OwnKey::coming : OwnKey::gone;
  return view;
}

std::vector<NetworkKeyView> Client::State::attestation_keys(const channels::CircleId& id) const {
  std::vector<NetworkKeyView> views;
  const auto* circle = find(id);
  if (circle == nullptr || !circle->log) return views;
  for (const auto& key : circle->charter().attestation_keys()) {
    if (!circle->charter().counts(key)) continue;
    const auto& member = circle->charter().member_of(key.setter)->id;
    const auto* person = find_person(*circle, member);
    const auto* entry = circle->log->entry(key.set);
    views.push_back({.id = key.id,
                     .member = member,
                     .name = person == nullptr ? std::string() : person->name,
                     .this_device = key.setter == circle->handle_id,
                     .since = entry == nullptr ? Time{} : entry->content().time});
  }
  return views;
}

Result<Accepted> Client::State::publish(const channels::CircleId& id,
                                        const std::optional<charter::FirstKey>& shown,
                                        const std::optional<SecretBytes>& words, Time now) {
  const auto found = usable(id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  // Whoever owns nothing may not know yet that it is a network.
  if (!circle.charter().is_owner(circle.handle_id, now)) return fail(channels::Errc::needs_owner, "publish");
  if (!is_network(circle)) return fail(client::Errc::circle_stays_private, "publish");
  if (circle.charter().is_public()) return fail(channels::Errc::charter_public, "publish");
  if (circle.charter().frozen_until(now)) return fail(channels::Errc::frozen, "publish");
  const auto asked = asked_key(circle, now);
  const auto asks_for = asked ? std::optional(asked->first) : std::nullopt;
  if (asks_for != shown) return fail(client::Errc::publication_changed, "publish");
  if (asked && asked->agreement.by_me && !asked->agreement.mine_is_last)
    return fail(client::Errc::not_needed, "publish");
  auto first = asked ? asked->first : charter::FirstKey{};
  Turn turn(random_, now, next_request_);
  if (!asked) {
    const auto& own = coming_key(circle);
    first = {.id = own.id, .key = own.public_key(), .holder = circle.handle_id};
    turn.save("attesting", attesting_.encode());
  }
  auto accepted = agree_to_publish(circle, first, words, now);
  if (!accepted) return fail(accepted.error());
  // The key is there before anybody hears of it.
  auto actions = finish(turn);
  std::ranges::move(accepted->actions, std::back_inserter(actions));
  accepted->actions = std::move(actions);
  return accepted;
}

Result<Accepted> Client::State::agree_to_publish(CircleData& circle, const charter::FirstKey& first,
                                                 const std::optional<SecretBytes>& words, Time now) {
  if (agreement_about(circle, charter::subject_of(first), now).mine_is_last)
    return want_by_words(circle.id, PublishWish{first}, words, now);
  const auto consent = consent_to(circle, first, now);
  if (!consent) return fail(consent.error());
  return tell_owners(circle, *consent, now);
}

Result<Accepted> Client::State::change_attestation_key(const channels::CircleId& id, KeyChange change,
                                                       Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  // As above.
  if (!(*circle)->charter().is_owner((*circle)->handle_id, now))
    return fail(channels::Errc::needs_owner, "attestation key");
  if (!is_network(**circle)) return fail(client::Errc::circle_stays_private, "attestation key");
  const auto counting = find_counting((*circle)->charter(), own_keys(id));
  if (change == KeyChange::take_away) {
    if (!counting) return fail(client::Errc::no_attestation_key, "attestation key");
    return want(id, AttestationKeyWish{.id = counting->id, .key = std::nullopt}, now);
  }
  if (counting && change == KeyChange::set) return fail(client::Errc::not_needed, "attestation key");
  // Before the next one is made, which may move what `counting` points to.
  const auto place = counting ? std::optional(counting->id) : std::nullopt;
  auto& made = coming_key(**circle);
  if (place) made.id = *place;
  Turn turn(random_, now, next_request_);
  Intent intent;
  intent.wish = AttestationKeyWish{.id = made.id, .key = made.public_key()};
  turn.save("attesting", attesting_.encode());
  auto kept = keep(turn, **circle, std::move(intent));
  if (!kept) return fail(kept.error());
  return Accepted{.intent = *kept, .actions = finish(turn)};
}

Result<Accepted> Client::State::take_attestation_key(const channels::CircleId& id,
                                                     const charter::AttestationKeyId& key, Time now) {
  const auto circle = usable(id, now);
  if (!circle) return fail(circle.error());
  const AttestationKeyWish wish{.id = key, .key = std::nullopt};
  if (is_fulfilled(**circle, wish)) return fail(channels::Errc::unknown_attestation_key, "attestation key");
  return want(id, wish, now);
}

Result<Attested> Client::State::attest(const channels::CircleId& id, const channels::MemberId& member,
                                       const NewAttestation& wanted, Time now) {
  const auto found = usable(id, now);
  if (!found) return fail(found.error());
  const auto& network = **found;
  if (!network.charter().is_owner(network.handle_id, now)) return fail(channels::Errc::needs_owner, "attest");
  const auto own = find_counting(network.charter(), own_keys(id));
  if (!own || is_about_to_end(network, own->id)) return fail(client::Errc::no_attestation_key, "attest");
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
                                                .key = own->id,
                                                .person = charter::hash_of_person(person->person),
                                                .claim = wanted.claim,
                                                .how = wanted.how,
                                                .checked = now,
                                                .until = now + wanted.life},
                                               own->own->pair.private_key);
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
