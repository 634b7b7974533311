#pragma once

#include "crypto/mls/ratchet_tree.hpp"

#include <map>

namespace kring::mls {

/// The private keys that a member holds: its leaf's and those of populated nodes on its direct path. No path
/// secrets: they are deleted once the keys are derived (RFC 9420, section 7.5).
class PrivateTree {
 public:
  PrivateTree(LeafIndex self, Secret leaf_key) : self_(self), leaf_key_(std::move(leaf_key)) {}

  [[nodiscard]] LeafIndex self() const { return self_; }
  /// The private key of a node, borrowed; null if it is not held.
  [[nodiscard]] const Secret* find(NodeIndex node) const;
  void set_leaf_key(Secret key) { leaf_key_ = std::move(key); }
  void set(NodeIndex node, Secret key) { nodes_[node] = std::move(key); }

  /// Derives keys from `path_secret` for `from` and each populated node above it. Gives the secret after the
  /// last one, which is a commit's `commit_secret`. Errors: `bad_path` (a key is not the tree's), unchanged.
  [[nodiscard]] Result<Secret> implant(const RatchetTree& tree, NodeIndex from, Secret path_secret);
  /// Drops the keys of nodes that are blank in `tree` or outside it.
  void forget_blank(const RatchetTree& tree);
  /// Whether every key held belongs to the tree's public key at its node. Errors: `bad_tree`.
  [[nodiscard]] Status verify(const RatchetTree& tree) const;

  [[nodiscard]] PrivateTree clone() const;
  void write(codec::SecretWriter& out) const;
  /// Errors: those of `Reader`, `bad_value` (nodes out of order).
  [[nodiscard]] static Result<PrivateTree> read(codec::Reader& in);

 private:
  LeafIndex self_;
  Secret leaf_key_;
  std::map<NodeIndex, Secret> nodes_;
};

}  // namespace kring::mls
