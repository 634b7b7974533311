#include "clients/core/work.hpp"

#include "clients/core/batches.hpp"
#include "clients/core/bundle.hpp"
#include "clients/core/commits.hpp"
#include "clients/core/empty_stocks.hpp"
#include "clients/core/healing.hpp"
#include "clients/core/login.hpp"
#include "clients/core/restoring.hpp"

#include "channels/rules/leaves.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/message.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace kring::core {

namespace {

/// Without being asked, a client waits so long, and up to half as much again: somebody else may be asked.
constexpr Duration unasked_pause = std::chrono::seconds(3);
/// The same before newcomers are let into a large newsgroup: many clients are there, of whom the hub asks one
/// every ten seconds.
constexpr Duration unasked_batch_pause = std::chrono::seconds(30);
/// Before a package is asked for again that could not be used, or that the hub would not give.
constexpr Duration package_pause = std::chrono::seconds(20);

bool may_work(const Context& context) {
  const auto& circle = context.circle;
  return context.session.usable() && !circle.stopped && !circle.underway && !is_restoring(circle) &&
         circle.access == wire::Access::member && is_caught_up(circle, context.now());
}

bool is_workable(const CircleData& circle, const Channel& channel, Time now) {
  return channel.group && !channel.stopped &&
         circle.charter().can(circle.handle_id, channel.id, channels::Right::read, now);
}

/// Until when an add is put off for want of a package; nothing if it is not.
std::optional<Time> waits_until(const CircleData& circle, const Channel& channel,
                                const channels::HandleId& handle, Time now) {
  const auto claim = channel.claims.find(handle);
  if (claim != channel.claims.end()) {
    if (claim->second.package || claim->second.under_way) return std::nullopt;
    if (now < claim->second.not_before) return claim->second.not_before;
  }
  return put_off_until(circle, handle, now);
}

/// Adds that are not being put off.
std::vector<channels::HandleId> open_adds(Context& context, const Channel& channel,
                                          const rules::RequiredWork& work) {
  std::vector<channels::HandleId> adds;
  for (const auto& handle : work.adds) {
    const auto until = waits_until(context.circle, channel, handle, context.now());
    if (until) {
      context.turn.wake_by(*until);
    } else {
      adds.push_back(handle);
    }
  }
  return adds;
}

/// Whether a package is being asked for, in any channel, of a device that had none. One answer is enough.
bool is_asked_about(const CircleData& circle, const channels::HandleId& handle) {
  if (!circle.empty_stocks.contains(handle)) return false;
  return std::ranges::any_of(circle.channels, [&](const auto& item) {
    const auto claim = item.second.claims.find(handle);
    return claim != item.second.claims.end() && claim->second.under_way;
  });
}

bool is_renewal_due(const Channel& channel, Time now) {
  return !channel.join && now >= channel.renewed + renewal_every;
}

/// Which of the adds wait for others, so that they come in together, and until when.
struct Waiting {
  std::vector<channels::HandleId> adds;
  Time until;
};
Waiting waiting_for_others(const CircleData& circle, const Channel& channel,
                           std::vector<channels::HandleId> adds, Time now) {
  if (adds.empty() || !joins_in_batches(circle, channel)) return {};
  // Devices that had no package make nobody wait, and nobody come in sooner.
  std::erase_if(adds, [&](const auto& handle) { return circle.empty_stocks.contains(handle); });
  // Whose package was claimed comes in: it is handed out once.
  const bool has_begun = std::ranges::any_of(adds, [&](const auto& handle) {
    const auto claim = channel.claims.find(handle);
    return claim != channel.claims.end() && (claim->second.package || claim->second.under_way);
  });
  if (has_begun) return {};
  const auto due = batch_due(circle, channel, adds);
  if (due <= now) return {};
  return {.adds = std::move(adds), .until = due};
}

/// The adds without those who wait.
std::vector<channels::HandleId> without(std::vector<channels::HandleId> adds, const Waiting& waiting) {
  std::erase_if(adds, [&](const auto& handle) {
    return std::ranges::find(waiting.adds, handle) != waiting.adds.end();
  });
  return adds;
}

/// What a commit would be for: newcomers who come in together alone, or also what waits for nobody.
enum class Due : std::uint8_t { batch, other };

/// Whether it is our turn in this channel; sets the clock if it is not yet.
bool is_due(Context& context, Channel& channel, Due what) {
  // Such as a removal that comes while a batch is due.
  const bool is_too_long = what == Due::other && channel.work_at == channel.batch_at &&
                           channel.work_at > context.now() + unasked_pause;
  if (!channel.work_at || is_too_long) {
    const auto pause = what == Due::batch ? unasked_batch_pause : unasked_pause;
    channel.work_at = context.now() + backoff(context.random(), pause, 0);
    if (what == Due::batch) channel.batch_at = channel.work_at;
  }
  if (*channel.work_at <= context.now()) return true;
  context.turn.wake_by(*channel.work_at);
  return false;
}

/// Asks for the packages that are missing. True if none is.
bool has_packages(Context& context, Channel& channel, const std::vector<channels::HandleId>& adds) {
  bool all = true;
  for (const auto& handle : adds) {
    auto& claim = channel.claims[handle];
    if (claim.package) continue;
    all = false;
    if (claim.under_way || is_asked_about(context.circle, handle)) continue;
    claim.under_way = true;
    ask(context, wire::ClaimRequest{.circle = context.circle.id, .channel = channel.id, .handle = handle},
        {.channel = channel.id, .handle = handle});
  }
  return all;
}

/// The package that the hub handed out for `handle`. Errors: `bad_key_package`, `commit_leaf_not_its_handle`
/// (it is another's), those of `decode_message` and `validate_key_package`.
Result<Newcomer> newcomer_of(const Bytes& bytes, const channels::HandleId& handle, Time now) {
  const auto message = mls::decode_message(bytes);
  if (!message) return fail(message.error());
  const auto* package = std::get_if<mls::KeyPackage>(&message->body);
  if (package == nullptr) return fail(crypto::Errc::bad_key_package, "claim");
  if (auto valid = mls::validate_key_package(*package, {}, now); !valid) return fail(valid.error());
  const auto owner = rules::handle_of_leaf(package->leaf_node);
  if (!owner) return fail(owner.error());
  if (*owner != handle) return fail(channels::Errc::commit_leaf_not_its_handle, "claim");
  return Newcomer{.handle = handle, .package = *package};
}

/// Those of the handles whose packages can be used. The hub looks at each before it keeps it, so that one
/// that cannot be used is told of; it is asked for again later.
std::vector<Newcomer> newcomers(Context& context, Channel& channel,
                                const std::vector<channels::HandleId>& adds) {
  const auto now = context.now();
  std::vector<Newcomer> usable;
  usable.reserve(adds.size());
  for (const auto& handle : adds) {
    auto& claim = channel.claims[handle];
    if (auto newcomer = newcomer_of(*claim.package, handle, now)) {
      usable.push_back(std::move(*newcomer));
    } else {
      const bool is_expired = newcomer.error() == crypto::Errc::bad_lifetime;
      if (!is_expired) report_alarm(context, channel.id, newcomer.error(), *claim.package, handle);
      claim = {.package = {}, .not_before = now + package_pause};
      context.turn.wake_by(claim.not_before);
    }
  }
  return usable;
}

/// What is left in a bundle.
struct Room {
  std::size_t groups = wire::limits::bundle_groups_max;
  std::size_t welcomes = wire::limits::bundle_welcomes_max;
};

/// Puts a channel's commit into the draft if all it needs is there.
void draft_channel(Context& context, Channel& channel, Draft& draft, Room& room) {
  const auto& circle = context.circle;
  const auto now = context.now();
  const auto& work = work_in(circle, channel, now);
  auto adds = open_adds(context, channel, work);
  auto heals = heals_due(circle, circle.charter(), channel, now, room.welcomes);
  // Nobody waits for company where there is a commit anyway.
  const bool is_alone = work.removes.empty() && heals.empty();
  if (is_alone) {
    const auto waiting = waiting_for_others(circle, channel, adds, now);
    adds = without(std::move(adds), waiting);
    if (!waiting.adds.empty()) context.turn.wake_by(waiting.until);
  }
  const bool is_idle = adds.empty() && is_alone;
  const bool renews = is_idle && is_renewal_due(channel, now);
  if (is_idle && !renews) {
    // Whoever comes next is waited for anew: else all who are online would go for them at once.
    channel.work_at.reset();
    if (!channel.join) context.turn.wake_by(channel.renewed + renewal_every);
    return;
  }
  const bool is_batch = is_alone && !adds.empty() && joins_in_batches(circle, channel);
  if (!is_due(context, channel, is_batch ? Due::batch : Due::other) || room.groups == 0) return;
  const auto left = room.welcomes - heals.size();
  if (adds.size() > left) {
    // What another channel has left in the bundle is not worth a commit to so many devices: the next one is
    // ours.
    if (is_batch && left < batch_max) return;
    adds.resize(left);
  }
  if (!has_packages(context, channel, adds)) return;
  CommitPlan plan{
      .adds = newcomers(context, channel, adds), .removes = work.removes, .heals = {}, .renews = renews};
  add_heals(plan, std::move(heals));
  if (plan.empty()) return;
  if (!draft_commit(context, circle.charter(), channel, plan, draft)) {
    // A package that cannot be used, most likely: it is put off, and the rest goes on without it.
    for (const auto& handle : adds)
      channel.claims[handle] = {.package = {}, .not_before = now + package_pause};
    channel.heals.clear();
    return;
  }
  --room.groups;
  room.welcomes -= plan.adds.size();
}

}  // namespace

void take_work_event(Context& context, const wire::WorkEvent& event) {
  const auto found = context.circle.channels.find(event.channel);
  if (found == context.circle.channels.end()) return;
  auto& channel = found->second;
  channel.work_at = context.now();
  if (!is_workable(context.circle, channel, context.now())) return;
  // Where somebody else is to be let in, it is that which we are asked for.
  const auto& adds = work_in(context.circle, channel, context.now()).adds;
  const auto had_none = [&](const auto& handle) { return context.circle.empty_stocks.contains(handle); };
  if (!std::ranges::all_of(adds, had_none)) return;
  for (const auto& handle : adds) doubt_empty_stock(context.circle, handle);
}

const rules::RequiredWork& work_in(const CircleData& circle, const Channel& channel, Time now) {
  return channel.known_work.of(circle.charter(), channel.id, channel.group->public_group(), now);
}

void push_work(Context& context) {
  if (!may_work(context)) return;
  auto& circle = context.circle;
  Draft draft;
  Room room;
  for (auto& [id, channel] : circle.channels) {
    if (is_workable(circle, channel, context.now())) draft_channel(context, channel, draft, room);
  }
  if (draft.groups.empty()) return;
  // The parts of one commit for each of a few newcomers always fit.
  const auto begun = begin_bundle(context, std::nullopt, std::move(draft));
  KRING_ASSERT(begun.has_value());
}

namespace {

/// Whether the hub was asked for a package of a device and gave none that can be used. It is asked again, but
/// nobody waits for that.
bool was_without_package(const CircleData& circle, const Channel& channel, const channels::HandleId& handle) {
  const auto claim = channel.claims.find(handle);
  if (claim != channel.claims.end()) {
    if (claim->second.package || claim->second.under_way) return false;
    if (claim->second.not_before != Time{}) return true;
  }
  return is_out_of_stock(circle, handle);
}

}  // namespace

bool has_work(const CircleData& circle, Time now) {
  return std::ranges::any_of(circle.channels, [&](const auto& item) {
    const Channel& channel = item.second;
    if (!is_workable(circle, channel, now)) return false;
    const auto& work = work_in(circle, channel, now);
    const auto adds = without(work.adds, waiting_for_others(circle, channel, work.adds, now));
    // A batch is for whoever the hub asks, or who stays: no program waits for its turn.
    const bool is_ours = !joins_in_batches(circle, channel) || (channel.work_at && *channel.work_at <= now);
    const bool can_add = is_ours && std::ranges::any_of(adds, [&](const auto& handle) {
                           return !was_without_package(circle, channel, handle);
                         });
    const bool heals = !heals_due(circle, circle.charter(), channel, now, 1).empty();
    return !work.removes.empty() || can_add || heals || is_renewal_due(channel, now);
  });
}

void claim_answered(Context& context, const AwaitedAnswer& asked, const wire::ClaimAnswer& answer) {
  const auto found = context.circle.channels.find(asked.channel);
  if (found == context.circle.channels.end()) return;
  found->second.claims[asked.handle] = {.package = answer.package, .under_way = false};
  note_stock(context, asked.handle);
}

void claim_refused(Context& context, const AwaitedAnswer& asked, const wire::ErrorAnswer& error) {
  const auto found = context.circle.channels.find(asked.channel);
  if (found == context.circle.channels.end()) return;
  if (error.code == wire::ErrorCode::no_key_package) {
    found->second.claims.erase(asked.handle);
    note_empty_stock(context, asked.handle);
    return;
  }
  const auto again = context.now() + backoff(context.random(), package_pause, 0);
  found->second.claims[asked.handle] = {.package = {}, .under_way = false, .not_before = again};
  context.turn.wake_by(again);
}

void work_at_once(CircleData& circle) {
  for (auto& [id, channel] : circle.channels) channel.work_at = Time{};
}

}  // namespace kring::core
