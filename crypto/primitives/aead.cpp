#include "crypto/primitives/aead.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/primitives/detail/data_of.hpp"

#include <sodium.h>

namespace kring::primitives {

static_assert(crypto_aead_chacha20poly1305_ietf_KEYBYTES == aead_key_bytes);
static_assert(crypto_aead_chacha20poly1305_ietf_NPUBBYTES == aead_nonce_bytes);
static_assert(crypto_aead_chacha20poly1305_ietf_ABYTES == aead_tag_bytes);

Bytes aead_seal(const Secret& key, const AeadNonce& nonce, ByteView additional, ByteView plaintext) {
  KRING_ASSERT(key.size() == aead_key_bytes);
  Bytes ciphertext(plaintext.size() + aead_tag_bytes);
  crypto_aead_chacha20poly1305_ietf_encrypt(ciphertext.data(), nullptr, detail::data_of(plaintext),
                                            plaintext.size(), detail::data_of(additional), additional.size(),
                                            nullptr, nonce.data(), key.expose().data());
  return ciphertext;
}

Result<SecretBytes> aead_open(const Secret& key, const AeadNonce& nonce, ByteView additional,
                              ByteView ciphertext) {
  KRING_ASSERT(key.size() == aead_key_bytes);
  if (ciphertext.size() < aead_tag_bytes) return fail(crypto::Errc::decryption_failed);
  SecretBytes plaintext(ciphertext.size() - aead_tag_bytes);
  const int opened = crypto_aead_chacha20poly1305_ietf_decrypt(
      plaintext.data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(), detail::data_of(additional),
      additional.size(), nonce.data(), key.expose().data());
  if (opened != 0) return fail(crypto::Errc::decryption_failed);
  return plaintext;
}

}  // namespace kring::primitives
