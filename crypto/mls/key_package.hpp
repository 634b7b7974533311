#pragma once

#include "crypto/mls/leaf_node.hpp"

namespace kring::mls {

/// What others need to add a client to a group (RFC 9420, section 10). Key packages of foreign suites decode
/// too.
struct KeyPackage {
  ProtocolVersion version = ProtocolVersion::mls10;
  CipherSuite cipher_suite = our_suite;
  primitives::HpkePublicKey init_key;
  LeafNode leaf_node;
  Extensions extensions;
  Bytes signature;

  /// KeyPackageTBS.
  [[nodiscard]] Bytes to_be_signed() const;

  static Result<KeyPackage> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const KeyPackage&, const KeyPackage&) = default;
};

/// KeyPackageRef (section 5.2): the name by which a Welcome finds its reader.
[[nodiscard]] Hash key_package_ref(const KeyPackage& key_package);

}  // namespace kring::mls
