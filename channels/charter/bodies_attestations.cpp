#include "channels/charter/bodies_attestations.hpp"

#include "channels/charter/fields.hpp"

namespace kring::charter {

using codec::FieldReader;
using codec::Reader;
using codec::Writer;

Result<AttestationKeySet> AttestationKeySet::read(Reader& in) {
  FieldReader fields(in);
  AttestationKeySet body{.id = detail::read_id<AttestationKeyId>(fields), .key = std::nullopt};
  if (detail::read_bool(fields)) body.key = detail::read_id<AttestationKey>(fields);
  return fields.done(body);
}
void AttestationKeySet::write(Writer& out) const {
  out.raw(id.view());
  out.u8(key ? 1 : 0);
  if (key) out.raw(key->view());
}

Result<AttestationWithdraw> AttestationWithdraw::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(AttestationWithdraw{detail::read_id<AttestationHash>(fields)});
}
void AttestationWithdraw::write(Writer& out) const {
  out.raw(attestation.view());
}

}  // namespace kring::charter
