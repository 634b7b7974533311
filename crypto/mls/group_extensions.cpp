#include "crypto/mls/group_extensions.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

Result<RequiredCapabilities> RequiredCapabilities::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(RequiredCapabilities{
      .extensions = fields.numbers<ExtensionType>(limits::capabilities_bytes_max, limits::capabilities_max),
      .proposals = fields.numbers<ProposalType>(limits::capabilities_bytes_max, limits::capabilities_max),
      .credentials =
          fields.numbers<CredentialType>(limits::capabilities_bytes_max, limits::capabilities_max)});
}

void RequiredCapabilities::write(codec::Writer& out) const {
  codec::write_numbers(out, extensions);
  codec::write_numbers(out, proposals);
  codec::write_numbers(out, credentials);
}

Result<ExternalSenderKey> ExternalSenderKey::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(ExternalSenderKey{.signature_key = {fields.opaque(limits::public_key_bytes_max)},
                                       .credential = fields.read<Credential>()});
}

void ExternalSenderKey::write(codec::Writer& out) const {
  out.opaque(signature_key.bytes);
  credential.write(out);
}

Result<ExternalSenders> ExternalSenders::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(ExternalSenders{
      fields.vector<ExternalSenderKey>(limits::message_bytes_max, limits::external_senders_max)});
}

void ExternalSenders::write(codec::Writer& out) const {
  codec::write_vector(out, senders);
}

Result<ExternalPub> ExternalPub::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(ExternalPub{{fields.opaque(limits::public_key_bytes_max)}});
}

void ExternalPub::write(codec::Writer& out) const {
  out.opaque(key.bytes);
}

}  // namespace kring::mls
