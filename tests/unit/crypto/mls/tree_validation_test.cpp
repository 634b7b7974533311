#include "crypto/mls/tree_validation.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/primitives/hpke.hpp"
#include "tests/support/mls_public_world.hpp"

#include <gtest/gtest.h>

namespace kring::mls {
namespace {

using crypto::Errc;
using support::by_value;
using support::MlsPublicWorld;
using Nodes = std::vector<std::optional<Node>>;

Nodes nodes_of(const RatchetTree& tree) {
  const auto bytes = tree.encode();
  codec::Reader in(bytes);
  return *in.vector<std::optional<Node>>(
      tree_bytes_max, 1000, [](codec::Reader& inner) { return inner.optional<Node>(Node::read); });
}

Bytes encode(const Nodes& nodes) {
  codec::Writer out;
  out.vector(nodes, [](codec::Writer& inner, const auto& node) { codec::write_optional(inner, node); });
  return out.take();
}

LeafNode& leaf(Nodes& nodes, std::uint32_t index) {
  return std::get<LeafNode>(nodes[std::size_t{2} * index]->content);
}
ParentNode& parent(Nodes& nodes, std::uint32_t node) {
  return std::get<ParentNode>(nodes[node]->content);
}

/// Eight leaves, with commits by 0, 5 and 2, and then leaf 6 gone and in again without a path: it is unmerged
/// at the root and at node 11; node 13, right above it, is blank.
class GrownWorld : public MlsPublicWorld {
 public:
  GrownWorld() : MlsPublicWorld(50, 8) {
    for (std::uint32_t author : {0U, 5U, 2U}) advance(commit(LeafIndex{author}, {}));
    advance(commit(LeafIndex{2}, {by_value({Remove{LeafIndex{6}}})}));
    advance(commit(LeafIndex{7}, {}));
    advance(commit(LeafIndex{0}, {by_value({Add{client().key_package}})}, {.path = false}));
  }
};

GroupContext context_for(const MlsPublicWorld& world, const RatchetTree& tree) {
  auto context = world.group.context();
  context.tree_hash = copy_bytes(tree.tree_hash());
  return context;
}

TEST(TreeValidation, BelievesATreeThatGrewByCommits) {
  const GrownWorld world;
  ASSERT_EQ(world.group.tree().parent(NodeIndex{7})->unmerged_leaves, std::vector{LeafIndex{6}});
  ASSERT_EQ(world.group.tree().parent(NodeIndex{11})->unmerged_leaves, std::vector{LeafIndex{6}});

  EXPECT_TRUE(validate_tree(world.group.tree(), world.group.context(), std::nullopt));
}

TEST(TreeValidation, BelievesTreesOfRandomGroups) {
  for (std::uint64_t seed = 60; seed < 66; ++seed) {
    SCOPED_TRACE(seed);
    MlsPublicWorld world(seed, 5);
    for (unsigned step = 0; step < 25; ++step) {
      const auto members = world.group.tree().members();
      const auto author = members[world.random.below(members.size())];
      const auto victim = members[world.random.below(members.size())];
      std::vector<ProposalOrRef> proposals;
      if (victim != author && world.random.below(2) == 0) proposals.push_back(by_value({Remove{victim}}));
      for (auto adds = world.random.below(3); adds > 0; --adds) {
        proposals.push_back(by_value({Add{world.client().key_package}}));
      }
      const bool add_only =
          !proposals.empty() && std::holds_alternative<Add>(std::get<Proposal>(proposals[0].content).content);
      world.advance(world.commit(author, proposals, {.path = !add_only || world.random.below(2) == 0}));
      const auto valid = validate_tree(world.group.tree(), world.group.context(), std::nullopt);
      ASSERT_TRUE(valid) << step << ": " << valid.error().where();
    }
  }
}

struct BentTree {
  const char* name;
  void (*bend)(MlsPublicWorld& world, Nodes& nodes);
  Errc error;
};
class TreeValidationRefuses : public testing::TestWithParam<BentTree> {};
TEST_P(TreeValidationRefuses, Tree) {
  GrownWorld world;
  auto nodes = nodes_of(world.group.tree());
  GetParam().bend(world, nodes);
  const auto tree = RatchetTree::decode(encode(nodes));
  ASSERT_TRUE(tree) << tree.error().where();

  const auto valid = validate_tree(*tree, context_for(world, *tree), std::nullopt);

  ASSERT_FALSE(valid);
  EXPECT_EQ(valid.error(), GetParam().error) << valid.error().name() << ": " << valid.error().where();
}
INSTANTIATE_TEST_SUITE_P(
    , TreeValidationRefuses,
    testing::Values(
        BentTree{"WithAParentNobodyVouchesFor",
                 [](auto& world, auto& nodes) {
                   ASSERT_FALSE(nodes[13]);
                   nodes[13] = Node{ParentNode{
                       primitives::generate_hpke_key_pair(world.random).public_key, {}, {LeafIndex{6}}}};
                   parent(nodes, 7).unmerged_leaves = {LeafIndex{6}};
                 },
                 Errc::bad_parent_hash},
        BentTree{"WithAParentHashChanged",
                 [](auto& /*world*/, auto& nodes) { parent(nodes, 3).parent_hash[0] ^= 1; },
                 Errc::bad_parent_hash},
        BentTree{"WithAParentHashEmptied",
                 [](auto& /*world*/, auto& nodes) { parent(nodes, 3).parent_hash.clear(); },
                 Errc::bad_parent_hash},
        BentTree{"WithARootKeyChanged",
                 [](auto& world, auto& nodes) {
                   parent(nodes, 7).encryption_key = world.client().init.public_key;
                 },
                 Errc::bad_parent_hash},
        BentTree{
            "WithALeafBelowSwappedAfterTheCommit",
            [](auto& world, auto& nodes) { leaf(nodes, 1).encryption_key = world.client().init.public_key; },
            Errc::bad_parent_hash},
        BentTree{"WithAnUnmergedLeafForgotten",
                 [](auto& /*world*/, auto& nodes) { parent(nodes, 7).unmerged_leaves.clear(); },
                 Errc::bad_parent_hash},
        BentTree{"WithAMergedLeafCalledUnmerged",
                 [](auto& /*world*/, auto& nodes) {
                   parent(nodes, 7).unmerged_leaves = {LeafIndex{1}, LeafIndex{6}};
                 },
                 Errc::bad_tree},
        BentTree{"WithALeafUnmergedAboveAndMergedBelow",
                 [](auto& /*world*/, auto& nodes) {
                   parent(nodes, 3).unmerged_leaves = {LeafIndex{3}};
                   parent(nodes, 7).unmerged_leaves = {LeafIndex{3}, LeafIndex{6}};
                 },
                 Errc::bad_tree},
        BentTree{"WithALeafsKeyInAParent",
                 [](auto& /*world*/, auto& nodes) {
                   parent(nodes, 3).encryption_key = leaf(nodes, 1).encryption_key;
                 },
                 Errc::duplicate_key},
        BentTree{"WithAKeyInTwoParents",
                 [](auto& /*world*/, auto& nodes) {
                   parent(nodes, 3).encryption_key = parent(nodes, 7).encryption_key;
                 },
                 Errc::duplicate_key},
        BentTree{
            "WithASignatureKeyTwice",
            [](auto& /*world*/, auto& nodes) { leaf(nodes, 1).signature_key = leaf(nodes, 3).signature_key; },
            Errc::duplicate_key},
        BentTree{"WithALeafSignedForAnotherPlace",
                 [](auto& world, auto& nodes) {
                   auto& it = leaf(nodes, 6);
                   it.source = UpdateLeaf{};
                   it.signature = *sign_leaf(it, {world.group.context().group_id, LeafIndex{1}},
                                             world.key_of(LeafIndex{6}));
                 },
                 Errc::bad_signature},
        BentTree{"WithALeafSignedForAnotherGroup",
                 [](auto& world, auto& nodes) {
                   auto& it = leaf(nodes, 6);
                   it.source = UpdateLeaf{};
                   it.signature = *sign_leaf(it, {Bytes{1}, LeafIndex{6}}, world.key_of(LeafIndex{6}));
                 },
                 Errc::bad_signature},
        BentTree{"WithALeafThatLacksItsCredentialType",
                 [](auto& /*world*/, auto& nodes) { leaf(nodes, 6).capabilities.credentials.clear(); },
                 Errc::bad_credential}),
    [](const auto& row) { return row.param.name; });

TEST(TreeValidation, TakesALeafUpdatedInPlace) {
  GrownWorld world;
  auto nodes = nodes_of(world.group.tree());
  auto& it = leaf(nodes, 6);
  it.source = UpdateLeaf{};
  it.signature = *sign_leaf(it, {world.group.context().group_id, LeafIndex{6}}, world.key_of(LeafIndex{6}));
  const auto tree = RatchetTree::decode(encode(nodes));

  ASSERT_TRUE(tree);
  EXPECT_TRUE(validate_tree(*tree, context_for(world, *tree), std::nullopt));
}

TEST(TreeValidation, RefusesAnotherTreeHashAndAnEmptyTree) {
  const GrownWorld world;
  auto context = world.group.context();
  context.tree_hash[5] ^= 1;

  EXPECT_EQ(validate_tree(world.group.tree(), context, std::nullopt).error(), Errc::bad_tree_hash);
  EXPECT_EQ(validate_tree(RatchetTree(), context, std::nullopt).error(), Errc::bad_tree);
}

TEST(TreeValidation, JudgesLifetimesOfLeavesFromKeyPackagesWhenGivenATime) {
  MlsPublicWorld world(51, 2);

  // These leaves are good for all time, which is longer than anyone may ask for.
  EXPECT_EQ(validate_tree(world.group.tree(), world.group.context(), from_unix_ms(1000)).error(),
            Errc::bad_lifetime);
  world.advance(world.commit(LeafIndex{0}, {}));
  world.advance(world.commit(LeafIndex{1}, {}));
  EXPECT_TRUE(validate_tree(world.group.tree(), world.group.context(), from_unix_ms(1000)));
}

TEST(TreeValidation, KeepsUnknownValuesByteForByteAndStillVerifies) {
  MlsPublicWorld world(52, 2);
  auto client = world.client();
  auto& it = client.key_package.leaf_node;
  it.capabilities.versions.push_back(ProtocolVersion{0x1a1a});
  it.capabilities.cipher_suites.push_back(CipherSuite{0x2a2a});
  it.capabilities.extensions = {ExtensionType{0x3a3a}};
  it.capabilities.proposals = {ProposalType{0x4a4a}};
  it.capabilities.credentials.push_back(CredentialType{0x5a5a});
  it.extensions = {{.type = ExtensionType{0x3a3a}, .content = {9, 9, 9}}};
  support::sign_again(client.key_package, client.signature.private_key);
  world.advance(world.commit(LeafIndex{0}, {by_value({Add{client.key_package}})}, {.path = false}));

  const auto again = RatchetTree::decode(world.group.tree().encode());

  ASSERT_TRUE(again);
  EXPECT_EQ(*again->leaf(LeafIndex{2}), it);
  EXPECT_TRUE(validate_tree(*again, world.group.context(), std::nullopt));
}

TEST(TreeValidation, CarriesAGroupOfTwoThousand) {
  MlsPublicWorld world(53, 2000);
  world.advance(world.commit(LeafIndex{1234}, {by_value({Remove{LeafIndex{7}}})}));
  world.advance(world.commit(LeafIndex{3}, {}));

  EXPECT_TRUE(validate_tree(world.group.tree(), world.group.context(), std::nullopt));
}

}  // namespace
}  // namespace kring::mls
