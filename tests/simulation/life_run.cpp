#include "tests/simulation/life_run.hpp"

#include "clients/core/rows.hpp"

#include <algorithm>

/// The steps of a life, but for those about people and about lies.
namespace kring::simulation {

namespace {

/// A restored copy is from one of so many steps.
constexpr std::size_t copies_back_max = 30;

}  // namespace

LifeRun::LifeRun(const LifeOptions& options)
    : world_({.seed = options.seed,
              .nodes = options.nodes,
              .store_delay_max =
                  options.nodes == 1 ? Duration::zero() : Duration(std::chrono::milliseconds(8))}) {
  living_.push_back({.device = world_.anna(), .name = "Anna", .person = 0});
  living_.push_back({.device = world_.admit_owner("Piet"), .name = "Piet", .person = 1});
  if (options.lies) {
    found_network({"nurse", "family", "copiloot"});
  } else {
    for (const auto* role : {"nurse", "family", "copiloot"}) {
      const auto name = "Mens " + std::to_string(living_.size());
      living_.push_back({.device = world_.admit(name, role), .name = name, .person = living_.size()});
    }
  }
  world_.set_weather(storm);
  world_.plant(options.plant);
}

Lived LifeRun::run(std::span<const Op> script) {
  for (const auto& op : script) {
    copies_.push_back(world_.back_up_store());
    step(op);
    world_.run(op.then_wait);
    if (has_problem()) return outcome();
  }
  calm();
  return outcome();
}

void LifeRun::step(const Op& op) {
  const NodeIndex node{op.who % world_.node_count()};
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
    case OpKind::pause:
      return pause(op);
    case OpKind::unpause:
      return unpause(op);
    case OpKind::change_role:
      return change_role(op);
    case OpKind::leave:
      return leave(op);
    case OpKind::add_device:
      return add_device(op);
    case OpKind::revoke_device:
      return revoke_device(op);
    case OpKind::open_channel:
      return open_channel(op);
    case OpKind::allow:
      return allow(op);
    case OpKind::close_channel:
      return close_channel(op);
    case OpKind::freeze:
      return freeze(op);
    case OpKind::restart_channel:
      return restart_channel(op);
    case OpKind::lose_group:
      return lose_group(op);
    case OpKind::crash_node:
      return world_.crash_node(node, Duration(static_cast<Duration::rep>(op.what % 3000)));
    case OpKind::cut_bus:
      return world_.cut_bus(node, op.what % 2 == 0);
    case OpKind::cut_store:
      return world_.cut_store(node, op.what % 2 == 0);
    case OpKind::fail_power:
      return world_.fail_power();
    case OpKind::restore_store:
      return restore_store(op);
    case OpKind::set_node_clock:
      return world_.set_node_clock(
          node, Duration(static_cast<std::int64_t>(op.what % (2 * clock_error_max_ms)) - clock_error_max_ms));
    case OpKind::lie:
      return lie(op);
    case OpKind::calm:
      return calm();
    case OpKind::read_network:
      return read_network(someone(op));
    case OpKind::change_network:
      return network_->change(op);
    case OpKind::lie_about_network:
      return lie_about_network(op);
  }
}

void LifeRun::set_online(Living& living, bool online) {
  if (living.online == online) return;
  living.online = online;
  online ? world_.online(living.device) : world_.offline(living.device);
}

void LifeRun::say(const Op& op) {
  auto& author = someone(op);
  const auto channels = client(author).channels(world_.circle(), world_.now());
  if (channels.empty()) return;
  const auto& channel = channels[op.what % channels.size()];
  Said said{.text = "Tekst " + std::to_string(said_.size()), .channel = channel.id, .intent = {}};
  const auto asked =
      world_.perform(author.device, client(author).say(world_.circle(), channel.id, said.text, world_.now()));
  if (!asked) return;
  said.intent = *asked;
  said.author = place(author);
  for (const auto& living : living_) {
    if (is_out(living)) said.out.insert(place(living));
  }
  said_.push_back(std::move(said));
}

void LifeRun::open_channel(const Op& op) {
  const auto all = channels::Right::read | channels::Right::post | channels::Right::moderate;
  auto opened = client(owner(op)).open_channel(
      world_.circle(),
      {.label = "Extra " + std::to_string(beginners_.size()),
       .mode = op.what % 2 == 0 ? channels::Mode::sealed : channels::Mode::record,
       .roles = {{world_.role("parent"), all}, {world_.role("nurse"), all}}},
      world_.now());
  if (!opened) return;
  beginners_[opened->channel].insert(place(owner(op)));
  world_.perform(owner(op).device, std::move(opened->actions));
}

/// A role may read or write a channel from now on, or may not any more.
void LifeRun::allow(const Op& op) {
  auto& allowing = owner(op);
  const auto channels = client(allowing).channels(world_.circle(), world_.now());
  if (channels.empty()) return;
  static constexpr std::array roles{"nurse", "family", "volunteer"};
  static constexpr std::array rights{channels::Rights{}, channels::Rights(channels::Right::read),
                                     channels::Right::read | channels::Right::post};
  const auto role = world_.role(roles[op.what % roles.size()]);
  const auto asked = world_.perform(
      allowing.device, client(allowing).allow(world_.circle(), channels[op.what % channels.size()].id,
                                              {{role, rights[op.what / 7 % rights.size()]}}, world_.now()));
  if (!asked) return;
  for (auto& living : living_) living.was_away = true;
}

/// One of those that were opened in this life.
void LifeRun::close_channel(const Op& op) {
  auto& closing = owner(op);
  auto channels = client(closing).channels(world_.circle(), world_.now());
  std::erase_if(channels,
                [](const core::ChannelView& channel) { return !channel.label.starts_with("Extra"); });
  if (channels.empty()) return;
  (void)world_.perform(
      closing.device,
      client(closing).close_channel(world_.circle(), channels[op.what % channels.size()].id, world_.now()));
}

void LifeRun::lose_group(const Op& op) {
  auto& losing = someone(op);
  auto channels = client(losing).channels(world_.circle(), world_.now());
  std::erase_if(channels, [](const core::ChannelView& channel) { return !channel.joined; });
  if (channels.empty()) return;
  const auto& lost = channels[op.what % channels.size()];
  world_.vault(losing.device).erase(core::channel_row(world_.circle(), lost.id, "group"));
  world_.restart_device(losing.device);
  // What is said there until somebody has healed it stays closed to it.
  losing.was_away = true;
}

void LifeRun::freeze(const Op& op) {
  auto& freezing = owner(op);
  const bool is_frozen = world_.view(freezing.device).frozen_until.has_value();
  (void)world_.perform(freezing.device, is_frozen ? client(freezing).unfreeze(world_.circle(), world_.now())
                                                  : client(freezing).freeze(world_.circle(), world_.now()));
}

/// Whatever the owner has not read of it becomes void.
void LifeRun::restart_channel(const Op& op) {
  auto& restarting = owner(op);
  const auto channels = client(restarting).channels(world_.circle(), world_.now());
  if (channels.empty()) return;
  restart_channel(restarting, channels[op.what % channels.size()].id);
}

void LifeRun::restart_channel(Living& restarting, const channels::ChannelId& channel) {
  const auto asked = world_.perform(
      restarting.device, client(restarting).restart_channel(world_.circle(), channel, {}, world_.now()));
  if (!asked) return;
  restarted_.insert(channel);
  beginners_[channel].insert(place(restarting));
}

/// The hub is lost, and one of the last copies put back. What somebody holds comes back before an owner
/// resumes the circle, when all is quiet.
void LifeRun::restore_store(const Op& op) {
  copies_.resize(copies_.size() - op.what % std::min(copies_.size(), copies_back_max));
  world_.restore_store(copies_.back());
  for (auto& said : said_) {
    const bool is_held = std::ranges::any_of(
        living_, [&](const Living& living) { return !is_out(living) && has_text(living, said); });
    if (!is_held) said.held_by_author_alone = true;
  }
}

Lived live(const LifeOptions& options, std::span<const Op> script) {
  return LifeRun(options).run(script);
}

}  // namespace kring::simulation
