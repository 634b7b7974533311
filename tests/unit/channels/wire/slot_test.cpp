#include "channels/wire/slot.hpp"

#include "channels/model/errc.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::wire {
namespace {

class SlotRequest : public testing::Test {
 protected:
  support::SeededRandom random_{1};
  primitives::SignatureKeyPair writer_ = primitives::generate_signature_key_pair(random_);
  primitives::SignatureKeyPair reader_ = primitives::generate_signature_key_pair(random_);
  SlotName slot_{.writer = *to_fixed<32>(writer_.public_key.bytes),
                 .reader = *to_fixed<32>(reader_.public_key.bytes)};
  LoginChallenge challenge_{.origin = "https://kring.example", .nonce = random_.fixed<32>()};
  SlotPutRequest put_ =
      *sign_slot_put(challenge_.origin, {.slot = slot_, .number = 3, .sealed = {1, 2}}, writer_.private_key);
  SlotReadRequest read_ = *sign_slot_read(challenge_, slot_, reader_.private_key);
};

TEST_F(SlotRequest, IsAcceptedAsItWasSigned) {
  EXPECT_TRUE(verify_slot_put(challenge_.origin, put_));
  EXPECT_TRUE(verify_slot_read(challenge_, read_));
}

TEST_F(SlotRequest, IsRefusedAtAnotherHubOrOnAnotherConnection) {
  auto elsewhere = challenge_;
  elsewhere.origin = "https://other.example";
  auto later = challenge_;
  later.nonce[0] ^= 1;

  EXPECT_EQ(verify_slot_put(elsewhere.origin, put_).error(), channels::Errc::bad_signature);
  EXPECT_EQ(verify_slot_read(elsewhere, read_).error(), channels::Errc::bad_signature);
  EXPECT_EQ(verify_slot_read(later, read_).error(), channels::Errc::bad_signature);
}

TEST_F(SlotRequest, IsRefusedWithAnythingChanged) {
  auto number = put_;
  number.number = 4;
  auto sealed = put_;
  sealed.sealed[0] ^= 1;
  auto reader = put_;
  reader.slot.reader[0] ^= 1;
  auto writer = read_;
  writer.slot.writer[0] ^= 1;

  for (const auto& changed : {number, sealed, reader})
    EXPECT_EQ(verify_slot_put(challenge_.origin, changed).error(), channels::Errc::bad_signature);
  EXPECT_EQ(verify_slot_read(challenge_, writer).error(), channels::Errc::bad_signature);
}

TEST_F(SlotRequest, IsOfOneKeyEach) {
  const auto by_writer = sign_slot_read(challenge_, slot_, writer_.private_key);
  const auto by_reader = sign_slot_put(challenge_.origin, put_, reader_.private_key);

  EXPECT_EQ(verify_slot_read(challenge_, *by_writer).error(), channels::Errc::bad_signature);
  EXPECT_EQ(verify_slot_put(challenge_.origin, *by_reader).error(), channels::Errc::bad_signature);
}

TEST_F(SlotRequest, NamesASlotByBothKeys) {
  auto other = slot_;
  other.reader[0] ^= 1;
  const SlotName swapped{.writer = slot_.reader, .reader = slot_.writer};

  EXPECT_NE(id_of(slot_), id_of(other));
  EXPECT_NE(id_of(slot_), id_of(swapped));
  EXPECT_EQ(id_of(slot_), id_of(put_.slot));
}

}  // namespace
}  // namespace kring::wire
