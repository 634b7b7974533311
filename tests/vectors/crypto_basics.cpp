#include "tests/vectors/kinds.hpp"

#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/labels.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/primitives/sodium_random.hpp"
#include "crypto/primitives/x25519.hpp"

namespace kring::vectors {

using primitives::LabelPrefix;

namespace {

std::string text(const Json& object, std::string_view field) {
  return object.at(field).get<std::string>();
}

void check_derivations(const Json& test) {
  const auto& expanded = test.at("expand_with_label");
  const auto out = expand_with_label(LabelPrefix::mls, secret(expanded, "secret"), text(expanded, "label"),
                                     hex(expanded, "context"), number32(expanded, "length"));
  expect_equal(out.expose(), hex(expanded, "out"), "expand_with_label");

  const auto& derived = test.at("derive_secret");
  const auto derived_out = derive_secret(LabelPrefix::mls, secret(derived, "secret"), text(derived, "label"));
  expect_equal(derived_out.expose(), hex(derived, "out"), "derive_secret");

  const auto& tree = test.at("derive_tree_secret");
  codec::Writer generation;
  generation.u32(number32(tree, "generation"));
  const auto tree_out = expand_with_label(LabelPrefix::mls, secret(tree, "secret"), text(tree, "label"),
                                          generation.view(), number32(tree, "length"));
  expect_equal(tree_out.expose(), hex(tree, "out"), "derive_tree_secret");
}

void check_signatures(const Json& test) {
  const auto label = text(test, "label");
  const auto content = hex(test, "content");
  const primitives::SignaturePublicKey key{hex(test, "pub")};
  need(verify_with_label(LabelPrefix::mls, label, {content, hex(test, "signature")}, key), "their signature");
  const auto ours = need(sign_with_label(LabelPrefix::mls, label, content, secret(test, "priv")), "sign");
  need(verify_with_label(LabelPrefix::mls, label, {content, ours}, key), "our signature");
}

void check_encryption(const Json& test) {
  primitives::SodiumRandom random;
  const auto label = text(test, "label");
  const auto context = hex(test, "context");
  const auto key = secret(test, "priv");
  const primitives::HpkeCiphertext theirs{hex(test, "kem_output"), hex(test, "ciphertext")};
  const auto opened = need(decrypt_with_label(LabelPrefix::mls, key, label, context, theirs), "open theirs");
  expect_equal(opened.expose(), hex(test, "plaintext"), "plaintext");

  const primitives::HpkePublicKey to{hex(test, "pub")};
  expect(need(primitives::x25519_public_key(key), "public key") == to, "public key");
  const auto ours = need(
      encrypt_with_label(LabelPrefix::mls, to, label, context, secret(test, "plaintext"), random), "seal");
  const auto again = need(decrypt_with_label(LabelPrefix::mls, key, label, context, ours), "open ours");
  expect(again == opened, "our own round trip");
}

}  // namespace

void check_crypto_basics(const Json& test) {
  const auto& ref = test.at("ref_hash");
  expect_equal(primitives::ref_hash(text(ref, "label"), hex(ref, "value")), hex(ref, "out"), "ref_hash");
  check_derivations(test);
  check_signatures(test.at("sign_with_label"));
  check_encryption(test.at("encrypt_with_label"));
}

}  // namespace kring::vectors
