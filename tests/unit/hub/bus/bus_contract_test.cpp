#include "hub/bus/in_process_bus.hpp"

#include <gtest/gtest.h>

namespace kring::bus {
namespace {

using channels::ChannelId;
using channels::CircleId;

using Numbers = std::vector<std::uint64_t>;

News news_of(std::uint64_t number) {
  return {.circle = CircleId(FixedBytes<32>{1}), .channel = ChannelId(FixedBytes<16>{2}), .number = number};
}

struct BusMaker {
  std::string name;
  std::unique_ptr<Bus> (*make)();
};

std::unique_ptr<Bus> make_in_process() {
  return std::make_unique<InProcessBus>();
}

/// What every bus keeps when nothing is lost.
class BusContract : public testing::TestWithParam<BusMaker> {
 protected:
  [[nodiscard]] Bus& bus() { return *bus_; }
  [[nodiscard]] static Bus::Listener note_in(Numbers& numbers) {
    return [&numbers](const News& news) { numbers.push_back(news.number); };
  }

 private:
  std::unique_ptr<Bus> bus_ = GetParam().make();
};
INSTANTIATE_TEST_SUITE_P(Buses, BusContract, testing::Values(BusMaker{"InProcess", &make_in_process}),
                         [](const auto& info) { return info.param.name; });

TEST_P(BusContract, TellsEveryListenerInTheOrderOfPublishing) {
  Numbers first;
  Numbers second;
  const auto one = bus().subscribe(note_in(first));
  const auto two = bus().subscribe(note_in(second));

  bus().publish(news_of(1));
  bus().publish(news_of(2));

  EXPECT_EQ(first, (Numbers{1, 2}));
  EXPECT_EQ(second, (Numbers{1, 2}));
}

TEST_P(BusContract, BringsTheNewsWithItsFrames) {
  std::vector<News> heard;
  const auto one = bus().subscribe([&](const News& news) { heard.push_back(news); });
  auto charter = news_of(7);
  charter.channel.reset();
  charter.frames = {std::make_shared<const std::string>("frame")};

  bus().publish(charter);

  EXPECT_EQ(heard, std::vector{charter});
}

TEST_P(BusContract, TellsNobodyWhoHasLeft) {
  Numbers heard;
  auto one = bus().subscribe(note_in(heard));
  bus().publish(news_of(1));
  auto moved = std::move(one);
  bus().publish(news_of(2));
  moved = {};
  bus().publish(news_of(3));

  EXPECT_EQ(heard, (Numbers{1, 2}));
}

TEST_P(BusContract, DeliversWhatAListenerPublishesAfterWhatItHeard) {
  Numbers first;
  Numbers second;
  const auto one = bus().subscribe([&](const News& news) {
    first.push_back(news.number);
    if (news.number == 1) bus().publish(news_of(2));
  });
  const auto two = bus().subscribe(note_in(second));

  bus().publish(news_of(1));

  EXPECT_EQ(first, (Numbers{1, 2}));
  EXPECT_EQ(second, (Numbers{1, 2}));
}

TEST_P(BusContract, LetsListenersComeAndGoWhileItDelivers) {
  Numbers late;
  Numbers leaving;
  Subscription newcomer;
  Subscription leaver;
  const auto one = bus().subscribe([&](const News& news) {
    leaver = {};
    if (news.number == 1) newcomer = bus().subscribe(note_in(late));
  });
  leaver = bus().subscribe(note_in(leaving));

  bus().publish(news_of(1));
  bus().publish(news_of(2));

  EXPECT_EQ(leaving, Numbers{});
  EXPECT_EQ(late, Numbers{2});
}

}  // namespace
}  // namespace kring::bus
