#include "crypto/mls/tree_validation.hpp"

#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/parent_hash.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_set>

namespace kring::mls {

using crypto::Errc;

namespace {

/// Every credential type in use is understood by every member.
Status check_credential_types(const RatchetTree& tree, const std::vector<LeafIndex>& members) {
  std::set<CredentialType> in_use;
  for (auto member : members) in_use.insert(tree.leaf(member)->credential.type);
  for (auto member : members) {
    const auto& known = tree.leaf(member)->capabilities.credentials;
    for (auto type : in_use) {
      if (std::ranges::find(known, type) == known.end()) {
        return fail(Errc::bad_credential, "a type that not all members support");
      }
    }
  }
  return {};
}

Status check_unique_keys(const RatchetTree& tree, const std::vector<LeafIndex>& members) {
  std::unordered_set<std::string_view> signature_keys;
  for (auto member : members) {
    if (!signature_keys.insert(view_text(tree.leaf(member)->signature_key.bytes)).second) {
      return fail(Errc::duplicate_key, "signature key");
    }
  }
  std::unordered_set<std::string_view> encryption_keys;
  for (std::uint32_t n = 0; n < tree.size().nodes(); ++n) {
    const NodeIndex node{n};
    if (!tree.is_blank(node) && !encryption_keys.insert(view_text(tree.encryption_key(node).bytes)).second) {
      return fail(Errc::duplicate_key, "encryption key");
    }
  }
  return {};
}

/// A leaf that is unmerged at a parent is unmerged at every populated parent between. Each parent answers for
/// the nearest one below it, and that one for the rest.
Status check_unmerged_between(const RatchetTree& tree) {
  for (std::uint32_t n = 1; n < tree.size().nodes(); n += 2) {
    const NodeIndex node{n};
    const auto* parent = tree.parent(node);
    if (parent == nullptr) continue;
    for (auto leaf : parent->unmerged_leaves) {
      for (auto below = node; !is_leaf(below);) {
        below = node_of(leaf) < below ? left_of(below) : right_of(below);
        if (is_leaf(below) || tree.is_blank(below)) continue;
        if (!std::ranges::binary_search(tree.parent(below)->unmerged_leaves, leaf)) {
          return fail(Errc::bad_tree, "a leaf unmerged above, merged below");
        }
        break;
      }
    }
  }
  return {};
}

}  // namespace

Status check_members(const RatchetTree& tree, std::span<const Extension> group_extensions) {
  const auto members = tree.members();
  for (auto member : members) {
    if (auto checked = check_leaf(*tree.leaf(member), group_extensions); !checked) return checked;
  }
  if (auto checked = check_credential_types(tree, members); !checked) return checked;
  return check_unique_keys(tree, members);
}

Status validate_parents(const RatchetTree& tree) {
  if (auto checked = check_unmerged_between(tree); !checked) return checked;
  return verify_parent_hashes(tree);
}

Status validate_tree(const RatchetTree& tree, const GroupContext& context, std::optional<Time> now) {
  if (tree.size() == TreeSize()) return fail(Errc::bad_tree, "empty");
  if (!equal(tree.tree_hash(), context.tree_hash)) return fail(Errc::bad_tree_hash, "of the whole tree");
  if (auto checked = check_members(tree, context.extensions); !checked) return checked;
  if (auto checked = validate_parents(tree); !checked) return checked;
  for (auto member : tree.members()) {
    const auto& leaf = *tree.leaf(member);
    if (auto checked = check_lifetime(leaf, now); !checked) return checked;
    if (auto checked = verify_leaf_signature(leaf, {context.group_id, member}); !checked) return checked;
  }
  return {};
}

}  // namespace kring::mls
