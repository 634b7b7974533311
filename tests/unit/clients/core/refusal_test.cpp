#include "clients/core/refusal.hpp"

#include <gtest/gtest.h>

#include <map>

namespace kring::core {
namespace {

TEST(Refusal, IsFinalUnlessTheCodeSaysHowToGoOn) {
  const std::map<wire::ErrorCode, Refusal> others{
      {wire::ErrorCode::stale, Refusal::outrun},    {wire::ErrorCode::record_id_used, Refusal::outrun},
      {wire::ErrorCode::conflict, Refusal::taken},  {wire::ErrorCode::staged_missing, Refusal::unstaged},
      {wire::ErrorCode::overloaded, Refusal::busy}, {wire::ErrorCode::draining, Refusal::busy},
      {wire::ErrorCode::internal, Refusal::busy},   {wire::ErrorCode::not_logged_in, Refusal::busy},
      {wire::ErrorCode::clock_off, Refusal::busy},  {wire::ErrorCode::unavailable, Refusal::busy},
      {wire::ErrorCode::read_only, Refusal::busy}};

  for (const auto code : wire::error_codes) {
    const auto other = others.find(code);
    EXPECT_EQ(refusal_of({.code = code}), other == others.end() ? Refusal::final_refusal : other->second)
        << wire::name_of(code);
  }
}

TEST(Refusal, IsNotFinalForALackOfRoom) {
  EXPECT_EQ(refusal_of({.code = wire::ErrorCode::limit, .name = "store"}), Refusal::busy);
  EXPECT_EQ(refusal_of({.code = wire::ErrorCode::limit, .name = "key_packages_max"}), Refusal::final_refusal);
}

TEST(Refusal, IsNotFinalForALimitThatPasses) {
  const wire::ErrorAnswer passing{.code = wire::ErrorCode::limit,
                                  .name = "foundings_per_hour",
                                  .wait = wire::LimitWait{.retry_after = std::chrono::seconds(40)}};

  EXPECT_EQ(refusal_of(passing), Refusal::busy);
  EXPECT_EQ(told_wait(passing), std::chrono::seconds(40));
}

TEST(ToldWait, IsNoneUnlessTheHubTellsOne) {
  EXPECT_EQ(told_wait({.code = wire::ErrorCode::overloaded}), Duration::zero());
}

TEST(ToldWait, IsBelievedUpToAnHour) {
  const auto told = [](Duration wait) {
    return told_wait({.code = wire::ErrorCode::limit, .wait = wire::LimitWait{.retry_after = wait}});
  };

  EXPECT_EQ(told(told_wait_max), told_wait_max);
  EXPECT_EQ(told(told_wait_max + Duration(1)), told_wait_max);
}

}  // namespace
}  // namespace kring::core
