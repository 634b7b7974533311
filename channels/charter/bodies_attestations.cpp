#include "channels/charter/bodies_attestations.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/limits.hpp"

namespace kring::charter {

namespace limits = channels::limits;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;

Result<FirstKey> FirstKey::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(FirstKey{.id = detail::read_id<AttestationKeyId>(fields),
                              .key = detail::read_id<AttestationKey>(fields),
                              .holder = detail::read_id<HandleId>(fields)});
}
void FirstKey::write(Writer& out) const {
  out.raw(id.view());
  out.raw(key.view());
  out.raw(holder.view());
}

Result<Publish> Publish::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(
      Publish{.first = fields.read<FirstKey>(),
              .consents = fields.vector<OwnerConsent>(limits::entry_bytes_max, limits::consents_max)});
}
void Publish::write(Writer& out) const {
  first.write(out);
  codec::write_vector(out, consents);
}

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
