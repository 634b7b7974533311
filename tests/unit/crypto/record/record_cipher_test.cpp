#include "crypto/record/record_cipher.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/record/padding.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::record {
namespace {

using crypto::Errc;

class RecordCipher : public testing::Test {
 protected:
  const support::Golden golden_{"records/record_keys.txt"};
  const Bytes channel_ = golden_.bytes("channel");
  const Bytes record_ = golden_.bytes("record");
  const RecordPlace place_{.channel = channel_, .epoch = 5, .generation = 2, .record = record_};
  const Secret key_ = Secret::copy_of(golden_.bytes("key"));
  const Bytes content_ = golden_.bytes("content");
};

TEST_F(RecordCipher, SealsAsInTheGoldenFile) {
  auto sealed = seal_record(key_, place_, content_);

  ASSERT_TRUE(sealed);
  EXPECT_TRUE(equal(sealed->commitment, golden_.bytes("commitment")));
  EXPECT_EQ(sealed->ciphertext, golden_.bytes("ciphertext"));
}

TEST_F(RecordCipher, OpensWhatItSealedOfAnySize) {
  support::SeededRandom random(3);
  for (int round = 0; round < 100; ++round) {
    Bytes content(random.below(3000));
    random.fill(content);
    const auto key = Secret::copy_of(random.fixed<32>());

    auto sealed = seal_record(key, place_, content);

    ASSERT_TRUE(sealed);
    auto opened = open_record(key, place_, *sealed);
    ASSERT_TRUE(opened) << round;
    EXPECT_TRUE(equal(*opened, content)) << round;
  }
}

TEST_F(RecordCipher, ShowsOnlyTheStepOfTheSize) {
  EXPECT_EQ(seal_record(key_, place_, Bytes(1))->ciphertext.size(), 256 + 16);
  EXPECT_EQ(seal_record(key_, place_, Bytes(254))->ciphertext.size(), 256 + 16);
  EXPECT_EQ(seal_record(key_, place_, Bytes(255))->ciphertext.size(), 512 + 16);
}

TEST_F(RecordCipher, TakesWhatFillsTheLargestStepAndNoByteMore) {
  const std::size_t most = padded_bytes_max - 4;

  EXPECT_TRUE(seal_record(key_, place_, Bytes(most)));
  EXPECT_EQ(seal_record(key_, place_, Bytes(most + 1)).error(), Errc::too_long);
}

TEST_F(RecordCipher, RefusesAnotherKeyByTheCommitment) {
  auto sealed = seal_record(key_, place_, content_);
  const auto other = Secret::copy_of(golden_.bytes("previous_key"));

  EXPECT_EQ(open_record(other, place_, *sealed).error(), Errc::bad_commitment);
}

TEST_F(RecordCipher, RefusesAChangedCommitment) {
  auto sealed = seal_record(key_, place_, content_);
  sealed->commitment[31] ^= 1U;

  EXPECT_EQ(open_record(key_, place_, *sealed).error(), Errc::bad_commitment);
}

TEST_F(RecordCipher, RefusesAnotherPlace) {
  const auto sealed = *seal_record(key_, place_, content_);
  const Bytes other_id(16, 0xC9);

  EXPECT_EQ(open_record(key_, {channel_, 6, 2, record_}, sealed).error(), Errc::decryption_failed);
  EXPECT_EQ(open_record(key_, {channel_, 5, 3, record_}, sealed).error(), Errc::decryption_failed);
  EXPECT_EQ(open_record(key_, {channel_, 5, 2, other_id}, sealed).error(), Errc::bad_commitment);
  EXPECT_EQ(open_record(key_, {other_id, 5, 2, record_}, sealed).error(), Errc::bad_commitment);
}

TEST_F(RecordCipher, RefusesAChangedOrShortenedCiphertext) {
  auto sealed = *seal_record(key_, place_, content_);
  auto changed = sealed;
  changed.ciphertext[0] ^= 1U;
  auto shorter = sealed;
  shorter.ciphertext.pop_back();
  auto empty = sealed;
  empty.ciphertext.clear();

  EXPECT_EQ(open_record(key_, place_, changed).error(), Errc::decryption_failed);
  EXPECT_EQ(open_record(key_, place_, shorter).error(), Errc::decryption_failed);
  EXPECT_EQ(open_record(key_, place_, empty).error(), Errc::decryption_failed);
}

}  // namespace
}  // namespace kring::record
