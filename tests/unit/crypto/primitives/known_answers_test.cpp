#include "crypto/base/errc.hpp"
#include "crypto/primitives/aead.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/primitives/x25519.hpp"
#include "tests/unit/crypto/primitives/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace kring::primitives {
namespace {

using crypto::Errc;

Secret secret(std::string_view text) {
  return Secret::copy_of(hex(text));
}

TEST(Sha256, OfPartsIsThatOfTheirConcatenation) {
  const auto whole = sha256(view_bytes("abc"));

  EXPECT_EQ(to_hex(whole), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256({view_bytes("a"), view_bytes(""), view_bytes("bc")}), whole);
}

TEST(Hkdf, MatchesRfc5869Case1) {
  const auto key = hkdf_extract(hex("000102030405060708090a0b0c"), Bytes(22, 0x0b));
  const auto out = hkdf_expand(key, hex("f0f1f2f3f4f5f6f7f8f9"), 42);

  EXPECT_EQ(to_hex(key.expose()), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
  EXPECT_EQ(to_hex(out.expose()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

TEST(Hkdf, YieldsItsLongestOutput) {
  EXPECT_EQ(hkdf_expand(Secret::of_size(32), {}, hkdf_bytes_max).size(), hkdf_bytes_max);
}

TEST(HkdfDeathTest, RefusesOneByteMoreThanItsLongestOutput) {
  EXPECT_DEATH((void)hkdf_expand(Secret::of_size(32), {}, hkdf_bytes_max + 1), "hkdf_bytes_max");
}

constexpr std::string_view seed_hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
constexpr std::string_view signature_hex =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0"
    "595bbe24655141438e7a100b";

TEST(Signature, MatchesRfc8032Test1) {
  const auto pair = signature_key_pair(secret(seed_hex)).value();

  EXPECT_EQ(to_hex(pair.public_key.bytes),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex(sign(pair.private_key, {}).value()), signature_hex);
  EXPECT_TRUE(verify(pair.public_key, {}, hex(signature_hex)));
}

TEST(Signature, RefusesAChangedBitAndAnotherSize) {
  const auto pair = signature_key_pair(secret(seed_hex)).value();
  auto signature = hex(signature_hex);
  signature[3] ^= 1;

  EXPECT_EQ(verify(pair.public_key, {}, signature).error(), Errc::bad_signature);
  EXPECT_EQ(verify(pair.public_key, {}, hex("00")).error(), Errc::bad_signature);
}

TEST(Signature, RefusesKeysOfAnotherSize) {
  EXPECT_EQ(signature_key_pair(Secret::of_size(31)).error(), Errc::bad_key);
  EXPECT_EQ(sign(Secret::of_size(33), {}).error(), Errc::bad_key);
  EXPECT_EQ(verify({Bytes(57)}, {}, hex(signature_hex)).error(), Errc::bad_key);
}

TEST(Aead, MatchesRfc8439) {
  const auto key = secret("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  const auto nonce = to_fixed<12>(hex("070000004041424344454647")).value();
  const auto additional = hex("50515253c0c1c2c3c4c5c6c7");
  const auto plaintext = view_bytes(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
      "would be it.");

  const auto sealed = aead_seal(key, nonce, additional, plaintext);

  EXPECT_EQ(to_hex(ByteView(sealed).last(aead_tag_bytes)), "1ae10b594f09e26a7e902ecbd0600691");
  EXPECT_TRUE(std::ranges::equal(aead_open(key, nonce, additional, sealed).value(), plaintext));
}

TEST(Aead, RefusesAChangedBitAndTooFewBytes) {
  const auto key = Secret::of_size(32);
  auto sealed = aead_seal(key, {}, {}, view_bytes("x"));
  sealed[0] ^= 1;

  EXPECT_EQ(aead_open(key, {}, {}, sealed).error(), Errc::decryption_failed);
  EXPECT_EQ(aead_open(key, {}, {}, Bytes(15)).error(), Errc::decryption_failed);
}

TEST(X25519, MatchesRfc7748) {
  const auto shared = x25519(secret("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                             {hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")});

  ASSERT_TRUE(shared);
  EXPECT_EQ(to_hex(shared->expose()), "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
}

TEST(X25519, RefusesAnAllZeroResultAndWrongSizes) {
  const auto key = secret("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");

  EXPECT_EQ(x25519(key, {Bytes(32)}).error(), Errc::bad_key);
  EXPECT_EQ(x25519(key, {Bytes(31, 9)}).error(), Errc::bad_key);
  EXPECT_EQ(x25519_public_key(Secret::of_size(31)).error(), Errc::bad_key);
}

}  // namespace
}  // namespace kring::primitives
