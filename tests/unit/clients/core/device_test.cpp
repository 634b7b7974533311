#include "clients/core/device.hpp"

#include "clients/core/errc.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace kring::core {
namespace {

class Devices : public ::testing::Test {
 protected:
  support::SeededRandom random_{5};
  /// A flag, and the lengths of two lists; and what came after them, a flag, and the lengths of two lists.
  static constexpr std::size_t no_removed = 4;
  static constexpr std::size_t no_attestations = 4 + no_removed;
  static constexpr std::size_t no_proof = 1 + no_attestations;
  static constexpr std::size_t no_slots = 1 + 4 + 4 + no_proof;
  void forget_slots() {
    made_.device.slot.reset();
    made_.device.spare_slots.clear();
  }
  /// The device out of a row of an older version, which ended so many bytes earlier.
  Result<Device> read_without(std::size_t bytes, std::uint8_t version) const {
    auto row = made_.device.encode();
    row.resize(row.size() - bytes);
    row[0] = version;
    return Device::decode(row);
  }
  NewDevice made_ = make_device("Anna", "moeder", random_).value();
};

TEST_F(Devices, GivesTwelveWordsThatItKnowsAgain) {
  EXPECT_EQ(std::ranges::count(made_.words, ' '), 11);
  EXPECT_TRUE(check_words(made_.device, made_.words));
}

TEST_F(Devices, KnowsNoOtherPersonsWords) {
  const auto other = make_device("Bert", "", random_).value();

  EXPECT_EQ(check_words(made_.device, other.words).error(), client::Errc::wrong_words);
  EXPECT_EQ(recovery_seed(made_.device, other.words, 0).error(), client::Errc::wrong_words);
}

TEST_F(Devices, DerivesTheRecoveryKeysThatItPublishes) {
  const auto seed = recovery_seed(made_.device, made_.words, 5);
  ASSERT_TRUE(seed);

  const auto pair = primitives::signature_key_pair(seed->clone());

  ASSERT_TRUE(pair);
  EXPECT_TRUE(equal(pair->public_key.bytes, made_.device.recovery_keys.at(5).view()));
}

TEST_F(Devices, ComesBackFromItsRow) {
  made_.device.words_confirmed = true;
  made_.device.kit_proven = true;
  made_.device.next_recovery_key = 3;
  made_.device.device_names.emplace(made_.device.certificate.device_key, "Telefoon");
  made_.device.removed = {
      {.network = random_.id<channels::CircleId>(), .claim = "arts", .checked = Time(Duration(7))},
      {.network = random_.id<channels::CircleId>(),
       .claim = "tolk",
       .checked = Time(Duration(9)),
       .kept_again = Time(Duration(8))}};
  const auto row = made_.device.encode();

  const auto read = Device::decode(row);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "Anna");
  EXPECT_EQ(read->recovery_keys, made_.device.recovery_keys);
  EXPECT_EQ(read->removed, made_.device.removed);
  EXPECT_EQ(read->encode(), row);
}

TEST_F(Devices, ComesBackFromARowWithoutNamesOfDevices) {
  forget_slots();
  // Version 1 ended before the list of names, whose length has four bytes, and the chain: a key and a list.
  const auto read = read_without(4 + 32 + 4 + no_slots, 1);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->recovery_keys, made_.device.recovery_keys);
  EXPECT_TRUE(read->device_names.empty());
}

TEST_F(Devices, ComesBackFromARowWithoutSlotsOfTheVault) {
  forget_slots();

  const auto read = read_without(no_slots, 3);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->certificate, made_.device.certificate);
  EXPECT_FALSE(read->slot);
  EXPECT_TRUE(read->spare_slots.empty());
}

TEST_F(Devices, ComesBackFromARowThatKnowsOfNoProof) {
  made_.device.kit_proven = true;

  const auto read = read_without(no_proof, 4);

  ASSERT_TRUE(read);
  EXPECT_FALSE(read->kit_proven);
  EXPECT_EQ(read->spare_slots.size(), made_.device.spare_slots.size());
}

TEST_F(Devices, ComesBackFromARowWithoutAttestations) {
  made_.device.kit_proven = true;

  const auto read = read_without(no_attestations, 5);

  ASSERT_TRUE(read);
  EXPECT_TRUE(read->kit_proven);
  EXPECT_TRUE(read->attestations.empty());
}

TEST_F(Devices, ComesBackFromARowThatKnowsOfNoneThatWereRemoved) {
  made_.device.kit_proven = true;

  const auto read = read_without(no_removed, 6);

  ASSERT_TRUE(read);
  EXPECT_TRUE(read->kit_proven);
  EXPECT_TRUE(read->removed.empty());
}

TEST_F(Devices, ComesBackFromARowThatKnowsWhatWasRemovedByItsHashAlone) {
  made_.device.kit_proven = true;
  auto row = made_.device.encode();
  row.resize(row.size() - no_removed);
  row.insert(row.end(), {0, 0, 0, 1});
  row.insert(row.end(), 32 + 8, 7);
  row[0] = 7;

  const auto read = Device::decode(row);

  ASSERT_TRUE(read);
  EXPECT_TRUE(read->kit_proven);
  EXPECT_TRUE(read->removed.empty());
}

TEST_F(Devices, ComesBackWithTheChainOfDevicesThatLinkedIt) {
  const auto seed = made_.device.key.private_key.clone();
  made_.device.key = primitives::generate_signature_key_pair(random_);
  const auto key = *channels::DeviceKey::from(made_.device.key.public_key.bytes);
  made_.device.certificate = charter::certify_further(made_.device.certificate, seed, key).value();

  const auto read = Device::decode(made_.device.encode());

  ASSERT_TRUE(read);
  EXPECT_EQ(read->certificate, made_.device.certificate);
  EXPECT_EQ(read->certificate.own_device(), key);
  made_.device.certificate.further.clear();
  EXPECT_EQ(Device::decode(made_.device.encode()).error(), client::Errc::bad_vault);
}

TEST_F(Devices, KeepsNoWordsInItsRow) {
  const auto row = made_.device.encode();
  const auto words = view_text(made_.words);

  EXPECT_EQ(view_text(row).find(words.substr(0, words.find(' ', words.find(' ') + 1))),
            std::string_view::npos);
}

TEST_F(Devices, IsNotReadFromARowThatIsCutShort) {
  const auto row = made_.device.encode();

  EXPECT_EQ(Device::decode(ByteView(row).first(row.size() - 1)).error(), client::Errc::bad_vault);
  EXPECT_EQ(Device::decode({}).error(), client::Errc::bad_vault);
}

TEST_F(Devices, TakesNamesOfOneLineUpToTheLimit) {
  EXPECT_TRUE(make_device(std::string(100, 'a'), std::string(100, 'b'), random_));
  EXPECT_EQ(make_device(std::string(101, 'a'), "", random_).error(), client::Errc::bad_name);
  EXPECT_EQ(make_device("Anna", std::string(101, 'b'), random_).error(), client::Errc::bad_name);
  EXPECT_EQ(make_device("", "", random_).error(), client::Errc::bad_name);
  EXPECT_EQ(make_device("An\nna", "", random_).error(), client::Errc::bad_name);
}

}  // namespace
}  // namespace kring::core
