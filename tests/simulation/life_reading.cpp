#include "channels/wire/charter_page.hpp"
#include "clients/core/attestation_view.hpp"
#include "tests/simulation/life_run.hpp"

#include <algorithm>
#include <utility>

/// The network beside the circle: people read its charter from outside, to see what the attestations of
/// others are worth, and the hub lies about it.
namespace kring::simulation {

namespace {

/// Questions in a row: a charter of a life fits one answer, and a lie may promise more.
constexpr int questions_max = 8;
/// How often a device is waited for whose connection a node has ended.
constexpr int reconnects_max = 3;

core::AttestationState state_after(charter::Judgement judgement) {
  using core::AttestationState;
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

/// What was the case when it was read last is shown as just that.
bool is_same(core::AttestationState shown, core::AttestationState judged) {
  using core::AttestationState;
  return shown == judged || (shown == AttestationState::held_before && judged == AttestationState::holds);
}

}  // namespace

/// Two who are attested come into the circle, and one whom the hub has given an attestation of its own.
void LifeRun::found_network(std::initializer_list<std::string_view> roles) {
  network_.emplace(world_);
  for (const auto role : roles) {
    const auto name = "Mens " + std::to_string(living_.size());
    const bool is_last = living_.size() == roles.size() + 1;
    const auto device = is_last ? network_->add_impostor(name) : network_->add_attested(name);
    world_.admit(device, role);
    living_.push_back(
        {.device = device, .name = name, .person = living_.size(), .network = {.is_in = !is_last}});
  }
}

void LifeRun::lie_about_network(const Op& op) {
  std::vector<std::size_t> candidates;
  for (const auto& living : living_) {
    if (is_member(living) && living.online && !living.network.is_in) candidates.push_back(place(living));
  }
  if (candidates.empty()) return;
  auto& living = living_[candidates[op.who % candidates.size()]];
  living.network.lie = static_cast<CharterLie>(op.what % charter_lie_count);
  living.network.dice = std::make_shared<support::SeededRandom>(op.what);
  read_network(living);
}

/// As whoever looks at who the others are.
void LifeRun::read_network(Living& living) {
  if (!living.online || living.network.is_in || !is_member(living)) return;
  std::vector<channels::MemberId> people;
  for (const auto& member : client(living).members(world_.circle(), world_.now()))
    people.push_back(member.id);
  for (const auto& asked : client(living).networks_to_read(world_.circle(), people, world_.now())) {
    if (asked != network_->id()) return problem(living.name + " asks for a network that nobody shows");
    read_charter(living);
  }
  check_shown(living);
}

void LifeRun::read_charter(Living& living) {
  bool has_more = true;
  for (int i = 0; i < questions_max && has_more; ++i) has_more = read_page(living);
  if (has_more) world_.perform(living.device, client(living).stop_reading(network_->id(), world_.now()));
  check_known(living);
}

/// Whoever has lost the connection has no greeting, and believes no answer.
bool LifeRun::is_greeted(const Living& living) {
  const auto hubs = client(living).status(world_.now()).hubs;
  return !hubs.empty() && hubs.front().connection == core::Connection::greeted;
}

bool LifeRun::read_page(Living& living) {
  auto& reader = living.network;
  const auto question = client(living).charter_question(world_.circle(), network_->id()).value();
  auto got = world_.get(living.device, question.path);
  bool shows = false;
  std::optional<ToldLie> told;
  if (reader.lie && got.status == 200)
    told = network_->lie(*reader.lie, wire::parse_charter_path(question.path).value(), got, *reader.dice);
  if (told) {
    ++network_lies_;
    reader.was_lied_to = true;
    got = std::move(told->got);
    shows = told->shows && is_greeted(living);
  }
  auto taken = client(living).take_charter_answer(world_.circle(), network_->id(),
                                                  {.status = got.status, .body = got.body}, world_.now());
  world_.perform(living.device, std::move(taken.actions));
  if (taken.refused && !told && !reader.is_misled)
    problem(living.name + " refuses the truth about the network: " + std::string(taken.refused->name()));
  if (taken.refused && told) ++network_found_out_;
  // It believes that there is more, as the hub has signed, and there never is.
  if (told && reader.lie == CharterLie::held_back && taken.more) reader.is_misled = true;
  check_answer(living, taken, shows);
  return taken.more;
}

void LifeRun::check_answer(const Living& living, const core::CharterTaken& taken, bool shows) {
  if (shows && !taken.refused) problem(living.name + " takes what is not the network's charter");
  if (!taken.refused) return;
  const auto alarms = client(living).status(world_.now()).alarms;
  const bool is_kept = std::ranges::any_of(alarms, [&](const core::Alarm& alarm) {
    return alarm.circle == network_->id() && alarm.reason == taken.refused->name() &&
           world_.vault(living.device).contains(alarm.evidence);
  });
  if (!is_kept) problem(living.name + " has no evidence of a lie about the network");
}

std::optional<core::NetworkCharter> LifeRun::kept_charter(const Living& living) {
  const auto& vault = world_.vault(living.device);
  const auto row = vault.find("network/" + to_hex(network_->id().view()));
  if (row == vault.end()) return std::nullopt;
  return core::NetworkCharter::decode(row->second).value();
}

void LifeRun::check_known(Living& living) {
  auto& known = living.network.known;
  const auto question = client(living).charter_question(world_.circle(), network_->id()).value();
  const auto from = wire::parse_charter_path(question.path).value().from;
  const channels::EntryNumber now_known{std::to_underlying(from) - 1};
  if (now_known < known) problem(living.name + " goes back in what it knows of a network");
  known = now_known;
  const auto kept = kept_charter(living);
  const auto kept_number = kept ? kept->number() : channels::EntryNumber{};
  if (kept_number != known) problem(living.name + " does not keep what it has read of a network");
  const auto* charter = kept ? kept->charter() : nullptr;
  if (charter != nullptr && !network_->truth().has_head(charter->number(), charter->head().hash))
    problem(living.name + " believes what is not the network's charter");
}

/// As far as a device has read it: of whoever is in the network that cannot be seen from outside.
std::optional<charter::Charter> LifeRun::read_charter_of(const Living& living) {
  const auto kept = kept_charter(living);
  const auto* charter = kept ? kept->charter() : nullptr;
  if (charter == nullptr) return std::nullopt;
  auto then = network_->truth().at(charter->number());
  if (!then) return std::nullopt;
  return std::move(*then);
}

void LifeRun::check_shown(const Living& living) {
  const auto charter = read_charter_of(living);
  for (const auto& view : shown_to(living)) {
    check_not_made_up(living, view);
    if (!living.network.is_in) check_judged(living, view, charter ? &*charter : nullptr);
  }
}

std::vector<core::AttestationView> LifeRun::shown_to(const Living& living) {
  std::vector<core::AttestationView> all;
  for (const auto& member : client(living).members(world_.circle(), world_.now())) {
    auto views = client(living).attestations_of(world_.circle(), member.id, world_.now());
    std::ranges::move(views, std::back_inserter(all));
  }
  return all;
}

void LifeRun::check_not_made_up(const Living& living, const core::AttestationView& view) {
  using core::AttestationState;
  const bool holds = view.state == AttestationState::holds || view.state == AttestationState::held_before;
  if (holds && network_->is_made_up(view.id))
    problem(living.name + " takes an attestation for true that the hub has made up");
}

void LifeRun::check_judged(const Living& living, const core::AttestationView& view,
                           const charter::Charter* charter) {
  const auto* shown = network_->find(view.id);
  if (shown == nullptr) return problem(living.name + " sees an attestation that nobody shows");
  const auto alone = charter::judge_alone(shown->attestation, shown->person, world_.now());
  auto judged = core::AttestationState::unknown_network;
  if (charter != nullptr)
    judged = state_after(charter::judge(shown->attestation, shown->person, *charter, world_.now()));
  else if (alone != charter::Judgement::holds)
    judged = state_after(alone);
  if (!is_same(view.state, judged))
    problem(living.name + " shows an attestation otherwise than the network's charter says");
}

void LifeRun::check_network() {
  for (auto& living : living_) {
    if (!is_member(living)) continue;
    check_shown(living);
    if (!living.online || has_stopped(living)) continue;
    living.network.is_in ? check_doctor(living) : check_reader_of_network(living);
  }
}

/// Who is in the network, and has it as the hub has, judges by all of its charter.
void LifeRun::check_doctor(const Living& living) {
  if (!is_member(living, network_->id())) return;
  for (const auto& view : shown_to(living)) {
    if (view.reading == core::NetworkReading::current)
      check_judged(living, view, &network_->truth().charter());
    else if (!living.was_lied_to)
      problem(living.name + " is behind in the network");
  }
}

/// The hub tells the truth now, and each device gets to know it.
void LifeRun::check_reader_of_network(Living& living) {
  if (std::exchange(living.network.is_misled, false)) {
    auto forgotten = client(living).forget_network(network_->id());
    if (!forgotten) return problem(living.name + " cannot forget the network");
    world_.perform(living.device, std::move(*forgotten));
    living.network.known = {};
  }
  read_network(living);
  // A hub whose clock has just been set right takes some for silent, and lets them go.
  for (int again = 0; again < reconnects_max && !is_greeted(living); ++again) {
    (void)world_.settle();
    read_network(living);
  }
  for (const auto& view : shown_to(living)) {
    if (view.state == core::AttestationState::holds) ++attestations_held_;
    const bool is_over =
        view.state == core::AttestationState::withdrawn || view.state == core::AttestationState::key_gone;
    if (is_over) ++attestations_over_;
    if (view.reading != core::NetworkReading::current)
      problem(living.name +
              " does not read the network's charter: " + std::string(core::name_of(view.reading)));
  }
  const auto kept = kept_charter(living);
  if (kept && kept->number() != network_->truth().charter().number())
    problem(living.name + " does not read all of the network's charter");
}

bool LifeRun::is_of_network(const Living& living, const core::Alarm& alarm) const {
  return network_ && living.network.was_lied_to && alarm.circle == network_->id() &&
         alarm.reason.starts_with("network_");
}

/// Nobody lies to her; but whoever was lied to may write what others pass over.
void LifeRun::check_coordinator() {
  if (!network_) return;
  const auto& notices = world_.notices(network_->coordinator());
  for (; coordinator_notices_seen_ < notices.size(); ++coordinator_notices_seen_) {
    const auto* alarm = std::get_if<core::Alarm>(&notices[coordinator_notices_seen_]);
    const bool is_passed_over =
        alarm != nullptr && alarm->reason.starts_with("record_") &&
        std::ranges::any_of(living_, [](const Living& living) { return living.was_lied_to; });
    if (alarm != nullptr && !is_passed_over) problem("alarm of the coordinator: " + alarm->reason);
  }
}

}  // namespace kring::simulation
