#include "crypto/mls/secret_tree.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/primitives/labels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace kring::mls {
namespace {

using crypto::Errc;

constexpr auto application = RatchetKind::application;

SecretTree tree_of(std::uint32_t leaves) {
  return SecretTree(Secret::copy_of(Bytes(32, 7)), TreeSize::for_leaves(leaves));
}

SecretTree::KeyName name(std::uint32_t leaf, std::uint32_t generation) {
  return {.sender = LeafIndex{leaf}, .kind = application, .generation = generation};
}

SecretBytes snapshot(const SecretTree& tree) {
  codec::SecretWriter out;
  tree.write(out);
  return out.take();
}

bool holds(const SecretTree& tree, const Secret& secret) {
  const auto bytes = snapshot(tree);
  return !std::ranges::search(bytes, secret.expose()).empty();
}

/// Takes a key as a message that opens would.
Secret take(SecretTree& tree, const SecretTree::KeyName& which) {
  auto found = tree.find(which).value();
  auto key = found.key.key.clone();
  tree.consume(std::move(found));
  return key;
}

TEST(SecretTree, SenderAndReaderHaveTheSameKeys) {
  auto sender = tree_of(5);
  auto reader = tree_of(5);

  const auto first = sender.next(LeafIndex{3}, application).value();
  const auto second = sender.next(LeafIndex{3}, application).value();

  EXPECT_EQ(second.generation, 1U);
  EXPECT_EQ(take(reader, name(3, 0)), first.key.key);
  EXPECT_EQ(take(reader, name(3, 1)), second.key.key);
}

TEST(SecretTree, GivesEachLeafAndKindOtherKeys) {
  auto tree = tree_of(4);
  const auto a = tree.next(LeafIndex{0}, application).value();
  const auto b = tree.next(LeafIndex{0}, RatchetKind::handshake).value();
  const auto c = tree.next(LeafIndex{1}, application).value();

  EXPECT_FALSE(a.key.key == b.key.key);
  EXPECT_FALSE(a.key.key == c.key.key);
}

TEST(SecretTree, AUsedKeyIsGone) {
  auto tree = tree_of(2);
  const auto key = take(tree, name(1, 0));

  EXPECT_EQ(tree.find(name(1, 0)).error(), Errc::key_already_used);
  EXPECT_FALSE(holds(tree, key));
}

TEST(SecretTree, AnOpenedLeafLeavesNoSecretOnItsWay) {
  const auto root = Secret::copy_of(Bytes(32, 7));
  const auto left =
      primitives::expand_with_label(primitives::LabelPrefix::mls, root, "tree", view_bytes("left"), 32);
  const auto right =
      primitives::expand_with_label(primitives::LabelPrefix::mls, root, "tree", view_bytes("right"), 32);
  auto tree = tree_of(4);
  EXPECT_TRUE(holds(tree, root));

  (void)take(tree, name(0, 0));

  EXPECT_FALSE(holds(tree, root));
  EXPECT_FALSE(holds(tree, left));
  EXPECT_TRUE(holds(tree, right));
}

TEST(SecretTree, KeysThatWereSteppedPastOpenLaterOnce) {
  auto sender = tree_of(2);
  const auto first = sender.next(LeafIndex{0}, application).value();
  auto reader = tree_of(2);
  (void)take(reader, name(0, 2));
  EXPECT_TRUE(holds(reader, first.key.key));

  EXPECT_EQ(take(reader, name(0, 0)), first.key.key);

  EXPECT_FALSE(holds(reader, first.key.key));
  EXPECT_EQ(reader.find(name(0, 0)).error(), Errc::key_already_used);
  EXPECT_TRUE(reader.find(name(0, 1)));
}

TEST(SecretTree, LookingUpLeavesNoTrace) {
  const auto tree = tree_of(4);
  const auto before = snapshot(tree);

  EXPECT_TRUE(tree.find(name(2, 5)));

  EXPECT_EQ(snapshot(tree), before);
}

TEST(SecretTree, StepsForwardToItsLimitAndNotOneFurther) {
  const auto tree = tree_of(2);

  EXPECT_TRUE(tree.find(name(0, generation_skip_max)));
  EXPECT_EQ(tree.find(name(0, generation_skip_max + 1)).error(), Errc::generation_too_far);
  EXPECT_EQ(tree.find(name(0, std::numeric_limits<std::uint32_t>::max())).error(), Errc::generation_too_far);
}

TEST(SecretTree, KeepsItsLimitOfSkippedKeysAndDropsTheOldest) {
  auto tree = tree_of(2);
  (void)take(tree, name(0, skipped_keys_max + 1));

  EXPECT_EQ(tree.find(name(0, 0)).error(), Errc::key_already_used);
  EXPECT_TRUE(tree.find(name(0, 1)));
}

TEST(SecretTree, KnowsNoSenderOutsideTheTree) {
  EXPECT_EQ(tree_of(4).find(name(4, 0)).error(), Errc::unknown_sender);
}

TEST(SecretTree, ReadsBackFromASnapshot) {
  auto tree = tree_of(6);
  (void)take(tree, name(0, 3));
  const auto bytes = snapshot(tree);
  codec::Reader in(bytes);

  auto back = SecretTree::read(in);

  ASSERT_TRUE(back);
  EXPECT_TRUE(in.finish());
  EXPECT_EQ(snapshot(*back), bytes);
  EXPECT_EQ(take(*back, name(0, 1)), take(tree, name(0, 1)));
  EXPECT_EQ(take(*back, name(5, 0)), take(tree, name(5, 0)));
}

TEST(SecretTree, RefusesASnapshotCutShortAnywhere) {
  auto tree = tree_of(2);
  (void)take(tree, name(0, 1));
  const auto bytes = snapshot(tree);

  for (std::size_t size = 0; size < bytes.size(); ++size) {
    codec::Reader in(ByteView(bytes).first(size));
    EXPECT_FALSE(SecretTree::read(in)) << size;
  }
}

struct RefusedSnapshot {
  const char* name;
  Bytes bytes;
};
class SecretTreeSnapshotRefuses : public testing::TestWithParam<RefusedSnapshot> {};
TEST_P(SecretTreeSnapshotRefuses, Bytes) {
  codec::Reader in(GetParam().bytes);

  EXPECT_EQ(SecretTree::read(in).error(), Errc::bad_value);
}
INSTANTIATE_TEST_SUITE_P(
    , SecretTreeSnapshotRefuses,
    testing::Values(RefusedSnapshot{"NoLeaves", {0, 0, 0, 0, 0, 0, 0, 0}},
                    RefusedSnapshot{"MoreLeavesThanATreeMayHave", {0, 1, 0, 1, 0, 0, 0, 0}},
                    RefusedSnapshot{"ANodeOutside", {0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0}},
                    RefusedSnapshot{"ALeafOutside", {0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2}}),
    [](const auto& row) { return row.param.name; });

TEST(HashRatchet, EndsBeforeItsGenerationsRepeat) {
  codec::SecretWriter out;
  out.opaque(Bytes(32, 1));
  out.u32(std::numeric_limits<std::uint32_t>::max() - 1);
  out.u32(0);
  codec::Reader in(out.view());
  auto ratchet = HashRatchet::read(in).value();

  EXPECT_TRUE(ratchet.next());
  EXPECT_EQ(ratchet.next().error(), Errc::generation_too_far);
}

}  // namespace
}  // namespace kring::mls
