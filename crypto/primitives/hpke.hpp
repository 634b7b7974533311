#pragma once

#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/primitives/aead.hpp"
#include "crypto/primitives/keys.hpp"

#include <cstdint>

namespace kring::primitives {

/// RFC 9180, base mode, with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305.
///
/// What `hpke_seal` makes, with the encoding of RFC 9420, section 7.6.
struct HpkeCiphertext {
  Bytes kem_output;
  Bytes ciphertext;

  /// Errors: those of `Reader::opaque`.
  static Result<HpkeCiphertext> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const HpkeCiphertext&, const HpkeCiphertext&) = default;
};

/// One direction of an HPKE session; both sides hold equal ones.
class HpkeContext {
 public:
  HpkeContext(Secret key, Secret base_nonce, Secret exporter_secret);

  /// Seals the next message.
  [[nodiscard]] Bytes seal(ByteView additional, ByteView plaintext);
  /// Opens the next message; a failure does not move on. Errors: `decryption_failed`.
  [[nodiscard]] Result<SecretBytes> open(ByteView additional, ByteView ciphertext);
  /// A secret of the session (RFC 9180, section 5.3).
  [[nodiscard]] Secret exporter(ByteView context, std::size_t length) const;

 private:
  [[nodiscard]] AeadNonce nonce() const;

  Secret key_;
  Secret base_nonce_;
  Secret exporter_secret_;
  std::uint64_t sequence_ = 0;
};

struct HpkeSender {
  Bytes kem_output;
  HpkeContext context;
};

/// DeriveKeyPair (RFC 9180, section 7.1.3); any length of key material.
[[nodiscard]] HpkeKeyPair derive_hpke_key_pair(const Secret& key_material);
[[nodiscard]] HpkeKeyPair generate_hpke_key_pair(Random& random);

/// SetupBaseS. Errors: `bad_key`.
[[nodiscard]] Result<HpkeSender> hpke_setup_sender(const HpkePublicKey& to, ByteView info, Random& random);
/// SetupBaseR. Errors: `bad_key`.
[[nodiscard]] Result<HpkeContext> hpke_setup_receiver(const Secret& private_key, ByteView kem_output,
                                                      ByteView info);

/// What one single-shot message is bound to.
struct HpkeBinding {
  ByteView info;
  ByteView additional;
};
/// Single-shot. Errors: `bad_key`.
[[nodiscard]] Result<HpkeCiphertext> hpke_seal(const HpkePublicKey& to, const HpkeBinding& binding,
                                               ByteView plaintext, Random& random);
/// Single-shot. Errors: `bad_key` (our own), `decryption_failed` (all else).
[[nodiscard]] Result<SecretBytes> hpke_open(const Secret& private_key, const HpkeBinding& binding,
                                            const HpkeCiphertext& sealed);

}  // namespace kring::primitives
