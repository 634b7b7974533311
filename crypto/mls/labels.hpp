#pragma once

#include "crypto/primitives/labels.hpp"

#include <string_view>

/// The labelled functions of `crypto/primitives` under MLS's own prefix.
namespace kring::mls::labels {

inline constexpr auto prefix = primitives::LabelPrefix::mls;

[[nodiscard]] inline Secret expand(const Secret& secret, std::string_view label, ByteView context,
                                   std::size_t length) {
  return primitives::expand_with_label(prefix, secret, label, context, length);
}

[[nodiscard]] inline Secret derive(const Secret& secret, std::string_view label) {
  return primitives::derive_secret(prefix, secret, label);
}

/// Errors: `bad_key`.
[[nodiscard]] inline Result<Bytes> sign(const Secret& private_key, std::string_view label, ByteView content) {
  return primitives::sign_with_label(prefix, label, content, private_key);
}

/// Errors: `bad_key`, `bad_signature`.
[[nodiscard]] inline Status verify(const primitives::SignaturePublicKey& key, std::string_view label,
                                   const primitives::SignedContent& it) {
  return primitives::verify_with_label(prefix, label, it, key);
}

}  // namespace kring::mls::labels
