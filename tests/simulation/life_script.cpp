#include "tests/simulation/life.hpp"

#include "tests/support/seeded_random.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

/// What happens in a life: drawn, named, and made smaller.
namespace kring::simulation {

namespace {

/// How often each kind comes, of a thousand.
struct Share {
  OpKind kind;
  std::uint64_t share;
};
constexpr std::array shares{
    Share{OpKind::say, 120},
    Share{OpKind::read_network, 60},
    Share{OpKind::change_network, 40},
    Share{OpKind::lie_about_network, 60},
    Share{OpKind::go_offline, 60},
    Share{OpKind::come_online, 100},
    Share{OpKind::restart_device, 50},
    Share{OpKind::invite, 50},
    Share{OpKind::answer_requests, 70},
    Share{OpKind::remove, 20},
    Share{OpKind::pause, 15},
    Share{OpKind::unpause, 15},
    Share{OpKind::change_role, 10},
    Share{OpKind::leave, 5},
    Share{OpKind::add_device, 10},
    Share{OpKind::revoke_device, 5},
    Share{OpKind::open_channel, 15},
    Share{OpKind::allow, 10},
    Share{OpKind::close_channel, 3},
    Share{OpKind::freeze, 2},
    Share{OpKind::restart_channel, 20},
    Share{OpKind::crash_node, 40},
    Share{OpKind::cut_bus, 30},
    Share{OpKind::cut_store, 60},
    Share{OpKind::fail_power, 20},
    Share{OpKind::restore_store, 10},
    Share{OpKind::set_node_clock, 20},
    Share{OpKind::lie, 60},
    Share{OpKind::calm, 10},
    Share{OpKind::lose_group, 10},
};
/// What all of them come to.
constexpr std::uint64_t all_shares = 1000;
static_assert(std::accumulate(shares.begin(), shares.end(), std::uint64_t{0},
                              [](auto sum, const Share& one) { return sum + one.share; }) == all_shares);

}  // namespace

std::string_view name_of(OpKind kind) {
  switch (kind) {
    case OpKind::say:
      return "say";
    case OpKind::go_offline:
      return "go_offline";
    case OpKind::come_online:
      return "come_online";
    case OpKind::restart_device:
      return "restart_device";
    case OpKind::invite:
      return "invite";
    case OpKind::answer_requests:
      return "answer_requests";
    case OpKind::remove:
      return "remove";
    case OpKind::pause:
      return "pause";
    case OpKind::unpause:
      return "unpause";
    case OpKind::change_role:
      return "change_role";
    case OpKind::leave:
      return "leave";
    case OpKind::add_device:
      return "add_device";
    case OpKind::revoke_device:
      return "revoke_device";
    case OpKind::open_channel:
      return "open_channel";
    case OpKind::allow:
      return "allow";
    case OpKind::close_channel:
      return "close_channel";
    case OpKind::freeze:
      return "freeze";
    case OpKind::restart_channel:
      return "restart_channel";
    case OpKind::lose_group:
      return "lose_group";
    case OpKind::crash_node:
      return "crash_node";
    case OpKind::cut_bus:
      return "cut_bus";
    case OpKind::cut_store:
      return "cut_store";
    case OpKind::fail_power:
      return "fail_power";
    case OpKind::restore_store:
      return "restore_store";
    case OpKind::set_node_clock:
      return "set_node_clock";
    case OpKind::lie:
      return "lie";
    case OpKind::calm:
      return "calm";
    case OpKind::read_network:
      return "read_network";
    case OpKind::change_network:
      return "change_network";
    case OpKind::lie_about_network:
      return "lie_about_network";
  }
  return "unknown";
}

std::vector<Op> draw_script(const LifeOptions& options) {
  support::SeededRandom random(options.seed + 3'000'000);
  std::vector<Op> script;
  for (std::size_t i = 0; i < options.steps; ++i) {
    auto drawn = random.below(all_shares);
    const auto share = std::ranges::find_if(shares, [&](const Share& one) {
      if (drawn < one.share) return true;
      drawn -= one.share;
      return false;
    });
    Op op{.kind = share->kind, .who = random.below(1'000'000), .what = random.below(1'000'000)};
    const bool starts_over = op.kind == OpKind::restart_channel || op.kind == OpKind::restore_store;
    if (starts_over && !options.starts_over) op.kind = OpKind::say;
    const bool is_for_lies = op.kind == OpKind::lie || op.kind == OpKind::read_network ||
                             op.kind == OpKind::change_network || op.kind == OpKind::lie_about_network;
    if (is_for_lies && !options.lies) op.kind = OpKind::say;
    // Whoever was told a false log, and has not found out, might give it back: ends of logs are not signed.
    if (op.kind == OpKind::restore_store && options.lies) op.kind = OpKind::say;
    op.then_wait = Duration(static_cast<Duration::rep>(random.below(1200)));
    script.push_back(op);
  }
  return script;
}

std::vector<Op> pick(std::span<const Op> script, std::span<const std::size_t> numbers) {
  std::vector<Op> picked;
  for (const auto number : numbers) picked.push_back(script[number]);
  return picked;
}

std::vector<std::size_t> shrink(const LifeOptions& options, std::span<const Op> script,
                                std::size_t lives_max) {
  std::vector<std::size_t> kept(script.size());
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  for (auto chunk = kept.size(); chunk > 0; chunk /= 2) {
    for (std::size_t first = 0; first < kept.size();) {
      if (lives_max-- == 0) return kept;
      auto fewer = kept;
      const auto end = std::min(first + chunk, fewer.size());
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(first),
                  fewer.begin() + static_cast<std::ptrdiff_t>(end));
      if (live(options, pick(script, fewer)).problems.empty()) {
        first += chunk;
      } else {
        kept = std::move(fewer);
      }
    }
  }
  return kept;
}

}  // namespace kring::simulation
