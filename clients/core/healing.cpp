#include "clients/core/healing.hpp"

#include "clients/core/circle_rows.hpp"
#include "clients/core/packages.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/row_codec.hpp"
#include "clients/core/rows.hpp"

#include "channels/rules/judge_heal.hpp"
#include "channels/rules/leaves.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/mls/leaf_validation.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t healings_version = 1;

bool may_ask(const Context& context) {
  const auto& circle = context.circle;
  return context.session.usable() && !circle.stopped && circle.log && !is_restoring(circle) &&
         circle.login == LoginState::in && circle.access == wire::Access::member && circle.attached &&
         circle.number() >= circle.charter_target;
}

/// Whether a bundle of ours opens this channel, so that its group is about to be here.
bool is_opening(const CircleData& circle, const channels::ChannelId& channel) {
  return circle.underway && std::ranges::any_of(circle.underway->channels, [&](const auto& prepared) {
           return prepared.channel == channel && !prepared.opening.empty();
         });
}

bool has_welcome(const CircleData& circle, const channels::ChannelId& channel) {
  return std::ranges::any_of(circle.welcomes, [&](const auto& event) { return event.channel == channel; });
}

enum class Need : std::uint8_t { none, cannot_follow, lost };

Need need_of(const CircleData& circle, const channels::ChannelId& channel) {
  if (circle.told.logs.contains(channel) || is_opening(circle, channel) || has_welcome(circle, channel))
    return Need::none;
  const auto held = circle.channels.find(channel);
  if (held == circle.channels.end()) return Need::lost;
  const auto& it = held->second;
  if (it.stopped) return it.broken ? Need::cannot_follow : Need::none;
  return it.group || it.reads_back || it.compared ? Need::none : Need::lost;
}

/// The epoch that the channel is in as far as we know: a commit that we could not follow has ended ours.
mls::EpochId epoch_of(const CircleData& circle, const channels::ChannelId& channel) {
  const auto held = circle.channels.find(channel);
  if (held == circle.channels.end()) return {};
  const auto& it = held->second;
  return it.broken ? mls::next(it.state.epoch) : it.state.epoch;
}

void save_healings(Turn& turn, const CircleData& circle) {
  turn.save(circle_row(circle.id, "healing"), encode_healings(circle));
}

bool is_used_up(const Healing& healing, Time now) {
  return healing.requests >= heal_requests_max && now < healing.since + heal_window;
}

Duration look_pause(Random& random, std::uint32_t looks) {
  const auto doubled = heal_look_pause * (std::int64_t{1} << std::min(looks, 5U));
  return backoff(random, std::chrono::milliseconds(1), 0) + std::min<Duration>(doubled, heal_look_max);
}

/// A package for the next request. It is used again until a Welcome has spent it: a request that its epoch
/// outlived is worth nothing.
const OwnPackage& package_of(Context& context, Healing& healing) {
  const bool is_old = healing.package && healing.package->not_after < context.now() + package_margin;
  if (!healing.package || is_old) {
    healing.package = make_package(context);
    save_healings(context.turn, context.circle);
  }
  return *healing.package;
}

void ask_to_heal(Context& context, const channels::ChannelId& id, Healing& healing) {
  auto& circle = context.circle;
  const auto& own = package_of(context, healing);
  const rules::HealContent content{.circle = circle.id,
                                   .channel = id,
                                   .group = circle.charter().channel(id)->group,
                                   .epoch = healing.epoch,
                                   .handle = circle.handle_id,
                                   .package = own.reference,
                                   .time = context.now()};
  auto request = rules::sign_heal(content, circle.handle.private_key);
  KRING_ASSERT(request.has_value());
  const rules::HealPayload payload{.request = std::move(*request), .key_package = message_of(own)};
  healing.under_way = true;
  ask(context,
      wire::AppendRequest{.circle = circle.id,
                          .channel = id,
                          .message = context.random().id<channels::MessageId>(),
                          .epoch = wire::EpochId{mls::number_of(healing.epoch)},
                          .kind = channels::LogKind::heal,
                          .payload = payload.encode()},
      {.channel = id, .heals = true});
}

/// What is known of a channel that needs healing.
Healing& begin_healing(Context& context, const channels::ChannelId& id, Need need) {
  auto& circle = context.circle;
  const auto [place, is_new] = circle.healings.try_emplace(id);
  auto& healing = place->second;
  if (!healing.noticed) {
    healing.noticed = context.now();
    healing.epoch = epoch_of(circle, id);
    healing.not_before = context.now() + (need == Need::lost ? heal_lost_pause : Duration::zero());
    save_healings(context.turn, circle);
  }
  return healing;
}

void put_off(Context& context, Healing& healing) {
  healing.not_before = context.now() + look_pause(context.random(), healing.looks++);
  context.turn.wake_by(healing.not_before);
}

Healing* find_healing(CircleData& circle, const channels::ChannelId& channel) {
  const auto found = circle.healings.find(channel);
  if (found == circle.healings.end()) return nullptr;
  found->second.under_way = false;
  return &found->second;
}

std::optional<mls::LeafIndex> leaf_of(const mls::RatchetTree& tree, const channels::HandleId& handle) {
  for (const auto leaf : tree.members()) {
    if (rules::handle_of_leaf(*tree.leaf(leaf)) == handle) return leaf;
  }
  return std::nullopt;
}

/// Whether a handle has asked more often of late than an honest device does: whoever goes on asking would
/// keep everybody making commits.
bool asks_too_often(const Channel& channel, const channels::HandleId& handle, Time now) {
  std::uint32_t count = 0;
  for (auto entry = channel.log.rbegin(); entry != channel.log.rend(); ++entry) {
    if (entry->time + heal_follow_window <= now) break;
    if (entry->kind == channels::LogKind::heal && entry->author == handle) ++count;
  }
  return count > heal_requests_max;
}

}  // namespace

void push_healing(Context& context) {
  if (!may_ask(context)) return;
  auto& circle = context.circle;
  const auto now = context.now();
  for (const auto& id : circle.charter().channels_of(circle.handle_id, now)) {
    const auto need = need_of(circle, id);
    if (need == Need::none) continue;
    auto& healing = begin_healing(context, id, need);
    if (healing.under_way) continue;
    if (is_used_up(healing, now)) {
      context.turn.wake_by(healing.since + heal_window);
      continue;
    }
    if (now < healing.not_before) {
      context.turn.wake_by(healing.not_before);
      continue;
    }
    ask_to_heal(context, id, healing);
  }
}

void heal_answered(Context& context, const channels::ChannelId& channel) {
  auto* healing = find_healing(context.circle, channel);
  if (healing == nullptr) return;
  const auto now = context.now();
  if (healing->requests == 0 || now >= healing->since + heal_window) {
    healing->requests = 0;
    healing->since = now;
  }
  ++healing->requests;
  healing->asked = now;
  healing->looks = 0;
  put_off(context, *healing);
  save_healings(context.turn, context.circle);
  context.turn.notify(CircleChanged{context.circle.id});
}

void heal_refused(Context& context, const channels::ChannelId& channel, const wire::ErrorAnswer& error) {
  auto* healing = find_healing(context.circle, channel);
  if (healing == nullptr) return;
  if (error.stale) {
    note_stale(context.circle, *error.stale);
    const auto place = std::ranges::find(error.stale->channels, channel, &wire::StaleChannel::channel);
    const bool is_told = place != error.stale->channels.end();
    const auto epoch = is_told ? mls::EpochId{std::to_underlying(place->epoch)} : healing->epoch;
    if (epoch != std::exchange(healing->epoch, epoch)) {
      // What we asked for in the epoch before was not done in it.
      healing->not_before = context.now() + backoff(context.random(), hub_pause, 0);
      context.turn.wake_by(healing->not_before);
      return;
    }
  }
  // It stands in the log already, nobody has to heal us, or the hub cannot take it now.
  put_off(context, *healing);
}

void stop_to_heal(Context& context, Channel& channel, const Error& reason, ByteView evidence) {
  if (channel.stopped) return;
  channel.broken = true;
  raise_alarm(context, channel, reason, evidence);
}

bool note_welcomed(Context& context, const channels::ChannelId& channel, const Channel* held) {
  auto& circle = context.circle;
  if (circle.underway && circle.underway->acknowledged) {
    // A commit of ours that was taken is in the part of the log that others vouch for.
    const auto gone = std::erase_if(circle.underway->channels, [&](const PreparedChannel& prepared) {
      return prepared.channel == channel && prepared.opening.empty();
    });
    if (gone != 0) save_underway(context.turn, circle);
  }
  const auto found = circle.healings.find(channel);
  if (found == circle.healings.end()) return false;
  auto& healing = found->second;
  const bool is_healed = healing.asked.has_value();
  const auto head = held != nullptr ? held->head().number : channels::Sequence{};
  healing.from = is_healed ? std::optional(head) : std::nullopt;
  healing.noticed.reset();
  healing.asked.reset();
  healing.package.reset();
  healing.looks = 0;
  save_healings(context.turn, circle);
  return is_healed;
}

void note_healed(Context& context, const Channel& channel) {
  const auto found = context.circle.healings.find(channel.id);
  if (found == context.circle.healings.end() || !found->second.from) return;
  auto& healing = found->second;
  const auto from = *std::exchange(healing.from, std::nullopt);
  const auto missed = std::ranges::count_if(channel.log, [&](const KeptEntry& entry) {
    return entry.seq > from && entry.kind == channels::LogKind::sealed && entry.article.empty();
  });
  healing.healed = context.now();
  healing.missed = static_cast<std::uint64_t>(missed);
  save_healings(context.turn, context.circle);
  context.turn.notify(
      ChannelHealed{.circle = context.circle.id, .channel = channel.id, .missed = healing.missed});
}

std::vector<HealDue> heals_due(const CircleData& circle, const charter::Charter& charter,
                               const Channel& channel, Time now, std::size_t count_max) {
  std::vector<HealDue> due;
  const auto& group = channel.group->public_group();
  const rules::Admission admission{.charter = charter, .channel = channel.id, .time = now};
  for (const auto& [handle, payload] : channel.heals) {
    if (due.size() == count_max) break;
    if (handle == circle.handle_id || !admission.allows(handle)) continue;
    if (asks_too_often(channel, handle, now)) continue;
    auto asked = rules::judge_heal(channel.state, payload);
    const auto leaf = leaf_of(group.tree(), handle);
    if (!asked || !leaf || !rules::check_heal_time(asked->content, now)) continue;
    if (!mls::validate_key_package(asked->package, group.context().extensions, now)) continue;
    due.push_back({.leaf = *leaf,
                   .newcomer = {.handle = handle, .package = std::move(asked->package)},
                   .request = std::move(asked->request)});
  }
  return due;
}

void add_heals(CommitPlan& plan, std::vector<HealDue> heals) {
  for (auto& heal : heals) {
    plan.adds.push_back(std::move(heal.newcomer));
    plan.removes.push_back(heal.leaf);
    plan.heals.push_back(std::move(heal.request));
  }
}

HealView view_healing(const CircleData& circle, const channels::ChannelId& channel, Time now) {
  HealView view;
  const auto found = circle.healings.find(channel);
  if (found == circle.healings.end()) return view;
  const auto& healing = found->second;
  if (healing.asked) view.state = HealState::asked;
  if (healing.noticed && is_used_up(healing, now)) view.state = HealState::gave_up;
  view.healed = healing.healed;
  view.missed = healing.missed;
  return view;
}

SecretBytes encode_healings(const CircleData& circle) {
  RowWriter out(healings_version);
  const auto write_time = [&](Time time) { out.time(time); };
  out.list(circle.healings, [&](const auto& item) {
    const Healing& healing = item.second;
    out.id(item.first);
    out.optional(healing.noticed, write_time);
    out.optional(healing.asked, write_time);
    out.optional(healing.package, [&](const OwnPackage& package) { write_package(out, package); });
    out.number(healing.epoch);
    out.u32(healing.requests);
    out.time(healing.since);
    out.optional(healing.from, [&](channels::Sequence seq) { out.number(seq); });
    out.optional(healing.healed, write_time);
    out.u64(healing.missed);
  });
  return out.take();
}

Status decode_healings(ByteView row, CircleData& circle) {
  RowReader in(row, healings_version);
  in.list([&] {
    const auto id = in.id<channels::ChannelId>();
    Healing healing;
    if (in.flag()) healing.noticed = in.time();
    if (in.flag()) healing.asked = in.time();
    if (in.flag()) healing.package = read_package(in);
    healing.epoch = in.number<mls::EpochId>();
    healing.requests = in.u32();
    healing.since = in.time();
    if (in.flag()) healing.from = in.number<channels::Sequence>();
    if (in.flag()) healing.healed = in.time();
    healing.missed = in.u64();
    // Whoever was away has waited long enough, or looks at once.
    if (healing.noticed) healing.not_before = *healing.noticed + heal_lost_pause;
    circle.healings.emplace(id, std::move(healing));
  });
  return in.finish();
}

}  // namespace kring::core
