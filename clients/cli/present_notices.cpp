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
