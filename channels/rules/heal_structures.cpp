#include "channels/rules/heal_structures.hpp"

#include "channels/model/limits.hpp"
#include "channels/rules/structure_reader.hpp"

namespace kring::rules {

Result<HealContent> HealContent::decode(ByteView bytes) {
  codec::Reader in(bytes);
  if (auto version = read_version(in, "heal content"); !version) return fail(version.error());
  codec::FieldReader fields(in);
  HealContent it;
  it.circle = read_id<channels::CircleId>(fields);
  it.channel = read_id<channels::ChannelId>(fields);
  it.group = read_id<channels::GroupId>(fields);
  it.epoch = fields.number<mls::EpochId>();
  it.handle = read_id<channels::HandleId>(fields);
  it.package = fields.fixed<32>();
  it.time = read_time(fields);
  return whole(fields, in, it, "heal content");
}

Bytes HealContent::encode() const {
  codec::Writer out;
  out.u16(structure_version);
  out.raw(circle.view());
  out.raw(channel.view());
  out.raw(group.view());
  codec::write_number(out, epoch);
  out.raw(handle.view());
  out.raw(package);
  out.u64(to_unix_ms(time));
  return out.take();
}

Result<HealRequest> HealRequest::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  HealRequest it;
  it.content = fields.opaque(channels::limits::heal_content_bytes_max);
  it.signature = fields.opaque(channels::limits::signature_field_bytes_max);
  return fields.done(std::move(it));
}

void HealRequest::write(codec::Writer& out) const {
  out.opaque(content);
  out.opaque(signature);
}

Result<HealPayload> HealPayload::decode(ByteView bytes) {
  codec::Reader in(bytes);
  codec::FieldReader fields(in);
  HealPayload it;
  it.request = fields.read<HealRequest>();
  it.key_package = fields.opaque(channels::limits::heal_package_bytes_max);
  return whole(fields, in, std::move(it), "heal payload");
}

Bytes HealPayload::encode() const {
  codec::Writer out;
  request.write(out);
  out.opaque(key_package);
  return out.take();
}

}  // namespace kring::rules
