#include "clients/core/reading_back.hpp"

#include "clients/core/entry_rules.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/history.hpp"
#include "clients/core/rows.hpp"

#include "channels/rules/judge_opening.hpp"
#include "channels/rules/log_hash.hpp"
#include "crypto/record/record_key.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

using channels::Right;

bool may_begin(const CircleData& circle) {
  return !circle.told.logs.empty() && circle.log && !circle.stopped && circle.standing == Standing::member &&
         circle.access == wire::Access::member && circle.number() >= circle.charter_target;
}

/// Whether nothing is to be read, or nothing can be.
bool is_pointless(const CircleData& circle, const channels::ChannelId& id, const ToldLog& told) {
  const auto held = circle.channels.find(id);
  if (held != circle.channels.end() && (held->second.group || held->second.stopped)) return true;
  const auto* known = circle.charter().channel(id);
  if (known == nullptr || known->closed) return true;
  return known->mode == channels::Mode::record && told.key.empty();
}

Channel begin_channel(const CircleData& circle, const charter::Channel& known, const ToldLog& told) {
  Channel channel;
  channel.id = known.id;
  channel.state = rules::state_before_opening(circle.charter(), known);
  channel.reads_back = true;
  if (known.mode == channels::Mode::record) {
    channel.state.group = rules::first_group(known);
  } else {
    channel.start = told.end;
    channel.state.log = told.end;
  }
  return channel;
}

/// Whether the log that waits goes through the place where the slot saw it end. Errors: `head_went_back`,
/// `log_hash_differs`.
Status check_told_end(const Channel& channel, const rules::LogHead& end) {
  auto head = channel.head();
  if (end.number <= head.number) return {};
  for (const auto& entry : channel.waiting) {
    head = rules::next_log_head(channel.id, head, summary_of(entry));
    if (head.number == end.number)
      return head == end ? Status() : fail(client::Errc::log_hash_differs, "slot");
  }
  return fail(client::Errc::head_went_back, "slot");
}

/// What the key of the slot opens. False if the log is not what it should be, or has not been taken whole.
bool read_records(Context& context, Channel& channel, rules::CharterAtHead& charter, const ToldLog& told) {
  const auto& known = *context.circle.charter().channel(channel.id);
  const auto readable = find_readable(channel, known, told.generation);
  const auto key_hash = record::record_key_hash(
      {.channel = channel.id.view(), .generation = std::to_underlying(told.generation)}, told.key);
  if (!readable || readable->state.key_hash != key_hash) {
    const auto reason = readable ? Error(client::Errc::log_entry_refused, "record key") : readable.error();
    raise_alarm(context, channel, reason, told.end.hash);
    return false;
  }
  channel.join = rules::JoinExtension{.charter = rules::head_of(context.circle.charter()),
                                      .log = readable->state.log,
                                      .time = readable->state.commit_time,
                                      .generation = told.generation,
                                      .record_key = told.key.clone()};
  read_past(context, channel, charter, readable->entries);
  channel.join.reset();
  return !channel.stopped && channel.head() == readable->state.log;
}

void read_hashes(Context& context, Channel& channel) {
  for (; !channel.waiting.empty(); channel.waiting.pop_front())
    (void)take_unread(context, channel, channel.waiting.front());  // It is not opened: nothing is refused.
}

}  // namespace

void begin_reading_back(Context& context) {
  auto& circle = context.circle;
  if (!may_begin(circle)) return;
  const auto gone = std::erase_if(
      circle.told.logs, [&](const auto& item) { return is_pointless(circle, item.first, item.second); });
  if (gone != 0) save_told(context.turn, circle);
  for (const auto& [id, told] : circle.told.logs) {
    if (!circle.charter().can(circle.handle_id, id, Right::read, context.now())) continue;
    const auto held = circle.channels.find(id);
    if (held != circle.channels.end() && held->second.reads_back) continue;
    // What was read before it was interrupted is read anew.
    if (held != circle.channels.end()) erase_log(context.turn, circle, held->second);
    circle.channels.insert_or_assign(id, begin_channel(circle, *circle.charter().channel(id), told));
  }
}

void read_back(Context& context, Channel& channel, rules::CharterAtHead& charter) {
  auto& circle = context.circle;
  const auto told = circle.told.logs.find(channel.id);
  if (told == circle.told.logs.end()) return;
  if (auto right = check_told_end(channel, told->second.end); !right) {
    raise_alarm(context, channel, right.error(), told->second.end.hash);
    return;
  }
  if (channel.state.mode == channels::Mode::sealed)
    read_hashes(context, channel);
  else if (!read_records(context, channel, charter, told->second))
    return;
  channel.reads_back = false;
  forget_waiting(channel);
  save_state(context.turn, circle, channel);
  circle.told.logs.erase(told);
  save_told(context.turn, circle);
  context.turn.notify(CircleChanged{circle.id});
}

std::vector<channels::ChannelId> channels_to_restart(const CircleData& circle, Time now) {
  std::vector<channels::ChannelId> all;
  if (!circle.log || circle.stopped || !circle.charter().is_owner(circle.handle_id, now)) return all;
  const auto& charter = circle.charter();
  for (const auto& [id, channel] : circle.channels) {
    const bool is_read = !channel.group && !channel.reads_back && !channel.stopped &&
                         channel.head().number != channels::Sequence{};
    const auto* known = charter.channel(id);
    if (!is_read || known == nullptr || known->closed || !charter.can(circle.handle_id, id, Right::read, now))
      continue;
    const bool others = std::ranges::any_of(charter.handles(), [&](const auto& item) {
      return item.second.member != circle.member && charter.can(item.first, id, Right::read, now);
    });
    if (!others) all.push_back(id);
  }
  return all;
}

}  // namespace kring::core
