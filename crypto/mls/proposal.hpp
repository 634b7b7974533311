#pragma once

#include "crypto/mls/key_package.hpp"
#include "crypto/mls/pre_shared_key.hpp"

#include <variant>

namespace kring::mls {

// The proposals of RFC 9420, section 12.1.

struct Add {
  KeyPackage key_package;

  static Result<Add> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Add&, const Add&) = default;
};

struct Update {
  LeafNode leaf_node;

  static Result<Update> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Update&, const Update&) = default;
};

struct Remove {
  LeafIndex removed{};

  static Result<Remove> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Remove&, const Remove&) = default;
};

struct PreSharedKey {
  PreSharedKeyId psk;

  static Result<PreSharedKey> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const PreSharedKey&, const PreSharedKey&) = default;
};

struct ReInit {
  Bytes group_id;
  ProtocolVersion version{};
  CipherSuite cipher_suite{};
  Extensions extensions;

  static Result<ReInit> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ReInit&, const ReInit&) = default;
};

struct ExternalInit {
  Bytes kem_output;

  static Result<ExternalInit> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ExternalInit&, const ExternalInit&) = default;
};

struct GroupContextExtensions {
  Extensions extensions;

  static Result<GroupContextExtensions> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const GroupContextExtensions&, const GroupContextExtensions&) = default;
};

/// A change to the group. The types are numbered from 1 in this order; a type without a name cannot be read,
/// as nothing says where it ends: `unknown_proposal`.
struct Proposal {
  std::variant<Add, Update, Remove, PreSharedKey, ReInit, ExternalInit, GroupContextExtensions> content;

  [[nodiscard]] ProposalType type() const { return static_cast<ProposalType>(content.index() + 1); }

  static Result<Proposal> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

}  // namespace kring::mls
