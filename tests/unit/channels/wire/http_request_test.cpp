#include "channels/wire/http_request.hpp"

#include "channels/model/errc.hpp"
#include "channels/model/signing.hpp"
#include "channels/wire/error_code.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace kring::wire {
namespace {

struct Change {
  std::string name;
  std::function<void(HttpContent&)> apply;
};

class SignedHttpRequest : public testing::TestWithParam<Change> {
 protected:
  support::SeededRandom random_{1};
  primitives::SignatureKeyPair keys_ = primitives::generate_signature_key_pair(random_);
  channels::HandleKey key_{*to_fixed<32>(keys_.public_key.bytes)};
  HttpContent content_{.target = {.origin = "https://kring.example",
                                  .method = "PUT",
                                  .path = "/v1/staged/aa/bb",
                                  .circle = random_.id<channels::CircleId>(),
                                  .body_hash = primitives::sha256(Bytes(5))},
                       .signer = {.handle = channels::handle_of(key_),
                                  .time = from_unix_ms(1'777'777'777'777),
                                  .nonce = random_.fixed<16>()}};
  HttpAuthorization authorization_ = *sign_http(content_, keys_.private_key);
};

TEST_F(SignedHttpRequest, IsAccepted) {
  EXPECT_TRUE(verify_http(content_.target, authorization_, key_));
}

TEST_F(SignedHttpRequest, NeedsASeedOfThirtyTwoBytes) {
  EXPECT_EQ(sign_http(content_, Secret::of_size(31)).error(), crypto::Errc::bad_key);
}

TEST_P(SignedHttpRequest, IsRefusedWhenAnythingInItChanged) {
  GetParam().apply(content_);
  authorization_.signer = content_.signer;

  EXPECT_EQ(verify_http(content_.target, authorization_, key_).error(), channels::Errc::bad_signature);
}

INSTANTIATE_TEST_SUITE_P(Field, SignedHttpRequest,
                         testing::Values(Change{"Origin", [](HttpContent& it) { it.target.origin += "x"; }},
                                         Change{"Method", [](HttpContent& it) { it.target.method = "GET"; }},
                                         Change{"Path", [](HttpContent& it) { it.target.path += "c"; }},
                                         Change{"Circle", [](HttpContent& it) { it.target.circle = {}; }},
                                         Change{"Body", [](HttpContent& it) { it.target.body_hash[0] ^= 1; }},
                                         Change{"Handle", [](HttpContent& it) { it.signer.handle = {}; }},
                                         Change{"Time",
                                                [](HttpContent& it) { it.signer.time += Duration(1); }},
                                         Change{"Nonce", [](HttpContent& it) { it.signer.nonce[0] ^= 1; }}),
                         [](const auto& row) { return row.param.name; });

TEST(HttpContent, StandsInTheOrderOfTheSpecification) {
  const HttpContent content{
      .target =
          {.origin = "o", .method = "GET", .path = "/", .circle = channels::CircleId({3}), .body_hash = {5}},
      .signer = {.handle = channels::HandleId({4}), .time = from_unix_ms(258), .nonce = {2}}};

  const std::string rest_of_32(62, '0');
  const std::string rest_of_16(30, '0');
  EXPECT_EQ(to_hex(codec::encode(content)),
            "016f"
            "03474554"
            "012f"
            "0000000000000102"
            "02" +
                rest_of_16 + "03" + rest_of_32 + "04" + rest_of_16 + "05" + rest_of_32);
}

const HttpAuthorization sample_authorization{
    .signer = {.handle = channels::HandleId({1}), .time = from_unix_ms(42), .nonce = {2}}, .signature = {3}};
const std::string handle_text = "AQAAAAAAAAAAAAAAAAAAAA";
const std::string nonce_text = "AgAAAAAAAAAAAAAAAAAAAA";
const std::string signature_text = "Aw" + std::string(84, 'A');

TEST(Authorization, IsWrittenInFiveWords) {
  EXPECT_EQ(format_authorization(sample_authorization),
            "v1 " + handle_text + " 42 " + nonce_text + " " + signature_text);
}

TEST(Authorization, ReadsAsItWasWritten) {
  EXPECT_EQ(parse_authorization(format_authorization(sample_authorization)), sample_authorization);
}

struct BadHeader {
  std::string name;
  std::string text;
};

class RefusedAuthorization : public testing::TestWithParam<BadHeader> {};

TEST_P(RefusedAuthorization, IsABadField) {
  const auto parsed = parse_authorization(GetParam().text);

  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error(), ErrorCode::bad_field);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedAuthorization,
    testing::Values(
        BadHeader{"Empty", ""}, BadHeader{"VersionOnly", "v1"},
        BadHeader{"OtherVersion", "v2 " + handle_text + " 42 " + nonce_text + " " + signature_text},
        BadHeader{"TwoSpaces", "v1  " + handle_text + " 42 " + nonce_text + " " + signature_text},
        BadHeader{"ShortHandle", "v1 AQ 42 " + nonce_text + " " + signature_text},
        BadHeader{"HandleNotBase64",
                  "v1 ++" + handle_text.substr(2) + " 42 " + nonce_text + " " + signature_text},
        BadHeader{"TimeMissing", "v1 " + handle_text + " " + nonce_text + " " + signature_text},
        BadHeader{"TimeNegative", "v1 " + handle_text + " -42 " + nonce_text + " " + signature_text},
        BadHeader{"TimeWithZero", "v1 " + handle_text + " 042 " + nonce_text + " " + signature_text},
        BadHeader{"TimeFraction", "v1 " + handle_text + " 4.2 " + nonce_text + " " + signature_text},
        BadHeader{"TimeTooFar",
                  "v1 " + handle_text + " 253402300800000 " + nonce_text + " " + signature_text},
        BadHeader{"TimeHuge",
                  "v1 " + handle_text + " 99999999999999999999 " + nonce_text + " " + signature_text},
        BadHeader{"SignatureMissing", "v1 " + handle_text + " 42 " + nonce_text},
        BadHeader{"SignatureStrayBits",
                  "v1 " + handle_text + " 42 " + nonce_text + " " + signature_text.substr(0, 85) + "B"},
        BadHeader{"SpaceAtTheEnd", "v1 " + handle_text + " 42 " + nonce_text + " " + signature_text + " "},
        BadHeader{"OneWordMore", "v1 " + handle_text + " 42 " + nonce_text + " " + signature_text + " x"}),
    [](const auto& row) { return row.param.name; });

const StagedName staged_name{.circle = channels::CircleId({0xab}), .hash = {0xcd}};
const std::string rest_of_hash(62, '0');
const std::string staged_path = "/v1/staged/ab" + rest_of_hash + "/cd" + rest_of_hash;

TEST(StagedPath, IsCircleAndHashInHexadecimal) {
  EXPECT_EQ(format_staged_path(staged_name), staged_path);
  EXPECT_EQ(parse_staged_path(staged_path), staged_name);
}

class RefusedStagedPath : public testing::TestWithParam<BadHeader> {};

TEST_P(RefusedStagedPath, IsABadField) {
  const auto parsed = parse_staged_path(GetParam().text);

  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error(), ErrorCode::bad_field);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedStagedPath,
    testing::Values(BadHeader{"Empty", ""}, BadHeader{"Short", staged_path.substr(0, staged_path.size() - 1)},
                    BadHeader{"Long", staged_path + "0"},
                    BadHeader{"Capitals", "/v1/staged/AB" + rest_of_hash + "/cd" + rest_of_hash},
                    BadHeader{"NotHexadecimal", "/v1/staged/xy" + rest_of_hash + "/cd" + rest_of_hash},
                    BadHeader{"OtherRoot", "/v2/staged/ab" + rest_of_hash + "/cd" + rest_of_hash},
                    BadHeader{"NoSlash", "/v1/staged/ab" + rest_of_hash + "0cd" + rest_of_hash}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::wire
