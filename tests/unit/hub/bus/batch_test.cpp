#include "hub/bus/batch.hpp"

#include "hub/bus/limits.hpp"
#include "tests/unit/hub/bus/redis_world.hpp"

#include <gtest/gtest.h>

namespace kring::bus {
namespace {

News framed(std::uint64_t number, const std::vector<std::size_t>& sizes, std::uint8_t circle = 1) {
  auto news = news_of(number, circle);
  for (const auto size : sizes) news.frames.push_back(std::make_shared<const std::string>(size, 'x'));
  return news;
}

TEST(Batch, GathersWhatFollowsOnInOneNewsALog) {
  Batch batch;
  batch.add(framed(3, {10, 11}));
  batch.add(framed(9, {5}, 2));
  batch.add(framed(4, {12}));

  const auto news = batch.take();

  ASSERT_EQ(news.size(), 2U);
  EXPECT_EQ(news[0].circle, news_of(0, 1).circle);
  EXPECT_EQ(news[0].number, 4U);
  ASSERT_EQ(news[0].frames.size(), 3U);
  EXPECT_EQ(news[0].frames[2]->size(), 12U);
  EXPECT_EQ(news[1].number, 9U);
  EXPECT_TRUE(batch.is_empty());
}

TEST(Batch, KeepsTheCharterOfALogApartFromItsChannels) {
  Batch batch;
  auto charter = news_of(5);
  charter.channel.reset();
  batch.add(news_of(2));
  batch.add(charter);

  EXPECT_EQ(batch.take().size(), 2U);
}

TEST(Batch, SaysTheNewestCharterOfALog) {
  Batch batch;
  auto later = framed(2, {1});
  later.charter = 8;
  batch.add(framed(1, {1}));
  batch.add(later);

  EXPECT_EQ(batch.take()[0].charter, 8U);
}

struct Unfollowing {
  const char* name;
  News first;
  News second;
};
class BatchLeavesOutFrames : public testing::TestWithParam<Unfollowing> {};
TEST_P(BatchLeavesOutFrames, AndSaysHowFarTheLogHasGrown) {
  Batch batch;
  batch.add(GetParam().first);
  batch.add(GetParam().second);

  const auto news = batch.take();

  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(news[0].number, GetParam().second.number);
  EXPECT_TRUE(news[0].frames.empty());
}
INSTANTIATE_TEST_SUITE_P(, BatchLeavesOutFrames,
                         testing::Values(Unfollowing{"AfterAGap", framed(1, {1}), framed(3, {1})},
                                         Unfollowing{"AfterNewsWithoutFrames", news_of(1), framed(2, {1})},
                                         Unfollowing{"BeforeNewsWithoutFrames", framed(1, {1}), news_of(2)},
                                         Unfollowing{
                                             "BeyondTheCount",
                                             framed(limits::log_frames_max,
                                                    std::vector<std::size_t>(limits::log_frames_max, 1)),
                                             framed(limits::log_frames_max + 1, {1})}),
                         [](const auto& row) { return row.param.name; });

TEST(Batch, PassesOverNewsThatAreOlder) {
  Batch batch;
  batch.add(framed(4, {1, 1}));
  batch.add(framed(3, {1}));

  const auto news = batch.take();

  EXPECT_EQ(news[0].number, 4U);
  EXPECT_EQ(news[0].frames.size(), 2U);
}

TEST(Batch, TakesFramesUpToTheLimitAndNotOneByteMore) {
  // Four of 64 KiB with their lengths are over: the last one fills what is left.
  constexpr std::size_t whole = channels::limits::frame_bytes_max;
  constexpr std::size_t rest =
      limits::batch_frames_bytes_max - 3 * (whole + limits::frame_length_bytes) - limits::frame_length_bytes;
  for (const auto& [last, kept] : {std::pair{rest, 4U}, std::pair{rest + 1, 0U}}) {
    Batch batch;
    batch.add(framed(3, {whole, whole, whole}));
    batch.add(framed(4, {last}));

    EXPECT_EQ(batch.take()[0].frames.size(), kept) << last;
  }
}

TEST(Batch, TakesNoFrameThatIsLargerThanAFrame) {
  Batch batch;
  batch.add(framed(1, {channels::limits::frame_bytes_max}, 1));
  batch.add(framed(1, {channels::limits::frame_bytes_max + 1}, 2));

  const auto news = batch.take();

  EXPECT_EQ(news[0].frames.size(), 1U);
  EXPECT_EQ(news[1].frames.size(), 0U);
}

TEST(Batch, IsFullAtTheLimitOfItsLogs) {
  Batch batch;
  for (std::size_t i = 0; i + 1 < limits::batch_news_max; ++i) {
    auto news = news_of(1);
    news.channel = channels::ChannelId(
        FixedBytes<16>{static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i & 255U), 1});
    batch.add(news);
  }
  EXPECT_FALSE(batch.is_full());

  batch.add(news_of(1, 200));

  EXPECT_TRUE(batch.is_full());
}

}  // namespace
}  // namespace kring::bus
