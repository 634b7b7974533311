#pragma once

#include "crypto/mls/leaf_node.hpp"

#include <variant>
#include <vector>

namespace kring::mls {

/// A node above the leaves (RFC 9420, section 7.1).
struct ParentNode {
  primitives::HpkePublicKey encryption_key;
  Bytes parent_hash;
  /// Leaves below that do not know this node's private key; ascending.
  std::vector<LeafIndex> unmerged_leaves;

  static Result<ParentNode> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ParentNode&, const ParentNode&) = default;
};

/// A node that is not blank, as it stands in a ratchet tree: type 1 is a leaf, 2 a parent.
struct Node {
  std::variant<LeafNode, ParentNode> content;

  static Result<Node> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Node&, const Node&) = default;
};

}  // namespace kring::mls
