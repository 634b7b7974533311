#pragma once

#include "crypto/base/random.hpp"
#include "crypto/mls/commit.hpp"
#include "crypto/mls/private_tree.hpp"
#include "crypto/mls/ratchet_tree.hpp"

#include <span>
#include <vector>

namespace kring::mls {

/// The secret from which a node of a new path and everything above it follow.
struct NodeSecret {
  NodeIndex node;
  Secret path_secret;
};

/// A path with fresh keys for one's own leaf, not yet encrypted to anyone.
struct NewPath {
  /// The tree with the path in it: its hash belongs into the provisional GroupContext.
  RatchetTree tree;
  PrivateTree keys;
  /// One for each step of the filtered direct path, from the leaf up.
  std::vector<NodeSecret> secrets;
  Secret commit_secret;

  /// What a new member is told in its Welcome: the secret of the lowest node above both its leaf and ours.
  [[nodiscard]] const Secret& secret_for(LeafIndex new_member) const;
};

/// Who signs a new leaf, and in which group.
struct PathAuthor {
  LeafIndex leaf;
  ByteView group_id;
  const Secret& signature_key;
};

/// What a path's encryption is bound to.
struct PathBinding {
  /// The encoded provisional GroupContext: the new epoch, tree hash and extensions, the old transcript hash.
  ByteView group_context;
  /// The leaves added by the same commit, in increasing order: the path is not encrypted to them.
  std::span<const LeafIndex> new_leaves;
};

/// Gives `author.leaf` of `tree` fresh keys up to the root (RFC 9420, sections 7.4 and 7.5). `leaf` says what
/// the member keeps (credential, capabilities, extensions); its keys, source, parent hash and signature are
/// made here. Errors: `bad_key` (the signature key).
[[nodiscard]] Result<NewPath> prepare_path(RatchetTree tree, LeafNode leaf, const PathAuthor& author,
                                           Random& random);

/// Encrypts a new path to all members but the new ones (RFC 9420, section 7.6).
/// Errors: `bad_key` (a member's public key cannot be used).
[[nodiscard]] Result<UpdatePath> encrypt_path(const NewPath& path, const PathBinding& binding,
                                              Random& random);

/// Puts a received path into the tree, after checking that it has one key for each step, one ciphertext for
/// each node of each resolution, and the parent hash that its leaf must carry. The leaf's signature is
/// checked elsewhere. Errors, with the tree unchanged: `bad_path`, `bad_parent_hash`.
[[nodiscard]] Status merge_path(RatchetTree& tree, LeafIndex sender, const UpdatePath& path,
                                std::span<const LeafIndex> new_leaves);

/// What a member gets out of another member's path.
struct OpenedPath {
  PrivateTree keys;
  Secret commit_secret;
};
/// Decrypts a received path that was merged into `tree`. Errors: `decryption_failed`, `bad_path` (not meant
/// for us, or its secrets do not give its public keys).
[[nodiscard]] Result<OpenedPath> open_path(const PrivateTree& keys, const RatchetTree& tree, LeafIndex sender,
                                           const UpdatePath& path, const PathBinding& binding);

}  // namespace kring::mls
