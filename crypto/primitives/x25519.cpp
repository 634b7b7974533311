#include "crypto/primitives/x25519.hpp"

#include "crypto/base/errc.hpp"

#include <sodium.h>

#include <algorithm>

namespace kring::primitives {

using crypto::Errc;

static_assert(crypto_scalarmult_SCALARBYTES == key_bytes && crypto_scalarmult_BYTES == key_bytes);

Result<HpkePublicKey> x25519_public_key(const Secret& private_key) {
  if (private_key.size() != key_bytes) return fail(Errc::bad_key, "x25519");
  HpkePublicKey public_key{Bytes(key_bytes)};
  crypto_scalarmult_base(public_key.bytes.data(), private_key.expose().data());
  return public_key;
}

Result<Secret> x25519(const Secret& private_key, const HpkePublicKey& public_key) {
  if (private_key.size() != key_bytes || public_key.bytes.size() != key_bytes)
    return fail(Errc::bad_key, "x25519");
  auto shared = Secret::of_size(key_bytes);
  const int multiplied =
      crypto_scalarmult(shared.expose_mutable().data(), private_key.expose().data(), public_key.bytes.data());
  const auto bytes = shared.expose();
  const bool zero = sodium_is_zero(bytes.data(), bytes.size()) == 1;
  if (multiplied != 0 || zero) return fail(Errc::bad_key, "x25519 of a point of small order");
  return shared;
}

}  // namespace kring::primitives
