#pragma once

#include "crypto/base/random.hpp"
#include "crypto/primitives/keys.hpp"

namespace kring::primitives {

/// The key pair of a 32-byte seed. Errors: `bad_key`.
[[nodiscard]] Result<SignatureKeyPair> signature_key_pair(Secret seed);
[[nodiscard]] SignatureKeyPair generate_signature_key_pair(Random& random);

/// Ed25519 over raw bytes: for `labels.hpp` and known-answer tests. Everything else signs with a label.
///
/// The public key is computed from the seed each time: a signature under a mismatched public key would give
/// the private key away. Errors: `bad_key`.
[[nodiscard]] Result<Bytes> sign(const Secret& private_key, ByteView message);
/// Errors: `bad_key`, `bad_signature`.
[[nodiscard]] Status verify(const SignaturePublicKey& key, ByteView message, ByteView signature);

}  // namespace kring::primitives
