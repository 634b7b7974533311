#include "crypto/base/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

namespace kring {
namespace {

static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_convertible_v<Secret, ByteView>);

TEST(Secret, IsEmptyAfterBeingMovedFrom) {
  auto first = Secret::copy_of(Bytes{1, 2, 3});

  auto second = std::move(first);

  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): this is what the test is about.
  EXPECT_TRUE(second.equals(Bytes{1, 2, 3}));
}

TEST(Secret, ComparesContentAndSize) {
  auto secret = Secret::copy_of(Bytes{1, 2, 3});

  EXPECT_TRUE(secret == secret.clone());
  EXPECT_FALSE(secret.equals(Bytes{1, 2}));
  EXPECT_FALSE(secret.equals(Bytes{1, 2, 4}));
}

TEST(WipeGuard, ZeroesItsMemoryAtTheEndOfTheScope) {
  FixedBytes<32> scratch{};
  scratch.fill(7);

  {
    WipeGuard guard(scratch);
  }

  EXPECT_TRUE(std::ranges::all_of(scratch, [](auto byte) { return byte == 0; }));
}

}  // namespace
}  // namespace kring
