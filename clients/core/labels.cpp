#include "clients/core/labels.hpp"

#include "channels/model/limits.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

std::string_view key_of(charter::Template role) {
  switch (role) {
    case charter::Template::parent:
      return "parent";
    case charter::Template::parent_without_authority:
      return "parent_without_authority";
    case charter::Template::child:
      return "child";
    case charter::Template::family:
      return "family";
    case charter::Template::volunteer:
      return "volunteer";
    case charter::Template::buddy:
      return "buddy";
    case charter::Template::copiloot:
      return "copiloot";
    case charter::Template::case_manager:
      return "case_manager";
    case charter::Template::therapist:
      return "therapist";
    case charter::Template::nurse:
      return "nurse";
    case charter::Template::night:
      return "night";
    case charter::Template::school:
      return "school";
    case charter::Template::agency:
      break;
  }
  return "agency";
}

std::string_view key_of(charter::FoundingChannel channel) {
  switch (channel) {
    case charter::FoundingChannel::regie:
      return "regie";
    case charter::FoundingChannel::family:
      return "family";
    case charter::FoundingChannel::circle:
      return "circle";
    case charter::FoundingChannel::care:
      return "care";
    case charter::FoundingChannel::mdo:
      break;
  }
  return "mdo";
}

Result<articles::Article> make_label(const CircleData& circle, const charter::Charter& charter,
                                     const channels::ChannelId& channel) {
  const auto name = channel_name(circle, channel);
  articles::ChannelLabel label{.label = name.label, .purpose = name.key, .roles = {}};
  const auto* known = charter.channel(channel);
  if (known != nullptr) {
    for (const auto& [role, rights] : known->rights) {
      auto called = role_name(circle, role);
      if (called.label.empty()) continue;
      label.roles.push_back(
          {.role = role, .label = std::move(called.label), .template_key = std::move(called.key)});
    }
  }
  return articles::Article::of(std::move(label));
}

RoleName role_name(const CircleData& circle, const channels::RoleId& role) {
  const auto seen = circle.seen_roles.find(role);
  if (seen != circle.seen_roles.end()) return seen->second;
  const auto own = circle.role_names.find(role);
  return own != circle.role_names.end() ? own->second : RoleName{};
}

ChannelName channel_name(const CircleData& circle, const channels::ChannelId& channel) {
  const auto held = circle.channels.find(channel);
  if (held != circle.channels.end() && !held->second.name.label.empty()) return held->second.name;
  const auto own = circle.channel_names.find(channel);
  return own != circle.channel_names.end() ? own->second : ChannelName{};
}

Duration usual_stay(const CircleData& circle, const channels::RoleId& role) {
  const auto key = role_name(circle, role).key;
  const auto found =
      std::ranges::find(charter::all_templates, key, [](charter::Template made) { return key_of(made); });
  return found == charter::all_templates.end() ? channels::limits::stay_max : charter::default_stay(*found);
}

}  // namespace kring::core
