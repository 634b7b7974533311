#include "channels/rules/charter_at_head.hpp"

#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

namespace kring::rules {
namespace {

class AtHead : public testing::Test {
 protected:
  CharterHead head(std::uint64_t number) const {
    const auto& entry = *circle_.log.entry(channels::EntryNumber{number});
    return {.number = entry.number(), .hash = entry.hash().bytes()};
  }

  support::TestCircle circle_;
  CharterAtHead charter_{circle_.log};
};

TEST_F(AtHead, FindsTheCharterAsItWas) {
  ASSERT_NE(charter_.find(head(2)), nullptr);
  EXPECT_EQ(head_of(*charter_.find(head(2))), head(2));
  EXPECT_EQ(charter_.find(head(2))->channels().size(), 1U);
  EXPECT_EQ(charter_.find(head(3))->channels().size(), 2U);
  EXPECT_EQ(charter_.find(head(2))->channels().size(), 1U);
}

TEST_F(AtHead, FindsTheNewestWithoutKeepingACopy) {
  EXPECT_EQ(charter_.find(head_of(circle_.charter())), &circle_.charter());
}

TEST_F(AtHead, FindsNothingForAHeadOfAnotherCharter) {
  auto wrong = head(2);
  wrong.hash[0] ^= 1U;

  EXPECT_EQ(charter_.find(wrong), nullptr);
  EXPECT_EQ(charter_.find({.number = channels::EntryNumber{99}, .hash = head(2).hash}), nullptr);
  EXPECT_EQ(charter_.find({}), nullptr);
}

}  // namespace
}  // namespace kring::rules
