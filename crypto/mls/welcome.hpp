#pragma once

#include "crypto/base/secret.hpp"
#include "crypto/mls/pre_shared_key.hpp"
#include "crypto/primitives/hpke.hpp"

#include <optional>
#include <vector>

namespace kring::mls {

/// What one newcomer is told in secret (RFC 9420, section 12.4.3.1).
struct GroupSecrets {
  Secret joiner_secret;
  std::optional<Secret> path_secret;
  std::vector<PreSharedKeyId> psks;

  static Result<GroupSecrets> read(codec::Reader& in);
  void write(codec::SecretWriter& out) const;
  /// As an MLS structure, which is key material.
  [[nodiscard]] Secret encode() const;
};

/// The GroupSecrets for the key package that `new_member` names.
struct EncryptedGroupSecrets {
  Bytes new_member;
  primitives::HpkeCiphertext encrypted_group_secrets;

  static Result<EncryptedGroupSecrets> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const EncryptedGroupSecrets&, const EncryptedGroupSecrets&) = default;
};

/// Lets those added by one commit in; of any suite.
struct Welcome {
  CipherSuite cipher_suite = our_suite;
  std::vector<EncryptedGroupSecrets> secrets;
  Bytes encrypted_group_info;

  static Result<Welcome> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Welcome&, const Welcome&) = default;
};

}  // namespace kring::mls
