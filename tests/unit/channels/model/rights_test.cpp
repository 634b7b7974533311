#include "channels/model/rights.hpp"

#include <gtest/gtest.h>

namespace kring::channels {
namespace {

TEST(Rights, IncludeWhatTheyWereMadeOf) {
  const Rights rights = Right::read | Right::post;

  EXPECT_TRUE(rights.include(Right::read));
  EXPECT_TRUE(rights.include(Right::read | Right::post));
  EXPECT_FALSE(rights.include(Right::moderate));
  EXPECT_FALSE(rights.include(Right::read | Right::moderate));
  EXPECT_TRUE(Rights().empty());
}

TEST(Rights, ReadBackFromTheirBitsAndRefuseOthers) {
  EXPECT_EQ(Rights::from_bits(7), Right::read | Right::post | Right::moderate);
  EXPECT_EQ(Rights::from_bits(8).error(), Errc::bad_entry);
}

}  // namespace
}  // namespace kring::channels
