#include "tests/simulation/life_run.hpp"

#include <algorithm>
#include <array>
#include <map>

/// What must hold in a life whenever all is quiet.
namespace kring::simulation {

namespace {

/// Long enough for every device to give back what the hub has lost.
constexpr Duration giving_back_within = std::chrono::minutes(2);

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

/// Whether `all` has the texts of `some`, in this order.
bool is_subsequence(const std::vector<std::string>& some, const std::vector<std::string>& all) {
  auto next = some.begin();
  for (const auto& text : all) {
    if (next != some.end() && *next == text) ++next;
  }
  return next == some.end();
}

}  // namespace

bool LifeRun::has_problem() {
  for (auto& living : living_) {
    const auto& notices = world_.notices(living.device);
    for (; living.notices_seen < notices.size(); ++living.notices_seen) {
      const auto* alarm = std::get_if<core::Alarm>(&notices[living.notices_seen]);
      if (alarm == nullptr) continue;
      if (is_of_network(living, *alarm)) continue;
      living.has_alarm = true;
      // What others wrote after the place from which an owner went on is kept as evidence.
      const bool is_void = alarm->reason == "articles_void" && restarted_.contains(*alarm->channel);
      const bool is_cut_off = alarm->reason == "log_cut_off" && lost_beginnings_.contains(*alarm->channel);
      // Whoever was shown another log, and has not found it out, writes what all others pass over.
      const bool is_passed_over =
          alarm->reason.starts_with("record_") &&
          std::ranges::any_of(living_, [](const Living& other) { return other.was_lied_to; });
      if (!is_void && !is_cut_off && !is_passed_over && !living.was_lied_to)
        problem("alarm of " + living.name + ": " + alarm->reason);
    }
  }
  check_coordinator();
  return !world_.watcher().problems().empty();
}

Lived LifeRun::outcome() {
  (void)has_problem();
  const auto found_out =
      std::ranges::count_if(living_, [](const Living& living) { return has_stopped(living); });
  return {.problems = world_.watcher().problems(),
          .lies = lies_,
          .found_out = static_cast<std::size_t>(found_out),
          .network_lies = network_lies_,
          .network_found_out = network_found_out_,
          .attestations_held = attestations_held_,
          .attestations_over = attestations_over_};
}

void LifeRun::calm() {
  world_.tamper({});
  world_.set_weather({});
  world_.heal();
  for (auto& living : living_) {
    // What a hub said that lied is over with its connection.
    if (living.was_lied_to) set_online(living, false);
    set_online(living, true);
    living.network.lie.reset();
  }
  if (settle()) check();
  world_.set_weather(storm);
}

/// Until nobody has anything left to do.
bool LifeRun::settle() {
  // Whoever is not a member yet waits until an owner has resumed, and does not settle.
  const bool is_settled = world_.settle(giving_back_within);
  // Nor does whoever found a lie out, and has stopped.
  (void)has_problem();
  for (auto& living : living_) {
    if (has_stopped(living)) set_online(living, false);
  }
  if (is_read_only(living_[0])) {
    world_.run(giving_back_within);
    resume();
  } else if (is_settled) {
    return true;
  }
  if (world_.settle() && !is_read_only(living_[0])) return true;
  if (restart_empty() && world_.settle()) return true;
  if (!has_problem()) problem("it does not settle: " + world_.unsettled());
  return false;
}

/// An owner resumes the circle of a restored hub, and restarts channels that somebody could not come into
/// because the hub has lost their Welcome.
void LifeRun::resume() {
  auto& owner = living_[0];
  note_lost_beginnings();
  const auto resumed = world_.perform(owner.device, client(owner).resume(world_.circle(), world_.now()));
  if (!resumed) return problem("it is not resumed: " + std::string(resumed.error().name()));
  (void)world_.settle(giving_back_within);
  std::set<channels::ChannelId> missed;
  for (const auto& living : living_) {
    if (!is_member(living) || has_stopped(living)) continue;
    for (const auto& known : client(living).channels(world_.circle(), world_.now())) {
      const bool is_missed = !known.joined && known.mine.include(channels::Right::read);
      const bool is_cut_off = known.stopped && lost_beginnings_.contains(known.id);
      if (is_missed || is_cut_off) missed.insert(known.id);
    }
  }
  // It may be an owner that nobody could let in: only who has read a channel can restart it.
  for (const auto& channel : missed) restart_channel(is_in(owner, channel) ? owner : living_[1], channel);
}

void LifeRun::note_lost_beginnings() {
  for (const auto& [channel, beginners] : beginners_) {
    const bool is_lost = std::ranges::any_of(
        beginners, [this](std::size_t who) { return is_out(living_[who]) || !is_member(living_[who]); });
    if (is_lost) lost_beginnings_.insert(channel);
  }
}

/// An owner restarts each channel that nobody is left in: whoever is to be let in waits for somebody who
/// could. False if there is none.
bool LifeRun::restart_empty() {
  std::set<channels::ChannelId> empty;
  for (const auto& known : client(living_[0]).channels(world_.circle(), world_.now())) {
    const bool has_anybody = std::ranges::any_of(living_, [&](const Living& living) {
      return is_member(living) && !has_stopped(living) && is_in(living, known.id);
    });
    if (!known.closed && !has_anybody) empty.insert(known.id);
  }
  for (const auto& channel : empty) restart_channel(living_[0], channel);
  return !empty.empty();
}

bool LifeRun::is_in(const Living& living, const channels::ChannelId& channel) {
  const auto known = client(living).channels(world_.circle(), world_.now());
  const auto found = std::ranges::find(known, channel, &core::ChannelView::id);
  return found != known.end() && found->joined;
}

bool LifeRun::is_read_only(const Living& living) {
  return world_.view(living.device).read_only;
}

std::vector<std::string> LifeRun::texts(const Living& living, const channels::ChannelId& channel) {
  std::vector<std::string> all;
  for (const auto& article : client(living).timeline(world_.circle(), channel, {})) {
    if (!article.text.empty()) all.push_back(article.text);
  }
  return all;
}

/// What the owners have between them: of a sealed channel, or of one that was restarted, neither may have
/// all. If none of these devices is there, or none has missed nothing of what was sealed, also what those
/// have who are in it: a device may be revoked, or wait to be healed of a lost group.
std::vector<std::string> LifeRun::whole_log(const core::ChannelView& channel) {
  const bool is_sealed = channel.mode == channels::Mode::sealed;
  const auto is_there = [&](const Living& living) { return is_member(living) && is_in(living, channel.id); };
  const auto has_all = [&](const Living& living) {
    return is_there(living) && !(is_sealed && living.was_away);
  };
  const bool is_owned = has_all(living_[0]) || has_all(living_[1]);
  std::map<channels::Sequence, std::string> all;
  for (const auto& living : living_) {
    if (place(living) >= 2 && (is_owned || !is_there(living))) continue;
    for (const auto& article : client(living).timeline(world_.circle(), channel.id, {})) {
      if (!article.text.empty()) all.emplace(article.seq, article.text);
    }
  }
  std::vector<std::string> texts;
  texts.reserve(all.size());
  for (const auto& [seq, text] : all) texts.push_back(text);
  return texts;
}

bool LifeRun::has_text(const Living& living, const Said& said) {
  const auto theirs = texts(living, said.channel);
  return std::ranges::find(theirs, said.text) != theirs.end();
}

void LifeRun::check() {
  for (const auto& living : living_) {
    if (is_out(living) && is_member(living) && !has_stopped(living))
      problem(living.name + " is out, and does not know it");
    check_people(living);
  }
  check_agreement();
  if (network_) check_network();
  for (const auto& channel : client(living_.front()).channels(world_.circle(), world_.now()))
    check_channel(channel);
}

/// Nobody is in the circle who was not let in, and nobody owns it but the two who did from the beginning.
void LifeRun::check_people(const Living& living) {
  std::size_t owners = 0;
  for (const auto& member : client(living).members(world_.circle(), world_.now())) {
    const auto named = std::ranges::find(living_, member.name, &Living::name);
    // Whose introduction did not come has no name yet.
    if (!member.name.empty() && named == living_.end())
      problem(living.name + " sees a stranger: " + member.name);
    if (!member.owner) continue;
    ++owners;
    if (named != living_.end() && named->person > 1)
      problem(living.name + " takes for an owner: " + member.name);
  }
  if (owners > 2) problem(living.name + " sees " + std::to_string(owners) + " owners");
}

/// Everyone in a channel's group agrees on its log and its epoch.
void LifeRun::check_agreement() {
  const auto agree_on = [this](const channels::CircleId& circle, std::vector<DeviceIndex> devices) {
    for (const auto& living : living_) {
      if (is_member(living, circle) && !has_stopped(living)) devices.push_back(living.device);
    }
    check_agreement(circle, devices);
  };
  agree_on(world_.circle(), {});
  if (network_) agree_on(network_->id(), {network_->coordinator()});
}

void LifeRun::check_agreement(const channels::CircleId& circle, const std::vector<DeviceIndex>& devices) {
  std::map<channels::ChannelId, core::ChannelView> first;
  for (const auto device : devices) {
    for (const auto& known : world_.client(device).channels(circle, world_.now())) {
      if (!known.joined) continue;
      const auto [place, is_new] = first.try_emplace(known.id, known);
      const auto& other = place->second;
      if (other.epoch != known.epoch || other.head != known.head || other.head_hash != known.head_hash)
        problem("two devices do not agree on a log");
    }
  }
}

void LifeRun::check_channel(const core::ChannelView& channel) {
  const auto log = whole_log(channel);
  if (std::set<std::string>(log.begin(), log.end()).size() != log.size())
    problem("something that was said once is there twice");
  for (const auto& said : said_) {
    if (said.channel == channel.id) check_said(said, log);
  }
  for (const auto& living : living_) check_reader(living, channel, log);
}

/// Not if they are out, or were given another role since.
bool LifeRun::may_say_again(const Living& living, const channels::ChannelId& channel) {
  if (is_out(living) || !is_member(living)) return false;
  const auto known = client(living).channels(world_.circle(), world_.now());
  const auto found = std::ranges::find(known, channel, &core::ChannelView::id);
  return found != known.end() && !found->closed && found->mine.include(channels::Right::post);
}

void LifeRun::check_said(const Said& said, const std::vector<std::string>& log) {
  const auto& author = living_[said.author];
  const auto outcome = world_.outcome(said.intent);
  const auto is_there = std::ranges::find(log, said.text) != log.end();
  // What fell away at a restart only its author says again; an acknowledgement may have been a lie.
  const bool is_authors = said.held_by_author_alone || restarted_.contains(said.channel);
  const bool is_lost = (is_authors && !may_say_again(author, said.channel)) || author.was_lied_to;
  if (outcome && *outcome && !is_there && !is_lost) problem(said.text + " was acknowledged and is not there");
  // Whoever is out meanwhile cannot know what became of it, nor who is lied to.
  static constexpr std::array unsure{client::Errc::ended, client::Errc::paused, client::Errc::device_out,
                                     client::Errc::may_not_post};
  const bool is_sure = outcome && !*outcome && !author.was_lied_to &&
                       std::ranges::none_of(unsure, [&](auto reason) { return outcome->error() == reason; });
  if (is_sure && is_there)
    problem(said.text + " is there, but its author was told: " + std::string(outcome->error().name()));
  for (const auto out : said.out) {
    const auto theirs = texts(living_[out], said.channel);
    if (out != said.author && std::ranges::find(theirs, said.text) != theirs.end())
      problem(living_[out].name + " reads what was said after they were out");
  }
}

/// Nobody reads what nobody said, or anything twice.
void LifeRun::check_words(const Living& living, const core::ChannelView& channel,
                          const std::vector<std::string>& theirs) {
  std::set<std::string> all;
  for (const auto& text : theirs) {
    const auto said = std::ranges::find(said_, text, &Said::text);
    if (said == said_.end() || said->channel != channel.id || !all.insert(text).second)
      problem(living.name + " reads what nobody said there, or twice: " + text);
  }
}

/// Everyone has the same, in the same order: in records all of it, in a sealed channel one stretch.
void LifeRun::check_reader(const Living& living, const core::ChannelView& channel,
                           const std::vector<std::string>& log) {
  const auto theirs = texts(living, channel.id);
  // Whoever is out of a channel does not hear that it was restarted.
  const bool knows_restarts =
      !restarted_.contains(channel.id) || (is_member(living) && is_in(living, channel.id));
  check_words(living, channel, theirs);
  if (has_stopped(living) || !knows_restarts) return;
  // Whoever was let into a group again, or into a new one later, cannot read what was sealed before.
  const bool is_broken =
      (restarted_.contains(channel.id) || living.was_away) && channel.mode == channels::Mode::sealed;
  const bool is_part =
      theirs.empty() || (is_broken ? is_subsequence(theirs, log) : !std::ranges::search(log, theirs).empty());
  if (!is_part)
    problem(living.name + " reads another log of " + channel.label + ": " + joined(theirs) + " instead of " +
            joined(log));
  if (channel.mode != channels::Mode::record || !is_member(living) || has_stopped(living)) return;
  for (const auto& view : client(living).channels(world_.circle(), world_.now())) {
    if (view.id == channel.id && view.joined && theirs != log) problem(living.name + " misses something");
  }
}

}  // namespace kring::simulation
