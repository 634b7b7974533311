#include "channels/charter/bodies_devices.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"

namespace kring::charter {

namespace limits = channels::limits;
using channels::SigningPurpose;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;

Result<DeviceAdd> DeviceAdd::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(DeviceAdd{.member = detail::read_id<MemberId>(fields),
                               .handle_key = detail::read_id<HandleKey>(fields),
                               .proof = fields.opaque(limits::signature_field_bytes_max)});
}
void DeviceAdd::write(Writer& out) const {
  out.raw(member.view());
  out.raw(handle_key.view());
  out.opaque(proof);
}

Result<DeviceRevoke> DeviceRevoke::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(
      DeviceRevoke{.handle = detail::read_id<HandleId>(fields), .overrules = detail::read_bool(fields)});
}
void DeviceRevoke::write(Writer& out) const {
  out.raw(handle.view());
  out.u8(overrules ? 1 : 0);
}

Result<KeyReset> KeyReset::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(KeyReset{.member = detail::read_id<MemberId>(fields),
                              .handle_key = detail::read_id<HandleKey>(fields),
                              .recovery_key = detail::read_id<RecoveryKey>(fields),
                              .proof = fields.opaque(limits::signature_field_bytes_max)});
}
void KeyReset::write(Writer& out) const {
  out.raw(member.view());
  out.raw(handle_key.view());
  out.raw(recovery_key.view());
  out.opaque(proof);
}

void NewHandleContent::write(Writer& out) const {
  out.raw(circle.view());
  out.raw(member.view());
  out.raw(handle_key.view());
  out.u8(recovery_key ? 1 : 0);
  if (recovery_key) out.raw(recovery_key->view());
}

Result<Bytes> prove_handle(const NewHandleContent& content, const Secret& handle_seed) {
  return channels::sign(SigningPurpose::new_handle, codec::encode(content), handle_seed);
}

Status verify_handle_proof(const NewHandleContent& content, ByteView proof) {
  const auto bytes = codec::encode(content);
  return channels::verify(SigningPurpose::new_handle, {.content = bytes, .signature = proof},
                          content.handle_key.bytes());
}

}  // namespace kring::charter
