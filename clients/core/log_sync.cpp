#include "clients/core/log_sync.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/entry_rules.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/history.hpp"
#include "clients/core/login.hpp"
#include "clients/core/reading_back.hpp"
#include "clients/core/restarts.hpp"
#include "clients/core/rows.hpp"

#include "channels/rules/judge_opening.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// The number of the entry that comes next.
channels::Sequence expected(const Channel& channel) {
  return channels::next(channel.waiting.empty() ? channel.head().number : channel.waiting.back().seq);
}

void fetch_payload(Context& context, Channel& channel, const wire::StagedPart& part) {
  if (channel.fetching || !context.session.usable()) return;
  channel.fetching = part.hash;
  auto access = staged_access(context, "GET", part.hash, {});
  context.turn.fetch(Fetch{.hub = context.circle.hub,
                           .circle = context.circle.id,
                           .hash = part.hash,
                           .size = part.size,
                           .path = std::move(access.path),
                           .authorization = std::move(access.authorization)});
}

/// Asks for the first payload that is not here yet. True if there is none.
bool has_payloads(Context& context, Channel& channel, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto* part = std::get_if<wire::StagedPart>(&channel.waiting[i].payload);
    if (part == nullptr) continue;
    fetch_payload(context, channel, *part);
    return false;
  }
  return true;
}

/// How many of the entries that wait are the past that a newcomer reads back, with the commit that added us;
/// 0 while they are not all here. They are taken together, and not one by one. A log without that commit
/// raises an alarm.
std::size_t past_entries(Context& context, Channel& channel) {
  for (; channel.scanned < channel.waiting.size(); ++channel.scanned) {
    const auto& entry = channel.waiting[channel.scanned];
    if (entry.kind != channels::LogKind::commit) continue;
    if (!has_payloads(context, channel, channel.scanned + 1)) return 0;
    const auto& payload = std::get<Bytes>(entry.payload);
    const auto place = commit_place_of(payload, channel.group->public_group().context());
    if (place == CommitPlace::added_us) return channel.scanned + 1;
    if (place == CommitPlace::too_late) {
      raise_alarm(context, channel, Error(client::Errc::log_entry_refused, "who was added"), payload);
      return 0;
    }
  }
  return 0;
}

bool must_read_past(const Channel& channel) {
  return channel.join && channel.state.mode == channels::Mode::record;
}

/// Whether all of a log that is read without a leaf has come.
bool is_all_here(Context& context, Channel& channel) {
  return channel.attached == Attached::yes && expected(channel) > channel.target &&
         has_payloads(context, channel, channel.waiting.size());
}

void follow_log(Context& context, Channel& channel, rules::CharterAtHead& charter) {
  const auto before = channel.head().number;
  if (channel.reads_back) {
    if (!is_all_here(context, channel)) return;
    read_back(context, channel, charter);
  } else if (must_read_past(channel)) {
    const auto count = past_entries(context, channel);
    if (count == 0) return;
    read_past(context, channel, charter, count);
  }
  while (!channel.waiting.empty() && !channel.stopped && channel.group && !channel.reads_back) {
    if (!has_payloads(context, channel, 1)) break;
    const auto taken = take_entry(context, channel, charter, channel.waiting.front());
    if (taken == Taken::waits || taken == Taken::refused) break;
    channel.waiting.pop_front();
  }
  if (!channel.group && !channel.reads_back) channel.waiting.clear();
  const auto after = channel.head().number;
  if (after == before) return;
  save_state(context.turn, context.circle, channel);
  context.turn.notify(NewArticles{
      .circle = context.circle.id, .channel = channel.id, .first = channels::next(before), .last = after});
}

}  // namespace

void take_entry_event(Context& context, const wire::EntryEvent& event) {
  auto& circle = context.circle;
  const auto found = circle.channels.find(event.channel);
  if (found == circle.channels.end()) return;
  auto& channel = found->second;
  if (channel.compared) return compare_entry(context, channel, event);
  const bool reads = channel.group || channel.reads_back;
  if (channel.stopped || !reads || event.seq < expected(channel)) return;
  if (event.seq > expected(channel)) {
    // Something was skipped on the way: the log is read on from where we are.
    attach_again(channel);
    return;
  }
  if (channel.waiting.size() == waiting_entries_max) {
    raise_alarm(context, channel, Error(client::Errc::too_many_pending, "log"), {});
    return;
  }
  channel.target = std::max(channel.target, event.seq);
  channel.waiting.push_back(log_entry_of(event));
}

void take_payload(Context& context, const Hash& hash, const Result<Bytes>& bytes) {
  for (auto& [id, channel] : context.circle.channels) {
    if (channel.fetching != hash) continue;
    channel.fetching.reset();
    if (!bytes || rules::payload_hash(*bytes) != hash) {
      // The log is asked for again, and with it the part.
      attach_again(channel);
      context.circle.attach_not_before = context.now() + backoff(context.random(), hub_pause, 0);
      continue;
    }
    for (auto& entry : channel.waiting) {
      const auto* part = std::get_if<wire::StagedPart>(&entry.payload);
      if (part != nullptr && part->hash == hash) entry.payload = *bytes;
    }
  }
}

void follow_logs(Context& context) {
  auto& circle = context.circle;
  if (!circle.log || circle.stopped) return;
  rules::CharterAtHead charter(*circle.log);
  for (auto& [id, channel] : circle.channels) {
    const bool has_more = channel.reads_back || (channel.group && !channel.waiting.empty());
    if (!channel.stopped && has_more) follow_log(context, channel, charter);
  }
}

void open_channels(Context& context) {
  auto& circle = context.circle;
  if (!circle.log || !circle.underway || !circle.underway->acknowledged) return;
  for (const auto& prepared : circle.underway->channels) {
    const auto held = circle.channels.find(prepared.channel);
    const bool is_held = held != circle.channels.end();
    if (prepared.opening.empty() || (is_held && held->second.group)) continue;
    auto group = mls::Group::decode(prepared.opening);
    const auto* opened = circle.charter().channel(prepared.channel);
    if (!group || opened == nullptr) continue;
    if (!equal(group->public_group().context().group_id, opened->group.view())) continue;
    auto& channel = circle.channels[prepared.channel];
    channel.id = prepared.channel;
    channel.group = std::move(*group);
    // A restarted channel's log goes on where it stands.
    if (!is_held) channel.state = rules::state_before_opening(circle.charter(), *opened);
    save_group(context.turn, circle, channel);
    save_state(context.turn, circle, channel);
  }
}

}  // namespace kring::core
