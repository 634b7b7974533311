#include "crypto/mls/secret_tree.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/primitives/hash.hpp"

#include <limits>
#include <string_view>
#include <utility>

namespace kring::mls {

using crypto::Errc;
using primitives::hash_bytes;

namespace {

/// DeriveTreeSecret.
Secret derive_tree_secret(const Secret& secret, std::string_view label, std::uint32_t generation,
                          std::size_t length) {
  codec::Writer context;
  context.u32(generation);
  return labels::expand(secret, label, context.view(), length);
}

Result<Secret> read_hash_secret(codec::Reader& in) {
  auto bytes = in.opaque(hash_bytes);
  if (!bytes) return fail(bytes.error());
  return Secret::copy_of(*bytes);
}

/// A count in a snapshot, which the snapshot's own size bounds. Errors: `truncated`.
Result<std::uint32_t> read_count(codec::Reader& in) {
  auto count = in.u32();
  if (!count) return fail(count.error());
  if (*count > in.rest().size()) return fail(Errc::truncated, "count");
  return *count;
}

}  // namespace

MessageKey HashRatchet::step() {
  MessageKey key{derive_tree_secret(secret_, "key", generation_, primitives::aead_key_bytes),
                 derive_tree_secret(secret_, "nonce", generation_, primitives::aead_nonce_bytes)};
  secret_ = derive_tree_secret(secret_, "secret", generation_, hash_bytes);
  ++generation_;
  return key;
}

Result<MessageKey> HashRatchet::next() {
  if (generation_ == std::numeric_limits<std::uint32_t>::max())
    return fail(Errc::generation_too_far, "ratchet at its end");
  return step();
}

Result<MessageKey> HashRatchet::take(std::uint32_t generation) {
  if (generation < generation_) {
    auto kept = skipped_.extract(generation);
    if (kept.empty()) return fail(Errc::key_already_used);
    return std::move(kept.mapped());
  }
  if (generation - generation_ > generation_skip_max ||
      generation == std::numeric_limits<std::uint32_t>::max())
    return fail(Errc::generation_too_far);
  while (generation_ < generation) {
    const auto passed = generation_;
    skipped_.insert_or_assign(passed, step());
    if (skipped_.size() > skipped_keys_max) skipped_.erase(skipped_.begin());
  }
  return step();
}

HashRatchet HashRatchet::clone() const {
  HashRatchet copy(secret_.clone());
  copy.generation_ = generation_;
  for (const auto& [generation, key] : skipped_) copy.skipped_.emplace(generation, key.clone());
  return copy;
}

void HashRatchet::write(codec::SecretWriter& out) const {
  out.opaque(secret_.expose());
  out.u32(generation_);
  out.u32(static_cast<std::uint32_t>(skipped_.size()));
  for (const auto& [generation, key] : skipped_) {
    out.u32(generation);
    out.opaque(key.key.expose());
    out.opaque(key.nonce.expose());
  }
}

Result<HashRatchet> HashRatchet::read(codec::Reader& in) {
  auto secret = read_hash_secret(in);
  if (!secret) return fail(secret.error());
  HashRatchet ratchet(std::move(*secret));
  auto generation = in.u32();
  if (!generation) return fail(generation.error());
  ratchet.generation_ = *generation;
  auto count = read_count(in);
  if (!count) return fail(count.error());
  for (std::uint32_t i = 0; i < *count; ++i) {
    auto skipped = in.u32();
    if (!skipped) return fail(skipped.error());
    auto key = read_hash_secret(in);
    if (!key) return fail(key.error());
    auto nonce = read_hash_secret(in);
    if (!nonce) return fail(nonce.error());
    if (key->size() != primitives::aead_key_bytes || nonce->size() != primitives::aead_nonce_bytes)
      return fail(Errc::bad_value, "message key");
    ratchet.skipped_.insert_or_assign(*skipped, MessageKey{std::move(*key), std::move(*nonce)});
  }
  return ratchet;
}

HashRatchet& SecretTree::LeafRatchets::of(RatchetKind kind) {
  return kind == RatchetKind::handshake ? handshake : application;
}

const HashRatchet& SecretTree::LeafRatchets::of(RatchetKind kind) const {
  return kind == RatchetKind::handshake ? handshake : application;
}

SecretTree::SecretTree(Secret encryption_secret, TreeSize size) : size_(size) {
  nodes_.emplace(size.root(), std::move(encryption_secret));
}

std::optional<SecretTree::Opening> SecretTree::derive(LeafIndex leaf) const {
  auto from = node_of(leaf);
  while (!nodes_.contains(from)) {
    if (from == size_.root()) return std::nullopt;
    from = parent_of(from, size_);
  }
  Opening opening;
  opening.from = from;
  auto secret = nodes_.at(from).clone();
  for (auto node = from; !is_leaf(node);) {
    auto left = labels::expand(secret, "tree", view_bytes("left"), hash_bytes);
    auto right = labels::expand(secret, "tree", view_bytes("right"), hash_bytes);
    const bool goes_left = is_in_subtree(node_of(leaf), left_of(node));
    opening.beside.emplace_back(goes_left ? right_of(node) : left_of(node),
                                std::move(goes_left ? right : left));
    secret = std::move(goes_left ? left : right);
    node = goes_left ? left_of(node) : right_of(node);
  }
  opening.ratchets = {.handshake = HashRatchet(labels::derive(secret, "handshake")),
                      .application = HashRatchet(labels::derive(secret, "application"))};
  return opening;
}

SecretTree::LeafRatchets* SecretTree::open(LeafIndex leaf) {
  if (const auto known = ratchets_.find(leaf); known != ratchets_.end()) return &known->second;
  auto opening = derive(leaf);
  if (!opening) return nullptr;
  nodes_.erase(opening->from);
  for (auto& [node, secret] : opening->beside) nodes_.emplace(node, std::move(secret));
  return &ratchets_.emplace(leaf, std::move(opening->ratchets)).first->second;
}

Result<SecretTree::Sending> SecretTree::next(LeafIndex sender, RatchetKind kind) {
  KRING_ASSERT(size_.contains(sender));
  auto* ratchets = open(sender);
  if (ratchets == nullptr) return fail(Errc::bad_snapshot, "secret tree");
  const auto generation = ratchets->of(kind).generation();
  auto key = ratchets->of(kind).next();
  if (!key) return fail(key.error());
  return Sending{generation, std::move(*key)};
}

Result<SecretTree::Lookup> SecretTree::find(const KeyName& name) const {
  if (!size_.contains(name.sender)) return fail(Errc::unknown_sender, "secret tree");
  std::optional<Opening> opening;
  const auto known = ratchets_.find(name.sender);
  if (known == ratchets_.end()) {
    opening = derive(name.sender);
    if (!opening) return fail(Errc::bad_snapshot, "secret tree");
  }
  const auto& ratchets = opening ? opening->ratchets : known->second;
  auto ratchet = ratchets.of(name.kind).clone();
  auto key = ratchet.take(name.generation);
  if (!key) return fail(key.error());
  return Lookup{std::move(*key), name.sender, name.kind, std::move(ratchet)};
}

void SecretTree::consume(Lookup lookup) {
  auto* ratchets = open(lookup.sender);
  KRING_ASSERT(ratchets != nullptr);  // `find` has just derived from the same secrets.
  ratchets->of(lookup.kind) = std::move(lookup.ratchet);
}

SecretTree SecretTree::clone() const {
  SecretTree copy(size_);
  for (const auto& [node, secret] : nodes_) copy.nodes_.emplace(node, secret.clone());
  for (const auto& [leaf, ratchets] : ratchets_)
    copy.ratchets_.emplace(leaf, LeafRatchets{ratchets.handshake.clone(), ratchets.application.clone()});
  return copy;
}

void SecretTree::write(codec::SecretWriter& out) const {
  out.u32(size_.leaves());
  out.u32(static_cast<std::uint32_t>(nodes_.size()));
  for (const auto& [node, secret] : nodes_) {
    out.u32(number_of(node));
    out.opaque(secret.expose());
  }
  out.u32(static_cast<std::uint32_t>(ratchets_.size()));
  for (const auto& [leaf, ratchets] : ratchets_) {
    out.u32(number_of(leaf));
    ratchets.handshake.write(out);
    ratchets.application.write(out);
  }
}

Result<SecretTree> SecretTree::read(codec::Reader& in) {
  auto leaves = in.u32();
  if (!leaves) return fail(leaves.error());
  if (*leaves == 0 || *leaves > tree_leaves_max) return fail(Errc::bad_value, "secret tree size");
  SecretTree tree(TreeSize::for_leaves(*leaves));
  auto nodes = read_count(in);
  if (!nodes) return fail(nodes.error());
  for (std::uint32_t i = 0; i < *nodes; ++i) {
    auto node = in.u32();
    if (!node) return fail(node.error());
    if (!tree.size_.contains(NodeIndex{*node})) return fail(Errc::bad_value, "secret tree node");
    auto secret = read_hash_secret(in);
    if (!secret) return fail(secret.error());
    tree.nodes_.insert_or_assign(NodeIndex{*node}, std::move(*secret));
  }
  auto opened = read_count(in);
  if (!opened) return fail(opened.error());
  for (std::uint32_t i = 0; i < *opened; ++i) {
    auto leaf = in.u32();
    if (!leaf) return fail(leaf.error());
    if (!tree.size_.contains(LeafIndex{*leaf})) return fail(Errc::bad_value, "secret tree leaf");
    auto handshake = HashRatchet::read(in);
    if (!handshake) return fail(handshake.error());
    auto application = HashRatchet::read(in);
    if (!application) return fail(application.error());
    tree.ratchets_.insert_or_assign(LeafIndex{*leaf},
                                    LeafRatchets{std::move(*handshake), std::move(*application)});
  }
  return tree;
}

}  // namespace kring::mls
