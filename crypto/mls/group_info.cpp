#include "crypto/mls/group_info.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

namespace {

void write_unsigned(codec::Writer& out, const GroupInfo& group_info) {
  group_info.group_context.write(out);
  write_extensions(out, group_info.extensions);
  out.opaque(group_info.confirmation_tag);
  codec::write_number(out, group_info.signer);
}

}  // namespace

Bytes GroupInfo::to_be_signed() const {
  codec::Writer out;
  write_unsigned(out, *this);
  return out.take();
}

Result<GroupInfo> GroupInfo::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      GroupInfo{.group_context = fields.read<GroupContext>(),
                .extensions = fields.vector<Extension>(limits::message_bytes_max, limits::extensions_max),
                .confirmation_tag = fields.opaque(limits::hash_bytes_max),
                .signer = fields.number<LeafIndex>(),
                .signature = fields.opaque(limits::signature_bytes_max)});
}

void GroupInfo::write(codec::Writer& out) const {
  write_unsigned(out, *this);
  out.opaque(signature);
}

}  // namespace kring::mls
