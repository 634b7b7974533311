#include "channels/charter/snapshot_sections.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/limits.hpp"
#include "crypto/codec/structure.hpp"

namespace kring::charter::detail {

namespace limits = channels::limits;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;

namespace {

/// Each section once.
constexpr std::size_t snapshot_sections_max = 16;

/// What version 3 added: named parts, of which only those are there that hold something, in ascending order.
enum class SectionName : std::uint16_t {
  paused = 1,
  closed,
  freezes,
  removals,
  ending,
  dissolved,
  devices,
  resets,
  attestation_keys,
  withdrawn_attestations,
  invited,
};

struct Section {
  SectionName name{};
  Bytes bytes;

  static Result<Section> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(
        Section{.name = read_enum(fields, Range{.first = SectionName::paused, .last = SectionName::invited}),
                .bytes = fields.opaque(limits::charter_snapshot_bytes_max)});
  }
  void write(Writer& out) const {
    codec::write_number(out, name);
    out.opaque(bytes);
  }
};

/// Something that an entry marked.
template <class IdType>
struct Mark {
  IdType id;
  EntryNumber entry{};

  static Result<Mark> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(Mark{.id = read_id<IdType>(fields), .entry = fields.number<EntryNumber>()});
  }
  void write(Writer& out) const {
    out.raw(id.view());
    codec::write_number(out, entry);
  }
};

struct FreezeCodec {
  MemberId owner;
  Frozen value;

  static Result<FreezeCodec> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(FreezeCodec{.owner = read_id<MemberId>(fields),
                                   .value = {.since = read_time(fields), .ended = read_bool(fields)}});
  }
  void write(Writer& out) const {
    out.raw(owner.view());
    write_time(out, value.since);
    out.u8(value.ended ? 1 : 0);
  }
};

struct AgreedCodec {
  MemberId owner;

  static Result<AgreedCodec> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(AgreedCodec{read_id<MemberId>(fields)});
  }
  void write(Writer& out) const { out.raw(owner.view()); }
};

struct RemovalCodec {
  MemberId target;
  Removal value;

  static Result<RemovalCodec> read(Reader& in) {
    FieldReader fields(in);
    RemovalCodec read{
        .target = read_id<MemberId>(fields),
        .value = {.entry = fields.number<EntryNumber>(), .asked = read_time(fields), .agreed = {}}};
    for (const auto& agreed :
         fields.vector<AgreedCodec>(limits::charter_snapshot_bytes_max, limits::charter_snapshot_items_max)) {
      read.value.agreed.insert(agreed.owner);
    }
    return fields.done(std::move(read));
  }
  void write(Writer& out) const {
    out.raw(target.view());
    codec::write_number(out, value.entry);
    write_time(out, value.asked);
    std::vector<AgreedCodec> agreed;
    agreed.reserve(value.agreed.size());
    for (const auto& owner : value.agreed) agreed.push_back({owner});
    codec::write_vector(out, agreed);
  }
};

struct EndingCodec {
  MemberId owner;
  EndWanted value;

  static Result<EndingCodec> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(
        EndingCodec{.owner = read_id<MemberId>(fields),
                    .value = {.entry = fields.number<EntryNumber>(), .asked = read_time(fields)}});
  }
  void write(Writer& out) const {
    out.raw(owner.view());
    codec::write_number(out, value.entry);
    write_time(out, value.asked);
  }
};

struct TimeCodec {
  Time value;

  static Result<TimeCodec> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(TimeCodec{read_time(fields)});
  }
  void write(Writer& out) const { write_time(out, value); }
};

/// When a member made invitations.
struct InvitedCodec {
  MemberId member;
  std::vector<Time> value;

  static Result<InvitedCodec> read(Reader& in) {
    FieldReader fields(in);
    InvitedCodec read{.member = read_id<MemberId>(fields), .value = {}};
    for (const auto& at :
         fields.vector<TimeCodec>(limits::charter_snapshot_bytes_max, limits::charter_snapshot_items_max)) {
      read.value.push_back(at.value);
    }
    return fields.done(std::move(read));
  }
  void write(Writer& out) const {
    out.raw(member.view());
    std::vector<TimeCodec> times;
    times.reserve(value.size());
    for (const auto at : value) times.push_back({at});
    codec::write_vector(out, times);
  }
};

/// What is to be said of a handle but that it came with its person.
struct DeviceCodec {
  HandleId handle;
  EntryNumber added{};
  std::optional<HandleId> adder;
  std::optional<EntryNumber> revoked;

  static Result<DeviceCodec> read(Reader& in) {
    FieldReader fields(in);
    DeviceCodec read{.handle = read_id<HandleId>(fields),
                     .added = fields.number<EntryNumber>(),
                     .adder = std::nullopt,
                     .revoked = std::nullopt};
    if (read_bool(fields)) read.adder = read_id<HandleId>(fields);
    read.revoked = read_optional_number<EntryNumber>(fields);
    return fields.done(read);
  }
  void write(Writer& out) const {
    out.raw(handle.view());
    codec::write_number(out, added);
    out.u8(adder ? 1 : 0);
    if (adder) out.raw(adder->view());
    write_optional_number(out, revoked);
  }
};

struct ResetCodec {
  MemberId member;
  Reset value;

  static Result<ResetCodec> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(
        ResetCodec{.member = read_id<MemberId>(fields),
                   .value = {.entry = fields.number<EntryNumber>(), .former = read_id<RecoveryKey>(fields)}});
  }
  void write(Writer& out) const {
    out.raw(member.view());
    codec::write_number(out, value.entry);
    out.raw(value.former.view());
  }
};

struct AttestationKeyCodec {
  NamedAttestationKey value;

  static Result<AttestationKeyCodec> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(AttestationKeyCodec{{.id = read_id<AttestationKeyId>(fields),
                                            .key = read_id<AttestationKey>(fields),
                                            .setter = read_id<HandleId>(fields),
                                            .set = fields.number<EntryNumber>(),
                                            .ended = read_optional_number<EntryNumber>(fields)}});
  }
  void write(Writer& out) const {
    out.raw(value.id.view());
    out.raw(value.key.view());
    out.raw(value.setter.view());
    codec::write_number(out, value.set);
    write_optional_number(out, value.ended);
  }
};

template <class T>
struct List {
  std::vector<T> items;

  static Result<List> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(
        List{fields.vector<T>(limits::charter_snapshot_bytes_max, limits::charter_snapshot_items_max)});
  }
  void write(Writer& out) const { codec::write_vector(out, items); }
};

template <class T>
void add_section(std::vector<Section>& sections, SectionName name, std::vector<T> items) {
  if (!items.empty()) sections.push_back({.name = name, .bytes = codec::encode(List<T>{std::move(items)})});
}

/// Puts what `items` mark into the elements of `map`.
template <class Map, class Field>
Status set_marks(Map& map, ByteView bytes, Field field) {
  const auto marks = codec::decode<List<Mark<typename Map::key_type>>>(bytes);
  if (!marks) return fail(marks.error());
  for (const auto& mark : marks->items) {
    const auto found = map.find(mark.id);
    if (found == map.end()) return fail(crypto::Errc::bad_value, "mark of nothing");
    found->second.*field = mark.entry;
  }
  return {};
}
template <class Map, class Field>
auto collect_marks(const Map& map, Field field) {
  std::vector<Mark<typename Map::key_type>> marks;
  for (const auto& [id, item] : map) {
    if (item.*field) marks.push_back({.id = id, .entry = *(item.*field)});
  }
  return marks;
}

/// Puts each item into a map under the member that it is of.
template <class Codec, class Map>
Status set_items(Map& map, ByteView bytes, MemberId Codec::* member) {
  const auto list = codec::decode<List<Codec>>(bytes);
  if (!list) return fail(list.error());
  for (const auto& item : list->items) {
    if (!map.emplace(item.*member, item.value).second) return fail(crypto::Errc::bad_value, "twice");
  }
  return {};
}
template <class Codec, class Map>
std::vector<Codec> collect_items(const Map& map) {
  std::vector<Codec> items;
  items.reserve(map.size());
  for (const auto& [id, value] : map) items.push_back({id, value});
  return items;
}

Status set_dissolved(State& state, ByteView bytes) {
  const auto mark = codec::decode<Mark<CircleId>>(bytes);
  if (!mark) return fail(mark.error());
  state.dissolved = mark->entry;
  return {};
}

Status set_devices(State& state, ByteView bytes) {
  const auto list = codec::decode<List<DeviceCodec>>(bytes);
  if (!list) return fail(list.error());
  for (const auto& item : list->items) {
    const auto handle = state.handles.find(item.handle);
    if (handle == state.handles.end()) return fail(crypto::Errc::bad_value, "device of nobody");
    handle->second.added = item.added;
    handle->second.adder = item.adder;
    handle->second.revoked = item.revoked;
  }
  return {};
}
std::vector<DeviceCodec> collect_devices(const State& state) {
  std::vector<DeviceCodec> devices;
  for (const auto& [id, handle] : state.handles) {
    const auto member = state.members.find(handle.member);
    const bool is_first = member != state.members.end() && handle.added == member->second.joined;
    if (is_first && !handle.adder && !handle.revoked) continue;
    devices.push_back(
        {.handle = id, .added = handle.added, .adder = handle.adder, .revoked = handle.revoked});
  }
  return devices;
}

Status set_resets(State& state, ByteView bytes) {
  const auto list = codec::decode<List<ResetCodec>>(bytes);
  if (!list) return fail(list.error());
  for (const auto& item : list->items) {
    const auto member = state.members.find(item.member);
    if (member == state.members.end()) return fail(crypto::Errc::bad_value, "reset of nobody");
    member->second.resets.push_back(item.value);
  }
  return {};
}
std::vector<ResetCodec> collect_resets(const State& state) {
  std::vector<ResetCodec> resets;
  for (const auto& [id, member] : state.members) {
    for (const auto& reset : member.resets) resets.push_back({.member = id, .value = reset});
  }
  return resets;
}

Status set_attestation_keys(State& state, ByteView bytes) {
  auto list = codec::decode<List<AttestationKeyCodec>>(bytes);
  if (!list) return fail(list.error());
  state.attestation_keys.reserve(list->items.size());
  for (const auto& item : list->items) state.attestation_keys.push_back(item.value);
  return {};
}
std::vector<AttestationKeyCodec> collect_attestation_keys(const State& state) {
  std::vector<AttestationKeyCodec> keys;
  keys.reserve(state.attestation_keys.size());
  for (const auto& named : state.attestation_keys) keys.push_back({named});
  return keys;
}

Status set_withdrawn(State& state, ByteView bytes) {
  const auto marks = codec::decode<List<Mark<AttestationHash>>>(bytes);
  if (!marks) return fail(marks.error());
  for (const auto& mark : marks->items) state.withdrawn_attestations.emplace(mark.id, mark.entry);
  return {};
}
std::vector<Mark<AttestationHash>> collect_withdrawn(const State& state) {
  std::vector<Mark<AttestationHash>> marks;
  marks.reserve(state.withdrawn_attestations.size());
  for (const auto& [id, entry] : state.withdrawn_attestations) marks.push_back({.id = id, .entry = entry});
  return marks;
}

Status read_section(const Section& section, State& state) {
  switch (section.name) {
    case SectionName::attestation_keys:
      return set_attestation_keys(state, section.bytes);
    case SectionName::withdrawn_attestations:
      return set_withdrawn(state, section.bytes);
    case SectionName::devices:
      return set_devices(state, section.bytes);
    case SectionName::resets:
      return set_resets(state, section.bytes);
    case SectionName::freezes:
      return set_items(state.freezes, section.bytes, &FreezeCodec::owner);
    case SectionName::removals:
      return set_items(state.removals, section.bytes, &RemovalCodec::target);
    case SectionName::ending:
      return set_items(state.ending, section.bytes, &EndingCodec::owner);
    case SectionName::invited:
      return set_items(state.invited, section.bytes, &InvitedCodec::member);
    case SectionName::dissolved:
      return set_dissolved(state, section.bytes);
    case SectionName::paused:
      return set_marks(state.members, section.bytes, &Member::paused);
    case SectionName::closed:
      return set_marks(state.channels, section.bytes, &Channel::closed);
  }
  return fail(crypto::Errc::bad_value, "section");
}
}  // namespace

void assume_first_devices(State& state) {
  for (auto& [id, handle] : state.handles) {
    const auto member = state.members.find(handle.member);
    if (member != state.members.end()) handle.added = member->second.joined;
  }
}

void read_sections(FieldReader& fields, State& state) {
  const auto sections = fields.vector<Section>(limits::charter_snapshot_bytes_max, snapshot_sections_max);
  for (const auto& section : sections) {
    if (auto read = read_section(section, state); !read) fields.refuse(crypto::Errc::bad_value, "section");
  }
}
void write_sections(Writer& out, const State& state) {
  std::vector<Section> sections;
  add_section(sections, SectionName::paused, collect_marks(state.members, &Member::paused));
  add_section(sections, SectionName::closed, collect_marks(state.channels, &Channel::closed));
  add_section(sections, SectionName::freezes, collect_items<FreezeCodec>(state.freezes));
  add_section(sections, SectionName::removals, collect_items<RemovalCodec>(state.removals));
  add_section(sections, SectionName::ending, collect_items<EndingCodec>(state.ending));
  if (state.dissolved) {
    const Mark<CircleId> mark{.id = state.circle, .entry = *state.dissolved};
    sections.push_back({.name = SectionName::dissolved, .bytes = codec::encode(mark)});
  }
  add_section(sections, SectionName::devices, collect_devices(state));
  add_section(sections, SectionName::resets, collect_resets(state));
  add_section(sections, SectionName::attestation_keys, collect_attestation_keys(state));
  add_section(sections, SectionName::withdrawn_attestations, collect_withdrawn(state));
  add_section(sections, SectionName::invited, collect_items<InvitedCodec>(state.invited));
  codec::write_vector(out, sections);
}

}  // namespace kring::charter::detail
