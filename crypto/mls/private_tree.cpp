#include "crypto/mls/private_tree.hpp"

#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/labels.hpp"
#include "crypto/primitives/x25519.hpp"

namespace kring::mls {

using crypto::Errc;
using primitives::derive_secret;
using primitives::LabelPrefix;

namespace {

/// A direct path has at most as many nodes as a tree has levels.
constexpr std::size_t nodes_held_max = 32;

Result<Secret> read_node_key(codec::Reader& in) {
  auto bytes = in.opaque(primitives::key_bytes);
  if (!bytes) return fail(bytes.error());
  return Secret::copy_of(*bytes);
}

}  // namespace

const Secret* PrivateTree::find(NodeIndex node) const {
  if (node == node_of(self_)) return &leaf_key_;
  const auto found = nodes_.find(node);
  return found == nodes_.end() ? nullptr : &found->second;
}

Result<Secret> PrivateTree::implant(const RatchetTree& tree, NodeIndex from, Secret path_secret) {
  std::map<NodeIndex, Secret> derived;
  for (auto node : direct_path(self_, tree.size())) {
    if (!is_in_subtree(from, node) || tree.is_blank(node)) continue;
    auto pair = primitives::derive_hpke_key_pair(derive_secret(LabelPrefix::mls, path_secret, "node"));
    if (pair.public_key != tree.encryption_key(node)) return fail(Errc::bad_path, "key of another secret");
    derived.emplace(node, std::move(pair.private_key));
    path_secret = derive_secret(LabelPrefix::mls, path_secret, "path");
  }
  if (!derived.contains(from)) return fail(Errc::bad_path, "node of the path secret is blank");
  for (auto& [node, key] : derived) nodes_[node] = std::move(key);
  return path_secret;
}

void PrivateTree::forget_blank(const RatchetTree& tree) {
  std::erase_if(nodes_, [&](const auto& held) {
    return !tree.size().contains(held.first) || tree.is_blank(held.first);
  });
}

Status PrivateTree::verify(const RatchetTree& tree) const {
  const auto matches = [&](NodeIndex node, const Secret& key) {
    const auto public_key = primitives::x25519_public_key(key);
    return tree.size().contains(node) && is_in_subtree(node_of(self_), node) && !tree.is_blank(node) &&
           public_key && *public_key == tree.encryption_key(node);
  };
  if (!matches(node_of(self_), leaf_key_)) return fail(Errc::bad_tree, "own leaf's private key");
  for (const auto& [node, key] : nodes_) {
    if (!matches(node, key)) return fail(Errc::bad_tree, "a node's private key");
  }
  return {};
}

PrivateTree PrivateTree::clone() const {
  PrivateTree copy(self_, leaf_key_.clone());
  for (const auto& [node, key] : nodes_) copy.nodes_.emplace(node, key.clone());
  return copy;
}

void PrivateTree::write(codec::SecretWriter& out) const {
  out.u32(number_of(self_));
  out.opaque(leaf_key_.expose());
  out.vector(nodes_, [](codec::SecretWriter& inner, const auto& held) {
    inner.u32(number_of(held.first));
    inner.opaque(held.second.expose());
  });
}

Result<PrivateTree> PrivateTree::read(codec::Reader& in) {
  struct Held {
    NodeIndex node;
    Secret key;
  };
  auto self = in.u32();
  if (!self) return fail(self.error());
  if (*self >= tree_leaves_max) return fail(Errc::bad_value, "leaf index");
  auto leaf_key = read_node_key(in);
  if (!leaf_key) return fail(leaf_key.error());
  const auto read_held = [](codec::Reader& inner) -> Result<Held> {
    auto node = inner.u32();
    if (!node) return fail(node.error());
    auto key = read_node_key(inner);
    if (!key) return fail(key.error());
    return Held{NodeIndex{*node}, std::move(*key)};
  };
  auto held = in.vector<Held>(nodes_held_max * 64, nodes_held_max, read_held);
  if (!held) return fail(held.error());
  PrivateTree tree(LeafIndex{*self}, std::move(*leaf_key));
  for (auto& [node, key] : *held) {
    if (!tree.nodes_.empty() && tree.nodes_.rbegin()->first >= node) {
      return fail(Errc::bad_value, "private nodes out of order");
    }
    tree.nodes_.emplace(node, std::move(key));
  }
  return tree;
}

}  // namespace kring::mls
