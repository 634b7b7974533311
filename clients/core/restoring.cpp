#include "clients/core/restoring.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/login.hpp"
#include "clients/core/packages.hpp"
#include "clients/core/refusal.hpp"
#include "clients/core/rows.hpp"

#include "channels/rules/restart.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kring::core {

namespace {

/// Between two questions whether the circle goes on, and how far its logs have come back.
constexpr Duration resumed_pause = std::chrono::seconds(10);
/// Payloads of one request that travel inside it: with 40 entries around them they fit a frame.
constexpr std::size_t inline_bytes_max = 40'000;
/// One that is larger travels by itself.
constexpr std::size_t inline_one_max = 24'000;

/// Puts a part inside the request, or aside to be staged.
wire::Part place_part(const Bytes& bytes, GivingBack& giving) {
  if (bytes.size() <= inline_one_max) return bytes;
  giving.parts.push_back(bytes);
  return wire::StagedPart{.hash = primitives::sha256(bytes), .size = bytes.size()};
}

std::size_t inline_size(const wire::Part& part) {
  const auto* inside = std::get_if<Bytes>(&part);
  return inside == nullptr ? 0 : inside->size();
}

/// The payload of a bundle's commit in this channel; null if it has none.
const Bytes* commit_of(const Underway& underway, const channels::ChannelId& channel) {
  const auto group = std::ranges::find(underway.request.groups, channel, &wire::BundleGroup::channel);
  if (group == underway.request.groups.end()) return nullptr;
  if (const auto* inside = std::get_if<Bytes>(&group->commit)) return inside;
  const auto& hash = std::get<wire::StagedPart>(group->commit).hash;
  const auto part = std::ranges::find_if(
      underway.parts, [&](const Bytes& bytes) { return primitives::sha256(bytes) == hash; });
  return part == underway.parts.end() ? nullptr : &*part;
}

/// Commits of ours that the hub has acknowledged and lost before they came back: we know where they stood,
/// and take them as if they had come. Nobody else could give them back.
void take_acknowledged(CircleData& circle) {
  if (!circle.underway || !circle.underway->acknowledged) return;
  for (const auto& prepared : circle.underway->channels) {
    const auto found = circle.channels.find(prepared.channel);
    const auto* commit = commit_of(*circle.underway, prepared.channel);
    if (!prepared.place || commit == nullptr || found == circle.channels.end()) continue;
    auto& channel = found->second;
    const bool is_next = prepared.place->seq == channels::next(channel.head().number);
    if (!is_next || !channel.group || channel.stopped || channel.join) continue;
    forget_waiting(channel);
    channel.target = prepared.place->seq;
    channel.waiting.push_back(log_entry_of({.circle = circle.id,
                                            .channel = channel.id,
                                            .seq = prepared.place->seq,
                                            .kind = channels::LogKind::commit,
                                            .time = prepared.place->time,
                                            .payload = *commit}));
  }
}

/// The last head that the hub signed for entries that we hold.
const wire::SignedHead* own_head(const CircleData& circle) {
  const bool has = circle.log && circle.signed_head && circle.signed_head->number <= circle.number();
  return has ? &*circle.signed_head : nullptr;
}

/// The charter's entries after `number`, as far as a head proves that the hub had taken them.
Bytes suffix_after(const CircleData& circle, channels::EntryNumber number) {
  codec::Writer out;
  for (const auto& entry : circle.log->entries()) {
    if (entry.number() > number && entry.number() <= circle.signed_head->number) out.opaque(entry.bytes());
  }
  return out.take();
}

void begin_charter(CircleData& circle, channels::EntryNumber hub_number) {
  GivingBack giving;
  const auto* head = own_head(circle);
  wire::RestoreCharterRequest request{.circle = circle.id, .head = *head};
  request.suffix = place_part(suffix_after(circle, hub_number), giving);
  giving.request = std::move(request);
  circle.giving = std::move(giving);
}

/// Whether an entry is a commit with which a group begins: the channel's first, or a restart's.
bool begins_group(const CircleData& circle, const Channel& channel, channels::Sequence seq,
                  const RawEntry& raw) {
  if (raw.kind != channels::LogKind::commit) return false;
  if (seq == channels::Sequence{1}) return true;
  const auto* known = circle.charter().channel(channel.id);
  return known != nullptr && std::ranges::any_of(known->restarts, [&](const charter::Restart& restart) {
           return rules::opens_group(raw.payload, restart.group);
         });
}

/// Whether the hub can judge an entry by what we have of it. How a group began knows only who began it.
bool is_whole(const CircleData& circle, const Channel& channel, channels::Sequence seq, const RawEntry& raw) {
  return !raw.opening.empty() || !begins_group(circle, channel, seq, raw);
}

/// Whether the entry after `number` is here as it came, so that we can give back at least that one: what
/// comes after it others may have.
bool has_raw(const CircleData& circle, const Channel& channel, channels::Sequence number) {
  const auto found = channel.raw.find(channels::next(number));
  return found != channel.raw.end() && is_whole(circle, channel, found->first, found->second);
}

/// As many of the channel's entries after `number` as we have and one request takes.
void begin_log(CircleData& circle, const Channel& channel, channels::Sequence number) {
  GivingBack giving{.channel = channel.id};
  wire::RestoreLogRequest request{.circle = circle.id, .channel = channel.id, .after = number};
  std::size_t bytes = 0;
  for (auto at = channel.raw.upper_bound(number); at != channel.raw.end(); ++at) {
    if (request.entries.size() == wire::limits::restore_entries_max) break;
    const auto& raw = at->second;
    const bool goes_on =
        std::to_underlying(at->first) == std::to_underlying(number) + request.entries.size() + 1;
    if (!goes_on || !is_whole(circle, channel, at->first, raw)) break;
    const auto size = raw.payload.size() + raw.opening.size();
    if (!request.entries.empty() && bytes + size > inline_bytes_max) break;
    wire::RestoredEntry entry{.kind = raw.kind, .time = raw.time, .payload = place_part(raw.payload, giving)};
    bytes += inline_size(entry.payload);
    if (!raw.opening.empty()) {
      entry.opening = place_part(raw.opening, giving);
      bytes += inline_size(*entry.opening);
    }
    request.entries.push_back(std::move(entry));
    if (!giving.parts.empty()) break;
  }
  giving.request = std::move(request);
  circle.giving = std::move(giving);
}

bool may_give(const Context& context) {
  const auto& circle = context.circle;
  return is_restoring(circle) && context.session.usable() && !circle.stopped;
}

void choose_next(CircleData& circle) {
  const auto* head = own_head(circle);
  if (head != nullptr && circle.hub_number && *circle.hub_number < head->number)
    return begin_charter(circle, *circle.hub_number);
  if (circle.login != LoginState::in) return;
  for (const auto& [id, channel] : circle.channels) {
    if (channel.lacking && !channel.stopped) return begin_log(circle, channel, *channel.lacking);
  }
}

void stage_parts(Context& context, GivingBack& giving) {
  giving.staging = true;
  for (const auto& part : giving.parts) {
    const auto hash = primitives::sha256(part);
    auto access = staged_access(context, "PUT", hash, part);
    context.turn.stage(Stage{.hub = context.circle.hub,
                             .circle = context.circle.id,
                             .hash = hash,
                             .bytes = part,
                             .path = std::move(access.path),
                             .authorization = std::move(access.authorization)});
  }
}

/// An owner wants to know where all logs end, also those of channels that they do not read.
void ask_heads(Context& context) {
  auto& circle = context.circle;
  if (circle.login != LoginState::in || !is_caught_up(circle, context.now()) ||
      !circle.charter().is_owner(circle.handle_id, context.now()))
    return;
  for (const auto& [id, item] : circle.awaited) {
    if (item.op == wire::Op::attach) return;
  }
  wire::AttachRequest request{.circle = circle.id, .charter_after = circle.number()};
  for (const auto& [id, channel] : circle.charter().channels()) {
    if (circle.hub_heads.contains(id) || request.channels.size() == wire::limits::attach_channels_max)
      continue;
    const auto own = circle.channels.find(id);
    // Nothing is wanted of a channel that we are not in.
    const auto after = own == circle.channels.end() ? channels::Sequence{wire::limits::number_end - 1}
                                                    : own->second.head().number;
    request.channels.push_back({.channel = id, .after = after});
  }
  if (!request.channels.empty()) ask(context, std::move(request));
}

/// Whoever is not a member yet, or not one to a hub that lacks what made them one, is told of no entry: they
/// ask whether an owner has resumed the circle, and how far its charter has come back.
void ask_resumed(Context& context) {
  auto& circle = context.circle;
  if (circle.login != LoginState::in) return;
  for (const auto& [id, item] : circle.awaited) {
    if (item.op == wire::Op::charter) return;
  }
  ask(context, wire::CharterRequest{.circle = circle.id, .from = next(circle.number())});
  circle.give_not_before = context.now() + backoff(context.random(), resumed_pause, 0);
  context.turn.wake_by(circle.give_not_before);
}

/// Others may have given back what lies between the hub's log and the end of ours: then ours is asked for.
void look_again(Context& context) {
  auto& circle = context.circle;
  const bool is_time = context.now() >= circle.look_again_at;
  bool holds_more = false;
  for (auto& [id, channel] : circle.channels) {
    const auto there = circle.hub_heads.find(id);
    if (there == circle.hub_heads.end() || there->second.seq >= channel.head().number) continue;
    if (channel.stopped || channel.attached != Attached::yes) continue;
    holds_more = true;
    if (is_time) attach_again(channel);
  }
  if (!holds_more) return;
  if (is_time) circle.look_again_at = context.now() + backoff(context.random(), resumed_pause, 0);
  context.turn.wake_by(circle.look_again_at);
}

void try_later(Context& context, Duration rest) {
  auto& circle = context.circle;
  circle.giving.reset();
  circle.give_not_before = context.now() + rest;
  context.turn.wake_by(circle.give_not_before);
}
void try_later(Context& context) {
  try_later(context, backoff(context.random(), hub_pause, 0));
}

Bytes evidence_of(const wire::ErrorAnswer& error) {
  std::string said(wire::name_of(error.code));
  for (const auto& detail : {error.rule, error.name}) {
    if (!detail.empty()) said += ' ' + detail;
  }
  return copy_bytes(view_bytes(said));
}

}  // namespace

void keep_raw(Context& context, Channel& channel, const LogEntry& entry, Bytes opening) {
  const auto oldest = context.now() - raw_kept_for;
  while (!channel.raw.empty() && channel.raw.begin()->second.time < oldest) {
    erase_raw(context.turn, context.circle, channel, channel.raw.begin()->first);
    channel.raw.erase(channel.raw.begin());
  }
  if (entry.time < oldest) return;
  // Read again after a restart, our own commit stays the one whose group only we can begin.
  const auto known = channel.raw.find(entry.seq);
  if (opening.empty() && known != channel.raw.end() &&
      known->second.payload == std::get<Bytes>(entry.payload))
    opening = std::move(known->second.opening);
  RawEntry raw{.kind = entry.kind,
               .time = entry.time,
               .payload = std::get<Bytes>(entry.payload),
               .opening = std::move(opening)};
  save_raw(context.turn, context.circle, channel, entry.seq, raw);
  channel.raw.insert_or_assign(entry.seq, std::move(raw));
}

bool is_restoring(const CircleData& circle) {
  return circle.restored_as.has_value();
}

bool holds_log_for_hub(const CircleData& circle, const Channel& channel) {
  return is_restoring(circle) && !channel.raw.empty();
}

bool gives_back(const CircleData& circle) {
  if (!is_restoring(circle)) return false;
  if (circle.giving) return true;
  return std::ranges::any_of(circle.channels, [](const auto& item) {
    return item.second.lacking.has_value() && !item.second.stopped;
  });
}

void note_incarnation(Context& context) {
  auto& circle = context.circle;
  const auto& now = context.session.hello->incarnation;
  circle.giving.reset();
  circle.hub_number.reset();
  circle.hub_heads.clear();
  for (auto& [id, channel] : circle.channels) channel.lacking.reset();
  if (circle.standing == Standing::founding || !circle.incarnation || *circle.incarnation == now) {
    circle.restored_as.reset();
    return;
  }
  const bool is_new = circle.restored_as != now;
  circle.restored_as = now;
  // What was told of and never came may be lost: it is not waited for.
  circle.charter_target = circle.number();
  circle.head_ahead.reset();
  for (auto& [id, channel] : circle.channels) channel.target = channel.head().number;
  if (!is_new) return;
  take_acknowledged(circle);
  // It counts Welcomes from where it was.
  circle.welcomed.clear();
  // What the hub has acknowledged it may have lost: it is offered again, and comes back once if it has not.
  for (auto& [id, message] : circle.outbox) {
    if (message.sending != Sending::acknowledged) continue;
    message.sending = Sending::waits;
    save_message(context.turn, circle, message);
  }
  context.turn.notify(CircleChanged{circle.id});
}

bool offer_charter(Context& context) {
  auto& circle = context.circle;
  const auto* head = own_head(circle);
  if (!is_restoring(circle) || head == nullptr || circle.giving) return false;
  // It was offered on this connection, or somebody else was faster.
  if (circle.hub_number && *circle.hub_number >= head->number) return false;
  begin_charter(circle, {});
  // Whoever is not logged in cannot stage it.
  if (circle.giving->parts.empty()) return true;
  circle.giving.reset();
  return false;
}

void log_lacks(Context& context, Channel& channel, const wire::ChannelHead& head) {
  const auto hash = hash_at(channel, head.seq);
  if (hash && *hash != head.hash) {
    raise_alarm(context, channel, Error(client::Errc::log_hash_differs, "attach"), head.hash);
    return;
  }
  if (hash && has_raw(context.circle, channel, head.seq)) channel.lacking = head.seq;
}

void push_restoring(Context& context) {
  auto& circle = context.circle;
  if (!may_give(context)) return;
  if (context.now() < circle.give_not_before) {
    context.turn.wake_by(circle.give_not_before);
    return;
  }
  if (!circle.giving) choose_next(circle);
  // Whoever holds what no head proves can give nothing back: others bring it, and may go on with it.
  const bool waits_for_others = circle.hub_number && *circle.hub_number < circle.number();
  if (!circle.giving && (circle.access == wire::Access::invited || waits_for_others))
    return ask_resumed(context);
  if (!circle.giving) {
    look_again(context);
    return ask_heads(context);
  }
  auto& giving = *circle.giving;
  if (giving.sent) return;
  if (giving.staged.size() < giving.parts.size()) {
    if (!giving.staging) stage_parts(context, giving);
    return;
  }
  giving.sent = true;
  ask(context, giving.request, {.channel = giving.channel});
}

void restore_part_staged(Context& context, const Hash& hash, const Status& status) {
  auto& giving = context.circle.giving;
  if (!giving || giving->sent) return;
  const bool ours =
      std::ranges::any_of(giving->parts, [&](const Bytes& part) { return primitives::sha256(part) == hash; });
  if (!ours) return;
  if (!status) return try_later(context);
  giving->staged.insert(hash);
}

void restore_charter_answered(Context& context, const wire::RestoreCharterAnswer& answer) {
  auto& circle = context.circle;
  circle.giving.reset();
  if (!take_head(context, answer.head)) return;
  circle.hub_number = answer.head.number;
  circle.attached = false;
  if (circle.login != LoginState::in) circle.login = LoginState::none;
}

void restore_log_answered(Context& context, const channels::ChannelId& id,
                          const wire::RestoreLogAnswer& answer) {
  auto& circle = context.circle;
  circle.giving.reset();
  const auto found = circle.channels.find(id);
  if (found == circle.channels.end()) return;
  auto& channel = found->second;
  const auto hash = hash_at(channel, answer.seq);
  if (!hash || *hash != answer.hash) {
    raise_alarm(context, channel, Error(client::Errc::log_hash_differs, "restore"), answer.hash);
    return;
  }
  channel.lacking = has_raw(circle, channel, answer.seq) ? std::optional(answer.seq) : std::nullopt;
  note_hub_head(circle, id, {.number = answer.seq, .hash = answer.hash});
}

void restore_refused(Context& context, const AwaitedAnswer& asked, const wire::ErrorAnswer& error) {
  auto& circle = context.circle;
  const auto channel = circle.channels.find(asked.channel);
  switch (refusal_of(error)) {
    case Refusal::outrun:
    case Refusal::taken:
      // Somebody else was faster, or the circle goes on already: where it stands is asked anew.
      if (channel != circle.channels.end()) {
        channel->second.lacking.reset();
        attach_again(channel->second);
      }
      circle.hub_heads.erase(asked.channel);
      if (circle.login != LoginState::in || asked.op == wire::Op::restore_charter)
        circle.login = LoginState::none;
      return try_later(context);
    case Refusal::unstaged:
    case Refusal::busy:
      return try_later(context, rest_after(context, error, hub_pause));
    case Refusal::final_refusal:
      circle.giving.reset();
      // That our time is over meanwhile is nothing to be told of here.
      if (error.code != wire::ErrorCode::not_live)
        report_alarm(context, asked.channel.is_zero() ? std::nullopt : std::optional(asked.channel),
                     Error(client::Errc::refused_by_hub, wire::name_of(error.code)), evidence_of(error));
      if (channel != circle.channels.end()) channel->second.lacking.reset();
      if (asked.op == wire::Op::restore_charter) circle.hub_number.reset();
      return;
  }
}

}  // namespace kring::core
