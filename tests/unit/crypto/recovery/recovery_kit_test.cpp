#include "crypto/recovery/recovery_kit.hpp"

#include "crypto/primitives/hpke.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace kring::recovery {
namespace {

class Kit : public testing::Test {
 protected:
  const support::Golden golden_{"records/recovery.txt"};
  const RecoveryKit kit_{RecoveryWords(Secret::copy_of(golden_.bytes("counting")))};
};

TEST_F(Kit, HasTheKeysOfTheGoldenFile) {
  EXPECT_EQ(kit_.person_key().public_key.bytes, golden_.bytes("person_key"));
  EXPECT_EQ(kit_.recovery_key(RecoveryIndex{0}).public_key.bytes, golden_.bytes("recovery_key_0"));
  EXPECT_EQ(kit_.recovery_key(RecoveryIndex{1}).public_key.bytes, golden_.bytes("recovery_key_1"));
  EXPECT_EQ(kit_.recovery_key(RecoveryIndex{255}).public_key.bytes, golden_.bytes("recovery_key_255"));
  EXPECT_TRUE(kit_.slot_id_key().equals(golden_.bytes("slot_id_key")));
  const auto vault = primitives::derive_hpke_key_pair(Secret::copy_of(golden_.bytes("vault_key_material")));
  EXPECT_EQ(kit_.vault_key().public_key, vault.public_key);
  EXPECT_TRUE(kit_.vault_key().private_key == vault.private_key);
}

TEST_F(Kit, HasTheSlotsOfTheGoldenFile) {
  const auto first = kit_.slot_keys(SlotIndex{0});
  const auto last = kit_.slot_keys(SlotIndex{vault_slots - 1});

  EXPECT_EQ(first.writer.public_key.bytes, golden_.bytes("slot_writer_0"));
  EXPECT_EQ(first.reader.public_key.bytes, golden_.bytes("slot_reader_0"));
  EXPECT_EQ(last.writer.public_key.bytes, golden_.bytes("slot_writer_15"));
  EXPECT_EQ(last.reader.public_key.bytes, golden_.bytes("slot_reader_15"));
}

TEST_F(Kit, GivesEveryDeviceItsPublicParts) {
  const auto parts = kit_.public_parts();

  EXPECT_TRUE(equal(parts.person_key, golden_.bytes("person_key")));
  EXPECT_TRUE(equal(parts.vault_key, kit_.vault_key().public_key.bytes));
  ASSERT_EQ(parts.recovery_keys.size(), 256U);
  EXPECT_TRUE(equal(parts.recovery_keys[0], golden_.bytes("recovery_key_0")));
  EXPECT_TRUE(equal(parts.recovery_keys[255], golden_.bytes("recovery_key_255")));
}

}  // namespace
}  // namespace kring::recovery
