#include "channels/charter/head.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"

namespace kring::charter {

using channels::SigningPurpose;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;

Result<Head> Head::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(Head{.circle = detail::read_id<CircleId>(fields),
                          .number = fields.number<EntryNumber>(),
                          .hash = detail::read_id<EntryHash>(fields)});
}

void Head::write(Writer& out) const {
  out.raw(circle.view());
  codec::write_number(out, number);
  out.raw(hash.view());
}

Result<SignedHead> sign_head(const Head& head, const Secret& hub_seed) {
  auto signature = channels::sign(SigningPurpose::head, codec::encode(head), hub_seed);
  if (!signature) return fail(signature.error());
  return SignedHead{.head = head, .signature = std::move(*signature)};
}

Status verify_head(const SignedHead& head, const HubKey& hub_key) {
  const auto bytes = codec::encode(head.head);
  return channels::verify(SigningPurpose::head, {.content = bytes, .signature = head.signature},
                          hub_key.bytes());
}

}  // namespace kring::charter
