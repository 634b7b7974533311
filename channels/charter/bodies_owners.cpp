#include "channels/charter/bodies_owners.hpp"

#include "channels/charter/fields.hpp"

namespace kring::charter {

using codec::FieldReader;
using codec::Reader;
using codec::Writer;

Result<Freeze> Freeze::read(Reader& /*in*/) {
  return Freeze{};
}
void Freeze::write(Writer& /*out*/) const {}

Result<FreezeEnd> FreezeEnd::read(Reader& /*in*/) {
  return FreezeEnd{};
}
void FreezeEnd::write(Writer& /*out*/) const {}

Result<RemovalAsk> RemovalAsk::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(RemovalAsk{.member = detail::read_id<MemberId>(fields)});
}
void RemovalAsk::write(Writer& out) const {
  out.raw(member.view());
}

Result<RemovalAgree> RemovalAgree::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(RemovalAgree{.member = detail::read_id<MemberId>(fields)});
}
void RemovalAgree::write(Writer& out) const {
  out.raw(member.view());
}

Result<RemovalDone> RemovalDone::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(RemovalDone{.member = detail::read_id<MemberId>(fields)});
}
void RemovalDone::write(Writer& out) const {
  out.raw(member.view());
}

Result<Stay> Stay::read(Reader& /*in*/) {
  return Stay{};
}
void Stay::write(Writer& /*out*/) const {}

Result<EndAsk> EndAsk::read(Reader& /*in*/) {
  return EndAsk{};
}
void EndAsk::write(Writer& /*out*/) const {}

Result<EndCancel> EndCancel::read(Reader& /*in*/) {
  return EndCancel{};
}
void EndCancel::write(Writer& /*out*/) const {}

Result<EndDone> EndDone::read(Reader& /*in*/) {
  return EndDone{};
}
void EndDone::write(Writer& /*out*/) const {}

}  // namespace kring::charter
