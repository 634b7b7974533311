#pragma once

#include "crypto/mls/ratchet_tree.hpp"

#include <span>
#include <vector>

namespace kring::mls {

/// The parents of a new path with the parent hashes that chain them to the leaf.
struct PathParents {
  std::vector<ParentNode> nodes;
  /// What the leaf below them must carry; empty if there is no node.
  Bytes leaf_parent_hash;
};

/// Chains new keys from the topmost node down to the leaf (RFC 9420, section 7.9). `path` is a filtered
/// direct path in `tree`, `keys` has one key for each of its steps; only the copath's part of `tree` is read.
[[nodiscard]] PathParents chain_path(const RatchetTree& tree, std::span<const PathStep> path,
                                     std::span<const primitives::HpkePublicKey> keys);

/// Whether every populated parent is covered by exactly one chain of parent hashes that begins at a leaf
/// (RFC 9420, section 7.9.2). The tree's unmerged leaves have been checked. Errors: `bad_parent_hash`.
[[nodiscard]] Status verify_parent_hashes(const RatchetTree& tree);

}  // namespace kring::mls
