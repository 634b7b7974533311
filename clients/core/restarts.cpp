#include "clients/core/restarts.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/login.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/rows.hpp"

#include "channels/rules/judge_opening.hpp"
#include "channels/rules/log_hash.hpp"
#include "crypto/record/record_key.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

using channels::Sequence;

bool is_group(const mls::Group& group, const channels::GroupId& id) {
  return equal(group.public_group().context().group_id, id.view());
}

/// Sends again what we wrote after `last`, and keeps as evidence what others did.
void say_lost(Context& context, const Channel& channel, Sequence last) {
  Bytes theirs;
  for (const auto& entry : channel.log) {
    if (entry.seq <= last || entry.article.empty()) continue;
    if (entry.author == context.circle.handle_id) {
      send_again(context, channel.id, entry.article);
    } else {
      theirs.insert(theirs.end(), entry.article.begin(), entry.article.end());
      theirs.push_back('\n');
    }
  }
  if (!theirs.empty())
    report_alarm(context, channel.id, Error(client::Errc::articles_void, "restart"), theirs);
}

/// Which entries after a place stay as they came.
enum class KeptRaw : std::uint8_t {
  openings,  ///< commits of ours that begin a group, also a void one: nobody else could give those back
  none,      ///< the hub's log has none of them any more
};

void drop_raw(Context& context, Channel& channel, Sequence last, KeptRaw kept) {
  for (auto raw = channel.raw.upper_bound(last); raw != channel.raw.end();) {
    if (kept == KeptRaw::openings && !raw->second.opening.empty()) {
      ++raw;
      continue;
    }
    erase_raw(context.turn, context.circle, channel, raw->first);
    raw = channel.raw.erase(raw);
  }
}

/// Drops the entries after `last`; the channel's state stands there.
void drop_entries(Context& context, Channel& channel, Sequence last) {
  auto& circle = context.circle;
  erase_log_after(context.turn, circle, channel, last);
  drop_raw(context, channel, last, KeptRaw::openings);
  std::erase_if(channel.log, [&](const KeptEntry& entry) { return entry.seq > last; });
  channel.counters.clear();
  channel.records.clear();
  for (auto& entry : std::exchange(channel.log, {})) keep_entry(channel, std::move(entry));
  channel.last_read = std::min(channel.last_read, channel.head().number);
  channel.state.log = channel.head();
}

/// Reads a channel of records from its beginning: nothing that the hub still has is lost by that.
void begin_anew(Context& context, Channel& channel, const charter::Channel& known) {
  drop_entries(context, channel, Sequence{});
  channel.start = {};
  channel.state = rules::state_before_opening(context.circle.charter(), known);
  channel.state.group = rules::first_group(known);
  channel.record_keys.clear();
}

/// The record key that counts from where the log stands.
void go_on_with(Channel& channel, const std::pair<const channels::Generation, Secret>& key) {
  channel.state.generation = key.first;
  channel.state.key_hash = record::record_key_hash(
      {.channel = channel.id.view(), .generation = std::to_underlying(key.first)}, key.second);
}

/// Ends the log at `last`, which is at or before the place from which `restart` goes on.
void cut(Context& context, Channel& channel, const charter::Channel& known, const charter::Restart& restart,
         Sequence last) {
  say_lost(context, channel, last);
  const auto key = channel.record_keys.find(restart.generation);
  const bool is_record = channel.state.mode == channels::Mode::record;
  if (is_record && (last < restart.last_good.number || key == channel.record_keys.end())) {
    begin_anew(context, channel, known);
  } else {
    drop_entries(context, channel, std::max(last, channel.start.number));
    if (is_record) go_on_with(channel, *key);
  }
  attach_again(channel);
  save_state(context.turn, context.circle, channel);
}

/// Whether we have read all that the old group is good for.
bool is_done_with_group(const Channel& channel, const charter::Channel& known) {
  // Records can be read from outside the group; sealed messages cannot.
  return channel.stopped || channel.join || channel.state.mode == channels::Mode::record ||
         rules::restart_due(known, channel.state.group, channel.head().number) != nullptr;
}

/// Ends a log where a `resume` ended the hub's. In a sealed channel that may be before ours began.
void go_back(Context& context, Channel& channel, const charter::Channel& known) {
  const auto place = *std::exchange(channel.cut_off, std::nullopt);
  const auto generation = generation_at(channel, place.number);
  say_lost(context, channel, place.number);
  drop_raw(context, channel, place.number, KeptRaw::none);
  channel.target = place.number;
  const auto key = channel.record_keys.find(generation);
  if (channel.state.mode == channels::Mode::sealed) {
    if (place.number < channel.start.number) channel.start = place;
  } else if (key == channel.record_keys.end()) {
    return begin_anew(context, channel, known);
  } else {
    go_on_with(channel, *key);
  }
  drop_entries(context, channel, place.number);
}

void leave_group(Context& context, Channel& channel, const charter::Channel& known) {
  auto& circle = context.circle;
  channel.group.reset();
  channel.join.reset();
  channel.claims.clear();
  channel.rests.clear();
  channel.work_at.reset();
  channel.stopped = false;
  channel.broken = false;
  channel.heals.clear();
  if (channel.cut_off) go_back(context, channel, known);
  attach_again(channel);
  forget_payloads(context, channel.id);
  save_group(context.turn, circle, channel);
  save_state(context.turn, circle, channel);
  context.turn.notify(ChannelRestarted{circle.id, channel.id});
}

/// Commits of ours that were taken and can no longer come back to us: their group is gone, or their place in
/// the log is behind us.
void forget_commits(Context& context, const Channel& channel, const charter::Channel& known) {
  auto& circle = context.circle;
  if (!circle.underway || !circle.underway->acknowledged) return;
  if (circle.number() < circle.underway->charter_after) return;  // Our own restart is still to come.
  const auto is_gone = [&](const PreparedChannel& prepared) {
    if (prepared.channel != channel.id) return false;
    if (channel.group && prepared.place && channel.head().number >= prepared.place->seq) return true;
    if (prepared.opening.empty()) return !channel.group;
    const auto group = mls::Group::decode(prepared.opening);
    return !group || !is_group(*group, known.group);
  };
  if (std::erase_if(circle.underway->channels, is_gone) > 0) save_underway(context.turn, circle);
}

void follow(Context& context, Channel& channel, const charter::Channel& known) {
  if (channel.group && !is_group(*channel.group, known.group)) {
    if (!is_done_with_group(channel, known)) return;
    leave_group(context, channel, known);
  }
  forget_commits(context, channel, known);
  if (channel.group || channel.compared || channel.stopped || channel.reads_back) return;
  const auto* due = rules::restart_due(known, channel.state.group, channel.head().number);
  if (due == nullptr) return;
  const auto place = due->last_good;
  const auto ours = hash_at(channel, place.number);
  if (place.number >= channel.start.number && place.number != Sequence{} && ours != place.hash) {
    // Our log is another one than the restart goes on from: the hub's is compared with it from the start.
    channel.compared = channel.start;
    attach_again(channel);
  } else if (channel.head().number > place.number && !channel.log.empty()) {
    cut(context, channel, known, *due, place.number);
  }
}

}  // namespace

channels::Generation generation_at(const Channel& channel, Sequence number) {
  if (number == Sequence{}) return {};
  for (auto raw = channel.raw.upper_bound(number); raw != channel.raw.end(); ++raw) {
    if (raw->second.kind != channels::LogKind::commit) continue;
    if (const auto before = rules::generation_before(raw->second.payload)) return *before;
  }
  return channel.state.generation;
}

void follow_restarts(Context& context) {
  auto& circle = context.circle;
  if (!circle.log || circle.stopped) return;
  for (auto& [id, channel] : circle.channels) {
    const auto* known = circle.charter().channel(id);
    if (known != nullptr && !known->restarts.empty()) follow(context, channel, *known);
  }
}

const charter::Restart* restart_due(const CircleData& circle, const Channel& channel) {
  const auto* known = circle.charter().channel(channel.id);
  if (known == nullptr || known->restarts.empty()) return nullptr;
  if (channel.join && channel.state.mode == channels::Mode::sealed) {
    // Whatever was before the group that we were welcomed to, in it we could read nothing.
    const auto ours = std::ranges::find_if(known->restarts, [&](const charter::Restart& restart) {
      return is_group(*channel.group, restart.group);
    });
    const bool is_there = ours != known->restarts.end() && ours->group != channel.state.group;
    return is_there ? &*ours : nullptr;
  }
  return rules::restart_due(*known, channel.state.group, channel.head().number);
}

bool opens_restart(const charter::Restart& restart, const LogEntry& entry) {
  return entry.kind == channels::LogKind::commit &&
         rules::opens_group(std::get<Bytes>(entry.payload), restart.group);
}

void resend_void(Context& context, const Channel& channel, const OutboxMessage& sent) {
  const auto id = sent.id;
  if (sent.sending != Sending::given_up) send_again(context, channel.id, sent.article);
  sent_seen(context, MessageSeen{.id = id, .seq = channels::next(channel.head().number)});
}

HeldLog held_log(const CircleData& circle, const Channel& held, const Channel& welcomed) {
  if (held.compared) return HeldLog::not_known_yet;
  if (held.log.empty()) return HeldLog::begins_anew;
  // We were in it before: all that was said since can be read on from there, in a channel of records.
  if (held.state.group == welcomed.state.group) {
    return held.state.epoch == mls::EpochId{} ? HeldLog::begins_anew : HeldLog::goes_on;
  }
  const auto* known = circle.charter().channel(held.id);
  if (known == nullptr) return HeldLog::begins_anew;
  const auto& restarts = known->restarts;
  const auto ours = std::ranges::find(restarts, held.state.group, &charter::Restart::group);
  const bool is_known = ours != restarts.end() || held.state.group == rules::first_group(*known);
  const auto after = ours == restarts.end() ? restarts.begin() : std::next(ours);
  const auto found = std::find_if(after, restarts.end(), [&](const charter::Restart& restart) {
    return restart.group == welcomed.state.group;
  });
  const bool has_key = held.state.mode == channels::Mode::sealed ||
                       held.state.generation == channels::Generation{} ||
                       held.record_keys.contains(held.state.generation);
  return is_known && found != restarts.end() && has_key ? HeldLog::goes_on : HeldLog::begins_anew;
}

void take_over_log(Channel& welcomed, Channel& held) {
  welcomed.state = held.state;
  if (held.state.mode == channels::Mode::record) {
    welcomed.record_keys = std::move(held.record_keys);
  }
  welcomed.own_counter = held.own_counter;
  welcomed.start = held.start;
  welcomed.log = std::move(held.log);
  welcomed.raw = std::move(held.raw);
  welcomed.counters = std::move(held.counters);
  welcomed.records = std::move(held.records);
  welcomed.name = std::move(held.name);
  welcomed.named_roles = std::move(held.named_roles);
  welcomed.introduced = std::move(held.introduced);
  welcomed.report_boxes = std::move(held.report_boxes);
  welcomed.renewed = held.renewed;
}

void compare_entry(Context& context, Channel& channel, const wire::EntryEvent& event) {
  auto& at = *channel.compared;
  if (event.seq <= at.number) return;
  if (event.seq != channels::next(at.number)) {
    attach_again(channel);
    return;
  }
  const auto before = at.number;
  at = rules::next_log_head(channel.id, at, summary_of(log_entry_of(event)));
  const auto* known = context.circle.charter().channel(channel.id);
  const auto* due =
      known == nullptr ? nullptr : rules::restart_due(*known, channel.state.group, channel.head().number);
  const bool has_parted = hash_at(channel, at.number) != at.hash;
  const bool is_over = due == nullptr || has_parted || at.number >= due->last_good.number;
  if (!is_over) return;
  channel.compared.reset();
  if (due != nullptr && has_parted) {
    cut(context, channel, *known, *due, before);
  } else if (due != nullptr) {
    // The hub's log is ours and not the one that the owner restarted.
    raise_alarm(context, channel, Error(client::Errc::log_hash_differs, "restart"), due->last_good.hash);
  }
}

}  // namespace kring::core
