#include "clients/core/telling.hpp"

#include "clients/core/labels.hpp"
#include "clients/core/people.hpp"
#include "clients/core/row_codec.hpp"

#include "crypto/primitives/hash.hpp"

#include <set>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t told_version = 2;
/// The oldest that is read. Logs came with the second.
constexpr std::uint8_t told_version_oldest = 1;

std::vector<NamedMember> people_to_tell(const CircleData& circle) {
  std::vector<NamedMember> people;
  if (circle.charter().members().size() > told_people_max) return people;
  for (const auto& [member, person] : find_people(circle)) {
    people.push_back({.member = member, .name = person->name, .relation = person->relation});
  }
  return people;
}

std::vector<NamedRole> roles_to_tell(const CircleData& circle) {
  std::vector<NamedRole> roles;
  for (const auto& [id, role] : circle.charter().roles()) {
    auto name = role_name(circle, id);
    if (!name.label.empty())
      roles.push_back({.id = id, .label = std::move(name.label), .key = std::move(name.key)});
  }
  return roles;
}

std::vector<NamedChannel> channels_to_tell(const CircleData& circle) {
  std::vector<NamedChannel> channels;
  for (const auto& [id, channel] : circle.charter().channels()) {
    auto name = channel_name(circle, id);
    if (!name.label.empty())
      channels.push_back({.id = id, .label = std::move(name.label), .key = std::move(name.key)});
  }
  return channels;
}

std::vector<NewestRecordKey> keys_to_tell(const CircleData& circle) {
  std::vector<NewestRecordKey> keys;
  for (const auto& [id, channel] : circle.channels) {
    if (channel.record_keys.empty()) continue;
    const auto& [generation, key] = *channel.record_keys.rbegin();
    keys.push_back({.channel = id, .generation = generation, .key = key.clone()});
  }
  return keys;
}

KnownCircle circle_to_tell(const CircleData& circle) {
  KnownCircle known{.id = circle.id,
                    .hub = circle.hub,
                    .hub_key = circle.hub_key,
                    .name = circle.name,
                    .member = circle.member,
                    .recovery_key = static_cast<std::uint16_t>(circle.recovery_index),
                    .head = circle.signed_head,
                    .people = people_to_tell(circle),
                    .roles = roles_to_tell(circle),
                    .channels = channels_to_tell(circle),
                    .confirmed = {circle.confirmed.begin(), circle.confirmed.end()},
                    .record_keys = keys_to_tell(circle)};
  if (known.confirmed.size() > known_items_max) known.confirmed.resize(known_items_max);
  return known;
}

bool is_told_of(const CircleData& circle) {
  return circle.log && (circle.standing == Standing::member || circle.standing == Standing::paused);
}

}  // namespace

PersonState state_to_tell(const Device& device, const std::map<channels::CircleId, CircleData>& circles) {
  PersonState state{.name = device.name,
                    .relation = device.relation,
                    .person_key = device.certificate.person_key,
                    .vault_key = device.vault_key,
                    .recovery_keys = device.recovery_keys,
                    .recovery_keys_used = static_cast<std::uint16_t>(device.next_recovery_key),
                    .words_confirmed = device.words_confirmed,
                    .devices = {},
                    .circles = {},
                    .attestations = device.attestations};
  for (const auto& [key, name] : device.device_names) {
    if (state.devices.size() == named_devices_max) break;
    state.devices.push_back({.device = key, .name = name});
  }
  for (const auto& [id, circle] : circles) {
    if (is_told_of(circle) && state.circles.size() < known_circles_max)
      state.circles.push_back(circle_to_tell(circle));
  }
  return state;
}

SlotContent slot_to_keep(const Device& device, const std::map<channels::CircleId, CircleData>& circles) {
  SlotContent content{.sealed_at = {},
                      .recovery_keys_used = static_cast<std::uint16_t>(device.next_recovery_key),
                      .others = device.slot_numbers,
                      .logs = {},
                      .state = state_to_tell(device, circles)};
  if (device.slot) content.others.erase(device.slot->index);
  content.state.recovery_keys.clear();
  content.state.recovery_keys_used = 0;
  return content;
}

Result<Hash> digest_of(const SlotContent& content) {
  const auto bytes = content.encode();
  if (!bytes) return fail(bytes.error());
  return primitives::sha256(*bytes);
}

std::vector<LogEnd> log_ends(const std::map<channels::CircleId, CircleData>& circles) {
  std::vector<LogEnd> ends;
  for (const auto& [id, circle] : circles) {
    if (!is_told_of(circle)) continue;
    for (const auto& [channel_id, channel] : circle.channels) {
      const auto head = channel.head();
      if (head.number != channels::Sequence{} && ends.size() < log_ends_max)
        ends.push_back({.circle = id, .channel = channel_id, .number = head.number, .hash = head.hash});
    }
  }
  return ends;
}

void take_told(CircleData& circle, const KnownCircle& known) {
  circle.recovery_index = known.recovery_key;
  circle.confirmed.insert(known.confirmed.begin(), known.confirmed.end());
  circle.signed_head = known.head;
  circle.head_ahead = known.head;
  for (const auto& person : known.people) {
    circle.told.people.insert_or_assign(person.member, KnownPerson{.name = person.name,
                                                                   .relation = person.relation,
                                                                   .person = {},
                                                                   .device = {},
                                                                   .introduction = {}});
  }
  for (const auto& role : known.roles)
    circle.told.roles.insert_or_assign(role.id, RoleName{.label = role.label, .key = role.key});
  for (const auto& channel : known.channels)
    circle.told.channels.insert_or_assign(channel.id,
                                          ChannelName{.label = channel.label, .key = channel.key});
}

void take_logs(CircleData& circle, const KnownCircle& known, const std::vector<LogEnd>& logs) {
  auto& told = circle.told.logs;
  for (const auto& end : logs) {
    if (end.circle == circle.id) told[end.channel].end = {.number = end.number, .hash = end.hash};
  }
  for (const auto& key : known.record_keys) {
    auto& log = told[key.channel];
    log.generation = key.generation;
    log.key = key.key.clone();
  }
}

SecretBytes encode_told(const Told& told) {
  RowWriter out(told_version);
  out.list(told.people, [&](const auto& item) {
    out.id(item.first);
    out.text(item.second.name);
    out.text(item.second.relation);
  });
  const auto write_name = [&](const auto& item) {
    out.id(item.first);
    out.text(item.second.label);
    out.text(item.second.key);
  };
  out.list(told.roles, write_name);
  out.list(told.channels, write_name);
  out.list(told.logs, [&](const auto& item) {
    out.id(item.first);
    out.number(item.second.end.number);
    out.hash(item.second.end.hash);
    out.number(item.second.generation);
    out.secret(item.second.key);
  });
  return out.take();
}

Result<Told> decode_told(ByteView row) {
  RowReader in(row, told_version_oldest, told_version);
  Told told;
  in.list([&] {
    const auto member = in.id<channels::MemberId>();
    KnownPerson person{
        .name = in.text(), .relation = in.text(), .person = {}, .device = {}, .introduction = {}};
    told.people.emplace(member, std::move(person));
  });
  in.list([&] {
    const auto role = in.id<channels::RoleId>();
    RoleName name{.label = in.text(), .key = in.text()};
    told.roles.emplace(role, std::move(name));
  });
  in.list([&] {
    const auto channel = in.id<channels::ChannelId>();
    ChannelName name{.label = in.text(), .key = in.text()};
    told.channels.emplace(channel, std::move(name));
  });
  if (in.version() >= 2) {
    in.list([&] {
      const auto channel = in.id<channels::ChannelId>();
      ToldLog log;
      log.end.number = in.number<channels::Sequence>();
      log.end.hash = in.hash();
      log.generation = in.number<channels::Generation>();
      log.key = in.secret();
      told.logs.emplace(channel, std::move(log));
    });
  }
  if (auto end = in.finish(); !end) return fail(end.error());
  return told;
}

}  // namespace kring::core
