#include "tests/simulation/life_run.hpp"

#include <algorithm>
#include <array>
#include <utility>

/// The steps of a life by which people and their devices come in and go.
namespace kring::simulation {

namespace {

/// At a time, and in a whole life.
constexpr std::size_t in_max = 9;
constexpr std::size_t living_max = 60;

}  // namespace

/// Mostly somebody who may still be in.
Living& LifeRun::someone(const Op& op) {
  std::vector<std::size_t> in;
  for (std::size_t i = 0; i < living_.size(); ++i) {
    if (!is_out(living_[i])) in.push_back(i);
  }
  return op.what % 8 == 0 ? living_[op.who % living_.size()] : living_[in[op.who % in.size()]];
}

/// Whether it is certain that somebody is out by now, whatever a node's clock says.
bool LifeRun::is_out(const Living& living) const {
  if (living.until && world_.now() > *living.until + Duration(clock_error_max_ms)) return true;
  const auto is_done = [&](const auto& intent) {
    const auto outcome = world_.outcome(intent);
    return outcome && *outcome;
  };
  return std::ranges::any_of(living.removals, is_done) || std::ranges::any_of(living.pauses, is_done);
}

bool LifeRun::is_member(const Living& living, const channels::CircleId& circle) {
  const auto circles = client(living).circles(world_.now());
  const auto found = std::ranges::find(circles, circle, &core::CircleView::id);
  return found != circles.end() && found->standing == core::Standing::member;
}

std::size_t LifeRun::count_in() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(living_, [this](const Living& living) { return !is_out(living); }));
}

std::optional<channels::MemberId> LifeRun::find_member(Living& asking, const std::string& name,
                                                       std::initializer_list<core::MemberState> states) {
  for (const auto& member : client(asking).members(world_.circle(), world_.now())) {
    if (member.name == name && std::ranges::find(states, member.state) != states.end()) return member.id;
  }
  return {};
}

void LifeRun::invite(const Op& op) {
  if (living_.size() >= living_max || count_in() >= in_max) return;
  static constexpr std::array roles{"nurse", "family", "therapist", "volunteer"};
  auto invited = client(owner(op)).invite(
      world_.circle(), {.role = world_.role(roles[op.what % roles.size()]), .stay = {}}, world_.now());
  if (!invited) return;
  world_.perform(owner(op).device, std::move(invited->actions));
  const auto name = "Mens " + std::to_string(living_.size());
  const auto device = world_.add_device(name);
  links_.push_back({.who = living_.size(), .invitation = invited->invitation, .link = invited->link});
  living_.push_back({.device = device, .name = name, .person = living_.size()});
}

/// Who has a link follows it, and who waits is confirmed, some of them for a short time only; devices that
/// wait are let in.
void LifeRun::answer_requests(const Op& op) {
  for (auto& link : links_) {
    if (!std::exchange(link.followed, true)) {
      const auto device = living_[link.who].device;
      (void)world_.perform(device, world_.client(device).join(link.link, world_.now()));
    }
  }
  auto& confirming = owner(op);
  for (const auto& request : client(confirming).requests(world_.circle(), world_.now())) {
    std::optional<Time> until;
    if (op.what % 3 == 0) until = world_.now() + std::chrono::seconds(3 + op.what % 10);
    const auto asked = world_.perform(
        confirming.device,
        client(confirming)
            .confirm(world_.circle(), {.invitation = request.invitation, .until = until, .words = {}},
                     world_.now()));
    const auto link = std::ranges::find(links_, request.invitation, &Link::invitation);
    // Two owners may give two ends, of which one holds: who is out is certain after the later.
    if (!asked || link == links_.end()) continue;
    link->asked += 1;
    for (auto& living : living_) {
      if (living.person != link->who) continue;
      const bool has_end = until && (link->asked == 1 || living.until);
      living.until = has_end ? std::max(living.until.value_or(*until), *until) : std::optional<Time>();
      let_in(place(living));
    }
  }
  for (const auto& [who, code] : waiting_) {
    auto& by = living_[living_[who].adder.value()];
    (void)world_.perform(by.device, client(by).let_device_in(world_.circle(), code, world_.now()));
  }
}

/// Whoever is let in after all reads back.
void LifeRun::let_in(std::size_t who) {
  for (auto& said : said_) said.out.erase(who);
}

void LifeRun::remove(const Op& op) {
  const auto& chosen = living_[2 + op.what % (living_.size() - 2)];
  auto& removing = owner(op);
  const auto member =
      find_member(removing, chosen.name, {core::MemberState::live, core::MemberState::paused});
  if (!member) return;
  const auto asked =
      world_.perform(removing.device, client(removing).remove(world_.circle(), *member, world_.now()));
  if (!asked) return;
  for (auto& living : living_) {
    if (living.person == chosen.person) living.removals.push_back(*asked);
  }
}

void LifeRun::pause(const Op& op) {
  const auto& chosen = living_[2 + op.what % (living_.size() - 2)];
  auto& pausing = owner(op);
  const auto member = find_member(pausing, chosen.name, {core::MemberState::live});
  if (!member) return;
  const auto asked =
      world_.perform(pausing.device, client(pausing).pause(world_.circle(), *member, world_.now()));
  if (!asked) return;
  for (auto& living : living_) {
    if (living.person != chosen.person) continue;
    living.was_away = true;
    // An owner who wants them back since before may come online later.
    const bool may_come_back = std::ranges::any_of(
        living.unpauses, [this](const auto& intent) { return !world_.outcome(intent).has_value(); });
    if (!may_come_back) living.pauses.push_back(*asked);
  }
}

/// All who are paused, as far as an owner knows.
void LifeRun::unpause(const Op& op) {
  auto& unpausing = owner(op);
  for (const auto& member : client(unpausing).members(world_.circle(), world_.now())) {
    if (member.state != core::MemberState::paused) continue;
    const auto asked =
        world_.perform(unpausing.device, client(unpausing).unpause(world_.circle(), member.id, world_.now()));
    if (!asked) continue;
    for (auto& living : living_) {
      if (living_[living.person].name != member.name) continue;
      living.pauses.clear();
      living.unpauses.push_back(*asked);
      let_in(place(living));
    }
  }
}

void LifeRun::change_role(const Op& op) {
  const auto& chosen = living_[2 + op.what % (living_.size() - 2)];
  auto& changing = owner(op);
  const auto member = find_member(changing, chosen.name, {core::MemberState::live});
  if (!member) return;
  static constexpr std::array roles{"nurse", "family", "volunteer", "copiloot"};
  const auto asked = world_.perform(
      changing.device,
      client(changing).change_role(
          world_.circle(), {.member = *member, .role = world_.role(roles[op.what / 5 % roles.size()])},
          world_.now()));
  if (!asked) return;
  for (auto& living : living_) {
    if (living.person != chosen.person) continue;
    living.was_away = true;
    // A role has a stay of its own.
    living.until.reset();
    let_in(place(living));
  }
}

void LifeRun::leave(const Op& op) {
  auto& leaving = living_[2 + op.what % (living_.size() - 2)];
  // The first one resumes the circle, whichever device says that they leave.
  if (leaving.person == living_[0].person) return;
  const auto asked = world_.perform(leaving.device, client(leaving).leave(world_.circle(), world_.now()));
  if (!asked) return;
  for (auto& living : living_) {
    if (living.person == leaving.person) living.removals.push_back(*asked);
  }
}

/// A further device of somebody's: it holds what a linked one is given, which is who the person is and no
/// words.
void LifeRun::add_device(const Op& op) {
  const auto first = place(someone(op));
  if (living_.size() >= living_max || count_in() >= in_max || !is_member(living_[first])) return;
  const auto link = client(living_[first])
                        .device_link(world_.circle(), world_.view(living_[first].device).me, world_.now());
  if (!link) return;
  const auto device = world_.add_device(living_[first].name);
  const auto& row = world_.vault(living_[first].device).at("device");
  world_.vault(device).insert_or_assign("device", SecretBytes(row.begin(), row.end()));
  world_.restart_device(device);
  auto asked = world_.client(device).come_in_as(*link, core::Coming::as_further_device, world_.now());
  if (!asked) return problem("a device cannot ask to come in: " + std::string(asked.error().name()));
  world_.perform(device, std::move(asked->actions));
  waiting_.push_back({.who = living_.size(), .code = asked->code});
  auto added = living_[first];
  added.device = device;
  added.adder = first;
  added.online = true;
  added.was_lied_to = added.has_alarm = false;
  added.notices_seen = 0;
  added.network = {};
  living_.push_back(std::move(added));
}

/// By the device that let it in.
void LifeRun::revoke_device(const Op& op) {
  std::vector<std::size_t> added;
  for (const auto& living : living_) {
    if (living.adder && !is_out(living)) added.push_back(place(living));
  }
  if (added.empty()) return;
  const auto gone = added[op.what % added.size()];
  auto& by = living_[living_[gone].adder.value()];
  std::optional<channels::HandleId> handle;
  for (const auto& device : client(living_[gone]).devices(world_.circle())) {
    if (device.this_one) handle = device.id;
  }
  if (!handle) return;
  const auto asked = world_.perform(
      by.device, client(by).revoke_device(world_.circle(), *handle, std::nullopt, world_.now()));
  if (!asked) return;
  // It takes along what it has let in, which stands behind it.
  std::set gone_too{gone};
  for (const auto& living : living_) {
    if (living.adder && gone_too.contains(*living.adder)) gone_too.insert(place(living));
  }
  for (const auto who : gone_too) living_[who].removals.push_back(*asked);
}

}  // namespace kring::simulation
