#include "crypto/primitives/signature.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/primitives/detail/data_of.hpp"

#include <sodium.h>

#include <utility>

namespace kring::primitives {

using crypto::Errc;

static_assert(crypto_sign_SEEDBYTES == key_bytes && crypto_sign_BYTES == signature_bytes);

Result<SignatureKeyPair> signature_key_pair(Secret seed) {
  if (seed.size() != key_bytes) return fail(Errc::bad_key, "signature seed");
  SignaturePublicKey public_key{Bytes(crypto_sign_PUBLICKEYBYTES)};
  auto expanded = Secret::of_size(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(public_key.bytes.data(), expanded.expose_mutable().data(), seed.expose().data());
  return SignatureKeyPair{std::move(public_key), std::move(seed)};
}

SignatureKeyPair generate_signature_key_pair(Random& random) {
  auto pair = signature_key_pair(random_secret(random, key_bytes));
  return std::move(*pair);  // A seed of the right size cannot fail.
}

Result<Bytes> sign(const Secret& private_key, ByteView message) {
  if (private_key.size() != key_bytes) return fail(Errc::bad_key, "sign");
  FixedBytes<crypto_sign_PUBLICKEYBYTES> public_key{};
  auto expanded = Secret::of_size(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(public_key.data(), expanded.expose_mutable().data(), private_key.expose().data());
  Bytes signature(signature_bytes);
  crypto_sign_detached(signature.data(), nullptr, detail::data_of(message), message.size(),
                       expanded.expose().data());
  return signature;
}

Status verify(const SignaturePublicKey& key, ByteView message, ByteView signature) {
  if (key.bytes.size() != crypto_sign_PUBLICKEYBYTES) return fail(Errc::bad_key, "verify");
  if (signature.size() != signature_bytes) return fail(Errc::bad_signature, "signature size");
  if (crypto_sign_verify_detached(signature.data(), detail::data_of(message), message.size(),
                                  key.bytes.data()) != 0)
    return fail(Errc::bad_signature);
  return {};
}

}  // namespace kring::primitives
