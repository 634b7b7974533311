#pragma once

#include "clients/core/network_charter.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/simulation/life.hpp"
#include "tests/simulation/life_network.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace kring::simulation {

/// How a device reads the charter of the network beside the circle.
struct NetworkReader {
  /// It is in the network, and asks nobody.
  bool is_in = false;
  /// What the hub tells it instead of the truth until all is quiet.
  std::optional<CharterLie> lie{};
  std::shared_ptr<support::SeededRandom> dice{};
  bool was_lied_to = false;
  /// The hub has signed for it what cannot come true: it stays at what it knew until it forgets the network.
  bool is_misled = false;
  /// How far it has read.
  channels::EntryNumber known{};
};

/// Somebody in a life, by one of their devices: whoever has several is there several times.
struct Living {
  DeviceIndex device{};
  std::string name;
  /// The place of the person's first device among all, and of the device that let this one in.
  std::size_t person = 0;
  std::optional<std::size_t> adder{};
  bool online = true;
  /// An end that was given to them when they were let in.
  std::optional<Time> until{};
  /// Intents to remove them or this device, or to leave: what one of them did is final.
  std::vector<core::IntentId> removals{};
  /// Intents to pause them that nobody has tried to undo since.
  std::vector<core::IntentId> pauses{};
  std::vector<core::IntentId> unpauses{};
  /// They were paused or given another role: of a sealed channel they may have missed something in the
  /// middle.
  bool was_away = false;
  /// The hub has lied to this device.
  bool was_lied_to = false;
  /// How many of its notices were looked at, and whether it has found anything out.
  std::size_t notices_seen = 0;
  bool has_alarm = false;
  NetworkReader network{};
};

struct Said {
  std::string text;
  channels::ChannelId channel;
  core::IntentId intent;
  std::size_t author = 0;
  /// When the hub was restored nobody else held it: it comes back if they are still in.
  bool held_by_author_alone = false;
  /// Who was certainly out when it was said.
  std::set<std::size_t> out{};
};

/// One life while it is lived: the steps of its script, and what must hold whenever all is quiet.
class LifeRun {
 public:
  explicit LifeRun(const LifeOptions& options);
  /// Stops at the first step at which something goes wrong.
  [[nodiscard]] Lived run(std::span<const Op> script);

 private:
  struct Link {
    std::size_t who = 0;
    channels::InvitationId invitation;
    std::string link;
    bool followed = false;
    int asked = 0;
  };
  /// A device that waits to be let in by another of its person.
  struct Waiting {
    std::size_t who = 0;
    std::string code;
  };

  // The steps (life_run.cpp).
  void step(const Op& op);
  void set_online(Living& living, bool online);
  void say(const Op& op);
  void open_channel(const Op& op);
  void allow(const Op& op);
  void close_channel(const Op& op);
  void freeze(const Op& op);
  void restart_channel(const Op& op);
  void restart_channel(Living& restarting, const channels::ChannelId& channel);
  /// A device loses its group of a channel, as with a part of its disk, and asks to be healed.
  void lose_group(const Op& op);
  void restore_store(const Op& op);

  // Who is in it (life_people.cpp).
  [[nodiscard]] Living& someone(const Op& op);
  [[nodiscard]] Living& owner(const Op& op) { return living_[op.who % 2]; }
  [[nodiscard]] bool is_out(const Living& living) const;
  [[nodiscard]] bool is_member(const Living& living) { return is_member(living, world_.circle()); }
  [[nodiscard]] bool is_member(const Living& living, const channels::CircleId& circle);
  [[nodiscard]] std::size_t count_in() const;
  [[nodiscard]] std::size_t place(const Living& living) const {
    return static_cast<std::size_t>(&living - living_.data());
  }
  void invite(const Op& op);
  void answer_requests(const Op& op);
  void let_in(std::size_t who);
  void remove(const Op& op);
  void pause(const Op& op);
  void unpause(const Op& op);
  void change_role(const Op& op);
  void leave(const Op& op);
  void add_device(const Op& op);
  void revoke_device(const Op& op);
  /// The member whom `asking` knows by this name, if in one of these states.
  [[nodiscard]] std::optional<channels::MemberId> find_member(
      Living& asking, const std::string& name, std::initializer_list<core::MemberState> states);

  // The hub's lies (life_lies.cpp).
  void lie(const Op& op);
  void refuse(const Living& living, const std::shared_ptr<support::SeededRandom>& dice);
  void repeat(const Living& living, support::SeededRandom& dice);

  // The network beside the circle (life_reading.cpp).
  void found_network(std::initializer_list<std::string_view> roles);
  void read_network(Living& living);
  void lie_about_network(const Op& op);
  /// Asks for the charter until there is no more of it.
  void read_charter(Living& living);
  /// One question, and what the device makes of the answer. Whether there is more.
  [[nodiscard]] bool read_page(Living& living);
  [[nodiscard]] bool is_greeted(const Living& living);
  void check_answer(const Living& living, const core::CharterTaken& taken, bool shows);
  /// What a device has kept of the charter: what is true of it, as far as it had read before or further.
  void check_known(Living& living);
  [[nodiscard]] std::optional<core::NetworkCharter> kept_charter(const Living& living);
  /// What a device shows of attestations follows from the true charter, as far as the device has read it.
  void check_shown(const Living& living);
  void check_not_made_up(const Living& living, const core::AttestationView& view);
  void check_judged(const Living& living, const core::AttestationView& view, const charter::Charter* charter);
  [[nodiscard]] std::vector<core::AttestationView> shown_to(const Living& living);
  [[nodiscard]] std::optional<charter::Charter> read_charter_of(const Living& living);
  void check_network();
  void check_reader_of_network(Living& living);
  void check_doctor(const Living& living);
  /// Whether an alarm tells of a lie about the network's charter that was told.
  [[nodiscard]] bool is_of_network(const Living& living, const core::Alarm& alarm) const;
  void check_coordinator();

  // When all is quiet (life_checks.cpp).
  void calm();
  [[nodiscard]] bool settle();
  void resume();
  void note_lost_beginnings();
  [[nodiscard]] bool restart_empty();
  [[nodiscard]] bool is_in(const Living& living, const channels::ChannelId& channel);
  [[nodiscard]] bool is_read_only(const Living& living);
  /// It has found out that it was lied to, and goes no further in some channel or in all.
  [[nodiscard]] static bool has_stopped(const Living& living) {
    return living.was_lied_to && living.has_alarm;
  }
  [[nodiscard]] bool has_problem();
  [[nodiscard]] Lived outcome();
  void problem(std::string text) { world_.watcher().report(std::move(text)); }
  [[nodiscard]] std::vector<std::string> texts(const Living& living, const channels::ChannelId& channel);
  [[nodiscard]] std::vector<std::string> whole_log(const core::ChannelView& channel);
  [[nodiscard]] bool has_text(const Living& living, const Said& said);
  void check();
  void check_agreement(const channels::CircleId& circle, const std::vector<DeviceIndex>& devices);
  void check_agreement();
  void check_people(const Living& living);
  void check_channel(const core::ChannelView& channel);
  [[nodiscard]] bool may_say_again(const Living& living, const channels::ChannelId& channel);
  void check_said(const Said& said, const std::vector<std::string>& log);
  void check_words(const Living& living, const core::ChannelView& channel,
                   const std::vector<std::string>& theirs);
  void check_reader(const Living& living, const core::ChannelView& channel,
                    const std::vector<std::string>& log);

  [[nodiscard]] core::Client& client(const Living& living) { return world_.client(living.device); }

  CircleWorld world_;
  /// Only where the hub lies.
  std::optional<LifeNetwork> network_;
  std::vector<Living> living_;
  std::vector<Link> links_;
  std::vector<Waiting> waiting_;
  std::vector<Said> said_;
  /// Channels that an owner has restarted, or wanted to.
  std::set<channels::ChannelId> restarted_;
  /// By whom each group of a channel may have been begun.
  std::map<channels::ChannelId, std::set<std::size_t>> beginners_;
  /// Channels that began with somebody who was out when the hub was restored: nobody else can give that back
  /// (decision 0011), so that their logs may end where the hub's does.
  std::set<channels::ChannelId> lost_beginnings_;
  /// How many frames were lies.
  std::size_t lies_ = 0;
  std::size_t network_lies_ = 0;
  std::size_t network_found_out_ = 0;
  std::size_t attestations_held_ = 0;
  std::size_t attestations_over_ = 0;
  std::size_t coordinator_notices_seen_ = 0;
  /// Of the store, one before each step.
  std::vector<std::size_t> copies_;
};

/// What goes wrong by itself while a life is not quiet.
inline constexpr Weather storm{
    .cuts_per_mille = 12, .bus_lost_per_mille = 100, .bus_doubled_per_mille = 100, .full_per_mille = 5};
/// By so much, either way, a node's clock may be wrong: two nodes and a client stay within the five minutes
/// that the rules allow.
inline constexpr std::int64_t clock_error_max_ms = 60'000;

}  // namespace kring::simulation
