#include "crypto/mls/ratchet_tree.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/tree_validation.hpp"
#include "tests/support/mls_client.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::mls {
namespace {

using crypto::Errc;

LeafNode make_leaf(Random& random, std::uint32_t number) {
  return support::make_mls_client(random, "member " + std::to_string(number)).key_package.leaf_node;
}

RatchetTree make_tree(Random& random, std::uint32_t members) {
  RatchetTree tree;
  for (std::uint32_t i = 0; i < members; ++i) EXPECT_EQ(tree.add(make_leaf(random, i)), LeafIndex{i});
  return tree;
}

ParentNode make_parent(Random& random, std::vector<LeafIndex> unmerged = {}) {
  return {.encryption_key = {copy_bytes(random.fixed<32>())},
          .parent_hash = {},
          .unmerged_leaves = std::move(unmerged)};
}

/// Fills the direct path of `leaf` with random parents.
void populate_path(Random& random, RatchetTree& tree, LeafIndex leaf) {
  std::vector<ParentNode> nodes;
  for (std::size_t i = 0; i < tree.filtered_direct_path(leaf).size(); ++i) {
    nodes.push_back(make_parent(random));
  }
  tree.replace_path(leaf, *tree.leaf(leaf), std::move(nodes));
}

TEST(RatchetTree, DoublesWhenItIsFullAndHalvesWhenItsRightHalfIsEmpty) {
  support::SeededRandom random(1);
  auto tree = make_tree(random, 5);
  EXPECT_EQ(tree.size().leaves(), 8U);

  tree.remove(LeafIndex{4});
  EXPECT_EQ(tree.size().leaves(), 4U);
  tree.remove(LeafIndex{2});
  EXPECT_EQ(tree.size().leaves(), 4U);
  tree.remove(LeafIndex{3});
  EXPECT_EQ(tree.size().leaves(), 2U);
}

TEST(RatchetTree, AddsIntoTheLeftmostBlankLeafWhichMayBeLeafZero) {
  support::SeededRandom random(2);
  auto tree = make_tree(random, 4);
  tree.remove(LeafIndex{2});
  tree.remove(LeafIndex{0});

  EXPECT_EQ(tree.add(make_leaf(random, 10)), LeafIndex{0});
  EXPECT_EQ(tree.add(make_leaf(random, 11)), LeafIndex{2});
  EXPECT_EQ(tree.add(make_leaf(random, 12)), LeafIndex{4});
}

TEST(RatchetTree, ListsANewLeafAsUnmergedInOrderAtEveryPopulatedParent) {
  support::SeededRandom random(3);
  auto tree = make_tree(random, 4);
  tree.remove(LeafIndex{1});
  tree.remove(LeafIndex{2});
  populate_path(random, tree, LeafIndex{0});

  ASSERT_TRUE(tree.add(make_leaf(random, 5)));
  ASSERT_TRUE(tree.add(make_leaf(random, 6)));

  EXPECT_EQ(tree.parent(NodeIndex{3})->unmerged_leaves, (std::vector{LeafIndex{1}, LeafIndex{2}}));
  EXPECT_EQ(tree.resolution(NodeIndex{3}), (std::vector{NodeIndex{3}, NodeIndex{2}, NodeIndex{4}}));
}

TEST(RatchetTree, FiltersOutNodesWhoseCopathIsEmptyEvenTheRoot) {
  support::SeededRandom random(4);
  auto tree = make_tree(random, 8);
  for (auto leaf : {5, 6, 7}) tree.remove(LeafIndex{static_cast<std::uint32_t>(leaf)});
  tree.remove(LeafIndex{1});

  EXPECT_EQ(tree.filtered_direct_path(LeafIndex{0}),
            (std::vector{PathStep{NodeIndex{3}, NodeIndex{5}}, PathStep{NodeIndex{7}, NodeIndex{11}}}));
  EXPECT_EQ(tree.filtered_direct_path(LeafIndex{4}), (std::vector{PathStep{NodeIndex{7}, NodeIndex{3}}}));
}

TEST(RatchetTree, BlanksTheFilteredOutNodesOfAReplacedPath) {
  support::SeededRandom random(5);
  auto tree = make_tree(random, 8);
  populate_path(random, tree, LeafIndex{0});
  tree.remove(LeafIndex{1});
  populate_path(random, tree, LeafIndex{2});
  ASSERT_FALSE(tree.is_blank(NodeIndex{5}));
  ASSERT_TRUE(tree.is_blank(NodeIndex{1}));

  populate_path(random, tree, LeafIndex{0});

  EXPECT_TRUE(tree.is_blank(NodeIndex{1}));
  EXPECT_FALSE(tree.is_blank(NodeIndex{3}));
}

TEST(RatchetTree, KeepsHashesRightThroughRandomChanges) {
  support::SeededRandom random(6);
  auto tree = make_tree(random, 3);
  for (std::uint32_t step = 0; step < 300; ++step) {
    const auto members = tree.members();
    const auto member = members[random.below(members.size())];
    switch (random.below(4)) {
      case 0:
        if (members.size() > 1) tree.remove(member);
        break;
      case 1:
        tree.update(member, make_leaf(random, step));
        break;
      case 2:
        populate_path(random, tree, member);
        break;
      default:
        if (members.size() < 40) EXPECT_TRUE(tree.add(make_leaf(random, step)));
    }
    const auto bytes = tree.encode();
    const auto fresh = RatchetTree::decode(bytes);
    ASSERT_TRUE(fresh) << step;
    ASSERT_EQ(*fresh, tree) << step;
    ASSERT_EQ(fresh->encode(), bytes) << step;
    ASSERT_EQ(fresh->tree_hash(), tree.tree_hash()) << step;
  }
}

TEST(RatchetTree, HashesWithoutALeafAsIfItHadNeverBeenAdded) {
  support::SeededRandom random(7);
  auto tree = make_tree(random, 5);
  populate_path(random, tree, LeafIndex{3});
  const auto before = tree.tree_hash();
  ASSERT_TRUE(tree.add(make_leaf(random, 9)));
  ASSERT_TRUE(tree.add(make_leaf(random, 10)));

  EXPECT_NE(tree.tree_hash(), before);
  EXPECT_EQ(tree.tree_hash_without(tree.size().root(), std::vector{LeafIndex{5}, LeafIndex{6}}), before);
}

TEST(RatchetTree, CarriesTwoThousandMembersWithoutSquareWork) {
  support::SeededRandom random(8);
  const auto leaf = make_leaf(random, 0);
  RatchetTree tree;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    auto copy = leaf;
    copy.encryption_key.bytes = copy_bytes(random.fixed<32>());
    ASSERT_TRUE(tree.add(std::move(copy)));
    if (i % 2 == 0) populate_path(random, tree, LeafIndex{i});
  }
  const auto again = RatchetTree::decode(tree.encode());

  ASSERT_TRUE(again);
  EXPECT_EQ(again->tree_hash(), tree.tree_hash());
  EXPECT_EQ(tree.members().size(), 2000U);
}

struct RefusedNodes {
  const char* name;
  Bytes (*bytes)();
  Errc error;
};

Bytes encode_nodes(const std::vector<std::optional<Node>>& nodes) {
  codec::Writer out;
  out.vector(nodes, [](codec::Writer& inner, const std::optional<Node>& node) {
    codec::write_optional(inner, node);
  });
  return out.take();
}

Node a_leaf() {
  support::SeededRandom random(9);
  return {make_leaf(random, 0)};
}
Node a_parent(std::vector<LeafIndex> unmerged = {}) {
  support::SeededRandom random(10);
  return {make_parent(random, std::move(unmerged))};
}

class RatchetTreeRefuses : public testing::TestWithParam<RefusedNodes> {};
TEST_P(RatchetTreeRefuses, Bytes) {
  const auto tree = RatchetTree::decode(GetParam().bytes());

  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error(), GetParam().error) << tree.error().name();
}
INSTANTIATE_TEST_SUITE_P(
    , RatchetTreeRefuses,
    testing::Values(
        RefusedNodes{"NoNodes", [] { return encode_nodes({}); }, Errc::bad_tree},
        RefusedNodes{"ABlankNodeAtTheEnd",
                     [] { return encode_nodes({a_leaf(), std::nullopt, std::nullopt}); }, Errc::bad_tree},
        RefusedNodes{"AParentInALeafsPlace", [] { return encode_nodes({a_parent()}); }, Errc::bad_tree},
        RefusedNodes{"ALeafInAParentsPlace", [] { return encode_nodes({a_leaf(), a_leaf()}); },
                     Errc::bad_tree},
        RefusedNodes{
            "UnmergedLeavesOutOfOrder",
            [] { return encode_nodes({a_leaf(), a_parent({LeafIndex{1}, LeafIndex{0}}), a_leaf()}); },
            Errc::bad_tree},
        RefusedNodes{
            "AnUnmergedLeafTwice",
            [] { return encode_nodes({a_leaf(), a_parent({LeafIndex{1}, LeafIndex{1}}), a_leaf()}); },
            Errc::bad_tree},
        RefusedNodes{"AnUnmergedLeafElsewhere",
                     [] {
                       return encode_nodes(
                           {a_leaf(), a_parent({LeafIndex{2}}), a_leaf(), std::nullopt, a_leaf()});
                     },
                     Errc::bad_tree},
        RefusedNodes{"AnUnmergedLeafThatIsBlank",
                     [] {
                       return encode_nodes(
                           {a_leaf(), a_parent({LeafIndex{1}}), std::nullopt, std::nullopt, a_leaf()});
                     },
                     Errc::bad_tree},
        RefusedNodes{"BytesAfterTheVector",
                     [] {
                       auto bytes = encode_nodes({a_leaf()});
                       bytes.push_back(0);
                       return bytes;
                     },
                     Errc::trailing_bytes},
        RefusedNodes{"OneNodeTooMany",
                     [] {
                       std::vector<std::optional<Node>> nodes(2 * tree_leaves_max - 1);
                       nodes.emplace_back(a_parent());
                       return encode_nodes(nodes);
                     },
                     Errc::too_long}),
    [](const auto& row) { return row.param.name; });

TEST(RatchetTree, TakesNoMoreMembersThanItsLimit) {
  std::vector<std::optional<Node>> nodes(2 * tree_leaves_max - 1);
  codec::Writer out;
  const auto leaf = a_leaf();
  out.nested([&](codec::Writer& inner) {
    for (std::uint32_t n = 0; n < 2 * tree_leaves_max - 1; ++n) {
      inner.u8(n % 2 == 0 ? 1 : 0);
      if (n % 2 == 0) leaf.write(inner);
    }
  });
  auto tree = RatchetTree::decode(out.view());
  ASSERT_TRUE(tree);

  EXPECT_EQ(tree->add(std::get<LeafNode>(leaf.content)).error(), Errc::too_long);
  tree->remove(LeafIndex{70});
  EXPECT_EQ(tree->add(std::get<LeafNode>(leaf.content)), LeafIndex{70});
}

}  // namespace
}  // namespace kring::mls
