#pragma once

#include "tests/simulation/world.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kring::simulation {

/// What may happen in a life.
enum class OpKind : std::uint8_t {
  say,
  go_offline,
  come_online,
  restart_device,
  invite,
  answer_requests,
  remove,
  pause,
  unpause,
  change_role,
  leave,
  add_device,
  revoke_device,
  open_channel,
  allow,
  close_channel,
  freeze,
  restart_channel,
  lose_group,
  crash_node,
  cut_bus,
  cut_store,
  fail_power,
  restore_store,
  set_node_clock,
  lie,
  calm,
  read_network,
  change_network,
  lie_about_network,
};
[[nodiscard]] std::string_view name_of(OpKind kind);

/// One step of a life. The numbers choose among what there is when it comes to it, so that a step means
/// something too when others before it are left out.
struct Op {
  OpKind kind = OpKind::say;
  std::uint64_t who = 0;
  std::uint64_t what = 0;
  Duration then_wait{};
};

struct LifeOptions {
  std::uint64_t seed = 1;
  std::size_t nodes = 1;
  std::size_t steps = 100;
  Plant plant = Plant::none;
  /// Whether channels are restarted and the store is restored too.
  bool starts_over = false;
  /// Whether the hub lies: to some of those who do not own about their circle, and to anybody about a network
  /// that is beside it then.
  bool lies = false;
};

/// The steps of a life, all drawn before it begins.
[[nodiscard]] std::vector<Op> draw_script(const LifeOptions& options);

/// How a life went.
struct Lived {
  /// What went wrong, up to the first step at which something did; empty: nothing.
  std::vector<std::string> problems;
  /// Frames that the hub changed, made up or repeated, and devices that found such a lie out.
  std::size_t lies = 0;
  std::size_t found_out = 0;
  /// Answers about the network's charter that were no truth, and those of them that were refused.
  std::size_t network_lies = 0;
  std::size_t network_found_out = 0;
  /// Attestations that were shown as confirmed, and as not so any more, when all was quiet.
  std::size_t attestations_held = 0;
  std::size_t attestations_over = 0;
};
[[nodiscard]] Lived live(const LifeOptions& options, std::span<const Op> script);

/// The numbers of fewer steps that still go wrong: chunks are left out for as long as that helps, in at most
/// `lives_max` lives.
[[nodiscard]] std::vector<std::size_t> shrink(const LifeOptions& options, std::span<const Op> script,
                                              std::size_t lives_max);

/// The steps of a script with these numbers.
[[nodiscard]] std::vector<Op> pick(std::span<const Op> script, std::span<const std::size_t> numbers);

}  // namespace kring::simulation
