#include "clients/core/alarms.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/row_codec.hpp"

#include "channels/model/errc.hpp"
#include "crypto/base/errc.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t alarm_row_version = 3;
/// Without `stops`, the author and `seen`.
constexpr std::uint8_t alarm_row_version_all_shouted = 2;
/// Without `heals` as well.
constexpr std::uint8_t alarm_row_version_oldest = 1;

struct KindOfReason {
  std::string_view reason;
  AlarmKind kind{};
};
/// Reasons that tell the kind whatever the alarm stops.
const auto& kinds_of_reasons() {
  static const std::array kinds{
      KindOfReason{name_of(client::Errc::wrong_hub_key), AlarmKind::other_hub},
      KindOfReason{name_of(client::Errc::bad_head_signature), AlarmKind::other_hub},
      KindOfReason{name_of(client::Errc::head_went_back), AlarmKind::history},
      KindOfReason{name_of(client::Errc::head_forked), AlarmKind::history},
      KindOfReason{name_of(client::Errc::log_hash_differs), AlarmKind::history},
      KindOfReason{name_of(channels::Errc::log_time_backwards), AlarmKind::history},
      KindOfReason{name_of(client::Errc::articles_void), AlarmKind::void_articles},
      KindOfReason{name_of(client::Errc::log_cut_off), AlarmKind::cut_off},
      KindOfReason{name_of(client::Errc::network_charter_refused), AlarmKind::network},
      KindOfReason{name_of(client::Errc::network_went_back), AlarmKind::network},
      KindOfReason{name_of(client::Errc::network_forked), AlarmKind::network},
      KindOfReason{name_of(client::Errc::network_hidden), AlarmKind::network},
      KindOfReason{name_of(client::Errc::refused_by_hub), AlarmKind::not_taken_back},
      KindOfReason{name_of(client::Errc::too_many_pending), AlarmKind::too_much}};
  return kinds;
}

/// What an alarm had stopped whose row does not say it yet. Messages that were passed over have reasons of
/// their own but for the cryptography's, which mostly stop a channel.
AlarmStops stops_of_old(const Alarm& alarm) {
  const auto kind = kind_of(alarm);
  const bool passed_over = alarm.reason.starts_with("record_") || alarm.reason.starts_with("article_") ||
                           alarm.reason == name_of(crypto::Errc::key_already_used) ||
                           alarm.reason == name_of(crypto::Errc::own_message);
  if (passed_over || kind == AlarmKind::network || kind == AlarmKind::void_articles ||
      kind == AlarmKind::not_taken_back)
    return AlarmStops::nothing;
  return alarm.channel ? AlarmStops::channel : AlarmStops::circle;
}

}  // namespace

std::string_view name_of(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::other_hub:
      return "other_hub";
    case AlarmKind::history:
      return "history";
    case AlarmKind::against_rules:
      return "against_rules";
    case AlarmKind::passed_over:
      return "passed_over";
    case AlarmKind::repeated_key:
      return "repeated_key";
    case AlarmKind::copied_device:
      return "copied_device";
    case AlarmKind::void_articles:
      return "void_articles";
    case AlarmKind::cut_off:
      return "cut_off";
    case AlarmKind::mends:
      return "mends";
    case AlarmKind::network:
      return "network";
    case AlarmKind::not_taken_back:
      return "not_taken_back";
    case AlarmKind::too_much:
      return "too_much";
  }
  return "unknown";
}

std::string_view name_of(AlarmStops stops) {
  switch (stops) {
    case AlarmStops::nothing:
      return "nothing";
    case AlarmStops::channel:
      return "channel";
    case AlarmStops::circle:
      return "circle";
  }
  return "unknown";
}

AlarmKind kind_of(const Alarm& alarm) {
  if (alarm.heals) return AlarmKind::mends;
  const auto& kinds = kinds_of_reasons();
  const auto known = std::ranges::find(kinds, std::string_view(alarm.reason), &KindOfReason::reason);
  if (known != kinds.end()) return known->kind;
  if (alarm.stops != AlarmStops::nothing) return AlarmKind::against_rules;
  if (alarm.reason == name_of(crypto::Errc::key_already_used)) return AlarmKind::repeated_key;
  if (alarm.reason == name_of(crypto::Errc::own_message)) return AlarmKind::copied_device;
  return AlarmKind::passed_over;
}

bool is_notice(const Alarm& alarm) {
  return kind_of(alarm) == AlarmKind::repeated_key;
}

std::string alarm_row(std::string_view evidence) {
  return std::string(alarm_prefix) + std::string(evidence.substr(evidence_prefix.size()));
}

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
  out.u8(std::to_underlying(alarm.stops));
  out.optional(alarm.author, [&](const channels::MemberId& author) { out.id(author); });
  out.text(alarm.author_name);
  out.flag(alarm.seen);
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
  if (in.version() > alarm_row_version_oldest) alarm.heals = in.flag();
  if (in.version() > alarm_row_version_all_shouted) {
    const auto stops = in.u8();
    if (stops < std::to_underlying(AlarmStops::nothing) || stops > std::to_underlying(AlarmStops::circle))
      in.refuse();
    alarm.stops = static_cast<AlarmStops>(stops);
    if (in.flag()) alarm.author = in.id<channels::MemberId>();
    alarm.author_name = in.text();
    alarm.seen = in.flag();
  } else {
    alarm.stops = stops_of_old(alarm);
  }
  if (auto end = in.finish(); !end) return fail(end.error());
  return alarm;
}

}  // namespace kring::core
