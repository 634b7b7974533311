#include "channels/charter/bodies.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/limits.hpp"
#include "crypto/codec/structure.hpp"

namespace kring::charter {

namespace limits = channels::limits;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;
using namespace detail;

namespace {

constexpr std::uint8_t flag_owns = 1;
constexpr std::uint8_t flag_may_be_preapproved = 2;

/// Lists are bounded by the entry that holds them, and by a count of their own.
template <class T>
std::vector<T> read_list(FieldReader& fields, std::size_t count_max) {
  return fields.vector<T>(limits::entry_bytes_max, count_max);
}

/// A reference to a key package, read as an element of a list.
struct Reference {
  Hash hash;
  static Result<Reference> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(Reference{.hash = fields.fixed<32>()});
  }
};

}  // namespace

Result<Admits> Admits::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(Admits{.role = read_id<RoleId>(fields), .stay_max = read_duration(fields)});
}
void Admits::write(Writer& out) const {
  out.raw(role.view());
  write_duration(out, stay_max);
}

Result<Role> Role::read(Reader& in) {
  FieldReader fields(in);
  const auto id = read_id<RoleId>(fields);
  const auto flags = fields.u8();
  if ((flags & ~(flag_owns | flag_may_be_preapproved)) != 0) {
    fields.refuse(crypto::Errc::bad_value, "role flags");
  }
  return fields.done(Role{.id = id,
                          .owns = (flags & flag_owns) != 0,
                          .may_be_preapproved = (flags & flag_may_be_preapproved) != 0,
                          .may_admit = read_list<Admits>(fields, limits::roles_max)});
}
void Role::write(Writer& out) const {
  out.raw(id.view());
  out.u8(
      static_cast<std::uint8_t>((owns ? flag_owns : 0) | (may_be_preapproved ? flag_may_be_preapproved : 0)));
  codec::write_vector(out, may_admit);
}

Result<RoleRights> RoleRights::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(RoleRights{.role = read_id<RoleId>(fields), .rights = read_rights(fields)});
}
void RoleRights::write(Writer& out) const {
  out.raw(role.view());
  out.u8(rights.bits());
}

Result<ChannelRights> ChannelRights::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(ChannelRights{.channel = read_id<ChannelId>(fields), .rights = read_rights(fields)});
}
void ChannelRights::write(Writer& out) const {
  out.raw(channel.view());
  out.u8(rights.bits());
}

Result<OwnerConsent> OwnerConsent::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(OwnerConsent{.owner = read_id<HandleId>(fields),
                                  .time = read_time(fields),
                                  .signature = fields.opaque(limits::signature_field_bytes_max)});
}
void OwnerConsent::write(Writer& out) const {
  out.raw(owner.view());
  write_time(out, time);
  out.opaque(signature);
}

Result<Found> Found::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(Found{.hub_key = read_id<HubKey>(fields),
                           .member = read_id<MemberId>(fields),
                           .handle_key = read_id<HandleKey>(fields),
                           .recovery_key = read_id<RecoveryKey>(fields),
                           .role = read_id<RoleId>(fields),
                           .roles = read_list<Role>(fields, limits::roles_max)});
}
void Found::write(Writer& out) const {
  out.raw(hub_key.view());
  out.raw(member.view());
  out.raw(handle_key.view());
  out.raw(recovery_key.view());
  out.raw(role.view());
  codec::write_vector(out, roles);
}

Result<OwnerAdd> OwnerAdd::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(OwnerAdd{.member = read_id<MemberId>(fields),
                              .acceptance = read_id<EntryHash>(fields),
                              .role = read_id<RoleId>(fields),
                              .consents = read_list<OwnerConsent>(fields, limits::consents_max)});
}
void OwnerAdd::write(Writer& out) const {
  out.raw(member.view());
  out.raw(acceptance.view());
  out.raw(role.view());
  codec::write_vector(out, consents);
}

Result<RoleSet> RoleSet::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(
      RoleSet{.role = fields.read<Role>(), .rights = read_list<ChannelRights>(fields, limits::channels_max)});
}
void RoleSet::write(Writer& out) const {
  role.write(out);
  codec::write_vector(out, rights);
}

Result<ChannelOpen> ChannelOpen::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(
      ChannelOpen{.channel = read_id<ChannelId>(fields),
                  .mode = read_enum(fields, Range{.first = Mode::sealed, .last = Mode::record}),
                  .purpose = read_enum(fields, Range{.first = Purpose::ordinary, .last = Purpose::regie}),
                  .group = read_id<GroupId>(fields),
                  .rights = read_list<RoleRights>(fields, limits::roles_max)});
}
void ChannelOpen::write(Writer& out) const {
  out.raw(channel.view());
  codec::write_number(out, mode);
  codec::write_number(out, purpose);
  out.raw(group.view());
  codec::write_vector(out, rights);
}

Result<InviteCreate> InviteCreate::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(InviteCreate{.invitation_key = read_id<InvitationKey>(fields),
                                  .role = read_id<RoleId>(fields),
                                  .stay = read_duration(fields),
                                  .expires = read_time(fields),
                                  .preapproved = read_bool(fields),
                                  .box_key_hash = fields.fixed<32>()});
}
void InviteCreate::write(Writer& out) const {
  out.raw(invitation_key.view());
  out.raw(role.view());
  write_duration(out, stay);
  write_time(out, expires);
  out.u8(preapproved ? 1 : 0);
  out.raw(box_key_hash);
}

Result<InviteAccept> InviteAccept::read(Reader& in) {
  FieldReader fields(in);
  InviteAccept body{.invitation = read_id<InvitationId>(fields),
                    .member = read_id<MemberId>(fields),
                    .handle_key = read_id<HandleKey>(fields),
                    .recovery_key = read_id<RecoveryKey>(fields),
                    .introduction_hash = fields.fixed<32>(),
                    .key_packages = {}};
  const auto references = read_list<Reference>(fields, limits::acceptance_key_packages_max);
  if (references.empty()) fields.refuse(crypto::Errc::bad_value, "no key package");
  for (const auto& reference : references) body.key_packages.push_back(reference.hash);
  return fields.done(std::move(body));
}
void InviteAccept::write(Writer& out) const {
  out.raw(invitation.view());
  out.raw(member.view());
  out.raw(handle_key.view());
  out.raw(recovery_key.view());
  out.raw(introduction_hash);
  out.vector(key_packages, [](Writer& inner, const Hash& hash) { inner.raw(hash); });
}

Result<InviteWithdraw> InviteWithdraw::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(InviteWithdraw{.invitation = read_id<InvitationId>(fields)});
}
void InviteWithdraw::write(Writer& out) const {
  out.raw(invitation.view());
}

Result<Grant> Grant::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(Grant{.member = read_id<MemberId>(fields),
                           .acceptance = read_id<EntryHash>(fields),
                           .role = read_id<RoleId>(fields),
                           .until = read_time(fields)});
}
void Grant::write(Writer& out) const {
  out.raw(member.view());
  out.raw(acceptance.view());
  out.raw(role.view());
  write_time(out, until);
}

Result<Remove> Remove::read(Reader& in) {
  FieldReader fields(in);
  Remove body{.member = read_id<MemberId>(fields), .reason = std::nullopt};
  if (read_bool(fields)) body.reason = fields.fixed<32>();
  return fields.done(body);
}
void Remove::write(Writer& out) const {
  out.raw(member.view());
  out.u8(reason ? 1 : 0);
  if (reason) out.raw(*reason);
}

Result<Leave> Leave::read(Reader& /*in*/) {
  return Leave{};
}
void Leave::write(Writer& /*out*/) const {}

Result<LogPlace> LogPlace::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(LogPlace{.number = fields.number<Sequence>(), .hash = fields.fixed<32>()});
}
void LogPlace::write(Writer& out) const {
  codec::write_number(out, number);
  out.raw(hash);
}

Result<ChannelRestart> ChannelRestart::read(Reader& in) {
  FieldReader fields(in);
  ChannelRestart body{.channel = read_id<ChannelId>(fields),
                      .group = read_id<GroupId>(fields),
                      .last_good = fields.read<LogPlace>(),
                      .generation = fields.number<Generation>(),
                      .blamed = std::nullopt};
  if (read_bool(fields)) body.blamed = fields.number<Sequence>();
  if (body.blamed == Sequence{}) fields.refuse(crypto::Errc::bad_value, "blames nothing");
  return fields.done(body);
}
void ChannelRestart::write(Writer& out) const {
  out.raw(channel.view());
  out.raw(group.view());
  last_good.write(out);
  codec::write_number(out, generation);
  out.u8(blamed ? 1 : 0);
  if (blamed) codec::write_number(out, *blamed);
}

Result<ChannelHead> ChannelHead::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(ChannelHead{.channel = read_id<ChannelId>(fields), .place = fields.read<LogPlace>()});
}
void ChannelHead::write(Writer& out) const {
  out.raw(channel.view());
  place.write(out);
}

Result<Resume> Resume::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(Resume{.incarnation = read_id<Incarnation>(fields),
                            .heads = read_list<ChannelHead>(fields, limits::channels_max)});
}
void Resume::write(Writer& out) const {
  out.raw(incarnation.view());
  codec::write_vector(out, heads);
}

Result<Pause> Pause::read(Reader& in) {
  FieldReader fields(in);
  Pause body{.member = read_id<MemberId>(fields), .reason = std::nullopt};
  if (read_bool(fields)) body.reason = fields.fixed<32>();
  return fields.done(body);
}
void Pause::write(Writer& out) const {
  out.raw(member.view());
  out.u8(reason ? 1 : 0);
  if (reason) out.raw(*reason);
}

Result<Unpause> Unpause::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(Unpause{.member = read_id<MemberId>(fields)});
}
void Unpause::write(Writer& out) const {
  out.raw(member.view());
}

Result<RoleChange> RoleChange::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(RoleChange{
      .member = read_id<MemberId>(fields), .role = read_id<RoleId>(fields), .until = read_time(fields)});
}
void RoleChange::write(Writer& out) const {
  out.raw(member.view());
  out.raw(role.view());
  write_time(out, until);
}

Result<ChannelChange> ChannelChange::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(ChannelChange{.channel = read_id<ChannelId>(fields),
                                   .rights = read_list<RoleRights>(fields, limits::roles_max)});
}
void ChannelChange::write(Writer& out) const {
  out.raw(channel.view());
  codec::write_vector(out, rights);
}

Result<ChannelClose> ChannelClose::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(ChannelClose{.channel = read_id<ChannelId>(fields)});
}
void ChannelClose::write(Writer& out) const {
  out.raw(channel.view());
}

}  // namespace kring::charter
