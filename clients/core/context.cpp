#include "clients/core/context.hpp"

#include "clients/core/alarms.hpp"
#include "clients/core/people.hpp"
#include "clients/core/refusal.hpp"
#include "clients/core/rows.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// Alarms of a circle whose evidence is kept, between two starts.
constexpr std::size_t alarms_kept = 64;

/// Keeps and tells an alarm, of which circle, channel and reason are given.
void keep_alarm(Context& context, Alarm alarm, ByteView evidence) {
  const auto number = to_hex(context.random().fixed<8>());
  alarm.evidence = std::string(evidence_prefix) + number;
  alarm.time = context.now();
  // Whoever can cause one alarm can cause a thousand: the first ones prove enough.
  if (context.circle.alarms++ < alarms_kept) {
    context.turn.save(alarm_row(alarm.evidence), encode_alarm(alarm));
    context.turn.save(alarm.evidence, evidence);
  } else {
    alarm.evidence.clear();
  }
  context.turn.notify(std::move(alarm));
}

}  // namespace

void ask(Context& context, wire::Request request, AwaitedAnswer awaited) {
  awaited.op = wire::op_of(request);
  const auto id = context.turn.request(context.circle.hub, std::move(request));
  context.circle.awaited.emplace(id, awaited);
}

void raise_alarm(Context& context, const Error& reason, ByteView evidence) {
  if (context.circle.stopped) return;
  context.circle.stopped = true;
  save_self(context.turn, context.circle);
  keep_alarm(context,
             {.circle = context.circle.id, .reason = std::string(reason.name()), .stops = AlarmStops::circle},
             evidence);
}

void raise_alarm(Context& context, Channel& channel, const Error& reason, ByteView evidence) {
  if (channel.stopped) return;
  channel.stopped = true;
  // The evidence may be a waiting entry's own bytes: it is kept before they go.
  keep_alarm(context,
             {.circle = context.circle.id,
              .channel = channel.id,
              .reason = std::string(reason.name()),
              .heals = channel.broken,
              .stops = AlarmStops::channel},
             evidence);
  forget_waiting(channel);
  save_state(context.turn, context.circle, channel);
}

void report_alarm(Context& context, std::optional<channels::ChannelId> channel, const Error& reason,
                  ByteView evidence, const std::optional<channels::HandleId>& author) {
  Alarm alarm{.circle = context.circle.id,
              .channel = channel,
              .reason = std::string(reason.name()),
              .stops = AlarmStops::nothing};
  const auto* handle = author ? context.circle.charter().handle(*author) : nullptr;
  if (handle != nullptr) {
    alarm.author = handle->member;
    if (const auto* person = find_person(context.circle, handle->member)) alarm.author_name = person->name;
  }
  keep_alarm(context, std::move(alarm), evidence);
}

void report_network_alarm(Context& context, const channels::CircleId& network, const Error& reason,
                          ByteView evidence) {
  keep_alarm(context, {.circle = network, .reason = std::string(reason.name()), .stops = AlarmStops::nothing},
             evidence);
}

Duration backoff(Random& random, Duration base, std::uint32_t tries, Duration longest) {
  const auto doubled = base * (std::int64_t{1} << std::min(tries, 10U));
  const auto wait = std::min<Duration>(doubled, longest);
  const auto draw = random.fixed<2>();
  const auto share = (std::int64_t{draw[0]} << 8U | draw[1]) % 512;
  return wait + wait * share / 1024;
}

void note_told_wait(Turn& turn, std::string_view hub, Duration told, std::optional<IntentId> intent) {
  if (told < told_wait_told) return;
  turn.notify(AskedToWait{.hub = std::string(hub), .intent = intent, .until = turn.now() + told});
}

Duration rest_after(Context& context, const wire::ErrorAnswer& error, Duration base,
                    std::optional<IntentId> intent) {
  const auto told = told_wait(error);
  note_told_wait(context.turn, context.circle.hub, told, intent);
  return told + backoff(context.random(), base, 0);
}

}  // namespace kring::core
