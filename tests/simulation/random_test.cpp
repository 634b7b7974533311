#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

/// Circles in which everything happens at once, from one seed each. `KRING_SEED=N` runs that one alone, and
/// `KRING_SEEDS=N` so many.
namespace kring::simulation {
namespace {

constexpr std::uint64_t seeds_in_ctest = 12;
constexpr int steps = 90;
constexpr std::size_t people_max = 7;

struct Person {
  DeviceIndex device{};
  std::string name;
  bool online = true;
  /// Removed, or gone: from then on what others say is not for them.
  bool ended = false;
};

struct Said {
  std::string text;
  std::string channel;
  core::IntentId intent;
  std::size_t author = 0;
  /// People who were out when it was said.
  std::set<std::size_t> out{};
};

class Life {
 public:
  explicit Life(std::uint64_t seed) : world_({.seed = seed, .cuts_per_mille = 0}) {
    people_.push_back({.device = world_.anna(), .name = "Anna"});
    for (const auto* role : {"nurse", "family", "copiloot"}) add(role);
    world_.set_cuts(4);
  }

  void run() {
    for (int i = 0; i < steps; ++i) {
      step();
      world_.run(Duration(static_cast<Duration::rep>(draw(400))));
    }
    world_.set_cuts(0);
    for (auto& person : people_) set_online(person, true);
    ASSERT_TRUE(world_.settle()) << world_.unsettled();
    check();
  }

 private:
  std::uint64_t draw(std::uint64_t bound) { return world_.random().below(bound); }
  Person& someone() { return people_[draw(people_.size())]; }

  void add(const char* role) {
    const auto name = "Mens " + std::to_string(people_.size());
    people_.push_back({.device = world_.admit(name, role), .name = name});
  }

  void set_online(Person& person, bool online) {
    if (person.online == online) return;
    person.online = online;
    online ? world_.online(person.device) : world_.offline(person.device);
  }

  void step() {
    const auto what = draw(100);
    if (what < 55) return say(someone());
    if (what < 65) return set_online(someone(), false);
    if (what < 78) return set_online(someone(), true);
    if (what < 84) return world_.restart_device(someone().device);
    if (what < 86) return world_.restart_hub();
    if (what < 91) return invite();
    if (what < 96) return answer_requests();
    if (what < 98) return remove();
    open();
  }

  void say(Person& person) {
    const auto channels = world_.client(person.device).channels(world_.circle(), world_.now());
    if (channels.empty()) return;
    const auto& channel = channels[draw(channels.size())];
    const auto text = "Tekst " + std::to_string(said_.size());
    auto asked = world_.perform(
        person.device, world_.client(person.device).say(world_.circle(), channel.id, text, world_.now()));
    if (!asked) return;
    Said said{.text = text, .channel = to_hex(channel.id.view()), .intent = *asked};
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (people_[i].ended) said.out.insert(i);
    }
    said.author = static_cast<std::size_t>(&person - people_.data());
    said_.push_back(std::move(said));
  }

  void invite() {
    if (people_.size() >= people_max) return;
    static constexpr std::array roles{"nurse", "family", "therapist", "volunteer"};
    auto invited = world_.client(world_.anna())
                       .invite(world_.circle(), {.role = world_.role(roles[draw(roles.size())]), .stay = {}},
                               world_.now());
    if (!invited) return;
    world_.perform(world_.anna(), std::move(invited->actions));
    const auto name = "Mens " + std::to_string(people_.size());
    const auto device = world_.add_device(name);
    people_.push_back({.device = device, .name = name});
    links_.emplace_back(device, invited->link);
  }

  /// Who has a link follows it, and who waits is confirmed.
  void answer_requests() {
    for (const auto& [device, link] : std::exchange(links_, {})) {
      (void)world_.perform(device, world_.client(device).join(link, world_.now()));
    }
    auto& anna = world_.client(world_.anna());
    for (const auto& request : anna.requests(world_.circle(), world_.now())) {
      (void)world_.perform(
          world_.anna(),
          anna.confirm(world_.circle(), {.invitation = request.invitation, .until = {}, .words = {}},
                       world_.now()));
    }
  }

  void remove() {
    auto& person = someone();
    if (person.device == world_.anna() || person.ended) return;
    for (const auto& member : world_.client(world_.anna()).members(world_.circle(), world_.now())) {
      if (member.name != person.name || member.state != core::MemberState::live) continue;
      const auto asked = world_.perform(
          world_.anna(), world_.client(world_.anna()).remove(world_.circle(), member.id, world_.now()));
      if (!asked) return;
      // What is said from here on is counted only once it is certain that they are out.
      set_online(people_.front(), true);
      for (int i = 0; i < 100 && !world_.outcome(*asked); ++i) world_.run(std::chrono::seconds(1));
      person.ended = world_.outcome(*asked) && *world_.outcome(*asked);
      return;
    }
  }

  void open() {
    const auto all = channels::Right::read | channels::Right::post | channels::Right::moderate;
    auto opened = world_.client(world_.anna())
                      .open_channel(world_.circle(),
                                    {.label = "Extra " + std::to_string(said_.size()),
                                     .mode = draw(2) == 0 ? channels::Mode::sealed : channels::Mode::record,
                                     .roles = {{world_.role("parent"), all}, {world_.role("nurse"), all}}},
                                    world_.now());
    if (opened) world_.perform(world_.anna(), std::move(opened->actions));
  }

  std::vector<std::string> texts(const Person& person, const channels::ChannelId& channel) {
    std::vector<std::string> all;
    for (const auto& article : world_.client(person.device).timeline(world_.circle(), channel, {})) {
      if (!article.text.empty()) all.push_back(article.text);
    }
    return all;
  }

  void check() {
    EXPECT_TRUE(world_.alarms().empty());
    for (const auto& alarm : world_.alarms()) ADD_FAILURE() << alarm.reason;
    std::vector<DeviceIndex> live;
    for (const auto& person : people_) {
      const auto circles = world_.client(person.device).circles(world_.now());
      const bool is_member = !circles.empty() && circles[0].standing == core::Standing::member;
      if (is_member) live.push_back(person.device);
      EXPECT_FALSE(person.ended && is_member) << person.name;
    }
    world_.expect_agreement(live);
    for (const auto& channel : world_.client(world_.anna()).channels(world_.circle(), world_.now())) {
      check_channel(channel);
    }
  }

  void check_channel(const core::ChannelView& channel) {
    const auto log = texts(people_.front(), channel.id);
    EXPECT_EQ(std::set<std::string>(log.begin(), log.end()).size(), log.size()) << "something is there twice";
    const auto id = to_hex(channel.id.view());
    for (const auto& said : said_) {
      if (said.channel != id) continue;
      const auto outcome = world_.outcome(said.intent);
      const auto times = std::ranges::count(log, said.text);
      if (outcome && *outcome) EXPECT_EQ(times, 1) << said.text << " was acknowledged";
      // Whoever was removed meanwhile cannot know what became of it.
      const bool unsure = outcome && !*outcome && outcome->error() == client::Errc::ended;
      if (outcome && !*outcome && !unsure) EXPECT_EQ(times, 0) << said.text << " was refused";
      for (const auto out : said.out) {
        const auto theirs = texts(people_[out], channel.id);
        if (out != said.author) EXPECT_EQ(std::ranges::count(theirs, said.text), 0) << people_[out].name;
      }
    }
    for (const auto& person : people_) check_reader(person, channel, log);
  }

  /// Everyone has the same, in the same order: in records all of it, in a sealed channel one stretch.
  void check_reader(const Person& person, const core::ChannelView& channel,
                    const std::vector<std::string>& log) {
    const auto theirs = texts(person, channel.id);
    const bool is_part = std::ranges::search(log, theirs).begin() != log.end() || theirs.empty();
    EXPECT_TRUE(is_part) << person.name;
    for (const auto& view : world_.client(person.device).channels(world_.circle(), world_.now())) {
      if (view.id != channel.id || !view.joined || person.ended) continue;
      if (channel.mode == channels::Mode::record) EXPECT_EQ(theirs, log) << person.name;
    }
  }

  CircleWorld world_;
  std::vector<Person> people_;
  std::vector<std::pair<DeviceIndex, std::string>> links_;
  std::vector<Said> said_;
};

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(RandomLife, KeepsItsPromisesWhateverHappens) {
  const auto only = number_in("KRING_SEED", 0);
  const auto first = only == 0 ? 1 : only;
  const auto last = only == 0 ? number_in("KRING_SEEDS", seeds_in_ctest) : only;
  for (auto seed = first; seed <= last; ++seed) {
    SCOPED_TRACE("replay with KRING_SEED=" + std::to_string(seed));
    Life life(seed);
    life.run();
    if (::testing::Test::HasFailure()) break;
  }
}

}  // namespace
}  // namespace kring::simulation
