#include "crypto/mls/group_context.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

Result<GroupContext> GroupContext::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(GroupContext{
      .version = fields.number<ProtocolVersion>(),
      .cipher_suite = fields.number<CipherSuite>(),
      .group_id = fields.opaque(limits::group_id_bytes_max),
      .epoch = fields.number<EpochId>(),
      .tree_hash = fields.opaque(limits::hash_bytes_max),
      .confirmed_transcript_hash = fields.opaque(limits::hash_bytes_max),
      .extensions = fields.vector<Extension>(limits::message_bytes_max, limits::extensions_max)});
}

void GroupContext::write(codec::Writer& out) const {
  codec::write_number(out, version);
  codec::write_number(out, cipher_suite);
  out.opaque(group_id);
  codec::write_number(out, epoch);
  out.opaque(tree_hash);
  out.opaque(confirmed_transcript_hash);
  write_extensions(out, extensions);
}

}  // namespace kring::mls
