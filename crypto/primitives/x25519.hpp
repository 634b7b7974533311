#pragma once

#include "crypto/primitives/keys.hpp"

namespace kring::primitives {

/// The X25519 public key of a private key. Errors: `bad_key` (not 32 bytes).
[[nodiscard]] Result<HpkePublicKey> x25519_public_key(const Secret& private_key);
/// The shared point. Errors: `bad_key` (sizes, and keys whose result is all zero: RFC 7748, section 6.1).
[[nodiscard]] Result<Secret> x25519(const Secret& private_key, const HpkePublicKey& public_key);

}  // namespace kring::primitives
