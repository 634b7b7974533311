#include "crypto/mls/treekem.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/parent_hash.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/labels.hpp"

#include <algorithm>

namespace kring::mls {

using crypto::Errc;
using primitives::derive_secret;
using primitives::HpkeCiphertext;
using primitives::LabelPrefix;

namespace {

constexpr std::string_view path_label = "UpdatePathNode";

/// The nodes that one step of a path is encrypted to.
std::vector<NodeIndex> recipients(const RatchetTree& tree, const PathStep& step,
                                  std::span<const LeafIndex> new_leaves) {
  auto nodes = tree.resolution(step.copath_child);
  std::erase_if(nodes, [&](NodeIndex node) {
    return is_leaf(node) && std::ranges::binary_search(new_leaves, leaf_of(node));
  });
  return nodes;
}

}  // namespace

const Secret& NewPath::secret_for(LeafIndex new_member) const {
  const auto ancestor = common_ancestor(keys.self(), new_member);
  const auto found = std::ranges::find(secrets, ancestor, &NodeSecret::node);
  KRING_ASSERT(found != secrets.end());
  return found->path_secret;
}

Result<NewPath> prepare_path(RatchetTree tree, LeafNode leaf, const PathAuthor& author, Random& random) {
  const auto path = tree.filtered_direct_path(author.leaf);
  auto leaf_pair = primitives::generate_hpke_key_pair(random);
  PrivateTree keys(author.leaf, std::move(leaf_pair.private_key));

  std::vector<NodeSecret> secrets;
  std::vector<primitives::HpkePublicKey> public_keys;
  auto next = primitives::random_secret(random, primitives::hash_bytes);
  for (const auto& step : path) {
    auto pair = primitives::derive_hpke_key_pair(derive_secret(LabelPrefix::mls, next, "node"));
    public_keys.push_back(std::move(pair.public_key));
    keys.set(step.node, std::move(pair.private_key));
    auto above = derive_secret(LabelPrefix::mls, next, "path");
    secrets.push_back({step.node, std::move(next)});
    next = std::move(above);
  }

  auto parents = chain_path(tree, path, public_keys);
  leaf.encryption_key = std::move(leaf_pair.public_key);
  leaf.source = CommitLeaf{std::move(parents.leaf_parent_hash)};
  auto signature = sign_leaf(leaf, {author.group_id, author.leaf}, author.signature_key);
  if (!signature) return fail(signature.error());
  leaf.signature = std::move(*signature);
  tree.replace_path(author.leaf, std::move(leaf), std::move(parents.nodes));
  return NewPath{std::move(tree), std::move(keys), std::move(secrets), std::move(next)};
}

Result<UpdatePath> encrypt_path(const NewPath& path, const PathBinding& binding, Random& random) {
  UpdatePath update{*path.tree.leaf(path.keys.self()), {}};
  const auto steps = path.tree.filtered_direct_path(path.keys.self());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    UpdatePathNode node{path.tree.encryption_key(steps[i].node), {}};
    for (auto recipient : recipients(path.tree, steps[i], binding.new_leaves)) {
      auto sealed = encrypt_with_label(LabelPrefix::mls, path.tree.encryption_key(recipient), path_label,
                                       binding.group_context, path.secrets[i].path_secret, random);
      if (!sealed) return fail(sealed.error());
      node.encrypted_path_secret.push_back(std::move(*sealed));
    }
    update.nodes.push_back(std::move(node));
  }
  return update;
}

Status merge_path(RatchetTree& tree, LeafIndex sender, const UpdatePath& path,
                  std::span<const LeafIndex> new_leaves) {
  const auto steps = tree.filtered_direct_path(sender);
  if (path.nodes.size() != steps.size()) return fail(Errc::bad_path, "one node for each step");
  std::vector<primitives::HpkePublicKey> public_keys;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (path.nodes[i].encrypted_path_secret.size() != recipients(tree, steps[i], new_leaves).size()) {
      return fail(Errc::bad_path, "one ciphertext for each recipient");
    }
    public_keys.push_back(path.nodes[i].encryption_key);
  }
  auto parents = chain_path(tree, steps, public_keys);
  if (path.leaf_node.source != LeafNodeSource(CommitLeaf{parents.leaf_parent_hash})) {
    return fail(Errc::bad_parent_hash, "leaf of an update path");
  }
  tree.replace_path(sender, path.leaf_node, std::move(parents.nodes));
  return {};
}

Result<OpenedPath> open_path(const PrivateTree& keys, const RatchetTree& tree, LeafIndex sender,
                             const UpdatePath& path, const PathBinding& binding) {
  const auto steps = tree.filtered_direct_path(sender);
  const auto step = std::ranges::find_if(
      steps, [&](const PathStep& it) { return is_in_subtree(node_of(keys.self()), it.copath_child); });
  if (step == steps.end() || path.nodes.size() != steps.size()) {
    return fail(Errc::bad_path, "no step of the path is above us");
  }
  const auto& sealed = path.nodes[static_cast<std::size_t>(step - steps.begin())].encrypted_path_secret;
  const auto nodes = recipients(tree, *step, binding.new_leaves);
  // A member that is unmerged below a populated node holds no key for that node, only for its own leaf.
  const auto held = std::ranges::find_if(nodes, [&](NodeIndex node) { return keys.find(node) != nullptr; });
  const auto place = static_cast<std::size_t>(held - nodes.begin());
  if (held == nodes.end() || sealed.size() != nodes.size()) {
    return fail(Errc::bad_path, "not encrypted to us");
  }
  auto path_secret = decrypt_with_label(LabelPrefix::mls, *keys.find(*held), path_label,
                                        binding.group_context, sealed[place]);
  if (!path_secret) return fail(path_secret.error());

  auto after = keys.clone();
  after.forget_blank(tree);
  auto commit_secret = after.implant(tree, step->node, std::move(*path_secret));
  if (!commit_secret) return fail(commit_secret.error());
  return OpenedPath{std::move(after), std::move(*commit_secret)};
}

}  // namespace kring::mls
