#pragma once

#include "crypto/base/time.hpp"
#include "crypto/mls/credential.hpp"
#include "crypto/mls/extension.hpp"
#include "crypto/primitives/keys.hpp"

#include <optional>
#include <variant>
#include <vector>

namespace kring::mls {

/// What a client can do (RFC 9420, section 7.2); GREASE and unknown numbers are kept.
struct Capabilities {
  std::vector<ProtocolVersion> versions;
  std::vector<CipherSuite> cipher_suites;
  std::vector<ExtensionType> extensions;
  std::vector<ProposalType> proposals;
  std::vector<CredentialType> credentials;

  static Result<Capabilities> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Capabilities&, const Capabilities&) = default;
};

/// When a key package may be used: seconds since 1970, both ends included.
struct Lifetime {
  std::uint64_t not_before_s = 0;
  std::uint64_t not_after_s = 0;

  /// From `not_before`, rounded down, to `not_after`, rounded down.
  [[nodiscard]] static Lifetime between(Time not_before, Time not_after);
  [[nodiscard]] bool contains(Time time) const;

  static Result<Lifetime> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Lifetime&, const Lifetime&) = default;
};

/// Where a leaf came from, with what it then carries: a key package, an Update or a commit's path. On the
/// wire the alternatives are numbered from 1 in this order.
struct UpdateLeaf {
  friend bool operator==(const UpdateLeaf&, const UpdateLeaf&) = default;
};
struct CommitLeaf {
  Bytes parent_hash;
  friend bool operator==(const CommitLeaf&, const CommitLeaf&) = default;
};
using LeafNodeSource = std::variant<Lifetime, UpdateLeaf, CommitLeaf>;

/// Where a leaf stands, which its signature covers unless it is in a key package.
struct LeafPosition {
  ByteView group_id;
  LeafIndex leaf;
};

/// One member's keys and description (section 7.2).
struct LeafNode {
  primitives::HpkePublicKey encryption_key;
  primitives::SignaturePublicKey signature_key;
  Credential credential;
  Capabilities capabilities;
  LeafNodeSource source;
  Extensions extensions;
  Bytes signature;

  /// LeafNodeTBS: what `signature` is over. `position` is not looked at for a leaf of a key package.
  [[nodiscard]] Bytes to_be_signed(const LeafPosition& position) const;

  static Result<LeafNode> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const LeafNode&, const LeafNode&) = default;
};

}  // namespace kring::mls
