#include "crypto/mls/tree_math.hpp"

#include "crypto/base/assert.hpp"

#include <bit>

namespace kring::mls {

TreeSize TreeSize::for_leaves(std::uint32_t leaves) {
  KRING_ASSERT(leaves <= tree_leaves_max);
  return leaves == 0 ? TreeSize() : TreeSize(std::bit_ceil(leaves));
}

TreeSize TreeSize::for_nodes(std::uint32_t nodes) {
  KRING_ASSERT(nodes < 2 * tree_leaves_max);
  return for_leaves(nodes == 0 ? 0 : nodes / 2 + 1);
}

NodeIndex TreeSize::root() const {
  KRING_ASSERT(leaves_ != 0);
  return NodeIndex{leaves_ - 1};
}

TreeSize TreeSize::doubled() const {
  return for_leaves(leaves_ == 0 ? 1 : leaves_ * 2);
}

TreeSize TreeSize::halved() const {
  KRING_ASSERT(leaves_ >= 2);
  return TreeSize(leaves_ / 2);
}

LeafIndex leaf_of(NodeIndex node) {
  KRING_ASSERT(is_leaf(node));
  return LeafIndex{number_of(node) / 2};
}

std::uint32_t level_of(NodeIndex node) {
  return static_cast<std::uint32_t>(std::countr_one(number_of(node)));
}

NodeIndex left_of(NodeIndex parent) {
  KRING_ASSERT(!is_leaf(parent));
  return NodeIndex{number_of(parent) ^ (1U << (level_of(parent) - 1))};
}

NodeIndex right_of(NodeIndex parent) {
  KRING_ASSERT(!is_leaf(parent));
  return NodeIndex{number_of(parent) ^ (3U << (level_of(parent) - 1))};
}

NodeIndex parent_of(NodeIndex node, TreeSize size) {
  KRING_ASSERT(size.contains(node) && node != size.root());
  const auto bit = 1U << level_of(node);
  return NodeIndex{(number_of(node) | bit) & ~(bit << 1U)};
}

NodeIndex sibling_of(NodeIndex node, TreeSize size) {
  const auto parent = parent_of(node, size);
  return node < parent ? right_of(parent) : left_of(parent);
}

bool is_in_subtree(NodeIndex node, NodeIndex ancestor) {
  const auto reach = (1U << level_of(ancestor)) - 1;
  return number_of(node) >= number_of(ancestor) - reach && number_of(node) <= number_of(ancestor) + reach;
}

LeafRange leaves_below(NodeIndex node) {
  const auto reach = (1U << level_of(node)) - 1;
  const auto first = (number_of(node) - reach) / 2;
  return {first, first + reach + 1};
}

NodeIndex common_ancestor(LeafIndex a, LeafIndex b) {
  KRING_ASSERT(a != b);
  const auto level = static_cast<std::uint32_t>(std::bit_width(number_of(a) ^ number_of(b)));
  const auto left = number_of(node_of(a)) >> (level + 1) << (level + 1);
  return NodeIndex{left + (1U << level) - 1};
}

std::vector<NodeIndex> direct_path(LeafIndex leaf, TreeSize size) {
  KRING_ASSERT(size.contains(leaf));
  std::vector<NodeIndex> path;
  for (auto node = node_of(leaf); node != size.root();) {
    node = parent_of(node, size);
    path.push_back(node);
  }
  return path;
}

}  // namespace kring::mls
