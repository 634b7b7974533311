#include "crypto/primitives/hash.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/primitives/detail/data_of.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace kring::primitives {

namespace {

/// HMAC over parts, straight into `out`; the state is wiped.
void hmac_into(std::span<std::uint8_t> out, ByteView key, std::initializer_list<ByteView> parts) {
  KRING_ASSERT(out.size() == crypto_auth_hmacsha256_BYTES);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, detail::data_of(key), key.size());
  for (const auto part : parts) crypto_auth_hmacsha256_update(&state, detail::data_of(part), part.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
}

}  // namespace

Hash sha256(ByteView bytes) {
  return sha256(std::initializer_list<ByteView>{bytes});
}

Hash sha256(std::initializer_list<ByteView> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const auto part : parts) crypto_hash_sha256_update(&state, detail::data_of(part), part.size());
  Hash hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

Sha256::Sha256() {
  crypto_hash_sha256_state state;
  static_assert(sizeof state == state_bytes);
  crypto_hash_sha256_init(&state);
  std::memcpy(state_.data(), &state, sizeof state);
}

void Sha256::update(ByteView bytes) {
  crypto_hash_sha256_state state;
  std::memcpy(&state, state_.data(), sizeof state);
  crypto_hash_sha256_update(&state, detail::data_of(bytes), bytes.size());
  std::memcpy(state_.data(), &state, sizeof state);
}

Hash Sha256::finish() {
  crypto_hash_sha256_state state;
  std::memcpy(&state, state_.data(), sizeof state);
  Hash hash{};
  crypto_hash_sha256_final(&state, hash.data());
  *this = Sha256();
  return hash;
}

Hash hmac_sha256(const Secret& key, ByteView bytes) {
  Hash mac{};
  hmac_into(mac, key.expose(), {bytes});
  return mac;
}

Secret hkdf_extract(ByteView salt, ByteView key_material) {
  auto key = Secret::of_size(hash_bytes);
  hmac_into(key.expose_mutable(), salt, {key_material});
  return key;
}

Secret hkdf_expand(const Secret& key, ByteView info, std::size_t length) {
  KRING_ASSERT(length <= hkdf_bytes_max);
  auto out = Secret::of_size(length);
  FixedBytes<hash_bytes> block{};
  const WipeGuard guard(block);
  ByteView previous;
  std::uint8_t counter = 0;
  for (std::size_t done = 0; done < length;) {
    ++counter;
    hmac_into(block, key.expose(), {previous, info, ByteView(&counter, 1)});
    previous = block;
    const auto count = std::min(hash_bytes, length - done);
    std::copy_n(block.begin(), count, out.expose_mutable().begin() + static_cast<std::ptrdiff_t>(done));
    done += count;
  }
  return out;
}

}  // namespace kring::primitives
