#include "crypto/mls/treekem.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/tree_validation.hpp"
#include "crypto/primitives/labels.hpp"
#include "tests/support/mls_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace kring::mls {
namespace {

using crypto::Errc;

/// All members of a group at once, without any of MLS above TreeKEM.
struct World {
  explicit World(std::uint64_t seed) : random(seed) {}

  LeafIndex add() {
    auto client = support::make_mls_client(random, "client " + std::to_string(count++));
    auto place = tree.add(client.key_package.leaf_node);
    EXPECT_TRUE(place);
    keys.emplace(*place, PrivateTree(*place, std::move(client.encryption.private_key)));
    signature_keys.insert_or_assign(*place, std::move(client.signature.private_key));
    return *place;
  }
  void remove(LeafIndex leaf) {
    tree.remove(leaf);
    keys.erase(leaf);
  }
  NewPath prepare(LeafIndex author) {
    auto path = prepare_path(tree, *tree.leaf(author), {author, group_id, signature_keys.at(author)}, random);
    EXPECT_TRUE(path);
    return std::move(*path);
  }
  /// `author` sends a path; everyone but the new leaves opens it, and those get the secret in a Welcome.
  void commit(LeafIndex author, const std::vector<LeafIndex>& new_leaves = {}) {
    const auto ours = prepare(author);
    const auto path = encrypt_path(ours, {context, new_leaves}, random);
    ASSERT_TRUE(path);
    ASSERT_TRUE(merge_path(tree, author, *path, new_leaves));
    ASSERT_EQ(tree, ours.tree);
    ASSERT_TRUE(validate_parents(tree));
    for (auto& [leaf, held] : keys) {
      if (leaf == author) {
        held = ours.keys.clone();
      } else if (std::ranges::find(new_leaves, leaf) != new_leaves.end()) {
        ASSERT_TRUE(held.implant(tree, common_ancestor(leaf, author), ours.secret_for(leaf).clone()));
      } else {
        auto opened = open_path(held, tree, author, *path, {context, new_leaves});
        ASSERT_TRUE(opened) << opened.error().name() << " " << opened.error().where();
        ASSERT_TRUE(opened->commit_secret == ours.commit_secret);
        held = std::move(opened->keys);
      }
      ASSERT_TRUE(held.verify(tree));
    }
  }

  support::SeededRandom random;
  RatchetTree tree;
  std::map<LeafIndex, PrivateTree> keys;
  std::map<LeafIndex, Secret> signature_keys;
  Bytes group_id{1, 2, 3};
  Bytes context{4, 5, 6};
  unsigned count = 0;
};

TEST(TreeKem, KeepsEveryMemberInStepThroughRandomCommits) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    World world(seed);
    world.add();
    for (unsigned step = 0; step < 30; ++step) {
      auto members = world.tree.members();
      const auto author = members[world.random.below(members.size())];
      const auto victim = members[world.random.below(members.size())];
      if (world.random.below(3) == 0 && victim != author) world.remove(victim);
      std::vector<LeafIndex> new_leaves;
      for (auto adds = world.random.below(3); adds > 0; --adds) new_leaves.push_back(world.add());
      std::ranges::sort(new_leaves);
      ASSERT_NO_FATAL_FAILURE(world.commit(author, new_leaves));
    }
  }
}

TEST(TreeKem, AgreesWhenTheFilteredPathDoesNotReachTheRoot) {
  World world(20);
  for (int i = 0; i < 6; ++i) world.add();
  for (std::uint32_t leaf = 0; leaf < 4; ++leaf) world.remove(LeafIndex{leaf});
  ASSERT_EQ(world.tree.size().leaves(), 8U);
  ASSERT_EQ(world.tree.filtered_direct_path(LeafIndex{4}),
            (std::vector{PathStep{NodeIndex{9}, NodeIndex{10}}}));

  world.commit(LeafIndex{4});

  EXPECT_TRUE(world.tree.parent(NodeIndex{9})->parent_hash.empty());
  EXPECT_TRUE(world.tree.is_blank(world.tree.size().root()));
}

TEST(TreeKem, MakesACommitSecretForAMemberAlone) {
  World world(24);
  world.add();

  const auto path = world.prepare(LeafIndex{0});

  EXPECT_TRUE(path.secrets.empty());
  EXPECT_EQ(path.commit_secret.size(), 32U);
  EXPECT_TRUE(std::get<CommitLeaf>(path.tree.leaf(LeafIndex{0})->source).parent_hash.empty());
}

TEST(TreeKem, DerivesTheCommitSecretFromTheLastPathSecret) {
  World world(21);
  for (int i = 0; i < 4; ++i) world.add();
  world.remove(LeafIndex{1});

  const auto path = world.prepare(LeafIndex{0});

  ASSERT_EQ(path.secrets.size(), 1U);
  EXPECT_TRUE(path.commit_secret ==
              derive_secret(primitives::LabelPrefix::mls, path.secrets.back().path_secret, "path"));
}

TEST(TreeKem, ReachesAMemberThatIsUnmergedBelowAPopulatedNode) {
  World world(22);
  for (int i = 0; i < 4; ++i) world.add();
  world.commit(LeafIndex{2});
  world.remove(LeafIndex{3});
  world.commit(LeafIndex{2});
  // Leaf 3 comes in by an Add without a path: it holds no key but its leaf's.
  const auto late = world.add();
  ASSERT_EQ(late, LeafIndex{3});
  ASSERT_EQ(world.tree.parent(NodeIndex{3})->unmerged_leaves, std::vector{late});

  world.commit(LeafIndex{0});

  EXPECT_NE(world.keys.at(late).find(NodeIndex{3}), nullptr);
}

TEST(TreeKem, ForgetsTheKeysOfBlankNodes) {
  World world(23);
  for (int i = 0; i < 4; ++i) world.add();
  world.commit(LeafIndex{0});
  ASSERT_NE(world.keys.at(LeafIndex{0}).find(NodeIndex{1}), nullptr);
  world.remove(LeafIndex{1});

  world.commit(LeafIndex{2});

  EXPECT_EQ(world.keys.at(LeafIndex{0}).find(NodeIndex{1}), nullptr);
}

class TreeKemPath : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 4; ++i) world.add();
    auto ours = world.prepare(LeafIndex{1});
    auto sealed = encrypt_path(ours, {world.context, {}}, world.random);
    ASSERT_TRUE(sealed);
    path = std::move(*sealed);
  }
  Result<OpenedPath> open_at(std::uint32_t leaf) {
    auto after = world.tree;
    EXPECT_TRUE(merge_path(after, LeafIndex{1}, path, {}));
    return open_path(world.keys.at(LeafIndex{leaf}), after, LeafIndex{1}, path, {world.context, {}});
  }
  World world{30};
  UpdatePath path;
};

TEST_F(TreeKemPath, IsRefusedWithANodeMissing) {
  path.nodes.pop_back();
  EXPECT_EQ(merge_path(world.tree, LeafIndex{1}, path, {}).error(), Errc::bad_path);
}
TEST_F(TreeKemPath, IsRefusedWithACiphertextTooMany) {
  path.nodes[0].encrypted_path_secret.push_back(path.nodes[0].encrypted_path_secret[0]);
  EXPECT_EQ(merge_path(world.tree, LeafIndex{1}, path, {}).error(), Errc::bad_path);
}
TEST_F(TreeKemPath, IsRefusedWithAnotherKeyThanItsParentHashCovers) {
  path.nodes[1].encryption_key = path.nodes[0].encryption_key;
  EXPECT_EQ(merge_path(world.tree, LeafIndex{1}, path, {}).error(), Errc::bad_parent_hash);
}
TEST_F(TreeKemPath, IsRefusedByAReaderWhoseCiphertextIsForSomeoneElse) {
  std::swap(path.nodes[1].encrypted_path_secret[0], path.nodes[1].encrypted_path_secret[1]);
  EXPECT_EQ(open_at(3).error(), Errc::decryption_failed);
  EXPECT_TRUE(open_at(0));
}
TEST_F(TreeKemPath, IsRefusedUnderAnotherGroupContext) {
  world.context[0] ^= 1;
  EXPECT_EQ(open_at(0).error(), Errc::decryption_failed);
}
TEST_F(TreeKemPath, IsRefusedWhenItsSecretGivesOtherKeys) {
  const auto wrong = primitives::random_secret(world.random, 32);
  auto sealed =
      encrypt_with_label(primitives::LabelPrefix::mls, world.tree.leaf(LeafIndex{0})->encryption_key,
                         "UpdatePathNode", world.context, wrong, world.random);
  ASSERT_TRUE(sealed);
  path.nodes[0].encrypted_path_secret[0] = std::move(*sealed);
  EXPECT_EQ(open_at(0).error(), Errc::bad_path);
}
TEST_F(TreeKemPath, CannotBeOpenedByALeafThatTheSameCommitAdds) {
  const std::vector new_leaves{LeafIndex{0}};
  auto opened =
      open_path(world.keys.at(LeafIndex{0}), world.tree, LeafIndex{1}, path, {world.context, new_leaves});
  EXPECT_EQ(opened.error(), Errc::bad_path);
}

TEST(PrivateTree, ReadsBackWhatItWrote) {
  World world(40);
  for (int i = 0; i < 5; ++i) world.add();
  world.commit(LeafIndex{3});
  codec::SecretWriter out;
  world.keys.at(LeafIndex{2}).write(out);

  codec::Reader in(out.view());
  const auto again = PrivateTree::read(in);

  ASSERT_TRUE(again);
  EXPECT_TRUE(in.finish());
  EXPECT_EQ(again->self(), LeafIndex{2});
  EXPECT_TRUE(again->verify(world.tree));
  EXPECT_NE(again->find(NodeIndex{3}), nullptr);
}

}  // namespace
}  // namespace kring::mls
