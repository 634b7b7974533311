#include "clients/core/circle_rows.hpp"

#include "clients/core/people.hpp"
#include "clients/core/row_codec.hpp"

#include "channels/wire/frame_codec.hpp"

#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t self_version = 2;
/// Without foreign keys of the hub, which stopped a circle then.
constexpr std::uint8_t self_version_oldest = 1;
constexpr std::uint8_t packages_version = 1;
constexpr std::uint8_t message_version = 1;
constexpr std::uint8_t underway_version = 1;

}  // namespace

// ---------------------------------------------------------------------------------------------- self

namespace {

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

}  // namespace

SecretBytes encode_self(const CircleData& circle) {
  RowWriter out(self_version);
  out.text(circle.name);
  out.text(circle.hub);
  out.id(circle.hub_key);
  out.optional(circle.incarnation, [&](const auto& id) { out.id(id); });
  out.number(circle.standing);
  out.flag(circle.stopped);
  out.opaque(circle.handle.public_key.bytes);
  out.secret(circle.handle.private_key);
  out.id(circle.member);
  out.u32(circle.recovery_index);
  out.optional(circle.joining, [&](const Joining& joining) { write_joining(out, joining); });
  out.opaque(circle.introduction);
  out.opaque(circle.sealed_introduction);
  out.optional(circle.acceptance, [&](const auto& hash) { out.id(hash); });
  out.optional(circle.signed_head, [&](const auto& head) { write_head(out, head); });
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
  out.list(circle.foreign_keys, [&](const auto& key) { out.id(key); });
  return out.take();
}

namespace {

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
    (void)in.text();  // Name and relation, which the introduction says as well.
    (void)in.text();
    auto person = person_of(in.opaque());
    if (!person) return in.refuse();
    circle.acceptances.emplace(handle, std::move(*person));
  });
  in.list([&] { circle.confirmed.insert(in.id<channels::MemberId>()); });
}

}  // namespace

Status decode_self(ByteView row, CircleData& circle) {
  RowReader in(row, self_version_oldest, self_version);
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
  if (in.version() > self_version_oldest)
    in.list([&] { circle.foreign_keys.push_back(in.id<channels::HubKey>()); });
  if (auto end = in.finish(); !end) return fail(end.error());
  auto key = channels::HandleKey::from(circle.handle.public_key.bytes);
  if (!key) return fail(client::Errc::bad_vault, "handle key");
  circle.handle_id = channels::handle_of(*key);
  return {};
}

bool stops_at_foreign_key(ByteView self) {
  return !self.empty() && self[0] == self_version_oldest;
}

// ------------------------------------------------------------------------------------------ packages

void write_package(RowWriter& out, const OwnPackage& package) {
  out.hash(package.reference);
  out.opaque(package.bundle);
  out.time(package.not_after);
  out.flag(package.at_hub);
}

OwnPackage read_package(RowReader& in) {
  OwnPackage package;
  package.reference = in.hash();
  const auto bundle = in.secret();
  package.bundle.assign(bundle.expose().begin(), bundle.expose().end());
  package.not_after = in.time();
  package.at_hub = in.flag();
  return package;
}

SecretBytes encode_packages(const CircleData& circle) {
  RowWriter out(packages_version);
  out.list(circle.packages, [&](const auto& item) { write_package(out, item.second); });
  return out.take();
}

Status decode_packages(ByteView row, CircleData& circle) {
  RowReader in(row, packages_version);
  in.list([&] {
    auto package = read_package(in);
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
  out.opaque(message.about);
  out.number(message.sending);
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
  const auto about = to_fixed<16>(in.opaque());
  if (!about) in.refuse();
  message.about = about.value_or(FixedBytes<16>{});
  message.sending = in.number<Sending>();
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
  out.optional(underway.intent, [&](const auto& id) { out.id(id); });
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

namespace {

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

}  // namespace

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

}  // namespace kring::core
