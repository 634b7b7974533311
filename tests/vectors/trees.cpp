#include "tests/vectors/kinds.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/group_context.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/proposal.hpp"
#include "crypto/mls/tree_validation.hpp"
#include "crypto/mls/treekem.hpp"
#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/labels.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/primitives/sodium_random.hpp"

#include <map>

namespace kring::vectors {

using mls::LeafIndex;
using mls::NodeIndex;
using mls::RatchetTree;

namespace {

RatchetTree tree_in(const Json& test, std::string_view field) {
  const auto bytes = hex(test, field);
  auto tree = need(RatchetTree::decode(bytes), field);
  expect_equal(tree.encode(), bytes, "tree encoded again");
  return tree;
}

void apply(RatchetTree& tree, const mls::Proposal& proposal, LeafIndex sender) {
  if (const auto* add = std::get_if<mls::Add>(&proposal.content)) {
    (void)need(tree.add(add->key_package.leaf_node), "add");
  } else if (const auto* update = std::get_if<mls::Update>(&proposal.content)) {
    tree.update(sender, update->leaf_node);
  } else if (const auto* remove = std::get_if<mls::Remove>(&proposal.content)) {
    tree.remove(remove->removed);
  } else {
    throw Mismatch("a proposal that does not change the tree");
  }
}

Secret private_key_of(const Secret& path_secret) {
  using primitives::LabelPrefix;
  return primitives::derive_hpke_key_pair(derive_secret(LabelPrefix::mls, path_secret, "node")).private_key;
}

std::map<LeafIndex, mls::PrivateTree> private_trees(const Json& test, const RatchetTree& tree) {
  std::map<LeafIndex, mls::PrivateTree> members;
  for (const auto& member : test.at("leaves_private")) {
    const LeafIndex index{number32(member, "index")};
    mls::PrivateTree keys(index, secret(member, "encryption_priv"));
    for (const auto& node : member.at("path_secrets")) {
      keys.set(NodeIndex{number32(node, "node")}, private_key_of(secret(node, "path_secret")));
    }
    need(keys.verify(tree), "private state of a leaf");
    const auto pair =
        need(primitives::signature_key_pair(secret(member, "signature_priv")), "signature_priv");
    expect(pair.public_key == tree.leaf(index)->signature_key, "signature key of a leaf");
    members.emplace(index, std::move(keys));
  }
  return members;
}

Bytes group_context(const Json& test, const RatchetTree& tree_after) {
  mls::GroupContext context;
  context.group_id = hex(test, "group_id");
  context.epoch = mls::EpochId{number64(test, "epoch")};
  context.tree_hash = copy_bytes(tree_after.tree_hash());
  context.confirmed_transcript_hash = hex(test, "confirmed_transcript_hash");
  return codec::encode(context);
}

void check_their_path(const Json& test, const RatchetTree& tree, const Json& sent) {
  const LeafIndex sender{number32(sent, "sender")};
  const auto bytes = hex(sent, "update_path");
  const auto path = need(codec::decode<mls::UpdatePath>(bytes), "update_path");
  expect_equal(codec::encode(path), bytes, "update_path encoded again");
  need(mls::verify_leaf_signature(path.leaf_node, {hex(test, "group_id"), sender}), "signature of the leaf");

  auto after = tree;
  need(mls::merge_path(after, sender, path, {}), "merge");
  expect_equal(after.tree_hash(), hex(sent, "tree_hash_after"), "tree_hash_after");
  need(mls::validate_parents(after), "parent hashes after");

  const auto context = group_context(test, after);
  for (const auto& [index, keys] : private_trees(test, tree)) {
    if (index == sender) continue;
    const auto opened = need(mls::open_path(keys, after, sender, path, {context, {}}), "open");
    expect_equal(opened.commit_secret.expose(), hex(sent, "commit_secret"), "commit_secret");
    need(opened.keys.verify(after), "private state after");
    const auto& path_secret = sent.at("path_secrets").at(number_of(index));
    const auto expected =
        private_key_of(Secret::copy_of(need(from_hex(path_secret.get<std::string>()), "hex")));
    const auto* have = opened.keys.find(mls::common_ancestor(index, sender));
    expect(have != nullptr && *have == expected, "path_secret");
  }
}

void check_our_path(const Json& test, const RatchetTree& tree, const Json& author) {
  primitives::SodiumRandom random;
  const LeafIndex sender{number32(author, "index")};
  const auto group_id = hex(test, "group_id");
  const auto key = secret(author, "signature_priv");
  const auto ours =
      need(mls::prepare_path(tree, *tree.leaf(sender), {sender, group_id, key}, random), "prepare");
  need(ours.keys.verify(ours.tree), "own private state");
  const auto context = group_context(test, ours.tree);
  const auto path = need(mls::encrypt_path(ours, {context, {}}, random), "encrypt");

  auto after = tree;
  need(mls::merge_path(after, sender, path, {}), "merge our path");
  expect(after == ours.tree, "both sides have one tree");
  need(mls::validate_parents(after), "parent hashes of our path");
  need(mls::verify_leaf_signature(*after.leaf(sender), {group_id, sender}), "signature of our leaf");
  for (const auto& [index, keys] : private_trees(test, tree)) {
    if (index == sender) continue;
    const auto opened = need(mls::open_path(keys, after, sender, path, {context, {}}), "open our path");
    expect(opened.commit_secret == ours.commit_secret, "our commit secret");
    need(opened.keys.verify(after), "private state after our path");
  }
}

}  // namespace

void check_tree_operations(const Json& test) {
  auto tree = tree_in(test, "tree_before");
  expect_equal(tree.tree_hash(), hex(test, "tree_hash_before"), "tree_hash_before");

  const auto proposal = need(codec::decode<mls::Proposal>(hex(test, "proposal")), "proposal");
  apply(tree, proposal, LeafIndex{number32(test, "proposal_sender")});

  expect_equal(tree.encode(), hex(test, "tree_after"), "tree_after");
  expect_equal(tree.tree_hash(), hex(test, "tree_hash_after"), "tree_hash_after");
}

void check_tree_validation(const Json& test) {
  const auto tree = tree_in(test, "tree");
  const auto& hashes = test.at("tree_hashes");
  const auto& resolutions = test.at("resolutions");
  expect(hashes.size() == tree.size().nodes() && resolutions.size() == hashes.size(), "number of nodes");
  for (std::uint32_t n = 0; n < tree.size().nodes(); ++n) {
    expect_equal(tree.tree_hash(NodeIndex{n}), need(from_hex(hashes.at(n).get<std::string>()), "hex"),
                 "hash");
    std::vector<std::uint32_t> resolution;
    for (auto node : tree.resolution(NodeIndex{n})) resolution.push_back(number_of(node));
    expect(resolutions.at(n).get<std::vector<std::uint32_t>>() == resolution, "resolution");
  }
  mls::GroupContext context;
  context.group_id = hex(test, "group_id");
  context.tree_hash = copy_bytes(tree.tree_hash());
  need(mls::validate_tree(tree, context, std::nullopt), "valid");
}

void check_treekem(const Json& test) {
  const auto tree = tree_in(test, "ratchet_tree");
  for (const auto& sent : test.at("update_paths")) check_their_path(test, tree, sent);
  for (const auto& author : test.at("leaves_private")) check_our_path(test, tree, author);
}

}  // namespace kring::vectors
