#include "hub/bus/redis_bus.hpp"

#include "hub/base/errc.hpp"
#include "tests/unit/hub/bus/cable.hpp"
#include "tests/unit/hub/bus/redis_world.hpp"

#include <gtest/gtest.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <malloc.h>

#include <cstdlib>

namespace kring::bus {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using std::chrono::milliseconds;

/// Whether `ops/check --full` runs, which asks for more rounds of every fault.
bool is_full_check() {
  return std::getenv("KRING_FAULT_ROUNDS") != nullptr;
}

/// Somebody else on the same Redis, who speaks its protocol by hand.
class Stranger {
 public:
  explicit Stranger(const std::string& path) : socket_(context_) {
    socket_.connect(stream_protocol::endpoint(path));
  }
  /// Gives the first line of the answer.
  std::string ask(const std::vector<std::string>& words) {
    auto text = "*" + std::to_string(words.size()) + "\r\n";
    for (const auto& word : words) text += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
    asio::write(socket_, asio::buffer(text));
    std::string answer;
    const auto size = asio::read_until(socket_, asio::dynamic_buffer(answer), "\r\n");
    return answer.substr(0, size - 2);
  }

 private:
  asio::io_context context_;
  stream_protocol::socket socket_;
};

/// A node and what it hears of circle 1.
struct Node {
  explicit Node(std::unique_ptr<RedisBus> made) : bus(std::move(made)) {}
  std::unique_ptr<RedisBus> bus;
  std::vector<std::uint64_t> heard;
  Subscription subscription = bus->subscribe([this](const News& news) { heard.push_back(news.number); });
};

class RedisBusTest : public testing::Test {
 protected:
  [[nodiscard]] bool heard_by(const Node& node, std::uint64_t number) {
    return world_.run_until([&] { return !node.heard.empty() && node.heard.back() == number; });
  }
  /// From here to there, as soon as both are whole again.
  void expect_joined(Node& here, Node& there, std::uint64_t number) {
    EXPECT_TRUE(world_.run_until([&] { return !here.bus->is_degraded() && !there.bus->is_degraded(); }));
    here.bus->publish(news_of(number));
    EXPECT_TRUE(heard_by(there, number));
  }

  RedisWorld world_;
};

TEST_F(RedisBusTest, BeginsDegradedAndSaysWhenItIsNot) {
  std::vector<Status> told;
  auto options = world_.options();
  options.on_change = [&](const Status& status) { told.push_back(status); };
  const RedisBus bus(world_.context, std::move(options), world_.random);
  EXPECT_TRUE(bus.is_degraded());

  EXPECT_TRUE(world_.run_until([&] { return !told.empty(); }));

  EXPECT_TRUE(told.back());
  EXPECT_FALSE(bus.is_degraded());
}

TEST_F(RedisBusTest, GathersWhatOneTurnPublishesInOneAnnouncement) {
  Node here(world_.join());
  Node there(world_.join());

  for (std::uint64_t number = 1; number <= 100; ++number) here.bus->publish(news_of(number));
  EXPECT_TRUE(heard_by(there, 100));

  EXPECT_EQ(here.heard.size(), 100U);
  EXPECT_EQ(there.heard, std::vector<std::uint64_t>{100});
  EXPECT_EQ(here.bus->counts().announced, 1U);
  EXPECT_EQ(there.bus->counts().heard, 1U);
  EXPECT_EQ(here.bus->counts().heard, 0U) << "its own";
}

TEST_F(RedisBusTest, SplitsATurnThatIsLargerThanOneAnnouncement) {
  Node here(world_.join());
  Node there(world_.join());

  for (std::size_t i = 0; i <= limits::batch_news_max; ++i) {
    auto news = news_of(i + 1);
    news.channel = channels::ChannelId(
        FixedBytes<16>{static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i & 255U), 1});
    here.bus->publish(news);
  }
  EXPECT_TRUE(heard_by(there, limits::batch_news_max + 1));

  EXPECT_EQ(there.heard.size(), limits::batch_news_max + 1);
  EXPECT_EQ(here.bus->counts().announced, 2U);
}

TEST_F(RedisBusTest, IsWholeAgainAfterEachKill) {
  Node here(world_.join());
  Node there(world_.join());
  const std::uint64_t rounds = is_full_check() ? 50 : 10;
  for (std::uint64_t round = 1; round <= rounds; ++round) {
    world_.redis.kill();
    ASSERT_TRUE(world_.run_until([&] { return here.bus->is_degraded() && there.bus->is_degraded(); }))
        << round;
    here.bus->publish(news_of(1000 + round));
    EXPECT_EQ(here.heard.back(), 1000 + round) << "its own are told at once";
    world_.run_for(milliseconds(1));
    world_.redis.start();
    expect_joined(here, there, round);
  }
  EXPECT_EQ(here.bus->counts().dropped, rounds);
}

TEST_F(RedisBusTest, NoticesAPauseAndComesBackFromIt) {
  std::vector<Status> told;
  auto options = world_.options();
  options.on_change = [&](const Status& status) { told.push_back(status); };
  Node here(std::make_unique<RedisBus>(world_.context, std::move(options), world_.random));
  Node there(world_.join());
  ASSERT_TRUE(world_.run_until([&] { return !here.bus->is_degraded(); }));
  const std::uint64_t rounds = is_full_check() ? 5 : 2;
  for (std::uint64_t round = 1; round <= rounds; ++round) {
    world_.redis.pause();
    ASSERT_TRUE(world_.run_until([&] { return here.bus->is_degraded() && !told.empty() && !told.back(); }));
    EXPECT_EQ(told.back().error(), hub::Errc::bus_silent) << round;
    if (is_full_check()) world_.run_for(std::chrono::seconds(10));
    world_.redis.resume();
    expect_joined(here, there, round);
  }
}

TEST_F(RedisBusTest, NoticesThatItIsCutOffAndComesBack) {
  auto options = world_.options();
  options.address.path += ".cable";
  Cable cable(world_.context, options.address.path, world_.redis.socket());
  Node here(std::make_unique<RedisBus>(world_.context, std::move(options), world_.random));
  Node there(world_.join());
  expect_joined(here, there, 1);
  const std::uint64_t rounds = is_full_check() ? 5 : 2;
  for (std::uint64_t round = 2; round < 2 + rounds; ++round) {
    cable.cut();
    ASSERT_TRUE(world_.run_until([&] { return here.bus->is_degraded(); })) << round;
    EXPECT_FALSE(there.bus->is_degraded()) << "it has a way of its own";
    if (is_full_check()) world_.run_for(std::chrono::seconds(10));
    cable.mend();
    expect_joined(here, there, round);
  }
}

TEST_F(RedisBusTest, DropsNewsInsteadOfHoardingThemWhileRedisIsPaused) {
  auto options = world_.options();
  options.outgoing_bytes_max = 10'000;
  options.times.answer_within = std::chrono::seconds(20);
  Node here(std::make_unique<RedisBus>(world_.context, std::move(options), world_.random));
  ASSERT_TRUE(world_.run_until([&] { return !here.bus->is_degraded(); }));

  world_.redis.pause();
  for (std::uint64_t number = 1; number <= 1000; ++number) {
    here.bus->publish(news_of(number));
    world_.context.restart();
    world_.context.poll();
  }

  EXPECT_EQ(here.heard.size(), 1000U) << "its own listeners wait for nobody";
  const auto counts = here.bus->counts();
  EXPECT_GT(counts.announced, 50U);
  EXPECT_LT(counts.announced, 100U) << "10,000 bytes of about 110 each";
  EXPECT_EQ(counts.announced + counts.dropped, 1000U);
  world_.redis.resume();
  EXPECT_TRUE(world_.run_until([&] {
    here.bus->publish(news_of(2000));
    return here.bus->counts().announced > counts.announced;
  }));
}

TEST_F(RedisBusTest, SubscribesAgainWhenRedisLetsItsListenerGo) {
  Node here(world_.join());
  Node there(world_.join());
  Stranger stranger(world_.redis.socket());

  EXPECT_EQ(stranger.ask({"CLIENT", "KILL", "TYPE", "pubsub"}), ":2");
  ASSERT_TRUE(world_.run_until([&] { return here.bus->is_degraded() && there.bus->is_degraded(); }));

  expect_joined(here, there, 7);
}

TEST_F(RedisBusTest, ComesBackWhenItWasTooSlowForRedis) {
  Node here(world_.join());
  Stranger stranger(world_.redis.socket());
  EXPECT_EQ(stranger.ask({"CONFIG", "SET", "client-output-buffer-limit", "pubsub 100000 0 0"}), "+OK");
  const auto channel = world_.options().channel;

  // Nobody turns the loop: what is sent to the listener waits in Redis until it has had enough.
  const std::string loud(100'000, 'x');
  while (stranger.ask({"PUBLISH", channel, loud}) != ":0") {
  }
  EXPECT_EQ(stranger.ask({"CONFIG", "SET", "client-output-buffer-limit", "pubsub 0 0 0"}), "+OK");
  ASSERT_TRUE(world_.run_until([&] { return here.bus->counts().connected > 2; }));

  Node there(world_.join());
  expect_joined(there, here, 3);
}

TEST_F(RedisBusTest, PassesOverWhatSomebodyElsePublishes) {
  Node here(world_.join());
  Node there(world_.join());
  Stranger stranger(world_.redis.socket());
  const auto channel = world_.options().channel;
  Sealer other_hub(announcement_key(Secret::copy_of(FixedBytes<32>{1})), NodeId(FixedBytes<16>{9}));
  const auto sealed = other_hub.seal(std::vector{news_of(99)});

  const std::vector<std::string> garbage{"", "x", std::string("\x01", 1) + std::string(200, '\0'),
                                         std::string(view_text(sealed)),
                                         std::string(limits::announcement_bytes_max * 2 - 4096, '\x01')};
  for (const auto& one : garbage) EXPECT_EQ(stranger.ask({"PUBLISH", channel, one}), ":2");

  expect_joined(here, there, 5);
  EXPECT_EQ(there.heard, std::vector<std::uint64_t>{5});
  EXPECT_EQ(there.bus->counts().refused, garbage.size());
  EXPECT_EQ(there.bus->counts().connected, 2U) << "nothing of it ended a connection";
}

TEST_F(RedisBusTest, GivesUpAConnectionThatBringsAMonster) {
  Node here(world_.join());
  Stranger stranger(world_.redis.socket());
  std::string monster;
  monster.resize(16'000'000, 'x');

  EXPECT_EQ(stranger.ask({"PUBLISH", world_.options().channel, monster}), ":1");

  ASSERT_TRUE(world_.run_until([&] { return here.bus->counts().connected > 2; }));
  EXPECT_EQ(here.bus->counts().refused, 0U) << "it was never held";
}

TEST_F(RedisBusTest, HearsAHundredThousandMessagesWithoutGrowing) {
  auto options = world_.options();
  options.times = {};
  Node here(std::make_unique<RedisBus>(world_.context, std::move(options), world_.random));
  Node there(world_.join());
  ASSERT_TRUE(world_.run_until([&] { return !here.bus->is_degraded(); }));
  const auto announce = [&](std::uint64_t from, std::uint64_t to) {
    for (auto number = from; number <= to; ++number) {
      here.bus->publish(news_of(number));
      world_.context.restart();
      world_.context.poll_one();
    }
    return heard_by(there, to);
  };
  here.heard.reserve(100'000);
  there.heard.reserve(100'000);
  ASSERT_TRUE(announce(1, 10'000));
  const auto before = ::mallinfo2().uordblks;

  ASSERT_TRUE(announce(10'001, 100'000));

  EXPECT_LT(::mallinfo2().uordblks, before + 1'000'000);
  EXPECT_EQ(here.bus->counts().dropped, 0U);
  EXPECT_GT(there.bus->counts().heard, 10'000U);
}

TEST_F(RedisBusTest, SaysThatNobodyIsThere) {
  auto options = world_.options();
  options.address.path += ".away";
  std::vector<Status> told;
  options.on_change = [&](const Status& status) { told.push_back(status); };
  RedisBus bus(world_.context, std::move(options), world_.random);
  bus.publish(news_of(1));

  world_.run_for(milliseconds(100));

  EXPECT_TRUE(bus.is_degraded());
  EXPECT_EQ(told.size(), 0U) << "it was so from the beginning";
  EXPECT_EQ(bus.counts().dropped, 1U);
}

TEST_F(RedisBusTest, GivesUpATcpConnectionThatNobodyAnswers) {
  // Takes connections, into the kernel's queue, and never says a word.
  asio::ip::tcp::acceptor deaf(world_.context, {asio::ip::address_v4::loopback(), 0});
  auto options = world_.options();
  options.address = {.host = "localhost", .port = deaf.local_endpoint().port()};
  options.times.answer_within = milliseconds(100);
  options.times.connect_within = milliseconds(100);
  std::vector<Status> told;
  options.on_change = [&](const Status& status) { told.push_back(status); };
  const RedisBus bus(world_.context, std::move(options), world_.random);

  EXPECT_TRUE(world_.run_until([&] { return !told.empty(); }));

  EXPECT_EQ(told.front().error(), hub::Errc::bus_silent);
  EXPECT_TRUE(world_.run_until([&] { return bus.counts().connected > 4; })) << "and tries again";
}

TEST_F(RedisBusTest, EndsInTheMiddleOfAnything) {
  Node there(world_.join());
  for (int turns = 0; turns < 60; ++turns) {
    auto bus = std::make_unique<RedisBus>(world_.context, world_.options(), world_.random);
    bus->publish(news_of(1));
    for (int i = 0; i < turns; ++i) {
      world_.context.restart();
      world_.context.run_one_for(milliseconds(1));
    }
    bus.reset();
  }
  EXPECT_FALSE(there.bus->is_degraded());
}

/// A Redis with a password, or with users who may not all do the same.
class RedisLoginTest : public testing::Test {
 protected:
  [[nodiscard]] std::optional<Status> first_told(std::string user, std::string_view password) {
    auto options = world_.options();
    options.login = {.user = std::move(user), .password = Secret::copy_of(view_bytes(password))};
    std::optional<Status> told;
    options.on_change = [&](const Status& status) {
      if (!told) told = status;
    };
    const RedisBus bus(world_.context, std::move(options), world_.random);
    EXPECT_TRUE(world_.run_until([&] { return told.has_value(); }));
    return told;
  }
  void set_user(const std::vector<std::string>& rules) {
    std::vector<std::string> words{"ACL", "SETUSER", "hub", "reset", "on", ">hub's own", "+@pubsub", "+auth"};
    words.insert(words.end(), rules.begin(), rules.end());
    EXPECT_EQ(Stranger(world_.redis.socket()).ask(words), "+OK");
  }

  RedisWorld world_;
};

TEST_F(RedisLoginTest, TakesAUserWhoMayDoNoMoreThanABusNeeds) {
  set_user({"&kring:*"});

  const auto told = first_told("hub", "hub's own");

  EXPECT_TRUE(told->has_value());
}

TEST_F(RedisLoginTest, TakesThePasswordOfTheDefaultUser) {
  EXPECT_EQ(Stranger(world_.redis.socket()).ask({"CONFIG", "SET", "requirepass", "secret"}), "+OK");

  EXPECT_TRUE(first_told("", "secret")->has_value());
  EXPECT_EQ(first_told("", "wrong")->error(), hub::Errc::bus_refused);
  EXPECT_EQ(first_told("", "")->error(), hub::Errc::bus_refused);
}

TEST_F(RedisLoginTest, SaysThatAUserMayNotUseTheChannel) {
  set_user({"&other:*"});

  EXPECT_EQ(first_told("hub", "hub's own")->error(), hub::Errc::bus_refused);
}

}  // namespace
}  // namespace kring::bus
