#pragma once

#include "crypto/mls/proposal.hpp"
#include "crypto/primitives/hpke.hpp"

#include <optional>
#include <variant>
#include <vector>

namespace kring::mls {

/// One node of a path: its new key, and its secret for each node of the copath child's resolution.
struct UpdatePathNode {
  primitives::HpkePublicKey encryption_key;
  std::vector<primitives::HpkeCiphertext> encrypted_path_secret;

  static Result<UpdatePathNode> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const UpdatePathNode&, const UpdatePathNode&) = default;
};

/// New keys from a leaf up its filtered direct path (RFC 9420, section 7.6).
struct UpdatePath {
  LeafNode leaf_node;
  std::vector<UpdatePathNode> nodes;

  static Result<UpdatePath> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const UpdatePath&, const UpdatePath&) = default;
};

/// The hash that names a proposal sent before (section 5.2).
struct ProposalRef {
  Bytes hash;
  friend auto operator<=>(const ProposalRef&, const ProposalRef&) = default;
};

/// A proposal in a commit, by value (type 1) or by reference (type 2).
struct ProposalOrRef {
  std::variant<Proposal, ProposalRef> content;

  static Result<ProposalOrRef> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ProposalOrRef&, const ProposalOrRef&) = default;
};

/// What starts a new epoch (section 12.4).
struct Commit {
  std::vector<ProposalOrRef> proposals;
  std::optional<UpdatePath> path;

  static Result<Commit> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Commit&, const Commit&) = default;
};

}  // namespace kring::mls
