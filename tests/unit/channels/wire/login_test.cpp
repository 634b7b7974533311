#include "channels/wire/login.hpp"

#include "channels/model/errc.hpp"
#include "channels/model/signing.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::wire {
namespace {

class Login : public testing::Test {
 protected:
  support::SeededRandom random_{1};
  primitives::SignatureKeyPair keys_ = primitives::generate_signature_key_pair(random_);
  FixedBytes<32> key_ = *to_fixed<32>(keys_.public_key.bytes);
  LoginContent content_{.challenge = {.origin = "https://kring.example", .nonce = random_.fixed<32>()},
                        .client_nonce = random_.fixed<32>(),
                        .circle = random_.id<channels::CircleId>(),
                        .handle = channels::handle_of(channels::HandleKey(key_))};
  LoginRequest request_ = *sign_login(content_, keys_.private_key);
};

TEST_F(Login, IsAcceptedForItsOwnConnection) {
  EXPECT_TRUE(verify_login(content_.challenge, request_, key_));
}

TEST_F(Login, IsRefusedAtAnotherHub) {
  auto challenge = content_.challenge;
  challenge.origin = "https://other.example";

  EXPECT_EQ(verify_login(challenge, request_, key_).error(), channels::Errc::bad_signature);
}

TEST_F(Login, IsRefusedOnAnotherConnection) {
  auto challenge = content_.challenge;
  challenge.nonce[0] ^= 1;

  EXPECT_EQ(verify_login(challenge, request_, key_).error(), channels::Errc::bad_signature);
}

TEST_F(Login, IsRefusedForAnotherCircleHandleOrNonce) {
  auto circle = request_;
  circle.circle = random_.id<channels::CircleId>();
  auto handle = request_;
  handle.handle = random_.id<channels::HandleId>();
  auto nonce = request_;
  nonce.client_nonce[31] ^= 1;

  EXPECT_EQ(verify_login(content_.challenge, circle, key_).error(), channels::Errc::bad_signature);
  EXPECT_EQ(verify_login(content_.challenge, handle, key_).error(), channels::Errc::bad_signature);
  EXPECT_EQ(verify_login(content_.challenge, nonce, key_).error(), channels::Errc::bad_signature);
}

TEST_F(Login, IsRefusedUnderAnotherKey) {
  const auto other = primitives::generate_signature_key_pair(random_);

  EXPECT_EQ(verify_login(content_.challenge, request_, *to_fixed<32>(other.public_key.bytes)).error(),
            channels::Errc::bad_signature);
}

TEST_F(Login, NeedsASeedOfThirtyTwoBytes) {
  EXPECT_EQ(sign_login(content_, Secret::of_size(31)).error(), crypto::Errc::bad_key);
}

TEST(LoginContent, StandsInTheOrderOfTheSpecification) {
  const LoginContent content{.challenge = {.origin = "o", .nonce = {1}},
                             .client_nonce = {2},
                             .circle = channels::CircleId({3}),
                             .handle = channels::HandleId({4})};

  const std::string rest_of_32(62, '0');
  EXPECT_EQ(to_hex(codec::encode(content)),
            "016f"
            "01" +
                rest_of_32 + "02" + rest_of_32 + "03" + rest_of_32 + "04" + std::string(30, '0'));
}

}  // namespace
}  // namespace kring::wire
