#include "tests/simulation/life.hpp"

#include "tests/support/seeded_random.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

/// What happens in a life: drawn, named, and made smaller.
namespace kring::simulation {

namespace {

/// How often each kind comes, of a hundred.
struct Share {
  OpKind kind;
  std::uint64_t share;
};
constexpr std::array shares{
    Share{OpKind::say, 41},           Share{OpKind::go_offline, 6},    Share{OpKind::come_online, 10},
    Share{OpKind::restart_device, 5}, Share{OpKind::invite, 5},        Share{OpKind::answer_requests, 7},
    Share{OpKind::remove, 3},         Share{OpKind::open_channel, 2},  Share{OpKind::restart_channel, 2},
    Share{OpKind::crash_node, 4},     Share{OpKind::cut_bus, 3},       Share{OpKind::cut_store, 6},
    Share{OpKind::fail_power, 2},     Share{OpKind::restore_store, 1}, Share{OpKind::set_node_clock, 2},
    Share{OpKind::calm, 1},
};

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
    case OpKind::open_channel:
      return "open_channel";
    case OpKind::restart_channel:
      return "restart_channel";
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
    case OpKind::calm:
      return "calm";
  }
  return "unknown";
}

std::vector<Op> draw_script(const LifeOptions& options) {
  support::SeededRandom random(options.seed + 3'000'000);
  std::vector<Op> script;
  for (std::size_t i = 0; i < options.steps; ++i) {
    auto drawn = random.below(100);
    const auto share = std::ranges::find_if(shares, [&](const Share& one) {
      if (drawn < one.share) return true;
      drawn -= one.share;
      return false;
    });
    Op op{.kind = share->kind, .who = random.below(1'000'000), .what = random.below(1'000'000)};
    const bool starts_over = op.kind == OpKind::restart_channel || op.kind == OpKind::restore_store;
    if (starts_over && !options.starts_over) op.kind = OpKind::say;
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
      if (live(options, pick(script, fewer)).empty()) {
        first += chunk;
      } else {
        kept = std::move(fewer);
      }
    }
  }
  return kept;
}

}  // namespace kring::simulation
