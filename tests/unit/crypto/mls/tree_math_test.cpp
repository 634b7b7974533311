#include "crypto/mls/tree_math.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace kring::mls {
namespace {

static_assert(!std::is_convertible_v<LeafIndex, NodeIndex>);
static_assert(!std::is_convertible_v<std::uint32_t, LeafIndex>);

TEST(TreeMath, GivesEveryParentItsChildrenBack) {
  for (std::uint32_t leaves = 1; leaves <= 64; leaves *= 2) {
    const auto size = TreeSize::for_leaves(leaves);
    for (std::uint32_t n = 0; n < size.nodes(); ++n) {
      const NodeIndex node{n};
      if (node == size.root()) continue;
      const auto parent = parent_of(node, size);
      EXPECT_TRUE(left_of(parent) == node || right_of(parent) == node);
      EXPECT_NE(sibling_of(node, size), node);
      EXPECT_EQ(parent_of(sibling_of(node, size), size), parent);
      EXPECT_TRUE(is_in_subtree(node, parent));
      EXPECT_FALSE(is_in_subtree(parent, node));
    }
  }
}

TEST(TreeMath, FindsTheCommonAncestorWhereTheDirectPathsMeet) {
  const auto size = TreeSize::for_leaves(16);

  for (std::uint32_t a = 0; a < 16; ++a) {
    for (std::uint32_t b = 0; b < 16; ++b) {
      if (a == b) continue;
      NodeIndex expected = size.root();
      for (auto node : direct_path(LeafIndex{a}, size)) {
        if (is_in_subtree(node_of(LeafIndex{b}), node)) {
          expected = node;
          break;
        }
      }
      EXPECT_EQ(common_ancestor(LeafIndex{a}, LeafIndex{b}), expected);
    }
  }
}

TEST(TreeMath, CountsTheLeavesBelowANode) {
  EXPECT_EQ(leaves_below(NodeIndex{7}).first, 0U);
  EXPECT_EQ(leaves_below(NodeIndex{7}).end, 8U);
  EXPECT_EQ(leaves_below(NodeIndex{13}).first, 6U);
  EXPECT_EQ(leaves_below(NodeIndex{13}).end, 8U);
  EXPECT_EQ(leaves_below(NodeIndex{4}).first, 2U);
  EXPECT_EQ(leaves_below(NodeIndex{4}).end, 3U);
}

TEST(TreeSize, RoundsUpToAFullTree) {
  EXPECT_EQ(TreeSize::for_leaves(0).nodes(), 0U);
  EXPECT_EQ(TreeSize::for_leaves(5).leaves(), 8U);
  EXPECT_EQ(TreeSize::for_nodes(1).leaves(), 1U);
  EXPECT_EQ(TreeSize::for_nodes(3).leaves(), 2U);
  EXPECT_EQ(TreeSize::for_nodes(4).leaves(), 4U);
  EXPECT_EQ(TreeSize::for_nodes(9).leaves(), 8U);
  EXPECT_EQ(TreeSize::for_leaves(tree_leaves_max).leaves(), tree_leaves_max);
}

}  // namespace
}  // namespace kring::mls
