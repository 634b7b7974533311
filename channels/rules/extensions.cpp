#include "channels/rules/extensions.hpp"

#include "channels/rules/structure_reader.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/record/record_key.hpp"

#include <utility>

namespace kring::rules {

using channels::Errc;

Result<ChannelExtension> ChannelExtension::decode(ByteView bytes) {
  codec::Reader in(bytes);
  if (auto version = read_version(in, "channel extension"); !version) return fail(version.error());
  codec::FieldReader fields(in);
  ChannelExtension it;
  it.circle = read_id<channels::CircleId>(fields);
  it.channel = read_id<channels::ChannelId>(fields);
  it.mode = fields.number<channels::Mode>();
  if (it.mode != channels::Mode::sealed && it.mode != channels::Mode::record) {
    return fail(Errc::bad_structure, "channel extension: mode");
  }
  return whole(fields, in, it, "channel extension");
}

Bytes ChannelExtension::encode() const {
  codec::Writer out;
  out.u16(structure_version);
  out.raw(circle.view());
  out.raw(channel.view());
  codec::write_number(out, mode);
  return out.take();
}

mls::Extensions group_extensions(const ChannelExtension& channel) {
  const mls::RequiredCapabilities required{
      .extensions = {channel_extension_type}, .proposals = {}, .credentials = {}};
  return {{.type = mls::ExtensionType::required_capabilities, .content = codec::encode(required)},
          {.type = channel_extension_type, .content = channel.encode()}};
}

Result<JoinExtension> JoinExtension::decode(ByteView bytes) {
  codec::Reader in(bytes);
  if (auto version = read_version(in, "join extension"); !version) return fail(version.error());
  codec::FieldReader fields(in);
  JoinExtension it;
  it.charter = fields.read<CharterHead>();
  it.log = fields.read<LogHead>();
  it.time = read_time(fields);
  it.generation = fields.number<channels::Generation>();
  auto key = in.opaque(record::record_key_bytes);
  if (fields.failed() || !key || !in.finish() || (!key->empty() && key->size() != record::record_key_bytes)) {
    return fail(Errc::bad_structure, "join extension");
  }
  it.record_key = Secret::copy_of(*key);
  return it;
}

SecretBytes JoinExtension::encode() const {
  codec::Writer heads;
  heads.u16(structure_version);
  charter.write(heads);
  log.write(heads);
  heads.u64(to_unix_ms(time));
  codec::write_number(heads, generation);
  codec::SecretWriter out;
  out.raw(heads.view());
  out.opaque(record_key.expose());
  return out.take();
}

}  // namespace kring::rules
