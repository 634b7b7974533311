#include "tests/simulation/life.hpp"

#include "tests/simulation/circle_world.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace kring::simulation {

namespace {

/// At a time, and in a whole life.
constexpr std::size_t people_in_max = 9;
constexpr std::size_t people_max = 60;
/// By so much, either way, a node's clock may be wrong: two nodes and a client stay within the five minutes
/// that the rules allow.
constexpr std::int64_t clock_error_max_ms = 60'000;
/// A restored copy is from one of so many steps.
constexpr std::size_t copies_back_max = 30;
/// Long enough for every device to give back what the hub has lost.
constexpr Duration giving_back_within = std::chrono::minutes(2);
constexpr Weather storm{
    .cuts_per_mille = 12, .bus_lost_per_mille = 100, .bus_doubled_per_mille = 100, .full_per_mille = 5};

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

struct Person {
  DeviceIndex device{};
  std::string name;
  bool online = true;
  /// An end that was given to them when they were let in.
  std::optional<Time> until{};
  /// Intents to remove them.
  std::vector<core::IntentId> removals{};
};

struct Said {
  std::string text;
  channels::ChannelId channel;
  core::IntentId intent;
  std::size_t author = 0;
  /// When the hub was restored nobody else held it: it comes back if they are still in.
  bool held_by_author_alone = false;
  /// People who were certainly out when it was said.
  std::set<std::size_t> out{};
};

class Life {
 public:
  explicit Life(const LifeOptions& options)
      : world_({.seed = options.seed,
                .nodes = options.nodes,
                .store_delay_max =
                    options.nodes == 1 ? Duration::zero() : Duration(std::chrono::milliseconds(8))}) {
    people_.push_back({.device = world_.anna(), .name = "Anna"});
    people_.push_back({.device = world_.admit_owner("Piet"), .name = "Piet"});
    for (const auto* role : {"nurse", "family", "copiloot"}) {
      const auto name = "Mens " + std::to_string(people_.size());
      people_.push_back({.device = world_.admit(name, role), .name = name});
    }
    world_.set_weather(storm);
    world_.plant(options.plant);
  }

  std::vector<std::string> run(std::span<const Op> script) {
    for (const auto& op : script) {
      copies_.push_back(world_.back_up_store());
      step(op);
      world_.run(op.then_wait);
      if (has_problem()) return take_problems();
    }
    calm();
    return take_problems();
  }

 private:
  [[nodiscard]] bool has_problem() {
    for (const auto& alarm : std::span(world_.alarms()).subspan(alarms_seen_)) {
      // What others wrote after the place from which an owner went on is kept as evidence.
      const bool is_meant = alarm.reason == "articles_void" && restarted_.contains(*alarm.channel);
      if (!is_meant) world_.watcher().report("alarm: " + alarm.reason);
    }
    alarms_seen_ = world_.alarms().size();
    return !world_.watcher().problems().empty();
  }
  std::vector<std::string> take_problems() {
    (void)has_problem();
    return world_.watcher().problems();
  }
  void problem(std::string text) { world_.watcher().report(std::move(text)); }

  core::Client& client(const Person& person) { return world_.client(person.device); }
  /// Mostly somebody who may still be in.
  Person& someone(const Op& op) {
    std::vector<std::size_t> in;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (!is_out(people_[i])) in.push_back(i);
    }
    return op.what % 8 == 0 ? people_[op.who % people_.size()] : people_[in[op.who % in.size()]];
  }
  [[nodiscard]] std::size_t count_in() {
    return static_cast<std::size_t>(
        std::ranges::count_if(people_, [this](const Person& person) { return !is_out(person); }));
  }
  Person& owner(const Op& op) { return people_[op.who % 2]; }
  NodeIndex node(const Op& op) const { return NodeIndex{op.who % world_.node_count()}; }

  void step(const Op& op) {
    switch (op.kind) {
      case OpKind::say:
        return say(op);
      case OpKind::go_offline:
        return set_online(someone(op), false);
      case OpKind::come_online:
        return set_online(someone(op), true);
      case OpKind::restart_device:
        return world_.restart_device(someone(op).device);
      case OpKind::invite:
        return invite(op);
      case OpKind::answer_requests:
        return answer_requests(op);
      case OpKind::remove:
        return remove(op);
      case OpKind::open_channel:
        return open_channel(op);
      case OpKind::restart_channel:
        return restart_channel(op);
      case OpKind::crash_node:
        return world_.crash_node(node(op), Duration(static_cast<Duration::rep>(op.what % 3000)));
      case OpKind::cut_bus:
        return world_.cut_bus(node(op), op.what % 2 == 0);
      case OpKind::cut_store:
        return world_.cut_store(node(op), op.what % 2 == 0);
      case OpKind::fail_power:
        return world_.fail_power();
      case OpKind::restore_store:
        return restore_store(op);
      case OpKind::set_node_clock:
        return world_.set_node_clock(
            node(op),
            Duration(static_cast<std::int64_t>(op.what % (2 * clock_error_max_ms)) - clock_error_max_ms));
      case OpKind::calm:
        return calm();
    }
  }

  void set_online(Person& person, bool online) {
    if (person.online == online) return;
    person.online = online;
    online ? world_.online(person.device) : world_.offline(person.device);
  }

  /// Whether it is certain that somebody is out by now, whatever a node's clock says.
  bool is_out(const Person& person) {
    if (person.until && world_.now() > *person.until + Duration(clock_error_max_ms)) return true;
    return std::ranges::any_of(person.removals, [&](const auto& intent) {
      const auto outcome = world_.outcome(intent);
      return outcome && *outcome;
    });
  }

  void say(const Op& op) {
    auto& person = someone(op);
    const auto channels = client(person).channels(world_.circle(), world_.now());
    if (channels.empty()) return;
    const auto& channel = channels[op.what % channels.size()];
    Said said{.text = "Tekst " + std::to_string(said_.size()), .channel = channel.id, .intent = {}};
    const auto asked = world_.perform(
        person.device, client(person).say(world_.circle(), channel.id, said.text, world_.now()));
    if (!asked) return;
    said.intent = *asked;
    said.author = static_cast<std::size_t>(&person - people_.data());
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (is_out(people_[i])) said.out.insert(i);
    }
    said_.push_back(std::move(said));
  }

  void invite(const Op& op) {
    if (people_.size() >= people_max || count_in() >= people_in_max) return;
    static constexpr std::array roles{"nurse", "family", "therapist", "volunteer"};
    auto invited = client(owner(op)).invite(
        world_.circle(), {.role = world_.role(roles[op.what % roles.size()]), .stay = {}}, world_.now());
    if (!invited) return;
    world_.perform(owner(op).device, std::move(invited->actions));
    const auto name = "Mens " + std::to_string(people_.size());
    const auto device = world_.add_device(name);
    links_.push_back({.person = people_.size(), .invitation = invited->invitation, .link = invited->link});
    people_.push_back({.device = device, .name = name});
  }

  /// Who has a link follows it, and who waits is confirmed, some of them for a short time only.
  void answer_requests(const Op& op) {
    for (auto& link : links_) {
      if (!std::exchange(link.followed, true)) {
        const auto device = people_[link.person].device;
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
      auto& person = people_[link->person];
      link->asked += 1;
      const bool has_end = until && (link->asked == 1 || person.until);
      person.until = has_end ? std::max(person.until.value_or(*until), *until) : std::optional<Time>();
      // Whoever is let in after all reads back.
      for (auto& said : said_) said.out.erase(link->person);
    }
  }

  void remove(const Op& op) {
    auto& person = people_[2 + op.what % (people_.size() - 2)];
    auto& removing = owner(op);
    for (const auto& member : client(removing).members(world_.circle(), world_.now())) {
      if (member.name != person.name || member.state != core::MemberState::live) continue;
      const auto asked =
          world_.perform(removing.device, client(removing).remove(world_.circle(), member.id, world_.now()));
      if (asked) person.removals.push_back(*asked);
      return;
    }
  }

  void open_channel(const Op& op) {
    const auto all = channels::Right::read | channels::Right::post | channels::Right::moderate;
    auto opened = client(owner(op)).open_channel(
        world_.circle(),
        {.label = "Extra " + std::to_string(said_.size()),
         .mode = op.what % 2 == 0 ? channels::Mode::sealed : channels::Mode::record,
         .roles = {{world_.role("parent"), all}, {world_.role("nurse"), all}}},
        world_.now());
    if (opened) world_.perform(owner(op).device, std::move(opened->actions));
  }

  /// Whatever the owner has not read of it becomes void.
  void restart_channel(const Op& op) {
    auto& restarting = owner(op);
    const auto channels = client(restarting).channels(world_.circle(), world_.now());
    if (channels.empty()) return;
    restart_channel(restarting, channels[op.what % channels.size()].id);
  }
  void restart_channel(const Person& restarting, const channels::ChannelId& channel) {
    const auto asked = world_.perform(
        restarting.device, client(restarting).restart_channel(world_.circle(), channel, {}, world_.now()));
    if (asked) restarted_.insert(channel);
  }

  /// The hub is lost, and one of the last copies put back. What somebody holds comes back before an owner
  /// resumes the circle, when all is quiet.
  void restore_store(const Op& op) {
    copies_.resize(copies_.size() - op.what % std::min(copies_.size(), copies_back_max));
    world_.restore_store(copies_.back());
    for (auto& said : said_) {
      const bool is_held = std::ranges::any_of(
          people_, [&](const Person& person) { return !is_out(person) && has_text(person, said); });
      if (!is_held) said.held_by_author_alone = true;
    }
  }

  // ------------------------------------------------------------------------------ when all is quiet

  void calm() {
    world_.set_weather({});
    world_.heal();
    for (auto& person : people_) set_online(person, true);
    if (settle()) check();
    world_.set_weather(storm);
  }

  /// Until nobody has anything left to do.
  [[nodiscard]] bool settle() {
    // Whoever is not a member yet waits until an owner has resumed, and does not settle.
    const bool is_settled = world_.settle(giving_back_within);
    if (is_read_only(people_[0])) {
      world_.run(giving_back_within);
      resume();
    } else if (is_settled) {
      return true;
    }
    if (world_.settle() && !is_read_only(people_[0])) return true;
    if (!has_problem()) problem("it does not settle: " + world_.unsettled());
    return false;
  }

  /// An owner resumes the circle of a restored hub, and restarts channels that somebody could not come into
  /// because the hub has lost their Welcome.
  void resume() {
    auto& owner = people_[0];
    const auto resumed = world_.perform(owner.device, client(owner).resume(world_.circle(), world_.now()));
    if (!resumed) return problem("it is not resumed: " + std::string(resumed.error().name()));
    (void)world_.settle(giving_back_within);
    std::set<channels::ChannelId> missed;
    for (const auto& person : people_) {
      if (!is_member(person)) continue;
      for (const auto& known : client(person).channels(world_.circle(), world_.now())) {
        if (!known.joined && known.mine.include(channels::Right::read)) missed.insert(known.id);
      }
    }
    // It may be an owner that nobody could let in: only who has read a channel can restart it.
    for (const auto& channel : missed) restart_channel(is_in(owner, channel) ? owner : people_[1], channel);
  }
  [[nodiscard]] bool is_in(const Person& person, const channels::ChannelId& channel) {
    const auto known = client(person).channels(world_.circle(), world_.now());
    const auto found = std::ranges::find(known, channel, &core::ChannelView::id);
    return found != known.end() && found->joined;
  }
  [[nodiscard]] bool is_read_only(const Person& person) {
    return client(person).circles(world_.now()).at(0).read_only;
  }

  [[nodiscard]] bool is_member(const Person& person) {
    const auto circles = client(person).circles(world_.now());
    return !circles.empty() && circles[0].standing == core::Standing::member;
  }

  std::vector<std::string> texts(const Person& person, const channels::ChannelId& channel) {
    std::vector<std::string> all;
    for (const auto& article : client(person).timeline(world_.circle(), channel, {})) {
      if (!article.text.empty()) all.push_back(article.text);
    }
    return all;
  }

  /// What the owners have between them: of a sealed channel, or of one that was restarted, neither may have
  /// all.
  std::vector<std::string> owners_texts(const channels::ChannelId& channel) {
    std::map<channels::Sequence, std::string> all;
    for (std::size_t i = 0; i < 2; ++i) {
      for (const auto& article : client(people_[i]).timeline(world_.circle(), channel, {})) {
        if (!article.text.empty()) all.emplace(article.seq, article.text);
      }
    }
    std::vector<std::string> texts;
    texts.reserve(all.size());
    for (const auto& [seq, text] : all) texts.push_back(text);
    return texts;
  }

  bool has_text(const Person& person, const Said& said) {
    const auto theirs = texts(person, said.channel);
    return std::ranges::find(theirs, said.text) != theirs.end();
  }

  void check() {
    for (const auto& person : people_) {
      if (is_out(person) && is_member(person)) problem(person.name + " is out, and does not know it");
    }
    check_agreement();
    for (const auto& channel : client(people_.front()).channels(world_.circle(), world_.now()))
      check_channel(channel);
  }

  /// Everyone in a channel's group agrees on its log and its epoch.
  void check_agreement() {
    std::map<channels::ChannelId, core::ChannelView> first;
    for (const auto& person : people_) {
      if (!is_member(person)) continue;
      for (const auto& known : client(person).channels(world_.circle(), world_.now())) {
        if (!known.joined) continue;
        const auto [place, is_new] = first.try_emplace(known.id, known);
        const auto& other = place->second;
        if (other.epoch != known.epoch || other.head != known.head || other.head_hash != known.head_hash)
          problem(person.name + " and another do not agree on a log");
      }
    }
  }

  void check_channel(const core::ChannelView& channel) {
    const auto log = owners_texts(channel.id);
    if (std::set<std::string>(log.begin(), log.end()).size() != log.size())
      problem("something that was said once is there twice");
    for (const auto& said : said_) {
      if (said.channel != channel.id) continue;
      const auto outcome = world_.outcome(said.intent);
      const auto is_there = std::ranges::find(log, said.text) != log.end();
      // What fell away at a restart only its author says again.
      const bool is_authors = said.held_by_author_alone || restarted_.contains(channel.id);
      const bool is_lost = is_authors && is_out(people_[said.author]);
      if (outcome && *outcome && !is_there && !is_lost)
        problem(said.text + " was acknowledged and is not there");
      // Whoever is out meanwhile cannot know what became of it.
      const bool is_sure = outcome && !*outcome && outcome->error() != client::Errc::ended &&
                           outcome->error() != client::Errc::may_not_post;
      if (is_sure && is_there)
        problem(said.text + " is there, but its author was told: " + std::string(outcome->error().name()));
      for (const auto out : said.out) {
        const auto theirs = texts(people_[out], channel.id);
        if (out != said.author && std::ranges::find(theirs, said.text) != theirs.end())
          problem(people_[out].name + " reads what was said after they were out");
      }
    }
    for (const auto& person : people_) check_reader(person, channel, log);
  }

  /// Everyone has the same, in the same order: in records all of it, in a sealed channel one stretch.
  void check_reader(const Person& person, const core::ChannelView& channel,
                    const std::vector<std::string>& log) {
    const auto theirs = texts(person, channel.id);
    // Whoever was let into a new group later cannot read what was sealed in it before.
    const bool is_restarted = restarted_.contains(channel.id) && channel.mode == channels::Mode::sealed;
    const bool is_part = theirs.empty() || (is_restarted ? is_subsequence(theirs, log)
                                                         : !std::ranges::search(log, theirs).empty());
    if (!is_part)
      problem(person.name + " reads another log of " + channel.label + ": " + joined(theirs) +
              " instead of " + joined(log));
    if (channel.mode != channels::Mode::record || !is_member(person)) return;
    for (const auto& view : client(person).channels(world_.circle(), world_.now())) {
      if (view.id == channel.id && view.joined && theirs != log) problem(person.name + " misses something");
    }
  }

  struct Link {
    std::size_t person = 0;
    channels::InvitationId invitation;
    std::string link;
    bool followed = false;
    int asked = 0;
  };

  CircleWorld world_;
  std::vector<Person> people_;
  std::vector<Link> links_;
  std::vector<Said> said_;
  /// Channels that an owner has restarted, or wanted to.
  std::set<channels::ChannelId> restarted_;
  /// Of the store, one before each step.
  std::vector<std::size_t> copies_;
  std::size_t alarms_seen_ = 0;
};

}  // namespace

std::vector<std::string> live(const LifeOptions& options, std::span<const Op> script) {
  return Life(options).run(script);
}

}  // namespace kring::simulation
