#include "channels/rules/log_time.hpp"

#include "channels/model/errc.hpp"

#include <gtest/gtest.h>

namespace kring::rules {
namespace {

TEST(LogTime, MayStandStillAndGoOn) {
  const auto time = from_unix_ms(1'800'000'000'000);

  EXPECT_TRUE(check_log_time(time, time));
  EXPECT_TRUE(check_log_time(time, time + Duration(1)));
  EXPECT_TRUE(check_log_time(Time{}, time));
}

TEST(LogTime, NeverGoesBack) {
  const auto time = from_unix_ms(1'800'000'000'000);

  EXPECT_EQ(check_log_time(time, time - Duration(1)).error(), channels::Errc::log_time_backwards);
}

}  // namespace
}  // namespace kring::rules
