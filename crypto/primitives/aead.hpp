#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"

namespace kring::primitives {

inline constexpr std::size_t aead_key_bytes = 32;
inline constexpr std::size_t aead_nonce_bytes = 12;
inline constexpr std::size_t aead_tag_bytes = 16;
using AeadNonce = FixedBytes<aead_nonce_bytes>;

/// ChaCha20-Poly1305 (RFC 8439); the tag stands at the end. `key` has 32 bytes, and a pair of key and nonce
/// is used once.
[[nodiscard]] Bytes aead_seal(const Secret& key, const AeadNonce& nonce, ByteView additional,
                              ByteView plaintext);
/// Errors: `decryption_failed`.
[[nodiscard]] Result<SecretBytes> aead_open(const Secret& key, const AeadNonce& nonce, ByteView additional,
                                            ByteView ciphertext);

}  // namespace kring::primitives
