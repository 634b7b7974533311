#include "crypto/mls/commit.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

Result<UpdatePathNode> UpdatePathNode::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(UpdatePathNode{.encryption_key = {fields.opaque(limits::public_key_bytes_max)},
                                    .encrypted_path_secret = fields.vector<primitives::HpkeCiphertext>(
                                        limits::message_bytes_max, tree_leaves_max)});
}

void UpdatePathNode::write(codec::Writer& out) const {
  out.opaque(encryption_key.bytes);
  codec::write_vector(out, encrypted_path_secret);
}

Result<UpdatePath> UpdatePath::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      UpdatePath{.leaf_node = fields.read<LeafNode>(),
                 .nodes = fields.vector<UpdatePathNode>(limits::message_bytes_max, limits::path_nodes_max)});
}

void UpdatePath::write(codec::Writer& out) const {
  leaf_node.write(out);
  codec::write_vector(out, nodes);
}

Result<ProposalOrRef> ProposalOrRef::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  const auto type = fields.u8();
  if (type == 1) return fields.done(ProposalOrRef{fields.read<Proposal>()});
  if (type == 2) return fields.done(ProposalOrRef{ProposalRef{fields.opaque(limits::hash_bytes_max)}});
  fields.refuse(crypto::Errc::bad_value, "proposal or reference");
  return fields.done(ProposalOrRef{});
}

void ProposalOrRef::write(codec::Writer& out) const {
  out.u8(static_cast<std::uint8_t>(content.index() + 1));
  if (const auto* proposal = std::get_if<Proposal>(&content)) proposal->write(out);
  if (const auto* reference = std::get_if<ProposalRef>(&content)) out.opaque(reference->hash);
}

Result<Commit> Commit::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      Commit{.proposals = fields.vector<ProposalOrRef>(limits::message_bytes_max, limits::proposals_max),
             .path = fields.optional<UpdatePath>()});
}

void Commit::write(codec::Writer& out) const {
  codec::write_vector(out, proposals);
  codec::write_optional(out, path);
}

}  // namespace kring::mls
