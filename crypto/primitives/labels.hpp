#pragma once

#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/keys.hpp"

#include <string_view>

namespace kring::primitives {

/// The first words of every label, which keep the uses of one key apart: RFC 9420's "MLS 1.0 ", and
/// "Kring 1.0 " for what Kring itself signs and encrypts.
enum class LabelPrefix : std::uint8_t { mls, kring };
[[nodiscard]] std::string_view text_of(LabelPrefix prefix);

/// SignWithLabel (RFC 9420, section 5.1.2) with the seed `private_key`. Errors: `bad_key`.
[[nodiscard]] Result<Bytes> sign_with_label(LabelPrefix prefix, std::string_view label, ByteView content,
                                            const Secret& private_key);
/// A signature with its content, which are both only bytes.
struct SignedContent {
  ByteView content;
  ByteView signature;
};
/// VerifyWithLabel. Errors: `bad_key`, `bad_signature`.
[[nodiscard]] Status verify_with_label(LabelPrefix prefix, std::string_view label, const SignedContent& it,
                                       const SignaturePublicKey& key);

/// EncryptWithLabel (section 5.1.3). Errors: `bad_key`.
[[nodiscard]] Result<HpkeCiphertext> encrypt_with_label(LabelPrefix prefix, const HpkePublicKey& to,
                                                        std::string_view label, ByteView context,
                                                        const Secret& plaintext, Random& random);
/// DecryptWithLabel. Errors: `bad_key` (our own), `decryption_failed`.
[[nodiscard]] Result<Secret> decrypt_with_label(LabelPrefix prefix, const Secret& private_key,
                                                std::string_view label, ByteView context,
                                                const HpkeCiphertext& sealed);

/// ExpandWithLabel (section 8); `length` at most `hkdf_bytes_max`.
[[nodiscard]] Secret expand_with_label(LabelPrefix prefix, const Secret& secret, std::string_view label,
                                       ByteView context, std::size_t length);
/// DeriveSecret (section 8).
[[nodiscard]] Secret derive_secret(LabelPrefix prefix, const Secret& secret, std::string_view label);

/// RefHash (section 5.2). `label` is whole: it starts with its prefix.
[[nodiscard]] Hash ref_hash(std::string_view label, ByteView value);

}  // namespace kring::primitives
