#include "crypto/mls/parent_hash.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <optional>

namespace kring::mls {

using crypto::Errc;

namespace {

Bytes hash_of_parent(const ParentNode& parent, const Hash& original_sibling_tree_hash) {
  codec::Writer out;
  out.opaque(parent.encryption_key.bytes);
  out.opaque(parent.parent_hash);
  out.opaque(original_sibling_tree_hash);
  return copy_bytes(primitives::sha256(out.view()));
}

/// The one node below `child` that may continue a chain to its parent: everything else in the resolution came
/// in unmerged since. Nothing if there is no such node, or if an unmerged leaf is missing from the
/// resolution.
std::optional<NodeIndex> updated_with(const RatchetTree& tree, const ParentNode& parent, NodeIndex child) {
  std::optional<NodeIndex> updated;
  std::size_t unmerged_found = 0;
  for (auto node : tree.resolution(child)) {
    if (is_leaf(node) && std::ranges::binary_search(parent.unmerged_leaves, leaf_of(node))) {
      ++unmerged_found;
    } else if (updated) {
      return std::nullopt;
    } else {
      updated = node;
    }
  }
  const auto range = leaves_below(child);
  const auto first = std::ranges::lower_bound(parent.unmerged_leaves, LeafIndex{range.first});
  const auto end = std::ranges::lower_bound(parent.unmerged_leaves, LeafIndex{range.end});
  if (static_cast<std::size_t>(end - first) != unmerged_found) return std::nullopt;
  return updated;
}

ByteView carried_parent_hash(const RatchetTree& tree, NodeIndex node) {
  if (!is_leaf(node)) return tree.parent(node)->parent_hash;
  const auto* commit = std::get_if<CommitLeaf>(&tree.leaf(leaf_of(node))->source);
  return commit == nullptr ? ByteView() : ByteView(commit->parent_hash);
}

bool continues_to(const RatchetTree& tree, NodeIndex parent, NodeIndex child, NodeIndex sibling) {
  const auto& content = *tree.parent(parent);
  const auto node = updated_with(tree, content, child);
  if (!node) return false;
  const auto carried = carried_parent_hash(tree, *node);
  return !carried.empty() &&
         equal(carried, hash_of_parent(content, tree.tree_hash_without(sibling, content.unmerged_leaves)));
}

}  // namespace

PathParents chain_path(const RatchetTree& tree, std::span<const PathStep> path,
                       std::span<const primitives::HpkePublicKey> keys) {
  KRING_ASSERT(path.size() == keys.size());
  PathParents parents;
  parents.nodes.resize(path.size());
  for (std::size_t i = path.size(); i-- > 0;) {
    auto& node = parents.nodes[i];
    node.encryption_key = keys[i];
    node.parent_hash = std::move(parents.leaf_parent_hash);
    parents.leaf_parent_hash = hash_of_parent(node, tree.tree_hash(path[i].copath_child));
  }
  return parents;
}

Status verify_parent_hashes(const RatchetTree& tree) {
  for (std::uint32_t n = 1; n < tree.size().nodes(); n += 2) {
    const NodeIndex node{n};
    if (tree.is_blank(node)) continue;
    const auto left = left_of(node);
    const auto right = right_of(node);
    const bool from_left = continues_to(tree, node, left, right);
    const bool from_right = continues_to(tree, node, right, left);
    if (from_left == from_right) return fail(Errc::bad_parent_hash, "no single chain to a leaf");
  }
  return {};
}

}  // namespace kring::mls
