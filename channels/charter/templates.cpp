#include "channels/charter/templates.hpp"

#include "channels/model/limits.hpp"

#include <utility>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

constexpr Rights none;
constexpr Rights r = Right::read;
constexpr Rights rp = Right::read | Right::post;
constexpr Rights rpm = Right::read | Right::post | Right::moderate;

/// Rights in the order of `FoundingChannel`: regie, family, circle, care, MDO.
using Row = std::array<Rights, all_founding_channels.size()>;

/// The design's role matrix, as far as its channels exist.
constexpr Row row_of(Template role) {
  switch (role) {
    case Template::parent:
      return {rpm, rpm, rpm, rpm, rpm};
    case Template::parent_without_authority:
      return {none, none, r, none, none};
    case Template::child:
      return {none, rp, rp, r, none};
    case Template::family:
      return {none, rp, rp, none, none};
    case Template::volunteer:
      return {none, none, rp, rp, none};
    case Template::buddy:
      return {none, none, none, none, none};
    case Template::copiloot:
      return {none, none, rp, r, rp};
    case Template::case_manager:
      return {none, none, rp, rp, rpm};
    case Template::therapist:
      return {none, none, rp, rp, rp};
    case Template::nurse:
      return {none, none, rp, rpm, rp};
    case Template::night:
      return {none, none, r, rp, none};
    case Template::school:
      return {none, none, rp, rp, none};
    case Template::agency:
      break;
  }
  return {none, none, none, none, none};
}

struct Labels {
  std::string_view dutch;
  std::string_view english;
};

constexpr Labels labels_of(Template role) {
  switch (role) {
    case Template::parent:
      return {"Ouder met gezag", "Parent with authority"};
    case Template::parent_without_authority:
      return {"Ouder zonder gezag", "Parent without authority"};
    case Template::child:
      return {"Kind", "Child"};
    case Template::family:
      return {"Naaste", "Family or friend"};
    case Template::volunteer:
      return {"Vrijwilliger", "Volunteer"};
    case Template::buddy:
      return {"Maatje", "Buddy parent"};
    case Template::copiloot:
      return {"Copiloot", "Copiloot"};
    case Template::case_manager:
      return {"Casemanager", "Case manager"};
    case Template::therapist:
      return {"Arts of behandelaar", "Doctor or therapist"};
    case Template::nurse:
      return {"Vaste verpleegkundige", "Regular nurse"};
    case Template::night:
      return {"Nachtzorg of invaller", "Night care or stand-in"};
    case Template::school:
      return {"School of dagbesteding", "School or day care"};
    case Template::agency:
      break;
  }
  return {"Aanspreekpunt bij een instantie", "Agency contact"};
}

constexpr Labels labels_of(FoundingChannel channel) {
  switch (channel) {
    case FoundingChannel::regie:
      return {"Regie", "Parents' desk"};
    case FoundingChannel::family:
      return {"Gezin", "Family"};
    case FoundingChannel::circle:
      return {"Kring", "Circle"};
    case FoundingChannel::care:
      return {"Dagzorg", "Daily care"};
    case FoundingChannel::mdo:
      break;
  }
  return {"MDO", "Team meeting"};
}

std::string_view in(Language language, const Labels& labels) {
  return language == Language::dutch ? labels.dutch : labels.english;
}

Role make_role(Template role, const std::map<Template, RoleId>& ids) {
  Role made{.id = ids.at(role),
            .owns = role == Template::parent,
            .may_be_preapproved = role == Template::family,
            .may_admit = {}};
  if (role == Template::nurse || role == Template::night) {
    made.may_admit.push_back({.role = ids.at(Template::night), .stay_max = limits::stand_in_stay_max});
  }
  return made;
}

ChannelOpen make_channel(FoundingChannel channel, const FoundingPlan& plan, Random& random) {
  ChannelOpen made{.channel = plan.channel_ids.at(channel),
                   .mode = channel == FoundingChannel::family ? Mode::sealed : Mode::record,
                   .purpose = channel == FoundingChannel::regie ? Purpose::regie : Purpose::ordinary,
                   .group = random.id<GroupId>(),
                   .rights = {}};
  for (const auto role : all_templates) {
    const auto rights = rights_of(role, channel);
    if (!rights.empty()) made.rights.push_back({.role = plan.role_ids.at(role), .rights = rights});
  }
  return made;
}

}  // namespace

std::string_view label_of(Template role, Language language) {
  return in(language, labels_of(role));
}

std::string_view label_of(FoundingChannel channel, Language language) {
  return in(language, labels_of(channel));
}

Rights rights_of(Template role, FoundingChannel channel) {
  return row_of(role)[std::to_underlying(channel)];
}

Duration default_stay(Template role) {
  return role == Template::night ? limits::stand_in_stay_max : limits::stay_max;
}

FoundingPlan make_founding_plan(Random& random) {
  FoundingPlan plan;
  for (const auto role : all_templates) plan.role_ids.emplace(role, random.id<RoleId>());
  for (const auto channel : all_founding_channels) plan.channel_ids.emplace(channel, random.id<ChannelId>());
  for (const auto role : all_templates) plan.roles.push_back(make_role(role, plan.role_ids));
  for (const auto channel : all_founding_channels)
    plan.channels.push_back(make_channel(channel, plan, random));
  return plan;
}

Result<LanePlan> make_lane(const Charter& charter, const RoleId& copiloot, Random& random) {
  const auto* known = charter.role(copiloot);
  if (known == nullptr) return fail(Errc::unknown_role);
  if (known->owns) return fail(Errc::role_owns);
  LanePlan plan{.role = random.id<RoleId>(), .channel = random.id<ChannelId>(), .entries = {}};
  ChannelOpen open{.channel = plan.channel,
                   .mode = Mode::record,
                   .purpose = Purpose::ordinary,
                   .group = random.id<GroupId>(),
                   .rights = {{.role = copiloot, .rights = rpm}, {.role = plan.role, .rights = rp}}};
  for (const auto& [id, role] : charter.roles()) {
    if (role.owns) open.rights.push_back({.role = id, .rights = rpm});
  }
  Role admitting = *known;
  admitting.may_admit.push_back({.role = plan.role, .stay_max = limits::stay_max});
  plan.entries.emplace_back(RoleSet{.role = {.id = plan.role, .may_admit = {}}, .rights = {}});
  plan.entries.emplace_back(std::move(open));
  plan.entries.emplace_back(RoleSet{.role = std::move(admitting), .rights = {}});
  return plan;
}

}  // namespace kring::charter
