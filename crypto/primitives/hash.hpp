#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"

#include <array>
#include <initializer_list>

namespace kring::primitives {

/// Bytes of a SHA-256 hash, an HMAC and every secret of the cipher suite (Nh).
inline constexpr std::size_t hash_bytes = 32;
/// The longest output of `hkdf_expand` (RFC 5869, section 2.3: 255 hashes).
inline constexpr std::size_t hkdf_bytes_max = 255 * hash_bytes;

[[nodiscard]] Hash sha256(ByteView bytes);
/// Of the concatenation of `parts`.
[[nodiscard]] Hash sha256(std::initializer_list<ByteView> parts);

/// The same of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  void update(ByteView bytes);
  /// Of all that came; begins anew.
  [[nodiscard]] Hash finish();

 private:
  static constexpr std::size_t state_bytes = 104;
  std::array<std::uint8_t, state_bytes> state_{};
};

[[nodiscard]] Hash hmac_sha256(const Secret& key, ByteView bytes);

/// HKDF-Extract (RFC 5869) over SHA-256.
[[nodiscard]] Secret hkdf_extract(ByteView salt, ByteView key_material);
/// HKDF-Expand over SHA-256; `length` at most `hkdf_bytes_max`.
[[nodiscard]] Secret hkdf_expand(const Secret& key, ByteView info, std::size_t length);

}  // namespace kring::primitives
