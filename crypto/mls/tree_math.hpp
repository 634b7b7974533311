#pragma once

#include <compare>
#include <cstdint>
#include <vector>

namespace kring::mls {

/// A member's place among the leaves, counted from 0 at the left (RFC 9420, section 4.1).
enum class LeafIndex : std::uint32_t {};
/// A node's place in the array form of the tree: leaves at even places (RFC 9420, appendix C).
enum class NodeIndex : std::uint32_t {};

/// The most leaves a tree may have: a bound on what a peer's Add or tree can make us allocate. A channel is
/// designed for 2,000 devices.
inline constexpr std::uint32_t tree_leaves_max = 1U << 16U;

[[nodiscard]] constexpr std::uint32_t number_of(LeafIndex leaf) {
  return static_cast<std::uint32_t>(leaf);
}
[[nodiscard]] constexpr std::uint32_t number_of(NodeIndex node) {
  return static_cast<std::uint32_t>(node);
}

/// The size of a full tree: a power of two of leaves, or no leaf at all.
class TreeSize {
 public:
  /// A tree without leaves.
  constexpr TreeSize() = default;
  /// The smallest full tree with at least `leaves` leaves; `leaves` at most `tree_leaves_max`.
  [[nodiscard]] static TreeSize for_leaves(std::uint32_t leaves);
  /// The smallest full tree with at least `nodes` nodes; `nodes` below `2 * tree_leaves_max`.
  [[nodiscard]] static TreeSize for_nodes(std::uint32_t nodes);

  [[nodiscard]] constexpr std::uint32_t leaves() const { return leaves_; }
  [[nodiscard]] constexpr std::uint32_t nodes() const { return leaves_ == 0 ? 0 : 2 * leaves_ - 1; }
  /// The root of a tree that is not empty.
  [[nodiscard]] NodeIndex root() const;
  [[nodiscard]] constexpr bool contains(LeafIndex leaf) const { return number_of(leaf) < leaves_; }
  [[nodiscard]] constexpr bool contains(NodeIndex node) const { return number_of(node) < nodes(); }
  /// Twice the leaves; one leaf if there were none.
  [[nodiscard]] TreeSize doubled() const;
  /// Half the leaves of a tree with at least two.
  [[nodiscard]] TreeSize halved() const;

  friend constexpr auto operator<=>(const TreeSize&, const TreeSize&) = default;

 private:
  constexpr explicit TreeSize(std::uint32_t leaves) : leaves_(leaves) {}
  std::uint32_t leaves_ = 0;
};

[[nodiscard]] constexpr NodeIndex node_of(LeafIndex leaf) {
  return NodeIndex{number_of(leaf) * 2};
}
[[nodiscard]] constexpr bool is_leaf(NodeIndex node) {
  return (number_of(node) & 1U) == 0;
}
/// The leaf at a node for which `is_leaf` holds.
[[nodiscard]] LeafIndex leaf_of(NodeIndex node);
/// Height above the leaves: 0 for a leaf.
[[nodiscard]] std::uint32_t level_of(NodeIndex node);

/// The children of a node that is not a leaf.
[[nodiscard]] NodeIndex left_of(NodeIndex parent);
[[nodiscard]] NodeIndex right_of(NodeIndex parent);
/// The parent and the parent's other child, of a node in the tree that is not its root.
[[nodiscard]] NodeIndex parent_of(NodeIndex node, TreeSize size);
[[nodiscard]] NodeIndex sibling_of(NodeIndex node, TreeSize size);

/// Whether `node` is `ancestor` or lies below it.
[[nodiscard]] bool is_in_subtree(NodeIndex node, NodeIndex ancestor);
/// The leaves below `node`, or `node` itself: from `first` up to, not including, `end`.
struct LeafRange {
  std::uint32_t first;
  std::uint32_t end;
};
[[nodiscard]] LeafRange leaves_below(NodeIndex node);
/// The lowest node that has both different leaves below it.
[[nodiscard]] NodeIndex common_ancestor(LeafIndex a, LeafIndex b);

/// From the leaf's parent up to and with the root; empty in a tree of one leaf.
[[nodiscard]] std::vector<NodeIndex> direct_path(LeafIndex leaf, TreeSize size);

}  // namespace kring::mls
