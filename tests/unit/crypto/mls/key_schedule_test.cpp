#include "crypto/mls/key_schedule.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/primitives/hash.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::mls {
namespace {

using crypto::Errc;

EpochSecrets some_epoch() {
  return EpochSecrets::from_epoch_secret(Secret::copy_of(Bytes(32, 1)));
}

KnownPsk psk(std::uint8_t id) {
  return {.id = {.key = ExternalPsk{Bytes{id}}, .nonce = Bytes(32, id)},
          .secret = Secret::copy_of(Bytes(16, id))};
}

TEST(PskSecret, IsZeroForNoKeysAndDependsOnTheirOrder) {
  std::vector<KnownPsk> ab;
  ab.push_back(psk(1));
  ab.push_back(psk(2));
  std::vector<KnownPsk> ba;
  ba.push_back(psk(2));
  ba.push_back(psk(1));

  EXPECT_EQ(psk_secret({}), zero_secret());
  EXPECT_FALSE(psk_secret(ab) == psk_secret(ba));
}

TEST(EpochSecrets, DependOnEveryInput) {
  const auto joiner = Secret::copy_of(Bytes(32, 1));
  const auto other = Secret::copy_of(Bytes(32, 2));
  const auto epoch = EpochSecrets::from_joiner_secret(joiner, zero_secret(), Bytes{1});

  EXPECT_FALSE(EpochSecrets::from_joiner_secret(other, zero_secret(), Bytes{1}).init_secret ==
               epoch.init_secret);
  EXPECT_FALSE(EpochSecrets::from_joiner_secret(joiner, other, Bytes{1}).init_secret == epoch.init_secret);
  EXPECT_FALSE(EpochSecrets::from_joiner_secret(joiner, zero_secret(), Bytes{2}).init_secret ==
               epoch.init_secret);
  EXPECT_FALSE(joiner_secret(joiner, other, Bytes{1}) == joiner_secret(joiner, other, Bytes{2}));
  EXPECT_FALSE(welcome_secret(joiner, zero_secret()) == welcome_secret(joiner, other));
}

TEST(EpochSecrets, ExportByLabelContextAndLength) {
  const auto epoch = some_epoch();

  EXPECT_EQ(epoch.exporter("a", Bytes{1}, 32), epoch.exporter("a", Bytes{1}, 32));
  EXPECT_FALSE(epoch.exporter("a", Bytes{1}, 32) == epoch.exporter("b", Bytes{1}, 32));
  EXPECT_FALSE(epoch.exporter("a", Bytes{1}, 32) == epoch.exporter("a", Bytes{2}, 32));
  EXPECT_EQ(epoch.exporter("a", {}, primitives::hkdf_bytes_max).size(), primitives::hkdf_bytes_max);
}

TEST(EpochSecrets, ReadBackFromASnapshot) {
  codec::SecretWriter out;
  some_epoch().write(out);
  const auto bytes = out.take();
  codec::Reader in(bytes);

  const auto back = EpochSecrets::read(in).value();

  codec::SecretWriter again;
  back.clone().write(again);
  EXPECT_EQ(again.take(), bytes);
}

TEST(ExternalInit, GivesBothSidesOneSecret) {
  support::SeededRandom random(1);
  const auto epoch = some_epoch();

  const auto made = make_external_init(epoch.external_key_pair().public_key, random).value();

  EXPECT_EQ(open_external_init(epoch, made.kem_output).value(), made.init_secret);
  EXPECT_EQ(open_external_init(epoch, Bytes(32)).error(), Errc::bad_key);
  EXPECT_EQ(make_external_init({Bytes(32)}, random).error(), Errc::bad_key);
}

}  // namespace
}  // namespace kring::mls
