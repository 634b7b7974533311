#include "crypto/mls/credential.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

Credential Credential::basic(ByteView identity) {
  return {.type = CredentialType::basic, .content = copy_bytes(identity)};
}

Result<Credential> Credential::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(Credential{.type = fields.number<CredentialType>(),
                                .content = fields.opaque(limits::credential_bytes_max)});
}

void Credential::write(codec::Writer& out) const {
  codec::write_number(out, type);
  out.opaque(content);
}

}  // namespace kring::mls
