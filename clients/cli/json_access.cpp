#include "clients/cli/json.hpp"
#include "clients/cli/rights_text.hpp"

#include <nlohmann/json.hpp>

namespace kring::cli {

namespace {

Json access_json(const core::ChannelAccess& channel) {
  Json json;
  json["channel"] = to_hex(channel.id.view());
  json["label"] = channel.label;
  json["key"] = channel.key.empty() ? Json(nullptr) : Json(channel.key);
  json["mode"] = channel.mode == channels::Mode::record ? "record" : "sealed";
  json["closed"] = channel.closed;
  return json;
}

/// Rights by the channel's id, also where there are none.
Json rights_json(const core::MatrixView& matrix, const std::vector<channels::Rights>& rights) {
  auto json = Json::object();
  for (std::size_t i = 0; i < matrix.channels.size(); ++i)
    json[to_hex(matrix.channels[i].id.view())] = rights_text(rights[i]);
  return json;
}

Json time_or_null(const std::optional<Time>& time) {
  return time ? Json(to_unix_ms(*time)) : Json(nullptr);
}

Json member_or_null(const std::optional<core::MemberView>& member) {
  return member ? json_of(*member) : Json(nullptr);
}

}  // namespace

Json json_of(const core::MatrixView& matrix, const core::RoleAccess& role) {
  auto json = json_of(role.role);
  json["rights"] = rights_json(matrix, role.rights);
  json["may_admit"] = Json::array();
  for (const auto& id : role.may_admit) json["may_admit"].push_back(to_hex(id.view()));
  return json;
}

Json json_of(const core::MatrixView& matrix) {
  Json json;
  json["channels"] = Json::array();
  for (const auto& channel : matrix.channels) json["channels"].push_back(access_json(channel));
  json["members"] = Json::array();
  for (const auto& row : matrix.members) {
    auto one = json_of(row.member);
    one["rights"] = rights_json(matrix, row.now);
    one["rights_by_role"] = rights_json(matrix, row.by_role);
    json["members"].push_back(std::move(one));
  }
  json["roles"] = Json::array();
  for (const auto& row : matrix.roles) json["roles"].push_back(json_of(matrix, row));
  return json;
}

Json json_of(const core::SeenAsView& view) {
  Json json;
  json["member"] = json_of(view.member);
  json["open"] = Json::array();
  for (const auto& seen : view.open) {
    auto one = access_json(seen.channel);
    one["rights"] = rights_text(seen.rights);
    one["since"] = time_or_null(seen.since);
    one["last"] = Json::array();
    for (const auto& article : seen.last) one["last"].push_back(json_of(article));
    json["open"].push_back(std::move(one));
  }
  json["hidden"] = Json::array();
  for (const auto& channel : view.hidden) json["hidden"].push_back(access_json(channel));
  json["may_admit"] = Json::array();
  for (const auto& role : view.may_admit) json["may_admit"].push_back(json_of(role));
  return json;
}

Json json_of(const core::WhoView& who) {
  Json json;
  json["member"] = json_of(who.member);
  json["how"] = core::name_of(who.how);
  json["inviter"] = member_or_null(who.inviter);
  json["invited"] = time_or_null(who.invited);
  json["admitter"] = member_or_null(who.admitter);
  json["admitted"] = time_or_null(who.admitted);
  json["checked_here"] = who.checked_here;
  json["ended"] = json_of(who.ended);
  return json;
}

Json json_of(const core::BirthdayNotice& birthday) {
  Json json;
  json["age"] = birthday.age;
  json["on"] = channels::text_of(birthday.on);
  json["when"] = core::name_of(birthday.when);
  return json;
}

Json json_of(const core::AttestationView& attestation) {
  Json json;
  json["attestation"] = to_hex(attestation.id.view());
  json["network"] = to_hex(attestation.network.view());
  json["network_name"] = attestation.network_name.empty() ? Json(nullptr) : Json(attestation.network_name);
  json["claim"] = attestation.claim;
  json["how"] = attestation.how;
  json["checked"] = to_unix_ms(attestation.checked);
  json["until"] = to_unix_ms(attestation.until);
  json["state"] = core::name_of(attestation.state);
  json["reading"] = core::name_of(attestation.reading);
  json["as_of"] = time_or_null(attestation.as_of);
  if (attestation.again) json["again"] = to_unix_ms(*attestation.again);
  return json;
}

Json json_of(const core::NetworkKeyView& key) {
  Json json;
  json["key"] = to_hex(key.id.view());
  json["member"] = to_hex(key.member.view());
  json["name"] = key.name.empty() ? Json(nullptr) : Json(key.name);
  json["this_device"] = key.this_device;
  json["since"] = to_unix_ms(key.since);
  return json;
}

Json json_of(const std::vector<core::AttestationView>& attestations) {
  auto json = Json::array();
  for (const auto& attestation : attestations) json.push_back(json_of(attestation));
  return json;
}

}  // namespace kring::cli
