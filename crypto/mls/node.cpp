#include "crypto/mls/node.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

Result<ParentNode> ParentNode::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      ParentNode{.encryption_key = {fields.opaque(limits::public_key_bytes_max)},
                 .parent_hash = fields.opaque(limits::hash_bytes_max),
                 .unmerged_leaves = fields.numbers<LeafIndex>(4 * tree_leaves_max, tree_leaves_max)});
}

void ParentNode::write(codec::Writer& out) const {
  out.opaque(encryption_key.bytes);
  out.opaque(parent_hash);
  codec::write_numbers(out, unmerged_leaves);
}

Result<Node> Node::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  const auto type = fields.u8();
  if (type == 1) return fields.done(Node{fields.read<LeafNode>()});
  if (type == 2) return fields.done(Node{fields.read<ParentNode>()});
  fields.refuse(crypto::Errc::bad_value, "node type");
  return fields.done(Node{});
}

void Node::write(codec::Writer& out) const {
  out.u8(static_cast<std::uint8_t>(content.index() + 1));
  std::visit([&out](const auto& node) { node.write(out); }, content);
}

}  // namespace kring::mls
