#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/mls/node.hpp"
#include "crypto/mls/tree_math.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kring::mls {

/// The longest `ratchet_tree` that is read: 2,000 devices need about one MiB.
inline constexpr std::size_t tree_bytes_max = std::size_t{16} << 20U;

/// A node of a filtered direct path, with its child on the copath (RFC 9420, section 4.1.2).
struct PathStep {
  NodeIndex node;
  NodeIndex copath_child;

  friend bool operator==(const PathStep&, const PathStep&) = default;
};

/// A group's ratchet tree (RFC 9420, sections 4 and 7): always full, its size a power of two.
///
/// Only its shape is kept right here; whether its content may be believed is said by `validate_tree`. Unknown
/// values in leaves are kept, so that it encodes to the bytes that it was decoded from. Tree hashes are kept
/// until the nodes below them change.
class RatchetTree {
 public:
  /// An empty tree.
  RatchetTree() = default;
  /// A tree of one leaf.
  explicit RatchetTree(LeafNode leaf);

  /// The content of a `ratchet_tree` extension (RFC 9420, section 12.4.3.3), nothing after it.
  /// Errors: those of `Reader`, `too_long` (more than `tree_leaves_max` leaves), `bad_tree` (empty, ending
  /// in a blank node, a leaf where a parent belongs or the other way round, unmerged leaves that are out of
  /// order or no members below their parent).
  [[nodiscard]] static Result<RatchetTree> decode(ByteView bytes);
  /// The same as part of a larger structure.
  [[nodiscard]] static Result<RatchetTree> read(codec::Reader& in);
  [[nodiscard]] Bytes encode() const;

  [[nodiscard]] TreeSize size() const;
  /// The leaf's content, borrowed until the tree changes; null if blank or outside the tree.
  [[nodiscard]] const LeafNode* leaf(LeafIndex leaf) const;
  /// The parent's content, borrowed until the tree changes; null if blank. `node` is no leaf.
  [[nodiscard]] const ParentNode* parent(NodeIndex node) const;
  [[nodiscard]] bool is_blank(NodeIndex node) const;
  /// The public key of a node that is not blank, borrowed until the tree changes.
  [[nodiscard]] const primitives::HpkePublicKey& encryption_key(NodeIndex node) const;
  /// The leaves that are not blank, from left to right.
  [[nodiscard]] std::vector<LeafIndex> members() const;
  [[nodiscard]] std::optional<LeafIndex> find_signature_key(const primitives::SignaturePublicKey& key) const;

  /// Puts a new member into the leftmost blank leaf, extending the tree if there is none, and lists it as
  /// unmerged in every populated parent above. Errors: `too_long` (the tree has `tree_leaves_max` members).
  [[nodiscard]] Result<LeafIndex> add(LeafNode leaf);
  /// Replaces a member's leaf and blanks the path above it.
  void update(LeafIndex member, LeafNode leaf);
  /// Blanks a member's leaf and the path above it, and truncates the tree.
  void remove(LeafIndex member);
  /// Replaces a member's leaf and its direct path: `nodes` belong to `filtered_direct_path(member)`, in its
  /// order; all other nodes of the direct path become blank.
  void replace_path(LeafIndex member, LeafNode leaf, std::vector<ParentNode> nodes);

  /// The nodes whose keys together reach all members below `node` (RFC 9420, section 4.1.1).
  [[nodiscard]] std::vector<NodeIndex> resolution(NodeIndex node) const;
  /// The direct path without those nodes whose child on the copath has an empty resolution, from the leaf up.
  [[nodiscard]] std::vector<PathStep> filtered_direct_path(LeafIndex leaf) const;

  /// The root's tree hash of a tree that is not empty (RFC 9420, section 7.8).
  [[nodiscard]] Hash tree_hash() const;
  [[nodiscard]] Hash tree_hash(NodeIndex node) const;
  /// The hash that `node` would have without these leaves and without their mention in unmerged leaves.
  /// `without` is in increasing order.
  [[nodiscard]] Hash tree_hash_without(NodeIndex node, std::span<const LeafIndex> without) const;

  friend bool operator==(const RatchetTree& a, const RatchetTree& b) {
    return a.leaves_ == b.leaves_ && a.parents_ == b.parents_;
  }

 private:
  /// Appends the node at this place of the array, or a blank one. Errors: `bad_tree`.
  [[nodiscard]] Status append(std::uint32_t place, std::optional<Node> node);
  /// Whether the unmerged leaves of every parent are members below it, in order. Errors: `bad_tree`.
  [[nodiscard]] Status check_unmerged_leaves() const;
  [[nodiscard]] std::optional<ParentNode>& parent_slot(NodeIndex node);
  void resize(TreeSize size);
  void truncate();
  void blank_path(LeafIndex leaf);
  /// Forgets the hashes that cover a leaf or a parent.
  void touch(NodeIndex node);
  void collect_resolution(NodeIndex node, std::vector<NodeIndex>& into) const;
  [[nodiscard]] bool has_members_below(NodeIndex node) const;

  std::vector<std::optional<LeafNode>> leaves_;
  /// The parent at node 2i + 1 is element i.
  std::vector<std::optional<ParentNode>> parents_;
  /// Tree hashes by node, where known.
  mutable std::vector<std::optional<Hash>> hashes_;
  /// No leaf before this one is blank.
  std::uint32_t first_maybe_blank_ = 0;
};

}  // namespace kring::mls
