#include "crypto/primitives/labels.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/primitives/sodium_random.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::primitives {
namespace {

using crypto::Errc;

class Labels : public testing::Test {
 protected:
  support::SeededRandom random_{1};
  SignatureKeyPair signer_ = generate_signature_key_pair(random_);
  HpkeKeyPair reader_ = generate_hpke_key_pair(random_);
};

TEST_F(Labels, ASignatureCountsOnlyUnderItsPrefixLabelAndContent) {
  const auto signature =
      sign_with_label(LabelPrefix::kring, "login", view_bytes("content"), signer_.private_key).value();
  const auto verify = [&](LabelPrefix prefix, std::string_view label, std::string_view text) {
    return verify_with_label(prefix, label, {.content = view_bytes(text), .signature = signature},
                             signer_.public_key);
  };

  EXPECT_TRUE(verify(LabelPrefix::kring, "login", "content"));
  EXPECT_EQ(verify(LabelPrefix::mls, "login", "content").error(), Errc::bad_signature);
  EXPECT_EQ(verify(LabelPrefix::kring, "charter", "content").error(), Errc::bad_signature);
  EXPECT_EQ(verify(LabelPrefix::kring, "login", "other").error(), Errc::bad_signature);
}

TEST_F(Labels, ACiphertextOpensOnlyUnderItsPrefixLabelAndContext) {
  const auto plaintext = Secret::copy_of(view_bytes("secret"));
  const auto sealed = encrypt_with_label(LabelPrefix::mls, reader_.public_key, "Welcome",
                                         view_bytes("context"), plaintext, random_)
                          .value();
  const auto open = [&](LabelPrefix prefix, std::string_view label, std::string_view context) {
    return decrypt_with_label(prefix, reader_.private_key, label, view_bytes(context), sealed);
  };

  EXPECT_EQ(open(LabelPrefix::mls, "Welcome", "context").value(), plaintext);
  EXPECT_EQ(open(LabelPrefix::kring, "Welcome", "context").error(), Errc::decryption_failed);
  EXPECT_EQ(open(LabelPrefix::mls, "UpdatePathNode", "context").error(), Errc::decryption_failed);
  EXPECT_EQ(open(LabelPrefix::mls, "Welcome", "other").error(), Errc::decryption_failed);
}

TEST_F(Labels, DerivedSecretsDifferByPrefixAndLabel) {
  const auto secret = random_secret(random_, 32);
  const auto derived = derive_secret(LabelPrefix::mls, secret, "exp");

  EXPECT_EQ(derived, expand_with_label(LabelPrefix::mls, secret, "exp", {}, 32));
  EXPECT_FALSE(derived == derive_secret(LabelPrefix::kring, secret, "exp"));
  EXPECT_FALSE(derived == derive_secret(LabelPrefix::mls, secret, "init"));
}

TEST(SodiumRandom, NeverRepeats) {
  SodiumRandom random;

  EXPECT_NE(random.fixed<32>(), random.fixed<32>());
}

}  // namespace
}  // namespace kring::primitives
