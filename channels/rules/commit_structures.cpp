#include "channels/rules/commit_structures.hpp"

#include "channels/model/limits.hpp"
#include "channels/rules/structure_reader.hpp"
#include "crypto/record/record_key.hpp"

namespace kring::rules {

using channels::Errc;

namespace {

/// Of the data of a commit that heals; any other is written without `heals`.
constexpr std::uint16_t healing_version = 2;
constexpr std::size_t heals_bytes_max =
    channels::limits::heals_max *
    (channels::limits::heal_content_bytes_max + channels::limits::signature_field_bytes_max + 4);

}  // namespace

Result<CommitData> CommitData::decode(ByteView bytes) {
  codec::Reader in(bytes);
  const auto version = in.u16();
  if (!version) return fail(Errc::bad_structure, "commit data");
  const bool heals = *version == healing_version;
  if (!heals && *version != structure_version) return fail(Errc::unsupported_version, "commit data");
  codec::FieldReader fields(in);
  CommitData it;
  it.charter = fields.read<CharterHead>();
  it.log = fields.read<LogHead>();
  it.time = read_time(fields);
  it.generation = fields.number<channels::Generation>();
  it.key_hash = fields.fixed<32>();
  it.back_link_hash = fields.fixed<32>();
  if (heals) {
    it.heals = fields.vector<HealRequest>(heals_bytes_max, channels::limits::heals_max);
    if (it.heals.empty()) return fail(Errc::bad_structure, "commit data: heals");
  }
  return whole(fields, in, std::move(it), "commit data");
}

Bytes CommitData::encode() const {
  codec::Writer out;
  out.u16(heals.empty() ? structure_version : healing_version);
  charter.write(out);
  log.write(out);
  out.u64(to_unix_ms(time));
  codec::write_number(out, generation);
  out.raw(key_hash);
  out.raw(back_link_hash);
  if (!heals.empty()) codec::write_vector(out, heals);
  return out.take();
}

Result<Rotation> Rotation::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  Rotation it;
  it.key_box = fields.opaque(record::key_box_bytes);
  it.back_link = fields.opaque(record::back_link_bytes);
  it.signature = fields.opaque(channels::limits::signature_field_bytes_max);
  return fields.done(std::move(it));
}

void Rotation::write(codec::Writer& out) const {
  out.opaque(key_box);
  out.opaque(back_link);
  out.opaque(signature);
}

Result<CommitPayload> CommitPayload::decode(ByteView bytes) {
  codec::Reader in(bytes);
  codec::FieldReader fields(in);
  CommitPayload it;
  it.commit = fields.opaque(mls::limits::message_bytes_max);
  it.rotation = fields.optional<Rotation>();
  return whole(fields, in, std::move(it), "commit payload");
}

Bytes CommitPayload::encode() const {
  codec::Writer out;
  out.opaque(commit);
  codec::write_optional(out, rotation);
  return out.take();
}

Bytes KeyBoxContent::encode() const {
  codec::Writer out;
  out.raw(circle.view());
  out.raw(channel.view());
  out.raw(group.view());
  codec::write_number(out, epoch);
  codec::write_number(out, generation);
  out.raw(box_hash);
  return out.take();
}

Bytes KeyBoxContent::additional_data() const {
  auto unhashed = *this;
  unhashed.box_hash = {};
  return unhashed.encode();
}

}  // namespace kring::rules
