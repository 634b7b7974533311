#include "clients/cli/present_notices.hpp"

#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/wording.hpp"

#include <nlohmann/json.hpp>

namespace kring::cli {

namespace {

Text how_it_came(core::DeviceCame how) {
  switch (how) {
    case core::DeviceCame::by_device:
      return Text::device_by_device;
    case core::DeviceCame::by_words:
      return Text::device_by_words;
    case core::DeviceCame::by_new_keys:
      break;
  }
  return Text::device_by_new_keys;
}

}  // namespace

std::string circle_name(const std::string& name, const channels::CircleId& id) {
  return name.empty() ? short_id(id) : printable(name);
}

std::string new_device_text(const core::NewDeviceView& device, std::string_view circle, const Look& look) {
  const auto time = time_text(device.added, look.language);
  const auto how = text_of(how_it_came(device.how), look.language);
  auto text =
      device.mine
          ? fill(text_of(Text::new_device_mine, look.language),
                 {printable(circle), time, how, short_id(device.id)})
          : fill(text_of(Text::new_device, look.language),
                 {name_text(device.member_name, device.member, look.language), printable(circle), time, how});
  if (device.revoked) text += " " + say(Text::new_device_revoked, look);
  return text;
}

std::string admission_text(const core::AdmissionView& admission, std::string_view circle, const Look& look) {
  const auto end = admission.until ? time_text(*admission.until, look.language) : say(Text::no_end, look);
  auto text = fill(text_of(Text::let_somebody_in, look.language),
                   {name_text(admission.admitter_name, admission.admitter, look.language),
                    name_text(admission.member_name, admission.member, look.language), printable(circle),
                    time_text(admission.admitted, look.language), printable(admission.role_label), end,
                    short_id(admission.member)});
  const bool is_in =
      admission.state == core::MemberState::live || admission.state == core::MemberState::paused;
  if (!is_in) text += "\n" + say(Text::let_in_over, look);
  return text;
}

std::string let_in_text(std::string_view name, const std::vector<core::AdmissionView>& let_in,
                        const Look& look) {
  if (let_in.empty()) return {};
  auto text = fill(text_of(Text::let_these_in, look.language), {name}) + "\n";
  for (const auto& one : let_in) {
    const auto who = name_text(one.member_name, one.member, look.language);
    const auto role = printable(one.role_label);
    // Owners have no end, and are not simply removed.
    text += "  " +
            (one.until ? fill(text_of(Text::let_in_line, look.language),
                              {who, role, time_text(*one.until, look.language), short_id(one.member)})
                       : fill(text_of(Text::let_in_line_no_end, look.language), {who, role})) +
            "\n";
  }
  return text;
}

std::string departure_text(const core::DepartureView& departure, std::string_view circle, const Look& look) {
  const auto name = name_text(departure.member_name, departure.member, look.language);
  const auto what = departure.left ? Text::member_left_circle : Text::member_removed_circle;
  return fill(text_of(what, look.language),
              {name, printable(circle), time_text(departure.ended, look.language),
               doer_text(departure.by, look)}) +
         "\n" + let_in_text(name, departure.let_in, look);
}

std::string only_owner_text(const core::CircleView& circle, const Look& look) {
  return fill(text_of(circle.network ? Text::only_owner_network : Text::only_owner, look.language),
              {circle_name(circle.name, circle.id)});
}

std::string public_text(Time since, const Look& look) {
  return fill(text_of(Text::circle_public, look.language), {time_text(since, look.language)});
}

std::string kit_circle_text(const core::KitCircle& circle, const Look& look) {
  return fill(text_of(Text::kit_circle, look.language),
              {circle_name(circle.name, circle.id), std::to_string(circle.channels),
               std::to_string(circle.read_back), std::to_string(circle.checks)});
}

std::string kit_gap_text(const core::KitGap& gap, const Look& look) {
  const auto circle = circle_name(gap.circle_name, gap.circle);
  switch (gap.kind) {
    case core::KitGapKind::circle:
      return fill(text_of(Text::kit_gap_circle, look.language), {circle});
    case core::KitGapKind::channel:
      return fill(text_of(Text::kit_gap_channel, look.language), {circle, printable(gap.channel_label)});
    case core::KitGapKind::recovery_key:
      break;
  }
  return fill(text_of(Text::kit_gap_key, look.language), {circle});
}

std::string restart_text(const core::ChannelView& channel, std::string_view circle, const Look& look) {
  const auto label = channel.label.empty() ? short_id(channel.id) : printable(channel.label);
  return fill(text_of(Text::restart_line, look.language),
              {label, printable(circle), doer_text(channel.restarted, look),
               time_text(channel.restarted->time, look.language)});
}

Json json_of(const core::NewDeviceView& device) {
  Json json;
  json["device"] = to_hex(device.id.view());
  json["member"] = to_hex(device.member.view());
  json["name"] = device.member_name.empty() ? Json(nullptr) : Json(device.member_name);
  json["mine"] = device.mine;
  json["how"] = core::name_of(device.how);
  json["added"] = to_unix_ms(device.added);
  json["revoked"] = device.revoked;
  return json;
}

Json json_of(const core::AdmissionView& admission) {
  const auto name_or_null = [](const std::string& name) { return name.empty() ? Json(nullptr) : Json(name); };
  Json json;
  json["member"] = to_hex(admission.member.view());
  json["name"] = name_or_null(admission.member_name);
  json["role_label"] = admission.role_label;
  json["until"] = admission.until ? Json(to_unix_ms(*admission.until)) : Json(nullptr);
  json["state"] = core::name_of(admission.state);
  json["admitter"] = to_hex(admission.admitter.view());
  json["admitter_name"] = name_or_null(admission.admitter_name);
  json["admitted"] = to_unix_ms(admission.admitted);
  return json;
}

Json json_of(const std::vector<core::AdmissionView>& admissions) {
  auto json = Json::array();
  for (const auto& admission : admissions) json.push_back(json_of(admission));
  return json;
}

Json json_of(const core::DepartureView& departure) {
  Json json;
  json["member"] = to_hex(departure.member.view());
  json["name"] = departure.member_name.empty() ? Json(nullptr) : Json(departure.member_name);
  json["left"] = departure.left;
  json["by"] = json_of(departure.by);
  json["ended"] = to_unix_ms(departure.ended);
  json["let_in"] = json_of(departure.let_in);
  return json;
}

Json json_of(const core::KitCircle& circle) {
  Json json;
  json["circle"] = to_hex(circle.id.view());
  json["name"] = circle.name;
  json["hub"] = circle.hub;
  json["channels"] = circle.channels;
  json["read_back"] = circle.read_back;
  json["checks"] = circle.checks;
  return json;
}

Json json_of(const core::KitGap& gap) {
  Json json;
  json["what"] = core::name_of(gap.kind);
  json["circle"] = to_hex(gap.circle.view());
  json["channel"] = gap.channel_label.empty() ? Json(nullptr) : Json(gap.channel_label);
  return json;
}

}  // namespace kring::cli
