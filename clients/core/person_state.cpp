#include "clients/core/person_state.hpp"

#include "clients/core/errc.hpp"

#include "channels/articles/limits.hpp"
#include "channels/charter/fields.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/name.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/recovery/recovery_kit.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace kring::core {

namespace limits = channels::limits;
using charter::detail::read_id;
using codec::FieldReader;
using codec::Reader;
using codec::SecretWriter;

namespace {

constexpr std::uint16_t person_state_version = 1;
/// With attestations.
constexpr std::uint16_t person_state_version_attested = 2;

/// Text that people are shown; `bytes_max` at most.
std::string read_name(FieldReader& fields, std::size_t bytes_max) {
  const auto bytes = fields.opaque(bytes_max);
  if (!channels::check_name(view_text(bytes), bytes_max)) fields.refuse(crypto::Errc::bad_value, "name");
  return std::string(view_text(bytes));
}

std::string read_own_name(FieldReader& fields, std::size_t bytes_max) {
  auto name = read_name(fields, bytes_max);
  if (name.empty()) fields.refuse(crypto::Errc::bad_value, "no name");
  return name;
}

template <class T>
std::vector<T> read_list(FieldReader& fields, std::size_t count_max) {
  return fields.vector<T>(person_state_bytes_max, count_max);
}

/// The same of a list whose items have ids: each once, in ascending order.
template <class T, class IdOf>
std::vector<T> read_ordered(FieldReader& fields, std::size_t count_max, IdOf id_of) {
  auto items = read_list<T>(fields, count_max);
  const auto unordered = std::ranges::adjacent_find(items, std::ranges::greater_equal{}, id_of);
  if (unordered != items.end()) fields.refuse(crypto::Errc::bad_value, "order");
  return items;
}

template <class T>
void write_list(SecretWriter& out, const std::vector<T>& items) {
  out.vector(items, [](SecretWriter& inner, const T& item) { item.write(inner); });
}

/// At least one: a package has one form.
std::vector<charter::Attestation> read_some_attestations(FieldReader& fields) {
  auto all = charter::read_shown(fields);
  if (all.empty()) fields.refuse(crypto::Errc::bad_value, "no attestation");
  return all;
}

/// An id as the only field of a structure.
template <class IdType>
struct IdField {
  IdType id;

  static Result<IdField> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(IdField{read_id<IdType>(fields)});
  }
};

template <class IdType>
std::vector<IdType> read_ids(FieldReader& fields, std::size_t count_max) {
  const auto read = read_list<IdField<IdType>>(fields, count_max);
  std::vector<IdType> ids;
  ids.reserve(read.size());
  for (const auto& field : read) ids.push_back(field.id);
  return ids;
}

template <class IdType>
void write_ids(SecretWriter& out, const std::vector<IdType>& ids) {
  out.vector(ids, [](SecretWriter& inner, const IdType& id) { inner.raw(id.view()); });
}

Secret read_key(FieldReader& fields) {
  auto bytes = fields.fixed<32>();
  const WipeGuard wipe(bytes);
  return Secret::copy_of(bytes);
}

std::optional<wire::SignedHead> read_head(FieldReader& fields) {
  if (!charter::detail::read_bool(fields)) return std::nullopt;
  return wire::SignedHead{.number = fields.number<channels::EntryNumber>(),
                          .hash = fields.fixed<32>(),
                          .signature = fields.fixed<64>()};
}

void write_head(SecretWriter& out, const std::optional<wire::SignedHead>& head) {
  out.u8(head ? 1 : 0);
  if (!head) return;
  codec::write_number(out, head->number);
  out.raw(head->hash);
  out.raw(head->signature);
}

using People = PersonState::People;

void write_circle(SecretWriter& out, const KnownCircle& circle, People people) {
  out.raw(circle.id.view());
  out.opaque(view_bytes(circle.hub));
  out.raw(circle.hub_key.view());
  out.opaque(view_bytes(circle.name));
  out.raw(circle.member.view());
  out.u16(circle.recovery_key);
  write_head(out, circle.head);
  write_list(out, people == People::named ? circle.people : std::vector<NamedMember>());
  write_list(out, circle.roles);
  write_list(out, circle.channels);
  write_ids(out, circle.confirmed);
  write_list(out, circle.record_keys);
}

SecretBytes write_state(const PersonState& state, People people) {
  SecretWriter out;
  out.u16(state.attestations.empty() ? person_state_version : person_state_version_attested);
  out.opaque(view_bytes(state.name));
  out.opaque(view_bytes(state.relation));
  out.raw(state.person_key.view());
  out.raw(state.vault_key);
  write_ids(out, state.recovery_keys);
  out.u16(state.recovery_keys_used);
  out.u8(state.words_confirmed ? 1 : 0);
  write_list(out, state.devices);
  out.vector(state.circles, [people](SecretWriter& inner, const KnownCircle& circle) {
    write_circle(inner, circle, people);
  });
  if (!state.attestations.empty()) {
    codec::Writer attestations;
    codec::write_vector(attestations, state.attestations);
    out.raw(attestations.view());
  }
  return out.take();
}

/// A whole package behind its version.
struct Package {
  PersonState state;

  static Result<Package> read(Reader& in) {
    FieldReader fields(in);
    const auto version = fields.u16();
    const bool is_known = version == person_state_version || version == person_state_version_attested;
    if (!is_known && !fields.failed()) return fail(channels::Errc::unsupported_version, "person's state");
    Package package{{.name = read_own_name(fields, limits::person_name_bytes_max),
                     .relation = read_name(fields, limits::relation_bytes_max),
                     .person_key = read_id<channels::PersonKey>(fields),
                     .vault_key = fields.fixed<32>(),
                     .recovery_keys = read_ids<channels::RecoveryKey>(fields, recovery::stored_recovery_keys),
                     .recovery_keys_used = fields.u16(),
                     .words_confirmed = charter::detail::read_bool(fields),
                     .devices = read_ordered<NamedDevice>(fields, named_devices_max, &NamedDevice::device),
                     .circles = read_ordered<KnownCircle>(fields, known_circles_max, &KnownCircle::id),
                     .attestations = {}}};
    if (version == person_state_version_attested) package.state.attestations = read_some_attestations(fields);
    const auto& state = package.state;
    if (state.recovery_keys_used > state.recovery_keys.size())
      fields.refuse(crypto::Errc::bad_value, "recovery keys");
    return fields.done(std::move(package));
  }
};

}  // namespace

Result<NamedDevice> NamedDevice::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(NamedDevice{.device = read_id<channels::DeviceKey>(fields),
                                 .name = read_own_name(fields, device_name_bytes_max)});
}

void NamedDevice::write(SecretWriter& out) const {
  out.raw(device.view());
  out.opaque(view_bytes(name));
}

Result<NamedMember> NamedMember::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(NamedMember{.member = read_id<channels::MemberId>(fields),
                                 .name = read_own_name(fields, limits::person_name_bytes_max),
                                 .relation = read_name(fields, limits::relation_bytes_max)});
}

void NamedMember::write(SecretWriter& out) const {
  out.raw(member.view());
  out.opaque(view_bytes(name));
  out.opaque(view_bytes(relation));
}

template <class IdType>
Result<Labelled<IdType>> Labelled<IdType>::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(Labelled{.id = read_id<IdType>(fields),
                              .label = read_own_name(fields, articles::limits::label_bytes_max),
                              .key = read_name(fields, articles::limits::key_bytes_max)});
}

template <class IdType>
void Labelled<IdType>::write(SecretWriter& out) const {
  out.raw(id.view());
  out.opaque(view_bytes(label));
  out.opaque(view_bytes(key));
}

template struct Labelled<channels::RoleId>;
template struct Labelled<channels::ChannelId>;

Result<NewestRecordKey> NewestRecordKey::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(NewestRecordKey{.channel = read_id<channels::ChannelId>(fields),
                                     .generation = fields.number<channels::Generation>(),
                                     .key = read_key(fields)});
}

void NewestRecordKey::write(SecretWriter& out) const {
  out.raw(channel.view());
  codec::write_number(out, generation);
  out.raw(key.expose());
}

Result<charter::DeviceLink> KnownCircle::device_link() const {
  auto origin = channels::Origin::parse(hub);
  if (!origin) return fail(origin.error());
  return charter::DeviceLink{
      .origin = std::move(*origin), .circle = id, .hub_key = hub_key, .member = member, .circle_name = name};
}

Result<KnownCircle> KnownCircle::read(Reader& in) {
  FieldReader fields(in);
  KnownCircle circle{
      .id = read_id<channels::CircleId>(fields),
      .hub = read_own_name(fields, wire::limits::origin_bytes_max),
      .hub_key = read_id<channels::HubKey>(fields),
      .name = read_name(fields, limits::link_name_bytes_max),
      .member = read_id<channels::MemberId>(fields),
      .recovery_key = fields.u16(),
      .head = read_head(fields),
      .people = read_ordered<NamedMember>(fields, known_items_max, &NamedMember::member),
      .roles = read_ordered<NamedRole>(fields, limits::roles_max, &NamedRole::id),
      .channels = read_ordered<NamedChannel>(fields, limits::channels_max, &NamedChannel::id),
      .confirmed = read_ids<channels::MemberId>(fields, known_items_max),
      .record_keys = read_ordered<NewestRecordKey>(fields, limits::channels_max, &NewestRecordKey::channel)};
  if (!fields.failed() && !channels::Origin::parse(circle.hub))
    fields.refuse(crypto::Errc::bad_value, "origin");
  if (std::ranges::adjacent_find(circle.confirmed, std::ranges::greater_equal{}) != circle.confirmed.end())
    fields.refuse(crypto::Errc::bad_value, "order");
  return fields.done(std::move(circle));
}

Result<SecretBytes> PersonState::encode() const {
  auto bytes = encode(People::named);
  return bytes ? std::move(bytes) : encode(People::left_out);
}

Result<SecretBytes> PersonState::encode(People people) const {
  auto bytes = write_state(*this, people);
  if (bytes.size() > person_state_bytes_max) return fail(client::Errc::person_state_too_large);
  return bytes;
}

Result<PersonState> PersonState::decode(ByteView bytes) {
  if (bytes.size() > person_state_bytes_max) return fail(client::Errc::bad_person_state, "too large");
  auto package = codec::decode<Package>(bytes);
  if (!package) {
    const auto& error = package.error();
    return fail(error.library() == Library::crypto ? Error(client::Errc::bad_person_state, error.where())
                                                   : error);
  }
  return std::move(package->state);
}

}  // namespace kring::core
