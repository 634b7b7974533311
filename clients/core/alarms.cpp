#include "clients/core/alarms.hpp"

#include "clients/core/row_codec.hpp"

#include <utility>

namespace kring::core {

namespace {
constexpr std::uint8_t alarm_row_version = 2;
/// Without `heals`.
constexpr std::uint8_t alarm_row_version_oldest = 1;
}  // namespace

SecretBytes encode_alarm(const Alarm& alarm) {
  RowWriter out(alarm_row_version);
  out.flag(alarm.circle.has_value());
  out.id(alarm.circle.value_or(channels::CircleId()));
  out.flag(alarm.channel.has_value());
  out.id(alarm.channel.value_or(channels::ChannelId()));
  out.text(alarm.reason);
  out.text(alarm.evidence);
  out.time(alarm.time);
  out.flag(alarm.heals);
  return out.take();
}

Result<Alarm> decode_alarm(ByteView row) {
  RowReader in(row, alarm_row_version_oldest, alarm_row_version);
  Alarm alarm;
  const bool has_circle = in.flag();
  const auto circle = in.id<channels::CircleId>();
  const bool has_channel = in.flag();
  const auto channel = in.id<channels::ChannelId>();
  if (has_circle) alarm.circle = circle;
  if (has_channel) alarm.channel = channel;
  alarm.reason = in.text();
  alarm.evidence = in.text();
  alarm.time = in.time();
  if (in.version() >= 2) alarm.heals = in.flag();
  if (auto end = in.finish(); !end) return fail(end.error());
  return alarm;
}

}  // namespace kring::core
