#include "crypto/primitives/hpke.hpp"

#include "crypto/base/errc.hpp"
#include "tests/unit/crypto/primitives/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace kring::primitives {
namespace {

using crypto::Errc;

/// Gives out bytes that were written down beforehand.
class FixedRandom final : public Random {
 public:
  explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::uint8_t> out) override { std::ranges::copy(bytes_, out.begin()); }

 private:
  Bytes bytes_;
};

// RFC 9180, appendix A.2.1.
constexpr std::string_view info_hex = "4f6465206f6e2061204772656369616e2055726e";
constexpr std::string_view plaintext_hex = "4265617574792069732074727574682c20747275746820626561757479";
constexpr std::string_view first_hex =
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";

class HpkeRfc9180 : public testing::Test {
 protected:
  HpkeKeyPair receiver_ = derive_hpke_key_pair(
      Secret::copy_of(hex("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df")));
  FixedRandom random_{hex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b")};
};

TEST_F(HpkeRfc9180, DerivesTheKeyPair) {
  EXPECT_EQ(to_hex(receiver_.public_key.bytes),
            "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
}

TEST_F(HpkeRfc9180, SealsEachMessageUnderItsOwnNonce) {
  auto sender = hpke_setup_sender(receiver_.public_key, hex(info_hex), random_).value();

  EXPECT_EQ(to_hex(sender.kem_output), "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
  EXPECT_EQ(to_hex(sender.context.seal(hex("436f756e742d30"), hex(plaintext_hex))), first_hex);
  EXPECT_EQ(to_hex(sender.context.seal(hex("436f756e742d31"), hex(plaintext_hex))),
            "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c");
}

TEST_F(HpkeRfc9180, ExportsTheSameSecretOnBothSides) {
  auto sender = hpke_setup_sender(receiver_.public_key, hex(info_hex), random_).value();
  auto receiver = hpke_setup_receiver(receiver_.private_key, sender.kem_output, hex(info_hex)).value();

  EXPECT_EQ(to_hex(sender.context.exporter({}, 32).expose()),
            "4bbd6243b8bb54cec311fac9df81841b6fd61f56538a775e7c80a9f40160606e");
  EXPECT_EQ(receiver.exporter({}, 32), sender.context.exporter({}, 32));
}

TEST_F(HpkeRfc9180, AFailureToOpenDoesNotMoveOn) {
  auto sender = hpke_setup_sender(receiver_.public_key, hex(info_hex), random_).value();
  auto receiver = hpke_setup_receiver(receiver_.private_key, sender.kem_output, hex(info_hex)).value();

  EXPECT_EQ(receiver.open(hex("00"), hex(first_hex)).error(), Errc::decryption_failed);
  EXPECT_EQ(to_hex(receiver.open(hex("436f756e742d30"), hex(first_hex)).value()), plaintext_hex);
}

TEST_F(HpkeRfc9180, SingleShotOpensWhatItSealed) {
  const HpkeBinding binding{.info = view_bytes("info"), .additional = view_bytes("additional")};
  const auto sealed = hpke_seal(receiver_.public_key, binding, view_bytes("hello"), random_).value();

  EXPECT_EQ(view_text(hpke_open(receiver_.private_key, binding, sealed).value()), "hello");
}

TEST_F(HpkeRfc9180, AllFailuresToOpenLookAlike) {
  const HpkeBinding binding{.info = view_bytes("info"), .additional = {}};
  const HpkeBinding other{.info = view_bytes("other"), .additional = {}};
  const auto sealed = hpke_seal(receiver_.public_key, binding, view_bytes("hello"), random_).value();
  auto bad_point = sealed;
  bad_point.kem_output = Bytes(32);

  EXPECT_EQ(hpke_open(receiver_.private_key, other, sealed).error(), Errc::decryption_failed);
  EXPECT_EQ(hpke_open(receiver_.private_key, binding, bad_point).error(), Errc::decryption_failed);
  EXPECT_EQ(hpke_open(Secret::of_size(3), binding, sealed).error(), Errc::bad_key);
}

}  // namespace
}  // namespace kring::primitives
