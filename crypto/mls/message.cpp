#include "crypto/mls/message.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

using crypto::Errc;

Result<MlsMessage> MlsMessage::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  if (fields.number<ProtocolVersion>() != ProtocolVersion::mls10)
    fields.refuse(Errc::unsupported_version, "MLSMessage");
  MlsMessage it;
  switch (fields.number<WireFormat>()) {
    case WireFormat::public_message:
      it.body = fields.read<PublicMessage>();
      break;
    case WireFormat::private_message:
      it.body = fields.read<PrivateMessage>();
      break;
    case WireFormat::welcome:
      it.body = fields.read<Welcome>();
      break;
    case WireFormat::group_info:
      it.body = fields.read<GroupInfo>();
      break;
    case WireFormat::key_package:
      it.body = fields.read<KeyPackage>();
      break;
    default:  // Numbers without a name.
      fields.refuse(Errc::unsupported_message, "wire format");
  }
  return fields.done(std::move(it));
}

void MlsMessage::write(codec::Writer& out) const {
  codec::write_number(out, ProtocolVersion::mls10);
  codec::write_number(out, format());
  std::visit([&out](const auto& message) { message.write(out); }, body);
}

Result<MlsMessage> decode_message(ByteView bytes) {
  if (bytes.size() > limits::message_bytes_max) return fail(Errc::too_long, "MLSMessage");
  return codec::decode<MlsMessage>(bytes);
}

}  // namespace kring::mls
