#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"

#include <compare>

namespace kring::primitives {

/// An Ed25519 public key as it stands in messages. Any length decodes, as keys of other cipher suites must
/// survive unchanged; using one that is not 32 bytes is `bad_key`.
struct SignaturePublicKey {
  Bytes bytes;
  friend auto operator<=>(const SignaturePublicKey&, const SignaturePublicKey&) = default;
};

/// An X25519 public key, under the same rule.
struct HpkePublicKey {
  Bytes bytes;
  friend auto operator<=>(const HpkePublicKey&, const HpkePublicKey&) = default;
};

/// An Ed25519 key pair; the private key is the 32-byte seed.
struct SignatureKeyPair {
  SignaturePublicKey public_key;
  Secret private_key;
  [[nodiscard]] SignatureKeyPair clone() const { return {public_key, private_key.clone()}; }
};

/// An X25519 key pair for HPKE.
struct HpkeKeyPair {
  HpkePublicKey public_key;
  Secret private_key;
  [[nodiscard]] HpkeKeyPair clone() const { return {public_key, private_key.clone()}; }
};

/// Bytes of an Ed25519 seed, an X25519 private key and each public key.
inline constexpr std::size_t key_bytes = 32;
/// Bytes of an Ed25519 signature.
inline constexpr std::size_t signature_bytes = 64;

/// `size` random bytes as a secret.
[[nodiscard]] Secret random_secret(Random& random, std::size_t size);

}  // namespace kring::primitives
