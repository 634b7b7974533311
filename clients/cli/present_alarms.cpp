#include "clients/cli/present_alarms.hpp"

#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/wording.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

namespace kring::cli {

namespace {

bool begins_with_one_of(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::ranges::any_of(beginnings, [&](std::string_view one) { return text.starts_with(one); });
}

/// Where a reason says by itself what happened. Of other rules it is told to whom they refuse something, and
/// nobody asked for anything here.
std::optional<Library> library_that_tells(const core::Alarm& alarm) {
  const std::string_view reason = alarm.reason;
  switch (core::kind_of(alarm)) {
    case core::AlarmKind::other_hub:
    case core::AlarmKind::void_articles:
    case core::AlarmKind::cut_off:
    case core::AlarmKind::network:
      return Library::client;
    case core::AlarmKind::history:
      return reason.starts_with("log_time_") ? Library::channels : Library::client;
    case core::AlarmKind::against_rules:
      if (begins_with_one_of(reason, {"charter_entry_", "log_entry_", "welcome_"})) return Library::client;
      if (begins_with_one_of(reason, {"commit_", "rotation_", "opening_", "channel_wrong_", "join_"}))
        return Library::channels;
      return std::nullopt;
    case core::AlarmKind::passed_over:
      if (reason.starts_with("welcome_")) return Library::client;
      if (begins_with_one_of(reason, {"record_", "heal_", "channel_wrong_", "join_"}))
        return Library::channels;
      return std::nullopt;
    case core::AlarmKind::repeated_key:
    case core::AlarmKind::copied_device:
    case core::AlarmKind::mends:
    case core::AlarmKind::not_taken_back:
    case core::AlarmKind::too_much:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string said(std::string_view text, const core::Alarm& alarm, const AlarmPlace& place,
                 Language language) {
  const auto about = about_network(place.network);
  const auto author = alarm.author_name.empty() ? std::string(text_of(Text::alarm_somebody, language, about))
                                                : printable(alarm.author_name);
  return fill(text, {text_of(Text::alarm_whom, language, about), author,
                     text_of(Text::alarm_where, language, about)});
}

std::string what_happened(const core::Alarm& alarm, const AlarmPlace& place, Language language) {
  const auto library = library_that_tells(alarm);
  const auto* text = library && place.network ? find_network_text(*library, alarm.reason, language) : nullptr;
  if (library && text == nullptr) text = find_error_text(*library, alarm.reason, language);
  if (text != nullptr) return std::string(text->what);
  return said(alarm_words(core::kind_of(alarm), language).what, alarm, place, language);
}

Text text_of_stops(const core::Alarm& alarm, const AlarmPlace& place) {
  switch (alarm.stops) {
    case core::AlarmStops::nothing:
      break;
    case core::AlarmStops::channel:
      return place.goes_on ? Text::alarm_channel_goes_on : Text::alarm_stops_channel;
    case core::AlarmStops::circle:
      return Text::alarm_stops_circle;
  }
  return Text::alarm_stops_nothing;
}

/// When and where, in a line without its end.
std::string head_of(const ShownAlarm& shown, const Look& look) {
  const auto& [alarm, place, number] = shown;
  const auto time = time_text(alarm.time, look.language);
  const bool notice = core::is_notice(alarm);
  if (!place.channel.empty())
    return fill(say(notice ? Text::notice_in_channel : Text::alarm_in_channel, look),
                {printable(place.circle), printable(place.channel), time});
  if (!place.circle.empty())
    return fill(say(notice ? Text::notice_in : Text::alarm_in, look), {printable(place.circle), time});
  if (core::kind_of(alarm) == core::AlarmKind::network && alarm.circle)
    return fill(say(Text::alarm_of_network, look), {short_id(*alarm.circle), time});
  return fill(say(notice ? Text::notice_head : Text::alarm_head, look), {time});
}

AlarmPlace place_of(const core::Alarm& alarm, const core::Client& client, Time now) {
  const auto circles = client.circles(now);
  const auto circle = std::ranges::find_if(
      circles, [&](const core::CircleView& view) { return alarm.circle && view.id == *alarm.circle; });
  // An alarm about a network's charter comes in a circle that the network is not.
  if (circle == circles.end()) return {};
  AlarmPlace place{.circle = circle->name, .network = circle->network};
  for (const auto& channel : client.channels(circle->id, now)) {
    if (channel.id != alarm.channel) continue;
    place.channel = channel.label.empty() ? short_id(channel.id) : channel.label;
    place.goes_on = !channel.stopped && !circle->stopped;
  }
  return place;
}

}  // namespace

std::string explain_alarm(const core::Alarm& alarm, const AlarmPlace& place, Language language) {
  const auto& words = alarm_words(core::kind_of(alarm), language);
  auto sentences = what_happened(alarm, place, language);
  sentences.append(" ").append(said(words.from, alarm, place, language));
  // Words that name an author where there need be none would name "somebody".
  if (words.kind == core::AlarmKind::passed_over && !alarm.author_name.empty())
    sentences.append(" ").append(fill(text_of(Text::alarm_author, language), {printable(alarm.author_name)}));
  // What waits to be mended is told of by its kind.
  if (!alarm.heals)
    sentences.append(" ").append(
        text_of(text_of_stops(alarm, place), language, about_network(place.network)));
  return sentences.append(" ").append(said(words.advice, alarm, place, language));
}

std::vector<ShownAlarm> shown_alarms(const core::Client& client, Time now) {
  std::vector<ShownAlarm> shown;
  std::size_t number = 0;
  for (auto& alarm : client.status(now).alarms) {
    auto place = place_of(alarm, client, now);
    const auto kept = alarm.evidence.empty() ? 0 : ++number;
    shown.push_back({.alarm = std::move(alarm), .place = std::move(place), .number = kept});
  }
  return shown;
}

ShownAlarm shown_alarm(const core::Alarm& alarm, const core::Client& client, Time now) {
  for (auto& shown : shown_alarms(client, now)) {
    if (shown.number != 0 && shown.alarm.evidence == alarm.evidence) return std::move(shown);
  }
  return {.alarm = alarm, .place = place_of(alarm, client, now)};
}

std::string alarm_text(const ShownAlarm& shown, const Look& look) {
  auto out = look.style.bad(head_of(shown, look)) + "\n" +
             explain_alarm(shown.alarm, shown.place, look.language) + "\n";
  if (shown.number != 0) out += fill(say(Text::alarm_more, look), {std::to_string(shown.number)}) + "\n";
  return out;
}

std::string alarms_text(const std::vector<ShownAlarm>& alarms, const Look& look) {
  std::string out;
  std::size_t seen = 0;
  for (const auto& shown : alarms) {
    if (shown.alarm.seen)
      ++seen;
    else
      out += "\n" + alarm_text(shown, look);
  }
  if (seen == 1) out += "\n" + say(Text::alarms_seen_one, look) + "\n";
  if (seen > 1) out += "\n" + fill(say(Text::alarms_seen, look), {std::to_string(seen)}) + "\n";
  return out;
}

std::string evidence_list_text(const std::vector<ShownAlarm>& alarms, const Look& look) {
  std::string out;
  for (const auto& shown : alarms) {
    if (shown.number == 0) continue;
    if (!out.empty()) out += "\n";
    auto head = std::to_string(shown.number) + ". " + head_of(shown, look);
    if (shown.alarm.seen) head += " " + say(Text::mark_alarm_seen, look);
    out += (shown.alarm.seen ? head : look.style.bad(head)) + "\n" +
           explain_alarm(shown.alarm, shown.place, look.language) + "\n";
  }
  return out.empty() ? say(Text::no_alarms, look) + "\n" : out + "\n" + say(Text::evidence_hint, look) + "\n";
}

std::string evidence_text(const ShownAlarm& shown, std::size_t bytes, const Look& look) {
  auto out = look.style.bold(head_of(shown, look)) + "\n" +
             explain_alarm(shown.alarm, shown.place, look.language) + "\n\n";
  if (bytes == 0) {
    out += say(Text::evidence_none, look) + "\n";
  } else {
    const auto& words = alarm_words(core::kind_of(shown.alarm), look.language);
    out += said(words.proves, shown.alarm, shown.place, look.language) + "\n" +
           fill(say(Text::evidence_kept, look),
                {size_text(bytes, look.language), std::to_string(shown.number)}) +
           "\n";
  }
  out += fill(say(Text::alarm_code, look), {printable(shown.alarm.reason)}) + "\n";
  if (!shown.alarm.seen)
    out += fill(say(Text::evidence_seen_hint, look), {std::to_string(shown.number)}) + "\n";
  return out;
}

Json json_of(const ShownAlarm& shown, Language language) {
  auto json = json_of(shown.alarm);
  json["number"] = shown.number;
  json["circle_name"] = text_or_null(shown.place.circle);
  json["channel_name"] = text_or_null(shown.place.channel);
  json["goes_on"] = shown.place.goes_on;
  json["text"] = explain_alarm(shown.alarm, shown.place, language);
  return json;
}

}  // namespace kring::cli
