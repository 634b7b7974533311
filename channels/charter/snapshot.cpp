#include "channels/charter/fields.hpp"
#include "channels/charter/snapshot_sections.hpp"
#include "channels/charter/state.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;
using detail::Range;
using detail::read_optional_number;
using detail::write_optional_number;

namespace {

constexpr std::uint16_t snapshot_version = 3;
/// The last version without sections.
constexpr std::uint16_t snapshot_version_before_sections = 2;
/// The last version without restarts and without what was resumed.
constexpr std::uint16_t snapshot_version_before_restarts = 1;

/// Each of these gives one element of the state its codec, which only snapshots have.
struct MemberCodec {
  Member value;

  static Result<MemberCodec> read(Reader& in) {
    FieldReader fields(in);
    Member value{.id = detail::read_id<MemberId>(fields),
                 .handle = detail::read_id<HandleId>(fields),
                 .recovery_key = detail::read_id<RecoveryKey>(fields),
                 .role = detail::read_id<RoleId>(fields),
                 .invitation = std::nullopt,
                 .until = std::nullopt,
                 .granted = std::nullopt,
                 .ended = std::nullopt};
    if (detail::read_bool(fields)) value.invitation = detail::read_id<InvitationId>(fields);
    value.standing = detail::read_enum(fields, Range{.first = Standing::waiting, .last = Standing::left});
    if (detail::read_bool(fields)) value.until = detail::read_time(fields);
    value.joined = fields.number<EntryNumber>();
    value.granted = read_optional_number<EntryNumber>(fields);
    value.ended = read_optional_number<EntryNumber>(fields);
    return fields.done(MemberCodec{value});
  }
  static void write(Writer& out, const Member& value) {
    out.raw(value.id.view());
    out.raw(value.handle.view());
    out.raw(value.recovery_key.view());
    out.raw(value.role.view());
    out.u8(value.invitation ? 1 : 0);
    if (value.invitation) out.raw(value.invitation->view());
    codec::write_number(out, value.standing);
    out.u8(value.until ? 1 : 0);
    if (value.until) detail::write_time(out, *value.until);
    codec::write_number(out, value.joined);
    write_optional_number(out, value.granted);
    write_optional_number(out, value.ended);
  }
};

struct HandleCodec {
  Handle value;

  static Result<HandleCodec> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(HandleCodec{{.id = detail::read_id<HandleId>(fields),
                                    .key = detail::read_id<HandleKey>(fields),
                                    .member = detail::read_id<MemberId>(fields)}});
  }
  static void write(Writer& out, const Handle& value) {
    out.raw(value.id.view());
    out.raw(value.key.view());
    out.raw(value.member.view());
  }
};

struct ChannelCodec {
  Channel value;

  static Result<ChannelCodec> read(Reader& in) {
    FieldReader fields(in);
    auto opened = fields.read<ChannelOpen>();
    Channel value{.id = opened.channel,
                  .mode = opened.mode,
                  .purpose = opened.purpose,
                  .group = opened.group,
                  .opened = fields.number<EntryNumber>(),
                  .rights = {},
                  .restarts = {}};
    for (const auto& given : opened.rights) value.rights.emplace(given.role, given.rights);
    return fields.done(ChannelCodec{std::move(value)});
  }
  static void write(Writer& out, const Channel& value) {
    ChannelOpen opened{.channel = value.id,
                       .mode = value.mode,
                       .purpose = value.purpose,
                       .group = value.group,
                       .rights = {}};
    for (const auto& [role, rights] : value.rights) opened.rights.push_back({.role = role, .rights = rights});
    opened.write(out);
    codec::write_number(out, value.opened);
  }
};

struct RestartCodec {
  ChannelId channel;
  Restart value;

  static Result<RestartCodec> read(Reader& in) {
    FieldReader fields(in);
    RestartCodec read{.channel = detail::read_id<ChannelId>(fields),
                      .value = {.entry = fields.number<EntryNumber>(),
                                .opener = detail::read_id<HandleId>(fields),
                                .group = detail::read_id<GroupId>(fields),
                                .replaced = detail::read_id<GroupId>(fields),
                                .last_good = fields.read<LogPlace>(),
                                .generation = fields.number<Generation>(),
                                .blamed = read_optional_number<Sequence>(fields)}};
    return fields.done(std::move(read));
  }
  void write(Writer& out) const {
    out.raw(channel.view());
    codec::write_number(out, value.entry);
    out.raw(value.opener.view());
    out.raw(value.group.view());
    out.raw(value.replaced.view());
    value.last_good.write(out);
    codec::write_number(out, value.generation);
    write_optional_number(out, value.blamed);
  }
};

struct InvitationCodec {
  Invitation value;

  static Result<InvitationCodec> read(Reader& in) {
    FieldReader fields(in);
    Invitation value{.id = detail::read_id<InvitationId>(fields),
                     .terms = fields.read<InviteCreate>(),
                     .maker = detail::read_id<HandleId>(fields),
                     .number = fields.number<EntryNumber>(),
                     .stage = detail::read_enum(fields, Range{.first = Stage::open, .last = Stage::voided}),
                     .acceptance = std::nullopt};
    if (detail::read_bool(fields)) {
      value.acceptance = Acceptance{.hash = detail::read_id<EntryHash>(fields),
                                    .number = fields.number<EntryNumber>(),
                                    .terms = fields.read<InviteAccept>()};
    }
    return fields.done(InvitationCodec{std::move(value)});
  }
  static void write(Writer& out, const Invitation& value) {
    out.raw(value.id.view());
    value.terms.write(out);
    out.raw(value.maker.view());
    codec::write_number(out, value.number);
    codec::write_number(out, value.stage);
    out.u8(value.acceptance ? 1 : 0);
    if (!value.acceptance) return;
    out.raw(value.acceptance->hash.view());
    codec::write_number(out, value.acceptance->number);
    value.acceptance->terms.write(out);
  }
};

template <class Codec>
auto read_map(FieldReader& fields) {
  using Value = decltype(Codec::value);
  std::map<decltype(Value::id), Value> map;
  for (auto& item :
       fields.vector<Codec>(limits::charter_snapshot_bytes_max, limits::charter_snapshot_items_max)) {
    const auto id = item.value.id;
    if (!map.emplace(id, std::move(item.value)).second) fields.refuse(crypto::Errc::bad_value, "twice");
  }
  return map;
}
template <class Codec, class Map>
void write_map(Writer& out, const Map& map) {
  out.vector(map, [](Writer& inner, const auto& item) { Codec::write(inner, item.second); });
}

/// Roles have a codec of their own.
struct RoleCodec {
  Role value;
  static Result<RoleCodec> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(RoleCodec{fields.read<Role>()});
  }
  static void write(Writer& out, const Role& value) { value.write(out); }
};

/// What version 2 added, at the end.
void read_restarts(FieldReader& fields, State& state) {
  for (auto& item :
       fields.vector<RestartCodec>(limits::charter_snapshot_bytes_max, limits::charter_snapshot_items_max)) {
    const auto channel = state.channels.find(item.channel);
    if (channel == state.channels.end()) {
      fields.refuse(crypto::Errc::bad_value, "restart of nothing");
      return;
    }
    channel->second.restarts.push_back(std::move(item.value));
  }
  if (detail::read_bool(fields)) state.resumed = detail::read_id<Incarnation>(fields);
}
void write_restarts(Writer& out, const State& state) {
  std::vector<RestartCodec> restarts;
  for (const auto& [id, channel] : state.channels) {
    for (const auto& restart : channel.restarts) restarts.push_back({.channel = id, .value = restart});
  }
  codec::write_vector(out, restarts);
  out.u8(state.resumed ? 1 : 0);
  if (state.resumed) out.raw(state.resumed->view());
}

/// Each handle is of somebody, and was added by one that was there before: so nobody goes round in a circle.
bool is_whole(const State& state, const Handle& handle) {
  if (!state.members.contains(handle.member)) return false;
  if (!handle.adder) return true;
  const auto adder = state.handles.find(*handle.adder);
  return adder != state.handles.end() && adder->second.added < handle.added;
}

bool is_whole(const State& state, const Invitation& invitation) {
  const bool answered = invitation.stage == Stage::accepted || invitation.stage == Stage::admitted;
  if (answered && !invitation.acceptance) return false;
  if (invitation.acceptance && !state.members.contains(invitation.acceptance->terms.member)) return false;
  return state.roles.contains(invitation.terms.role) && state.handles.contains(invitation.maker);
}

bool is_whole(const State& state, const Member& member) {
  if (member.invitation && !state.invitations.contains(*member.invitation)) return false;
  return state.roles.contains(member.role) && state.handles.contains(member.handle);
}

/// Whether everything that is referred to is there, which queries rely on.
bool is_whole(const State& state) {
  const auto all = [&](const auto& map) {
    return std::ranges::all_of(map, [&](const auto& item) { return is_whole(state, item.second); });
  };
  const bool are_set_by_somebody = std::ranges::all_of(
      state.attestation_keys,
      [&](const NamedAttestationKey& named) { return state.handles.contains(named.setter); });
  const bool are_made_by_somebody = std::ranges::all_of(
      state.invited, [&](const auto& item) { return state.members.contains(item.first); });
  return are_set_by_somebody && are_made_by_somebody && all(state.members) && all(state.invitations) &&
         all(state.handles);
}

/// What is found again from the rest.
void add_indices(State& state) {
  state.keys.insert(state.hub_key.bytes());
  for (const auto& [id, handle] : state.handles) state.keys.insert(handle.key.bytes());
  for (const auto& [id, member] : state.members) {
    state.keys.insert(member.recovery_key.bytes());
    for (const auto& reset : member.resets) state.keys.insert(reset.former.bytes());
  }
  for (const auto& named : state.attestation_keys) state.keys.insert(named.key.bytes());
  for (const auto& [id, invitation] : state.invitations) {
    state.keys.insert(invitation.terms.invitation_key.bytes());
    if (invitation.acceptance) state.acceptances.emplace(invitation.acceptance->hash, id);
  }
}

Result<State> read_state(Reader& in) {
  FieldReader fields(in);
  const auto version = fields.u16();
  if (version < snapshot_version_before_restarts || version > snapshot_version) {
    fields.refuse(crypto::Errc::bad_value, "version");
  }
  State state{.circle = detail::read_id<CircleId>(fields),
              .hub_key = detail::read_id<HubKey>(fields),
              .number = fields.number<EntryNumber>(),
              .head = detail::read_id<EntryHash>(fields),
              .time = detail::read_time(fields),
              .roles = read_map<RoleCodec>(fields),
              .channels = read_map<ChannelCodec>(fields),
              .members = read_map<MemberCodec>(fields),
              .handles = read_map<HandleCodec>(fields),
              .invitations = read_map<InvitationCodec>(fields),
              .resumed = std::nullopt,
              .acceptances = {},
              .keys = {}};
  if (version >= snapshot_version_before_sections) read_restarts(fields, state);
  detail::assume_first_devices(state);
  if (version >= snapshot_version) detail::read_sections(fields, state);
  return fields.done(std::move(state));
}

}  // namespace

Bytes encode_state(const State& state) {
  Writer out;
  out.u16(snapshot_version);
  out.raw(state.circle.view());
  out.raw(state.hub_key.view());
  codec::write_number(out, state.number);
  out.raw(state.head.view());
  detail::write_time(out, state.time);
  write_map<RoleCodec>(out, state.roles);
  write_map<ChannelCodec>(out, state.channels);
  write_map<MemberCodec>(out, state.members);
  write_map<HandleCodec>(out, state.handles);
  write_map<InvitationCodec>(out, state.invitations);
  write_restarts(out, state);
  detail::write_sections(out, state);
  return out.take();
}

Result<State> decode_state(ByteView bytes) {
  if (bytes.size() > limits::charter_snapshot_bytes_max) return fail(Errc::bad_snapshot, "too large");
  Reader in(bytes);
  auto state = read_state(in);
  if (!state) return fail(Errc::bad_snapshot, state.error().where());
  if (!in.finish()) return fail(Errc::bad_snapshot, "trailing bytes");
  if (!is_whole(*state)) return fail(Errc::bad_snapshot, "not whole");
  add_indices(*state);
  return state;
}

}  // namespace kring::charter
