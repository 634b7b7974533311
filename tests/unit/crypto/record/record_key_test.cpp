#include "crypto/record/record_key.hpp"

#include "crypto/base/errc.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::record {
namespace {

using crypto::Errc;

class RecordKey : public testing::Test {
 protected:
  const support::Golden golden_{"records/record_keys.txt"};
  const Bytes channel_ = golden_.bytes("channel");
  const KeyPlace place_{.channel = channel_, .generation = 2};
  const Secret key_ = Secret::copy_of(golden_.bytes("key"));
  const Secret previous_ = Secret::copy_of(golden_.bytes("previous_key"));
  const Secret exported_ = Secret::copy_of(golden_.bytes("exported"));
  const Bytes additional_ = golden_.bytes("additional");
};

TEST_F(RecordKey, HasTheHashOfTheGoldenFile) {
  EXPECT_TRUE(equal(record_key_hash(place_, key_), golden_.bytes("key_hash")));
}

TEST_F(RecordKey, HasAnotherHashInAnotherPlace) {
  const Bytes other_channel(16, 0xC9);

  EXPECT_NE(record_key_hash(place_, key_), record_key_hash({channel_, 3}, key_));
  EXPECT_NE(record_key_hash(place_, key_), record_key_hash({other_channel, 2}, key_));
}

TEST_F(RecordKey, IsRandom) {
  support::SeededRandom random(1);

  const auto first = generate_record_key(random);

  EXPECT_EQ(first.size(), record_key_bytes);
  EXPECT_FALSE(first == generate_record_key(random));
}

TEST_F(RecordKey, IsSealedInTheBoxOfTheGoldenFile) {
  EXPECT_EQ(seal_key_box(exported_, additional_, key_), golden_.bytes("key_box"));
}

TEST_F(RecordKey, ComesOutOfItsBox) {
  auto key = open_key_box(exported_, additional_, golden_.bytes("key_box"));

  ASSERT_TRUE(key);
  EXPECT_TRUE(*key == key_);
}

TEST_F(RecordKey, LinksBackAsInTheGoldenFile) {
  EXPECT_EQ(seal_back_link(place_, key_, previous_), golden_.bytes("back_link"));
}

TEST_F(RecordKey, LeadsToTheKeyBeforeIt) {
  auto previous = open_back_link(place_, key_, golden_.bytes("back_link"));

  ASSERT_TRUE(previous);
  EXPECT_TRUE(*previous == previous_);
}

TEST_F(RecordKey, StaysInABoxForAnotherSecretOrOtherDataOrAfterAChange) {
  const auto box = golden_.bytes("key_box");
  auto changed = box;
  changed.back() ^= 1U;
  auto longer = box;
  longer.push_back(0);

  EXPECT_EQ(open_key_box(previous_, additional_, box).error(), Errc::decryption_failed);
  EXPECT_EQ(open_key_box(exported_, channel_, box).error(), Errc::decryption_failed);
  EXPECT_EQ(open_key_box(exported_, additional_, changed).error(), Errc::decryption_failed);
  EXPECT_EQ(open_key_box(exported_, additional_, longer).error(), Errc::decryption_failed);
  EXPECT_EQ(open_key_box(exported_, additional_, {}).error(), Errc::decryption_failed);
}

TEST_F(RecordKey, OfABoxOfAnotherSizeIsRefusedEvenWhenItOpens) {
  const auto box = seal_key_box(exported_, additional_, Secret::of_size(31));

  EXPECT_EQ(open_key_box(exported_, additional_, box).error(), Errc::decryption_failed);
}

TEST_F(RecordKey, OpensNoLinkOfAnotherPlaceOrKey) {
  const auto link = golden_.bytes("back_link");

  EXPECT_EQ(open_back_link({channel_, 3}, key_, link).error(), Errc::decryption_failed);
  EXPECT_EQ(open_back_link(place_, previous_, link).error(), Errc::decryption_failed);
  EXPECT_EQ(open_back_link(place_, key_, {}).error(), Errc::decryption_failed);
}

}  // namespace
}  // namespace kring::record
