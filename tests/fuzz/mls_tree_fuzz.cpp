#include "crypto/base/assert.hpp"
#include "crypto/mls/ratchet_tree.hpp"
#include "crypto/mls/tree_validation.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace kring;

/// Changes the tree in each way and back through its bytes: the hashes that it kept must be right.
void change(mls::RatchetTree tree) {
  const auto members = tree.members();
  if (members.empty()) return;
  const auto leaf = *tree.leaf(members.front());
  KRING_ASSERT(tree.add(leaf));
  (void)tree.tree_hash();
  tree.update(members.back(), leaf);
  (void)tree.tree_hash();
  tree.remove(members.front());
  const auto again = mls::RatchetTree::decode(tree.encode());
  KRING_ASSERT(again && *again == tree);
  KRING_ASSERT(again->tree_hash() == tree.tree_hash());
}

}  // namespace

/// Whatever reads as a tree is written as the same bytes, and can be walked, judged and changed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const auto tree = mls::RatchetTree::decode(bytes);
  if (!tree) return 0;
  KRING_ASSERT(equal(tree->encode(), bytes));
  mls::GroupContext context;
  context.tree_hash = copy_bytes(tree->tree_hash());
  (void)mls::validate_tree(*tree, context, std::nullopt);
  (void)mls::validate_parents(*tree);
  for (const auto member : tree->members()) (void)tree->filtered_direct_path(member);
  change(*tree);
  return 0;
}
