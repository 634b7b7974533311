#include "hub/engine/limiter.hpp"

#include "hub/engine/circle.hpp"
#include "hub/engine/limits.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

constexpr auto rate_of_three = Rate{.count = 3, .per = 1min};
constexpr auto beginning = Time(Duration(1'700'000'000'000));

/// How often it may be done at this moment.
int taken_from(TokenBucket& bucket, Time now) {
  int count = 0;
  for (; count < 100 && !bucket.wait(rate_of_three, now); ++count) bucket.take(rate_of_three, now);
  return count;
}

TEST(TokenBucketTest, GivesItsCountAtOnceAndNoMore) {
  TokenBucket bucket;

  EXPECT_EQ(taken_from(bucket, beginning), 3);
}

TEST(TokenBucketTest, SaysToTheMillisecondWhenTheNextMayBe) {
  TokenBucket bucket;
  (void)taken_from(bucket, beginning);

  EXPECT_EQ(bucket.wait(rate_of_three, beginning), 20s);
  EXPECT_EQ(bucket.wait(rate_of_three, beginning + 20s - 1ms), 1ms);
  EXPECT_EQ(bucket.wait(rate_of_three, beginning + 20s), std::nullopt);
}

TEST(TokenBucketTest, RoundsAWaitUpSoThatWhoeverKeepsItIsNotRefusedAgain) {
  constexpr auto seven = Rate{.count = 7, .per = 1min};
  TokenBucket bucket;
  for (int i = 0; i < 7; ++i) bucket.take(seven, beginning);

  const auto wait = bucket.wait(seven, beginning);

  ASSERT_TRUE(wait);
  EXPECT_EQ(bucket.wait(seven, beginning + *wait), std::nullopt);
  EXPECT_NE(bucket.wait(seven, beginning + *wait - 1ms), std::nullopt);
}

TEST(TokenBucketTest, IsFullAgainAfterItsTimeAndNeverFuller) {
  TokenBucket bucket;
  (void)taken_from(bucket, beginning);

  EXPECT_EQ(taken_from(bucket, beginning + 1min), 3);
  EXPECT_EQ(taken_from(bucket, beginning + std::chrono::days(40'000)), 3);
}

TEST(TokenBucketTest, RefillsNothingByAClockThatGoesBackAndGoesOnFromThere) {
  TokenBucket bucket;
  (void)taken_from(bucket, beginning);

  EXPECT_EQ(taken_from(bucket, beginning - 1h), 0);
  bucket.take(rate_of_three, beginning - 1h);
  EXPECT_EQ(taken_from(bucket, beginning - 1h + 20s), 1);
}

TEST(TokenBucketTest, RefillsAfterAClockThatWentBackThoughNothingIsTaken) {
  TokenBucket bucket;
  (void)taken_from(bucket, beginning);
  EXPECT_EQ(bucket.wait(rate_of_three, beginning - 1h), 20s);

  EXPECT_EQ(taken_from(bucket, beginning - 1h + 20s), 1);
}

TEST(TokenBucketTest, TakesBackWhatCameToNothing) {
  TokenBucket bucket;
  (void)taken_from(bucket, beginning);

  bucket.give_back(rate_of_three, beginning);

  EXPECT_EQ(taken_from(bucket, beginning), 1);
}

TEST(TokenBucketTest, CountsAtTheLargestRateToo) {
  constexpr auto largest = Rate{.count = 1'000'000, .per = 1h};
  TokenBucket bucket;
  for (int i = 0; i < 1'000'000; ++i) bucket.take(largest, beginning);

  EXPECT_EQ(bucket.wait(largest, beginning), 4ms);
}

ClientKey client_of(std::uint32_t number) {
  FixedBytes<16> bytes{1};
  for (std::size_t i = 0; i < sizeof number; ++i)
    bytes.at(i + 1) = static_cast<std::uint8_t>(number >> (8 * i));
  return ClientKey(bytes);
}

class LimiterTest : public testing::Test {
 protected:
  Limiter limiter_{{.connections_per_address = 2,
                    .connections_per_minute = 4,
                    .foundings_per_hour = 1,
                    .foundings_per_hour_all = 3}};
  Client anna_ = client_of(1);
  Client bram_ = client_of(2);
};

TEST_F(LimiterTest, LetsSoManyConnectionsOfAnAddressBeOpenAtOnce) {
  EXPECT_FALSE(limiter_.connection_begins(anna_, beginning));
  EXPECT_FALSE(limiter_.connection_begins(anna_, beginning));

  const auto refused = limiter_.connection_begins(anna_, beginning);

  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->limit, Limit::connections_per_address);
  EXPECT_EQ(refused->retry_after, limits::connection_retry);
  EXPECT_FALSE(limiter_.connection_begins(bram_, beginning)) << "others are not held up";
  limiter_.connection_ends(anna_);
  EXPECT_FALSE(limiter_.connection_begins(anna_, beginning));
}

TEST_F(LimiterTest, GivesBackToAllButNotToTheAddressWhatFoundedNothing) {
  for (std::uint32_t i = 1; i <= 3; ++i) ASSERT_FALSE(limiter_.found(client_of(i), beginning)) << i;
  ASSERT_TRUE(limiter_.found(client_of(4), beginning));

  limiter_.founding_refused(beginning);

  EXPECT_EQ(limiter_.found(anna_, beginning)->limit, Limit::foundings_per_hour);
  EXPECT_FALSE(limiter_.found(client_of(4), beginning));
}

TEST_F(LimiterTest, LetsSoManyConnectionsOfAnAddressBeginInAMinute) {
  for (int i = 0; i < 4; ++i) {
    ASSERT_FALSE(limiter_.connection_begins(anna_, beginning)) << i;
    limiter_.connection_ends(anna_);
  }

  const auto refused = limiter_.connection_begins(anna_, beginning);

  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->limit, Limit::connections_per_minute);
  EXPECT_EQ(refused->retry_after, 15s);
  EXPECT_FALSE(limiter_.connection_begins(anna_, beginning + 15s));
}

TEST_F(LimiterTest, CountsNothingOfAnAddressThatItIsNotTold) {
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(limiter_.connection_begins({}, beginning));

  EXPECT_EQ(limiter_.clients(), 0U);
}

TEST_F(LimiterTest, HoldsAllTogetherWhomNoneOfTheirAddressesHolds) {
  EXPECT_FALSE(limiter_.found(client_of(1), beginning));
  EXPECT_FALSE(limiter_.found(client_of(2), beginning));
  EXPECT_FALSE(limiter_.found({}, beginning));

  const auto refused = limiter_.found(client_of(3), beginning);

  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->limit, Limit::foundings_per_hour_all);
  EXPECT_EQ(refused->retry_after, 20min);
}

TEST_F(LimiterTest, TakesNothingFromAllForWhatOneAddressIsRefused) {
  EXPECT_FALSE(limiter_.found(anna_, beginning));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(limiter_.found(anna_, beginning)->limit, Limit::foundings_per_hour);

  EXPECT_FALSE(limiter_.found(bram_, beginning));
  EXPECT_FALSE(limiter_.found({}, beginning));
}

TEST_F(LimiterTest, CountsWhatItRefusedByLimitAlone) {
  (void)limiter_.found(anna_, beginning);
  for (int i = 0; i < 5; ++i) (void)limiter_.found(anna_, beginning);

  const auto& dropped = limiter_.dropped();

  EXPECT_EQ(dropped.at(std::to_underlying(Limit::foundings_per_hour)), 5U);
  EXPECT_EQ(dropped.at(std::to_underlying(Limit::foundings_per_hour_all)), 0U);
}

TEST_F(LimiterTest, RemembersSoManyAddressesAndForgetsWhoeverCameLongestAgo) {
  for (std::uint32_t number = 0; number < limits::clients_max; ++number)
    (void)limiter_.connection_begins(client_of(number), beginning);
  EXPECT_EQ(limiter_.clients(), limits::clients_max);
  (void)limiter_.found(client_of(1), beginning);

  (void)limiter_.found(client_of(limits::clients_max), beginning);

  EXPECT_EQ(limiter_.clients(), limits::clients_max);
  EXPECT_TRUE(limiter_.found(client_of(1), beginning)) << "who came again is remembered";
  EXPECT_EQ(limiter_.clients(), limits::clients_max);
}

TEST_F(LimiterTest, CountsOpenConnectionsAlsoOfWhomItHasForgotten) {
  (void)limiter_.connection_begins(anna_, beginning);
  (void)limiter_.connection_begins(anna_, beginning);
  for (std::uint32_t number = 10; number < 10 + limits::clients_max; ++number)
    (void)limiter_.found(client_of(number), beginning);

  EXPECT_EQ(limiter_.connection_begins(anna_, beginning)->limit, Limit::connections_per_address);
}

TEST_F(LimiterTest, ForgetsWhoeverDidNotComeForAnHour) {
  (void)limiter_.found(anna_, beginning);
  (void)limiter_.found(bram_, beginning + 1ms);

  limiter_.forget(beginning + 1h - 1ms);
  EXPECT_EQ(limiter_.clients(), 2U);
  limiter_.forget(beginning + 1h);
  EXPECT_EQ(limiter_.clients(), 1U);
}

TEST_F(LimiterTest, ForgetsAfterAClockThatWentBackToo) {
  (void)limiter_.found(anna_, beginning + std::chrono::days(365));

  limiter_.forget(beginning);
  limiter_.forget(beginning + 1h);

  EXPECT_EQ(limiter_.clients(), 0U);
}

TEST(LimitNames, AreNamesOfTheWireAndDifferent) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < limits_count; ++i) names.insert(name_of(static_cast<Limit>(i)));

  EXPECT_EQ(names.size(), limits_count);
  EXPECT_FALSE(names.contains("unknown"));
}

TEST(HandleBucketsTest, AreOfSoManyHandlesAndThenBeginAnew) {
  HandleBuckets buckets;
  const auto handle = [](std::uint32_t number) { return channels::HandleId(client_of(number).bytes()); };
  for (std::uint32_t number = 0; number < limits::handle_buckets_max; ++number)
    (void)buckets.of(handle(number));
  EXPECT_EQ(buckets.size(), limits::handle_buckets_max);

  (void)buckets.of(handle(0));
  EXPECT_EQ(buckets.size(), limits::handle_buckets_max);
  (void)buckets.of(handle(limits::handle_buckets_max));
  EXPECT_EQ(buckets.size(), 1U);
}

}  // namespace
}  // namespace kring::engine
