#include "clients/cli/json.hpp"

#include "clients/cli/plain_text.hpp"
#include "clients/cli/rights_text.hpp"
#include "clients/core/alarms.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace kring::cli {

namespace {

template <class IdType>
std::string hex(const IdType& id) {
  return to_hex(id.view());
}

}  // namespace

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json json_of(const core::RoleView& role) {
  Json json;
  json["key"] = role.key.empty() ? hex(role.id) : role.key;
  json["label"] = role.label;
  json["role"] = hex(role.id);
  json["owns"] = role.owns;
  json["preapproved"] = role.preapproved;
  json["may_invite"] = role.may_invite;
  json["stay_usual_ms"] = role.stay_usual ? Json(role.stay_usual->count()) : Json(nullptr);
  json["stay_max_ms"] = role.stay_max ? Json(role.stay_max->count()) : Json(nullptr);
  return json;
}

Json json_of(const core::RequestView& request, const std::vector<core::RoleView>& roles) {
  const auto role =
      std::ranges::find_if(roles, [&](const core::RoleView& one) { return one.id == request.role; });
  Json json;
  json["invitation"] = hex(request.invitation);
  json["member"] = hex(request.member);
  json["name"] = request.name;
  json["relation"] = request.relation;
  json["role"] = hex(request.role);
  json["role_key"] = role == roles.end() ? Json(nullptr) : text_or_null(role->key);
  json["role_label"] = request.role_label;
  json["words"] = joined(request.six_words);
  json["accepted"] = to_unix_ms(request.accepted);
  json["needs_recovery_words"] = request.needs_recovery_words;
  json["owners"] = request.owners;
  json["agreed"] = Json::array();
  for (const auto& owner : request.agreed) json["agreed"].push_back(hex(owner));
  return json;
}

Json json_of(const core::MemberView& member) {
  Json json;
  json["member"] = hex(member.id);
  json["name"] = text_or_null(member.name);
  json["relation"] = text_or_null(member.relation);
  json["role"] = hex(member.role);
  json["role_label"] = member.role_label;
  json["owner"] = member.owner;
  json["live"] = member.state == core::MemberState::live;
  json["state"] = core::name_of(member.state);
  json["checked"] = core::name_of(member.checked);
  json["until"] = member.until ? Json(to_unix_ms(*member.until)) : Json(nullptr);
  json["me"] = member.me;
  json["words"] = text_or_null(joined(member.six_words));
  return json;
}

Json json_of(const core::DeviceView& device) {
  Json json;
  json["device"] = hex(device.id);
  json["member"] = hex(device.member);
  json["added"] = to_unix_ms(device.added);
  json["adder"] = device.adder ? Json(hex(*device.adder)) : Json(nullptr);
  json["revoked"] = device.revoked;
  json["this_one"] = device.this_one;
  json["same_person"] = device.same_person;
  json["name"] = text_or_null(device.name);
  return json;
}

Json json_of(const core::ChannelView& channel) {
  Json json;
  json["channel"] = hex(channel.id);
  json["label"] = channel.label;
  json["key"] = text_or_null(channel.key);
  json["mode"] = channel.mode == channels::Mode::record ? "record" : "sealed";
  json["rights"] = rights_text(channel.mine);
  json["joined"] = channel.joined;
  if (channel.read_until) json["read_until"] = to_unix_ms(*channel.read_until);
  if (channel.joins_within) json["joins_within_ms"] = channel.joins_within->count();
  json["stopped"] = channel.stopped;
  json["closed"] = channel.closed;
  json["readers"] = channel.readers.size();
  json["head"] = std::to_underlying(channel.head);
  json["head_hash"] = to_hex(channel.head_hash);
  json["last_read"] = std::to_underlying(channel.last_read);
  json["epoch"] = channel.epoch;
  json["restarts"] = channel.restarts;
  json["healing"] = core::name_of(channel.healing.state);
  json["healed"] = channel.healing.healed ? Json(to_unix_ms(*channel.healing.healed)) : Json(nullptr);
  json["missed"] = channel.healing.missed;
  return json;
}

Json json_of(const core::OriginView& origin) {
  Json json;
  json["author"] = text_or_null(origin.author);
  json["time"] = to_unix_ms(origin.time);
  return json;
}

Json json_of(const core::FileView& file) {
  Json json;
  json["name"] = file.name;
  json["media_type"] = file.media_type;
  json["size"] = file.size;
  return json;
}

Json json_of(const core::ArticleView& article) {
  Json json;
  json["seq"] = std::to_underlying(article.seq);
  json["time"] = to_unix_ms(article.time);
  json["author"] = hex(article.author);
  json["name"] = text_or_null(article.author_name);
  json["type"] = article.type;
  if (!article.subject.empty()) json["subject"] = article.subject;
  json["text"] = article.text;
  json["mine"] = article.mine;
  if (article.edited) json["edited"] = to_unix_ms(*article.edited);
  if (article.file) json["file"] = json_of(*article.file);
  if (article.from) json["from"] = json_of(*article.from);
  return json;
}

Json json_of(const core::InvitationView& invitation) {
  Json json;
  json["invitation"] = hex(invitation.id);
  json["role"] = hex(invitation.role);
  json["role_label"] = invitation.role_label;
  json["state"] = core::name_of(invitation.state);
  json["expires"] = to_unix_ms(invitation.expires);
  json["preapproved"] = invitation.preapproved;
  json["mine"] = invitation.mine;
  json["link"] = text_or_null(invitation.link);
  return json;
}

Json json_of(const std::optional<core::DeedView>& deed) {
  if (!deed) return nullptr;
  return {{"member", hex(deed->by)}, {"name", text_or_null(deed->by_name)}, {"time", to_unix_ms(deed->time)}};
}

namespace {

Json json_of_owner(const core::OwnerName& owner) {
  return {{"member", hex(owner.member)}, {"name", text_or_null(owner.name)}};
}
Json json_of_owners(const std::vector<core::OwnerName>& owners) {
  Json json = Json::array();
  for (const auto& owner : owners) json.push_back(json_of_owner(owner));
  return json;
}

}  // namespace

Json json_of(const core::CircleView& circle) {
  Json json;
  json["circle"] = hex(circle.id);
  json["name"] = circle.name;
  json["hub"] = circle.hub;
  json["access"] = core::name_of(circle.standing);
  json["turned_down"] = circle.turned_down;
  json["caught_up"] = circle.caught_up;
  json["stopped"] = circle.stopped;
  json["foreign_key"] = circle.foreign_key;
  json["read_only"] = circle.read_only;
  json["owner"] = circle.owner;
  json["device_out"] = circle.device_out;
  json["removed"] = json_of(circle.removed);
  json["linking"] = circle.linking;
  json["member"] = hex(circle.me);
  json["role_label"] = circle.role_label;
  json["network"] = circle.network;
  json["only_owner"] = circle.only_owner;
  json["freezes"] = Json::array();
  for (const auto& freeze : circle.freezes) {
    auto one = json_of_owner(freeze.by);
    one["until"] = to_unix_ms(freeze.until);
    one["mine"] = freeze.mine;
    json["freezes"].push_back(std::move(one));
  }
  json["removals"] = Json::array();
  for (const auto& removal : circle.removals) {
    auto one = json_of_owner(core::OwnerName{.member = removal.member, .name = removal.name});
    one["asked"] = json_of(removal.asked);
    one["due"] = to_unix_ms(removal.due);
    one["agreed_by"] = json_of_owners(removal.agreed_by);
    one["not_yet"] = json_of_owners(removal.not_yet);
    json["removals"].push_back(std::move(one));
  }
  if (circle.ending) {
    json["ending"] = {{"due", to_unix_ms(circle.ending->due)},
                      {"wanted_by", json_of_owners(circle.ending->wanted_by)},
                      {"not_yet", json_of_owners(circle.ending->not_yet)}};
  }
  json["public_since"] = circle.public_since ? Json(to_unix_ms(*circle.public_since)) : Json(nullptr);
  if (circle.publication) {
    json["publication"] = {{"holder", hex(circle.publication->holder)},
                           {"name", circle.publication->holder_name},
                           {"agreed", circle.publication->agreed},
                           {"owners", circle.publication->needed},
                           {"agreed_by_me", circle.publication->by_me}};
  }
  if (circle.birthday) json["birthday"] = json_of(*circle.birthday);
  if (!circle.six_words.empty()) json["words"] = joined(circle.six_words);
  return json;
}

Json json_of(const core::Alarm& alarm) {
  Json json;
  json["code"] = alarm.reason;
  json["circle"] = alarm.circle ? Json(hex(*alarm.circle)) : Json(nullptr);
  json["channel"] = alarm.channel ? Json(hex(*alarm.channel)) : Json(nullptr);
  json["time"] = to_unix_ms(alarm.time);
  json["evidence"] = alarm.evidence;
  json["heals"] = alarm.heals;
  json["kind"] = core::name_of(core::kind_of(alarm));
  json["notice"] = core::is_notice(alarm);
  json["stops"] = core::name_of(alarm.stops);
  json["author"] = alarm.author ? Json(hex(*alarm.author)) : Json(nullptr);
  json["author_name"] = text_or_null(alarm.author_name);
  json["seen"] = alarm.seen;
  return json;
}

Json json_of(const StatusParts& parts) {
  const auto& status = parts.status;
  Json json;
  json["name"] = status.name;
  json["words_confirmed"] = status.words_confirmed;
  json["kit_proven"] = status.kit_proven;
  const auto greeted = [](const core::HubView& hub) { return hub.connection == core::Connection::greeted; };
  json["connected"] = !status.hubs.empty() && std::ranges::all_of(status.hubs, greeted);
  json["access"] = parts.circle == nullptr ? Json(nullptr) : Json(core::name_of(parts.circle->standing));
  json["settled"] = status.settled;
  json["circles"] = Json::array();
  for (const auto& circle : parts.circles) json["circles"].push_back(json_of(circle));
  json["pending"] = Json::array();
  for (const auto& intent : status.pending) {
    Json one;
    one["kind"] = core::name_of(intent.kind);
    one["circle"] = intent.circle.is_zero() ? Json(nullptr) : Json(hex(intent.circle));
    one["tries"] = intent.tries;
    if (intent.kind == core::IntentKind::found) {
      one["id"] = hex(intent.id);
      one["name"] = intent.name;
      one["hub"] = intent.hub;
    }
    json["pending"].push_back(std::move(one));
  }
  json["unsent"] = parts.unsent;
  json["alarms"] = Json::array();
  for (const auto& alarm : status.alarms) json["alarms"].push_back(json_of(alarm));
  return json;
}

Json json_of(const Failure& failure, Language language) {
  Json json;
  json["ok"] = false;
  json["error"]["code"] = code_of(failure);
  json["error"]["message"] = explain(failure, language);
  if (failure.wait) json["error"]["retry_after_ms"] = failure.wait->count();
  return json;
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace kring::cli
