#include "clients/core/rows.hpp"

#include "clients/core/row_codec.hpp"

#include "channels/wire/frame_codec.hpp"

#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t self_version = 1;
constexpr std::uint8_t packages_version = 1;
constexpr std::uint8_t message_version = 1;
constexpr std::uint8_t underway_version = 1;
constexpr std::uint8_t channel_version = 1;
constexpr std::uint8_t log_version = 1;
constexpr std::string_view channel_prefix = "channel/";

template <class T, class Write>
void write_optional(RowWriter& out, const std::optional<T>& value, Write write) {
  out.flag(value.has_value());
  if (value) write(*value);
}

// ---------------------------------------------------------------------------------------------- self

void write_joining(RowWriter& out, const Joining& joining) {
  out.secret(joining.seed);
  out.id(joining.key);
  out.id(joining.box_key);
  out.id(joining.inviter);
  out.text(joining.inviter_name);
}

Joining read_joining(RowReader& in) {
  Joining joining;
  joining.seed = in.secret();
  joining.key = in.id<channels::InvitationKey>();
  joining.box_key = in.id<channels::BoxKey>();
  joining.inviter = in.id<channels::HandleId>();
  joining.inviter_name = in.text();
  return joining;
}

void write_invitation(RowWriter& out, const MadeInvitation& invitation) {
  out.id(invitation.key);
  out.secret(invitation.seed);
  out.opaque(invitation.box.public_key.bytes);
  out.secret(invitation.box.private_key);
  out.text(invitation.link);
}

MadeInvitation read_invitation(RowReader& in) {
  MadeInvitation invitation;
  invitation.key = in.id<channels::InvitationKey>();
  invitation.seed = in.secret();
  invitation.box.public_key.bytes = in.opaque();
  invitation.box.private_key = in.secret();
  invitation.link = in.text();
  return invitation;
}

void write_head(RowWriter& out, const wire::SignedHead& head) {
  out.number(head.number);
  out.hash(head.hash);
  out.opaque(head.signature);
}

wire::SignedHead read_head(RowReader& in) {
  wire::SignedHead head;
  head.number = in.number<channels::EntryNumber>();
  head.hash = in.hash();
  const auto signature = to_fixed<64>(in.opaque());
  if (!signature) in.refuse();
  head.signature = signature.value_or(FixedBytes<64>{});
  return head;
}

void write_person(RowWriter& out, const channels::HandleId& handle, const KnownPerson& person) {
  out.id(handle);
  out.text(person.name);
  out.text(person.relation);
  out.opaque(person.introduction);
}

SecretBytes encode_self(const CircleData& circle) {
  RowWriter out(self_version);
  out.text(circle.name);
  out.text(circle.hub);
  out.id(circle.hub_key);
  write_optional(out, circle.incarnation, [&](const auto& id) { out.id(id); });
  out.number(circle.standing);
  out.flag(circle.stopped);
  out.opaque(circle.handle.public_key.bytes);
  out.secret(circle.handle.private_key);
  out.id(circle.member);
  out.u32(circle.recovery_index);
  write_optional(out, circle.joining, [&](const Joining& joining) { write_joining(out, joining); });
  out.opaque(circle.introduction);
  out.opaque(circle.sealed_introduction);
  write_optional(out, circle.acceptance, [&](const auto& hash) { out.id(hash); });
  write_optional(out, circle.signed_head, [&](const auto& head) { write_head(out, head); });
  out.list(circle.invitations, [&](const auto& item) { write_invitation(out, item.second); });
  const auto write_name = [&](const auto& item) {
    out.id(item.first);
    out.text(item.second.label);
    out.text(item.second.key);
  };
  out.list(circle.role_names, write_name);
  out.list(circle.channel_names, write_name);
  out.list(circle.acceptances, [&](const auto& item) { write_person(out, item.first, item.second); });
  out.list(circle.confirmed, [&](const auto& member) { out.id(member); });
  out.u64(circle.next_order);
  return out.take();
}

void read_lists(RowReader& in, CircleData& circle) {
  in.list([&] {
    auto invitation = read_invitation(in);
    const auto id = channels::invitation_of(invitation.key);
    circle.invitations.emplace(id, std::move(invitation));
  });
  in.list([&] {
    const auto role = in.id<channels::RoleId>();
    RoleName name{.label = in.text(), .key = in.text()};
    circle.role_names.emplace(role, std::move(name));
  });
  in.list([&] {
    const auto channel = in.id<channels::ChannelId>();
    ChannelName name{.label = in.text(), .key = in.text()};
    circle.channel_names.emplace(channel, std::move(name));
  });
  in.list([&] {
    const auto handle = in.id<channels::HandleId>();
    KnownPerson person{.name = in.text(), .relation = in.text(), .introduction = in.opaque()};
    circle.acceptances.emplace(handle, std::move(person));
  });
  in.list([&] { circle.confirmed.insert(in.id<channels::MemberId>()); });
}

Status decode_self(ByteView row, CircleData& circle) {
  RowReader in(row, self_version);
  circle.name = in.text();
  circle.hub = in.text();
  circle.hub_key = in.id<channels::HubKey>();
  if (in.flag()) circle.incarnation = in.id<channels::Incarnation>();
  circle.standing = in.number<Standing>();
  circle.stopped = in.flag();
  circle.handle.public_key.bytes = in.opaque();
  circle.handle.private_key = in.secret();
  circle.member = in.id<channels::MemberId>();
  circle.recovery_index = in.u32();
  if (in.flag()) circle.joining = read_joining(in);
  circle.introduction = in.opaque();
  circle.sealed_introduction = in.opaque();
  if (in.flag()) circle.acceptance = in.id<charter::EntryHash>();
  if (in.flag()) circle.signed_head = read_head(in);
  read_lists(in, circle);
  circle.next_order = in.u64();
  if (auto end = in.finish(); !end) return fail(end.error());
  auto key = channels::HandleKey::from(circle.handle.public_key.bytes);
  if (!key) return fail(client::Errc::bad_vault, "handle key");
  circle.handle_id = channels::handle_of(*key);
  return {};
}

// ------------------------------------------------------------------------------------------ packages

SecretBytes encode_packages(const CircleData& circle) {
  RowWriter out(packages_version);
  out.list(circle.packages, [&](const auto& item) {
    out.hash(item.second.reference);
    out.opaque(item.second.bundle);
    out.time(item.second.not_after);
    out.flag(item.second.at_hub);
  });
  return out.take();
}

Status decode_packages(ByteView row, CircleData& circle) {
  RowReader in(row, packages_version);
  in.list([&] {
    OwnPackage package;
    package.reference = in.hash();
    const auto bundle = in.secret();
    package.bundle.assign(bundle.expose().begin(), bundle.expose().end());
    package.not_after = in.time();
    package.at_hub = in.flag();
    circle.packages.emplace(package.reference, std::move(package));
  });
  return in.finish();
}

// -------------------------------------------------------------------------------------------- outbox

SecretBytes encode_message(const OutboxMessage& message) {
  RowWriter out(message_version);
  out.id(message.id);
  out.id(message.channel);
  out.u64(message.order);
  out.opaque(message.article);
  out.number(message.written);
  out.id(message.introduces);
  out.flag(message.acknowledged);
  out.u32(message.tries);
  out.number(message.epoch);
  out.opaque(message.payload);
  out.list(message.payload_hashes, [&](const Hash& hash) { out.hash(hash); });
  return out.take();
}

Status decode_message(ByteView row, CircleData& circle) {
  RowReader in(row, message_version);
  OutboxMessage message;
  message.id = in.id<channels::MessageId>();
  message.channel = in.id<channels::ChannelId>();
  message.order = in.u64();
  message.article = in.opaque();
  message.written = in.number<Written>();
  message.introduces = in.id<channels::HandleId>();
  message.acknowledged = in.flag();
  message.tries = in.u32();
  message.epoch = in.number<mls::EpochId>();
  message.payload = in.opaque();
  in.list([&] { message.payload_hashes.push_back(in.hash()); });
  const auto id = message.id;
  circle.outbox.emplace(id, std::move(message));
  return in.finish();
}

// ------------------------------------------------------------------------------------------ underway

SecretBytes encode_underway(const Underway& underway) {
  RowWriter out(underway_version);
  write_optional(out, underway.intent, [&](const auto& id) { out.id(id); });
  out.id(underway.transaction);
  // The frame's own text, behind a number that is replaced each time it is sent.
  const auto text = wire::encode_request(wire::RequestFrame{wire::RequestId{}, underway.request});
  out.text(text ? std::string_view(*text) : std::string_view());
  out.list(underway.parts, [&](const Bytes& part) { out.opaque(part); });
  out.list(underway.channels, [&](const PreparedChannel& channel) {
    out.id(channel.channel);
    out.hash(channel.payload_hash);
    out.opaque(channel.prepared);
    out.opaque(channel.opening);
    out.list(channel.added, [&](const auto& handle) { out.id(handle); });
  });
  out.flag(underway.acknowledged);
  out.number(underway.charter_after);
  return out.take();
}

PreparedChannel read_prepared(RowReader& in) {
  PreparedChannel channel;
  channel.channel = in.id<channels::ChannelId>();
  channel.payload_hash = in.hash();
  const auto prepared = in.secret();
  channel.prepared.assign(prepared.expose().begin(), prepared.expose().end());
  const auto opening = in.secret();
  channel.opening.assign(opening.expose().begin(), opening.expose().end());
  in.list([&] { channel.added.push_back(in.id<channels::HandleId>()); });
  return channel;
}

Status decode_underway(ByteView row, CircleData& circle) {
  RowReader in(row, underway_version);
  Underway underway;
  if (in.flag()) underway.intent = in.id<IntentId>();
  underway.transaction = in.id<channels::TransactionId>();
  auto frame = wire::decode_request(in.text());
  const auto* bundle = frame ? std::get_if<wire::BundleRequest>(&frame->request) : nullptr;
  if (bundle == nullptr) return fail(client::Errc::bad_vault, "bundle");
  underway.request = *bundle;
  in.list([&] { underway.parts.push_back(in.opaque()); });
  in.list([&] { underway.channels.push_back(read_prepared(in)); });
  underway.acknowledged = in.flag();
  underway.charter_after = in.number<channels::EntryNumber>();
  circle.underway = std::move(underway);
  return in.finish();
}

// ------------------------------------------------------------------------------------------- channel

SecretBytes encode_state(const Channel& channel) {
  RowWriter out(channel_version);
  out.opaque(channel.state.encode());
  out.list(channel.record_keys, [&](const auto& item) {
    out.number(item.first);
    out.secret(item.second);
  });
  out.u64(channel.own_counter);
  out.number(channel.start.number);
  out.hash(channel.start.hash);
  out.number(channel.last_read);
  out.flag(channel.stopped);
  write_optional(out, channel.join, [&](const auto& join) { out.opaque(join.encode()); });
  return out.take();
}

Status decode_state(ByteView row, Channel& channel) {
  RowReader in(row, channel_version);
  auto state = rules::ChannelState::decode(in.opaque());
  if (!state) return fail(client::Errc::bad_vault, "channel state");
  channel.state = std::move(*state);
  in.list([&] {
    const auto generation = in.number<channels::Generation>();
    channel.record_keys.insert_or_assign(generation, in.secret());
  });
  channel.own_counter = in.u64();
  channel.start.number = in.number<channels::Sequence>();
  channel.start.hash = in.hash();
  channel.last_read = in.number<channels::Sequence>();
  channel.stopped = in.flag();
  if (in.flag()) {
    const auto bytes = in.secret();
    auto join = rules::JoinExtension::decode(bytes.expose());
    if (!join) return fail(client::Errc::bad_vault, "join");
    channel.join = std::move(*join);
  }
  return in.finish();
}

Status decode_group(ByteView row, Channel& channel) {
  auto group = mls::Group::decode(row);
  if (!group) return fail(client::Errc::bad_vault, "group");
  channel.group = std::move(*group);
  return {};
}

SecretBytes encode_kept(const KeptEntry& entry) {
  RowWriter out(log_version);
  out.number(entry.seq);
  out.hash(entry.hash);
  out.number(entry.kind);
  out.time(entry.time);
  out.id(entry.author);
  out.u64(entry.counter);
  out.id(entry.record);
  out.opaque(entry.article);
  return out.take();
}

Status decode_kept(ByteView row, Channel& channel) {
  RowReader in(row, log_version);
  KeptEntry entry;
  entry.seq = in.number<channels::Sequence>();
  entry.hash = in.hash();
  entry.kind = in.number<channels::LogKind>();
  entry.time = in.time();
  entry.author = in.id<channels::HandleId>();
  entry.counter = in.u64();
  entry.record = in.id<channels::RecordId>();
  entry.article = in.opaque();
  if (auto end = in.finish(); !end) return fail(end.error());
  if (entry.seq != next(channel.log.empty() ? channel.start.number : channel.log.back().seq)) {
    return fail(client::Errc::bad_vault, "log with a gap");
  }
  keep_entry(channel, std::move(entry));
  return {};
}

Status load_charter(const CircleRows& rows, CircleData& circle) {
  for (auto row = rows.lower_bound("charter/"); row != rows.end() && row->first.starts_with("charter/");
       ++row) {
    auto entry = charter::CharterEntry::decode(row->second);
    if (!entry) return fail(client::Errc::bad_vault, "charter entry");
    if (auto status = append_verified(circle, *entry); !status) {
      return fail(client::Errc::bad_vault, "charter");
    }
  }
  return {};
}

/// The channel that a row belongs to, and the rest of the row's name.
struct ChannelRow {
  channels::ChannelId channel;
  std::string_view rest;
};
Result<ChannelRow> parse_channel_row(std::string_view name) {
  name.remove_prefix(channel_prefix.size());
  constexpr std::size_t digits = 2 * channels::ChannelId::size;
  if (name.size() <= digits) return fail(client::Errc::bad_vault, "channel row");
  const auto bytes = from_hex(name.substr(0, digits));
  if (!bytes) return fail(client::Errc::bad_vault, "channel row");
  const auto id = channels::ChannelId::from(*bytes);
  if (!id) return fail(client::Errc::bad_vault, "channel row");
  return ChannelRow{*id, name.substr(digits)};
}

Status load_channels(const CircleRows& rows, CircleData& circle) {
  const auto first = rows.lower_bound(channel_prefix);
  const auto is_channel = [&](auto row) {
    return row != rows.end() && row->first.starts_with(channel_prefix);
  };
  // The state says where the log begins: it is read before the log.
  for (const auto suffix : {"/state", "/group", "/log/"}) {
    for (auto row = first; is_channel(row); ++row) {
      const auto name = parse_channel_row(row->first);
      if (!name) return fail(name.error());
      if (!name->rest.starts_with(suffix)) continue;
      auto& channel = circle.channels[name->channel];
      channel.id = name->channel;
      const auto status = name->rest == "/state"   ? decode_state(row->second, channel)
                          : name->rest == "/group" ? decode_group(row->second, channel)
                                                   : decode_kept(row->second, channel);
      if (!status) return fail(status.error());
    }
  }
  return {};
}

Status load_lists(const CircleRows& rows, CircleData& circle) {
  for (const auto& [name, row] : rows) {
    Status status;
    if (name.starts_with("outbox/")) {
      status = decode_message(row, circle);
    } else if (name.starts_with("intent/")) {
      auto intent = decode_intent(row);
      if (!intent) return fail(intent.error());
      circle.intents.push_back(std::move(*intent));
    } else if (name == "underway") {
      status = decode_underway(row, circle);
    } else if (name == "packages") {
      status = decode_packages(row, circle);
    }
    if (!status) return fail(status.error());
  }
  return {};
}

std::string hex_of(ByteView bytes) {
  return to_hex(bytes);
}

}  // namespace

std::string circle_row(const channels::CircleId& circle, std::string_view rest) {
  return "circle/" + hex_of(circle.view()) + "/" + std::string(rest);
}

std::string channel_row(const channels::CircleId& circle, const channels::ChannelId& channel,
                        std::string_view rest) {
  return circle_row(circle, "channel/" + hex_of(channel.view()) + "/" + std::string(rest));
}

std::string row_number(std::uint64_t number) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend() && number != 0; ++digit, number /= 10) {
    *digit = static_cast<char>('0' + number % 10);
  }
  return text;
}

void save_self(Turn& turn, const CircleData& circle) {
  turn.save(circle_row(circle.id, "self"), encode_self(circle));
}

void save_packages(Turn& turn, const CircleData& circle) {
  turn.save(circle_row(circle.id, "packages"), encode_packages(circle));
}

void save_charter_entry(Turn& turn, const CircleData& circle, const charter::CharterEntry& entry) {
  turn.save(circle_row(circle.id, "charter/" + row_number(std::to_underlying(entry.number()))),
            entry.bytes());
}

void save_intent(Turn& turn, const CircleData& circle, const Intent& intent) {
  turn.save(circle_row(circle.id, "intent/" + hex_of(intent.id.view())), encode_intent(intent));
}

void erase_intent(Turn& turn, const CircleData& circle, const IntentId& intent) {
  turn.erase(circle_row(circle.id, "intent/" + hex_of(intent.view())));
}

void save_message(Turn& turn, const CircleData& circle, const OutboxMessage& message) {
  turn.save(circle_row(circle.id, "outbox/" + hex_of(message.id.view())), encode_message(message));
}

void erase_message(Turn& turn, const CircleData& circle, const OutboxMessage& message) {
  turn.erase(circle_row(circle.id, "outbox/" + hex_of(message.id.view())));
}

void save_underway(Turn& turn, const CircleData& circle) {
  if (circle.underway) {
    turn.save(circle_row(circle.id, "underway"), encode_underway(*circle.underway));
  } else {
    turn.erase(circle_row(circle.id, "underway"));
  }
}

void save_group(Turn& turn, const CircleData& circle, const Channel& channel) {
  auto name = channel_row(circle.id, channel.id, "group");
  if (channel.group) {
    turn.save(std::move(name), channel.group->encode());
  } else {
    turn.erase(std::move(name));
  }
}

void save_state(Turn& turn, const CircleData& circle, const Channel& channel) {
  turn.save(channel_row(circle.id, channel.id, "state"), encode_state(channel));
}

void save_log_entry(Turn& turn, const CircleData& circle, const Channel& channel, const KeptEntry& entry) {
  turn.save(channel_row(circle.id, channel.id, "log/" + row_number(std::to_underlying(entry.seq))),
            encode_kept(entry));
}

void erase_circle(Turn& turn, const CircleData& circle) {
  const auto entries = std::to_underlying(circle.number());
  for (std::uint64_t number = 1; number <= entries; ++number) {
    turn.erase(circle_row(circle.id, "charter/" + row_number(number)));
  }
  for (const auto* name : {"self", "packages", "underway"}) turn.erase(circle_row(circle.id, name));
  for (const auto& intent : circle.intents) erase_intent(turn, circle, intent.id);
}

Result<CircleData> load_circle(const channels::CircleId& id, const CircleRows& rows) {
  CircleData circle;
  circle.id = id;
  const auto self = rows.find("self");
  if (self == rows.end()) return fail(client::Errc::bad_vault, "circle without itself");
  if (auto status = decode_self(self->second, circle); !status) return fail(status.error());
  if (auto status = load_charter(rows, circle); !status) return fail(status.error());
  if (auto status = load_channels(rows, circle); !status) return fail(status.error());
  if (auto status = load_lists(rows, circle); !status) return fail(status.error());
  return circle;
}

}  // namespace kring::core
