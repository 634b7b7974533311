#include "crypto/mls/ratchet_tree.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>

namespace kring::mls {

using codec::Reader;
using codec::Writer;
using crypto::Errc;

namespace {

enum class NodeType : std::uint8_t { leaf = 1, parent = 2 };

void write_type(Writer& out, NodeType type) {
  out.u8(static_cast<std::uint8_t>(type));
}

Hash hash_leaf(LeafIndex leaf, const LeafNode* content) {
  Writer out;
  write_type(out, NodeType::leaf);
  out.u32(number_of(leaf));
  out.u8(content == nullptr ? 0 : 1);
  if (content != nullptr) content->write(out);
  return primitives::sha256(out.view());
}

Hash hash_parent(const ParentNode* content, const Hash& left, const Hash& right) {
  Writer out;
  write_type(out, NodeType::parent);
  out.u8(content == nullptr ? 0 : 1);
  if (content != nullptr) content->write(out);
  out.opaque(left);
  out.opaque(right);
  return primitives::sha256(out.view());
}

/// Where `without`, in increasing order, has leaves below `node`.
std::span<const LeafIndex> those_below(NodeIndex node, std::span<const LeafIndex> without) {
  const auto range = leaves_below(node);
  const auto first = std::ranges::lower_bound(without, LeafIndex{range.first});
  const auto end = std::ranges::lower_bound(without, LeafIndex{range.end});
  return {first, end};
}

}  // namespace

RatchetTree::RatchetTree(LeafNode leaf) {
  resize(TreeSize::for_leaves(1));
  leaves_.front() = std::move(leaf);
}

Result<RatchetTree> RatchetTree::decode(ByteView bytes) {
  return codec::decode<RatchetTree>(bytes);
}

Result<RatchetTree> RatchetTree::read(Reader& in) {
  auto nodes = in.opaque(tree_bytes_max);
  if (!nodes) return fail(nodes.error());
  RatchetTree tree;
  std::uint32_t count = 0;
  bool ends_in_blank = true;
  for (Reader inner(*nodes); !inner.empty(); ++count) {
    if (count == 2 * tree_leaves_max - 1) return fail(Errc::too_long, "ratchet tree");
    auto node = inner.optional<Node>(Node::read);
    if (!node) return fail(node.error());
    ends_in_blank = !node->has_value();
    if (auto done = tree.append(count, std::move(*node)); !done) return fail(done.error());
  }
  if (ends_in_blank) return fail(Errc::bad_tree, "ends in a blank node");
  tree.resize(TreeSize::for_nodes(count));
  if (auto checked = tree.check_unmerged_leaves(); !checked) return fail(checked.error());
  return tree;
}

Status RatchetTree::append(std::uint32_t place, std::optional<Node> node) {
  if (is_leaf(NodeIndex{place})) {
    auto* leaf = node ? std::get_if<LeafNode>(&node->content) : nullptr;
    if (node && leaf == nullptr) return fail(Errc::bad_tree, "a parent in a leaf's place");
    leaf == nullptr ? leaves_.emplace_back() : leaves_.emplace_back(std::move(*leaf));
  } else {
    auto* parent = node ? std::get_if<ParentNode>(&node->content) : nullptr;
    if (node && parent == nullptr) return fail(Errc::bad_tree, "a leaf in a parent's place");
    parent == nullptr ? parents_.emplace_back() : parents_.emplace_back(std::move(*parent));
  }
  return {};
}

Status RatchetTree::check_unmerged_leaves() const {
  for (std::uint32_t n = 1; n < size().nodes(); n += 2) {
    const auto* content = parent(NodeIndex{n});
    if (content == nullptr) continue;
    const auto& unmerged = content->unmerged_leaves;
    if (std::ranges::adjacent_find(unmerged, std::ranges::greater_equal()) != unmerged.end()) {
      return fail(Errc::bad_tree, "unmerged leaves out of order");
    }
    const auto range = leaves_below(NodeIndex{n});
    for (auto it : unmerged) {
      if (number_of(it) < range.first || number_of(it) >= range.end || leaf(it) == nullptr) {
        return fail(Errc::bad_tree, "an unmerged leaf is no member below");
      }
    }
  }
  return {};
}

Bytes RatchetTree::encode() const {
  auto count = size().nodes();
  while (count > 0 && is_blank(NodeIndex{count - 1})) --count;
  Writer out;
  out.nested([&](Writer& inner) {
    for (std::uint32_t n = 0; n < count; ++n) {
      const NodeIndex node{n};
      inner.u8(is_blank(node) ? 0 : 1);
      if (is_blank(node)) continue;
      write_type(inner, is_leaf(node) ? NodeType::leaf : NodeType::parent);
      is_leaf(node) ? leaf(leaf_of(node))->write(inner) : parent(node)->write(inner);
    }
  });
  return out.take();
}

TreeSize RatchetTree::size() const {
  return TreeSize::for_leaves(static_cast<std::uint32_t>(leaves_.size()));
}

const LeafNode* RatchetTree::leaf(LeafIndex leaf) const {
  if (!size().contains(leaf)) return nullptr;
  const auto& slot = leaves_[number_of(leaf)];
  return slot ? &*slot : nullptr;
}

const ParentNode* RatchetTree::parent(NodeIndex node) const {
  KRING_ASSERT(!is_leaf(node) && size().contains(node));
  const auto& slot = parents_[number_of(node) / 2];
  return slot ? &*slot : nullptr;
}

bool RatchetTree::is_blank(NodeIndex node) const {
  return is_leaf(node) ? leaf(leaf_of(node)) == nullptr : parent(node) == nullptr;
}

const primitives::HpkePublicKey& RatchetTree::encryption_key(NodeIndex node) const {
  KRING_ASSERT(!is_blank(node));
  return is_leaf(node) ? leaf(leaf_of(node))->encryption_key : parent(node)->encryption_key;
}

std::vector<LeafIndex> RatchetTree::members() const {
  std::vector<LeafIndex> members;
  for (std::uint32_t i = 0; i < leaves_.size(); ++i) {
    if (leaves_[i]) members.push_back(LeafIndex{i});
  }
  return members;
}

std::optional<LeafIndex> RatchetTree::find_signature_key(const primitives::SignaturePublicKey& key) const {
  for (std::uint32_t i = 0; i < leaves_.size(); ++i) {
    if (leaves_[i] && leaves_[i]->signature_key == key) return LeafIndex{i};
  }
  return std::nullopt;
}

Result<LeafIndex> RatchetTree::add(LeafNode leaf) {
  const auto blank = std::ranges::find_if(leaves_.begin() + static_cast<std::ptrdiff_t>(first_maybe_blank_),
                                          leaves_.end(), [](const auto& slot) { return !slot.has_value(); });
  const LeafIndex place{static_cast<std::uint32_t>(blank - leaves_.begin())};
  if (number_of(place) == tree_leaves_max) return fail(Errc::too_long, "members");
  if (!size().contains(place)) resize(size().doubled());
  leaves_[number_of(place)] = std::move(leaf);
  first_maybe_blank_ = number_of(place) + 1;
  touch(node_of(place));
  for (auto node : direct_path(place, size())) {
    auto& above = parent_slot(node);
    if (!above) continue;
    above->unmerged_leaves.insert(std::ranges::upper_bound(above->unmerged_leaves, place), place);
  }
  return place;
}

void RatchetTree::update(LeafIndex member, LeafNode leaf) {
  KRING_ASSERT(this->leaf(member) != nullptr);
  leaves_[number_of(member)] = std::move(leaf);
  blank_path(member);
}

void RatchetTree::remove(LeafIndex member) {
  KRING_ASSERT(leaf(member) != nullptr);
  leaves_[number_of(member)].reset();
  first_maybe_blank_ = std::min(first_maybe_blank_, number_of(member));
  blank_path(member);
  truncate();
}

void RatchetTree::replace_path(LeafIndex member, LeafNode leaf, std::vector<ParentNode> nodes) {
  const auto path = filtered_direct_path(member);
  KRING_ASSERT(path.size() == nodes.size());
  leaves_[number_of(member)] = std::move(leaf);
  blank_path(member);
  for (std::size_t i = 0; i < path.size(); ++i) parent_slot(path[i].node) = std::move(nodes[i]);
}

std::vector<NodeIndex> RatchetTree::resolution(NodeIndex node) const {
  std::vector<NodeIndex> nodes;
  collect_resolution(node, nodes);
  return nodes;
}

void RatchetTree::collect_resolution(NodeIndex node, std::vector<NodeIndex>& into) const {
  if (!is_blank(node)) {
    into.push_back(node);
    if (is_leaf(node)) return;
    for (auto leaf : parent(node)->unmerged_leaves) into.push_back(node_of(leaf));
    return;
  }
  if (is_leaf(node)) return;
  collect_resolution(left_of(node), into);
  collect_resolution(right_of(node), into);
}

bool RatchetTree::has_members_below(NodeIndex node) const {
  if (!is_blank(node)) return true;
  return !is_leaf(node) && (has_members_below(left_of(node)) || has_members_below(right_of(node)));
}

std::vector<PathStep> RatchetTree::filtered_direct_path(LeafIndex leaf) const {
  std::vector<PathStep> path;
  auto below = node_of(leaf);
  for (auto node : direct_path(leaf, size())) {
    const auto copath_child = sibling_of(below, size());
    if (has_members_below(copath_child)) path.push_back({node, copath_child});
    below = node;
  }
  return path;
}

Hash RatchetTree::tree_hash() const {
  return tree_hash(size().root());
}

Hash RatchetTree::tree_hash(NodeIndex node) const {
  auto& known = hashes_[number_of(node)];
  if (!known) {
    known = is_leaf(node) ? hash_leaf(leaf_of(node), leaf(leaf_of(node)))
                          : hash_parent(parent(node), tree_hash(left_of(node)), tree_hash(right_of(node)));
  }
  return *known;
}

Hash RatchetTree::tree_hash_without(NodeIndex node, std::span<const LeafIndex> without) const {
  without = those_below(node, without);
  if (without.empty()) return tree_hash(node);
  if (is_leaf(node)) return hash_leaf(leaf_of(node), nullptr);
  const auto left = tree_hash_without(left_of(node), without);
  const auto right = tree_hash_without(right_of(node), without);
  const auto* content = parent(node);
  if (content == nullptr) return hash_parent(nullptr, left, right);
  auto reduced = *content;
  std::erase_if(reduced.unmerged_leaves,
                [&](LeafIndex leaf) { return std::ranges::binary_search(without, leaf); });
  return hash_parent(&reduced, left, right);
}

std::optional<ParentNode>& RatchetTree::parent_slot(NodeIndex node) {
  KRING_ASSERT(!is_leaf(node));
  return parents_[number_of(node) / 2];
}

void RatchetTree::resize(TreeSize size) {
  leaves_.resize(size.leaves());
  parents_.resize(size.leaves() - 1);
  hashes_.resize(size.nodes());
  first_maybe_blank_ = std::min(first_maybe_blank_, size.leaves());
}

void RatchetTree::truncate() {
  while (size().leaves() > 1) {
    const auto half = leaves_.begin() + static_cast<std::ptrdiff_t>(size().halved().leaves());
    if (std::any_of(half, leaves_.end(), [](const auto& slot) { return slot.has_value(); })) return;
    resize(size().halved());
  }
}

void RatchetTree::blank_path(LeafIndex leaf) {
  for (auto node : direct_path(leaf, size())) parent_slot(node).reset();
  touch(node_of(leaf));
}

void RatchetTree::touch(NodeIndex node) {
  hashes_[number_of(node)].reset();
  while (node != size().root()) {
    node = parent_of(node, size());
    hashes_[number_of(node)].reset();
  }
}

}  // namespace kring::mls
