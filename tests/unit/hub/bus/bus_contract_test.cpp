#include "hub/bus/in_process_bus.hpp"
#include "tests/unit/hub/bus/redis_world.hpp"

#include <gtest/gtest.h>

namespace kring::bus {
namespace {

using Numbers = std::vector<std::uint64_t>;

/// A bus as its users see it: somebody publishes here, somebody listens there.
class BusWorld {
 public:
  BusWorld() = default;
  BusWorld(const BusWorld&) = delete;
  BusWorld& operator=(const BusWorld&) = delete;
  BusWorld(BusWorld&&) = delete;
  BusWorld& operator=(BusWorld&&) = delete;
  virtual ~BusWorld() = default;

  [[nodiscard]] virtual Bus& here() = 0;
  [[nodiscard]] virtual Bus& there() = 0;
  /// Until all that was published here was heard there.
  virtual void settle() = 0;
};

class OneProcess final : public BusWorld {
 public:
  [[nodiscard]] Bus& here() override { return bus_; }
  [[nodiscard]] Bus& there() override { return bus_; }
  void settle() override {}

 private:
  InProcessBus bus_;
};

class TwoNodes : public BusWorld {
 public:
  [[nodiscard]] Bus& here() override { return *here_; }
  [[nodiscard]] Bus& there() override { return *there_; }
  void settle() override {
    // Redis keeps the order: what comes after all that was published has brought it all.
    const auto marker = ++markers_;
    std::uint64_t heard = 0;
    const auto listener = there().subscribe([&](const News& news) {
      if (news.circle == news_of(0, 99).circle) heard = news.number;
    });
    here().publish(news_of(marker, 99));
    EXPECT_TRUE(world_.run_until([&] { return heard == marker; }));
  }

 private:
  RedisWorld world_;
  std::unique_ptr<RedisBus> here_ = world_.join();
  std::unique_ptr<RedisBus> there_ = world_.join();
  std::uint64_t markers_ = 0;
};

class OneNode final : public TwoNodes {
 public:
  [[nodiscard]] Bus& there() override { return here(); }
};

struct Maker {
  std::string name;
  std::unique_ptr<BusWorld> (*make)();
};

template <class World>
std::unique_ptr<BusWorld> make() {
  return std::make_unique<World>();
}

/// What every bus keeps when nothing is lost.
class BusContract : public testing::TestWithParam<Maker> {
 protected:
  [[nodiscard]] Bus& here() { return world_->here(); }
  [[nodiscard]] Bus& there() { return world_->there(); }
  void publish(News news) {
    here().publish(std::move(news));
    world_->settle();
  }
  [[nodiscard]] static Bus::Listener note_in(Numbers& numbers) {
    return [&numbers](const News& news) {
      if (news.circle == news_of(0).circle) numbers.push_back(news.number);
    };
  }

 private:
  std::unique_ptr<BusWorld> world_ = GetParam().make();
};
INSTANTIATE_TEST_SUITE_P(Buses, BusContract,
                         testing::Values(Maker{"InProcess", &make<OneProcess>},
                                         Maker{"RedisOneNode", &make<OneNode>},
                                         Maker{"RedisTwoNodes", &make<TwoNodes>}),
                         [](const auto& info) { return info.param.name; });

TEST_P(BusContract, TellsEveryListenerInTheOrderOfPublishing) {
  Numbers first;
  Numbers second;
  const auto one = there().subscribe(note_in(first));
  const auto two = there().subscribe(note_in(second));

  publish(news_of(1));
  publish(news_of(2));

  EXPECT_EQ(first, (Numbers{1, 2}));
  EXPECT_EQ(second, (Numbers{1, 2}));
}

TEST_P(BusContract, BringsTheNewsWithItsFrames) {
  std::vector<News> heard;
  const auto one = there().subscribe([&](const News& news) { heard.push_back(news); });
  auto charter = news_of(7);
  charter.channel.reset();
  charter.charter = 7;
  charter.frames = {std::make_shared<const std::string>("frame")};

  publish(charter);

  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard[0].circle, charter.circle);
  EXPECT_EQ(heard[0].channel, charter.channel);
  EXPECT_EQ(heard[0].number, 7U);
  EXPECT_EQ(heard[0].charter, 7U);
  ASSERT_EQ(heard[0].frames.size(), 1U);
  EXPECT_EQ(*heard[0].frames[0], "frame");
}

TEST_P(BusContract, TellsNobodyWhoHasLeft) {
  Numbers heard;
  auto one = there().subscribe(note_in(heard));
  publish(news_of(1));
  auto moved = std::move(one);
  publish(news_of(2));
  moved = {};
  publish(news_of(3));

  EXPECT_EQ(heard, (Numbers{1, 2}));
}

TEST_P(BusContract, DeliversWhatAListenerPublishesAfterWhatItHeard) {
  Numbers first;
  Numbers second;
  const auto one = here().subscribe([&](const News& news) {
    if (news.circle != news_of(0).circle) return;
    first.push_back(news.number);
    if (news.number == 1) here().publish(news_of(2));
  });
  const auto two = here().subscribe(note_in(second));

  publish(news_of(1));

  EXPECT_EQ(first, (Numbers{1, 2}));
  EXPECT_EQ(second, (Numbers{1, 2}));
}

TEST_P(BusContract, LetsListenersComeAndGoWhileItDelivers) {
  Numbers late;
  Numbers leaving;
  Subscription newcomer;
  Subscription leaver;
  const auto one = there().subscribe([&](const News& news) {
    leaver = {};
    if (news.circle == news_of(0).circle && news.number == 1) newcomer = there().subscribe(note_in(late));
  });
  leaver = there().subscribe(note_in(leaving));

  publish(news_of(1));
  publish(news_of(2));

  EXPECT_EQ(leaving, Numbers{});
  EXPECT_EQ(late, Numbers{2});
}

}  // namespace
}  // namespace kring::bus
