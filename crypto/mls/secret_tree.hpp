#pragma once

#include "crypto/base/secret.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/mls/tree_math.hpp"
#include "crypto/primitives/aead.hpp"

#include <map>
#include <optional>
#include <vector>

namespace kring::mls {

/// How far one message may move a sender's ratchet: a peer picks the number, and each step costs three
/// derivations.
inline constexpr std::uint32_t generation_skip_max = 1024;
/// Keys kept for one sender's messages that may still come; beyond it the oldest go.
inline constexpr std::size_t skipped_keys_max = 256;

/// Each member has two ratchets (RFC 9420, section 9.1).
enum class RatchetKind : std::uint8_t { handshake, application };

/// Key and nonce of one message. The nonce is secret until the reuse guard is mixed in.
struct MessageKey {
  Secret key;
  Secret nonce;
  [[nodiscard]] MessageKey clone() const { return {key.clone(), nonce.clone()}; }
};

/// One sender's chain of message keys, and the keys it was stepped past.
class HashRatchet {
 public:
  HashRatchet() = default;
  explicit HashRatchet(Secret secret) : secret_(std::move(secret)) {}

  /// The generation that comes next.
  [[nodiscard]] std::uint32_t generation() const { return generation_; }
  /// Takes the key of the next generation. Errors: `generation_too_far` (all 2^32 - 1 are used).
  [[nodiscard]] Result<MessageKey> next();
  /// Takes the key of a generation, out of those kept or by stepping forward. Errors, unchanged:
  /// `key_already_used`, `generation_too_far` (more than `generation_skip_max` steps).
  [[nodiscard]] Result<MessageKey> take(std::uint32_t generation);

  [[nodiscard]] HashRatchet clone() const;
  void write(codec::SecretWriter& out) const;
  static Result<HashRatchet> read(codec::Reader& in);

 private:
  /// The key of this generation; the ratchet moves on.
  [[nodiscard]] MessageKey step();

  Secret secret_;
  std::uint32_t generation_ = 0;
  std::map<std::uint32_t, MessageKey> skipped_;
};

/// All message keys of an epoch, derived when they are needed and deleted when they are used (section 9).
///
/// A secret lives here only while something underived hangs below it: opening a leaf deletes every secret on
/// the way to it and keeps those beside the way.
class SecretTree {
 public:
  /// For a tree of `size`, which is not empty.
  SecretTree(Secret encryption_secret, TreeSize size);

  /// A key to send with.
  struct Sending {
    std::uint32_t generation;
    MessageKey key;
  };
  /// Takes the sender's next key. Errors: `generation_too_far`.
  [[nodiscard]] Result<Sending> next(LeafIndex sender, RatchetKind kind);

  /// Which key a message says it was sealed with.
  struct KeyName {
    LeafIndex sender;
    RatchetKind kind;
    std::uint32_t generation;
  };
  /// A key that was looked up and is not yet used up: a message that does not open must leave no trace.
  struct Lookup {
    MessageKey key;
    LeafIndex sender;
    RatchetKind kind;
    /// The sender's ratchet with that key taken out.
    HashRatchet ratchet;
  };
  /// Errors: `unknown_sender` (outside the tree), `key_already_used`, `generation_too_far`.
  [[nodiscard]] Result<Lookup> find(const KeyName& name) const;
  /// Deletes what `find` looked up.
  void consume(Lookup lookup);

  [[nodiscard]] SecretTree clone() const;
  void write(codec::SecretWriter& out) const;
  /// Errors: those of `Reader`, `bad_value` (nodes outside the tree or out of order).
  static Result<SecretTree> read(codec::Reader& in);

 private:
  struct LeafRatchets {
    HashRatchet handshake;
    HashRatchet application;
    [[nodiscard]] HashRatchet& of(RatchetKind kind);
    [[nodiscard]] const HashRatchet& of(RatchetKind kind) const;
  };
  /// A leaf's ratchets as they start, with the nodes that opening it derives and the one it deletes.
  struct Opening {
    LeafRatchets ratchets;
    std::vector<std::pair<NodeIndex, Secret>> beside;
    NodeIndex from{};
  };

  explicit SecretTree(TreeSize size) : size_(size) {}
  /// Nothing if the leaf's secrets are gone, which only a damaged snapshot can bring about.
  [[nodiscard]] std::optional<Opening> derive(LeafIndex leaf) const;
  /// The leaf's ratchets, derived now if they were not; null as for `derive`.
  [[nodiscard]] LeafRatchets* open(LeafIndex leaf);

  TreeSize size_;
  std::map<NodeIndex, Secret> nodes_;
  std::map<LeafIndex, LeafRatchets> ratchets_;
};

}  // namespace kring::mls
