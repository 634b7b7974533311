#include "crypto/primitives/labels.hpp"

#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/signature.hpp"

#include <string>

namespace kring::primitives {

namespace {

std::string full_label(LabelPrefix prefix, std::string_view label) {
  std::string full(text_of(prefix));
  full += label;
  return full;
}

/// SignContent, EncryptContext and RefHashInput have one shape: a label and a value.
Bytes labelled(std::string_view full_label, ByteView value) {
  codec::Writer out;
  out.opaque(view_bytes(full_label));
  out.opaque(value);
  return out.take();
}

}  // namespace

std::string_view text_of(LabelPrefix prefix) {
  switch (prefix) {
    case LabelPrefix::mls:
      return "MLS 1.0 ";
    case LabelPrefix::kring:
      return "Kring 1.0 ";
  }
  return {};
}

Result<Bytes> sign_with_label(LabelPrefix prefix, std::string_view label, ByteView content,
                              const Secret& private_key) {
  return sign(private_key, labelled(full_label(prefix, label), content));
}

Status verify_with_label(LabelPrefix prefix, std::string_view label, const SignedContent& it,
                         const SignaturePublicKey& key) {
  return verify(key, labelled(full_label(prefix, label), it.content), it.signature);
}

Result<HpkeCiphertext> encrypt_with_label(LabelPrefix prefix, const HpkePublicKey& to, std::string_view label,
                                          ByteView context, const Secret& plaintext, Random& random) {
  const auto info = labelled(full_label(prefix, label), context);
  return hpke_seal(to, {.info = info, .additional = {}}, plaintext.expose(), random);
}

Result<Secret> decrypt_with_label(LabelPrefix prefix, const Secret& private_key, std::string_view label,
                                  ByteView context, const HpkeCiphertext& sealed) {
  const auto info = labelled(full_label(prefix, label), context);
  auto plaintext = hpke_open(private_key, {.info = info, .additional = {}}, sealed);
  if (!plaintext) return fail(plaintext.error());
  return Secret(std::move(*plaintext));
}

Secret expand_with_label(LabelPrefix prefix, const Secret& secret, std::string_view label, ByteView context,
                         std::size_t length) {
  codec::Writer info;
  info.u16(static_cast<std::uint16_t>(length));
  info.opaque(view_bytes(full_label(prefix, label)));
  info.opaque(context);
  return hkdf_expand(secret, info.view(), length);
}

Secret derive_secret(LabelPrefix prefix, const Secret& secret, std::string_view label) {
  return expand_with_label(prefix, secret, label, {}, hash_bytes);
}

Hash ref_hash(std::string_view label, ByteView value) {
  return sha256(labelled(label, value));
}

}  // namespace kring::primitives
