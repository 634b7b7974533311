#include "hub/net/driver.hpp"

#include "channels/wire/frame_codec.hpp"
#include "crypto/primitives/signature.hpp"
#include "hub/base/errc.hpp"
#include "hub/blobs/memory_blobs.hpp"
#include "hub/bus/in_process_bus.hpp"
#include "hub/store/memory_store.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/task_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace kring::net {
namespace {

using engine::SessionId;

/// A store in memory whose disk may die, or which may be away.
class MortalStore final : public store::Store {
 public:
  [[nodiscard]] std::vector<store::WriteResult> write(
      std::span<const store::WriteRequest> requests) override {
    batches.push_back(requests.size());
    if (!is_dead) return inner_.write(requests);
    return std::vector<store::WriteResult>(requests.size(), fail(hub::Errc::store_failed, "test"));
  }
  [[nodiscard]] Result<std::unique_ptr<store::StoreReader>> open_reader() override {
    return std::make_unique<Reader>(*this);
  }
  [[nodiscard]] channels::Incarnation incarnation() const override { return inner_.incarnation(); }

  bool is_dead = false;
  /// To be read once what was written is answered.
  std::vector<std::size_t> batches;
  std::atomic<bool> is_away = false;

 private:
  class Reader final : public store::StoreReader {
   public:
    explicit Reader(MortalStore& store) : store_(store), inner_(store.inner_.open_reader().value()) {}
    [[nodiscard]] store::ReadResult read(const store::ReadRequest& request) override {
      if (store_.is_away) return fail(hub::Errc::store_unavailable, "test");
      return inner_->read(request);
    }

   private:
    MortalStore& store_;
    std::unique_ptr<store::StoreReader> inner_;
  };

  store::MemoryStore inner_{channels::Incarnation(FixedBytes<16>{1})};
};

/// A driver between an engine and connections that only note what they are told.
class DriverTest : public testing::Test {
 protected:
  struct Connection {
    std::vector<std::string> frames;
    std::vector<engine::CloseReason> closed;
  };

  SessionId connect(Connection& connection) {
    return driver_.opened(
        {.send =
             [&connection](const std::vector<engine::Frame>& frames) {
               for (const auto& frame : frames) connection.frames.push_back(*frame);
             },
         .close = [&connection](engine::CloseReason reason) { connection.closed.push_back(reason); }});
  }
  void run_until(const std::function<bool()>& holds) {
    while (!holds()) tasks_.run_one();
  }
  static engine::HttpAsked asking(std::string path) {
    return {.exchange = {}, .path = std::move(path), .authorization = {}, .body = {}};
  }

  support::SeededRandom random_{1};
  primitives::SignatureKeyPair key_ = primitives::generate_signature_key_pair(random_);
  MortalStore store_;
  support::TaskQueue tasks_;
  std::unique_ptr<store::StoreRunner> runner_ =
      store::StoreRunner::start(store_, {}, [this](auto task) { tasks_.post(std::move(task)); }).value();
  bus::InProcessBus bus_;
  engine::Engine engine_{{.origin = "http://127.0.0.1:8420",
                          .incarnation = store_.incarnation(),
                          .hub_public_key = channels::HubKey::from(key_.public_key.bytes).value(),
                          .hub_seed = key_.private_key.clone()},
                         random_};
  Time now_ = Time(Duration(1'777'593'600'000));
  blobs::MemoryBlobs blobs_;
  blobs::BlobRunner blob_runner_{
      blobs_, {}, [this](blobs::BlobRunner::Task task) { tasks_.post(std::move(task)); }};
  Driver driver_{engine_,
                 *runner_,
                 blob_runner_,
                 bus_,
                 [this](store::StoreRunner::Task task) { tasks_.post(std::move(task)); },
                 [this] { return now_; }};
};

TEST_F(DriverTest, TellsOnceAMinuteWhatLimitsHaveRefused) {
  std::vector<std::uint64_t> told;
  driver_.on_dropped([&](const engine::LimitCounts& counts) {
    told.push_back(counts.at(std::to_underlying(engine::Limit::connections_per_address)));
  });
  const engine::Client client = engine::ClientKey(FixedBytes<16>{1});
  const auto most = engine::RateLimits{}.connections_per_address;
  for (std::uint32_t i = 0; i < most + 3; ++i) (void)driver_.connection_begins(client);

  for (int i = 0; i < 59; ++i) driver_.tick();
  EXPECT_TRUE(told.empty());
  for (int i = 0; i < 121; ++i) driver_.tick();
  EXPECT_EQ(told, std::vector<std::uint64_t>{3}) << "and nothing while nothing is refused";
  (void)driver_.connection_begins(client);
  driver_.drain([] {});
  EXPECT_EQ(told, (std::vector<std::uint64_t>{3, 1})) << "nor is the rest lost when the hub stops";
}

TEST_F(DriverTest, GreetsAConnectionAndAnswersItOnceItsSocketIsReady) {
  Connection connection;
  const auto session = connect(connection);
  ASSERT_EQ(connection.frames.size(), 1U);
  EXPECT_NE(connection.frames[0].find("\"hello\""), std::string::npos);

  driver_.received(session, R"({"id":1,"op":"ping"})");
  EXPECT_EQ(connection.frames.size(), 1U) << "one write at a time";
  driver_.writer_ready(session);

  ASSERT_EQ(connection.frames.size(), 2U);
  EXPECT_TRUE(connection.frames[1].starts_with("{\"id\":1,\"ok\":")) << connection.frames[1];
}

TEST_F(DriverTest, SendsNothingToAConnectionThatIsGone) {
  Connection connection;
  const auto session = connect(connection);
  driver_.writer_ready(session);
  // A login to a circle that is not here takes a read from the store.
  const wire::RequestFrame login{.id = wire::RequestId{1},
                                 .request = wire::LoginRequest{.circle = {}, .handle = {}}};
  driver_.received(session, wire::encode_request(login).value());

  driver_.closed(session);
  tasks_.run_one();

  EXPECT_EQ(connection.frames.size(), 1U);
  EXPECT_EQ(driver_.counts().sessions, 0U);
}

TEST_F(DriverTest, GivesEachHttpRequestItsOwnAnswer) {
  std::vector<std::pair<int, unsigned>> answers;
  driver_.http(asking("/v1/staged/nowhere"),
               [&](unsigned status, const Bytes&) { answers.emplace_back(1, status); });
  const auto staged = "/v1/staged/" + std::string(64, '0') + "/" + std::string(64, '0');
  driver_.http(asking(staged), [&](unsigned status, const Bytes&) { answers.emplace_back(2, status); });

  driver_.upload({.exchange = {}, .path = staged, .authorization = {}},
                 [&](unsigned status, const Bytes&) { answers.emplace_back(3, status); });

  EXPECT_EQ(answers, (std::vector<std::pair<int, unsigned>>{{1, 404}, {2, 401}, {3, 401}}));
}

TEST_F(DriverTest, HearsOfSilenceByItsTicks) {
  Connection connection;
  static_cast<void>(connect(connection));

  now_ += engine::limits::login_within;
  driver_.tick();

  EXPECT_EQ(connection.closed, std::vector{engine::CloseReason::not_logged_in});
}

TEST_F(DriverTest, DrainsOnceAndClosesEveryConnection) {
  Connection first;
  Connection second;
  static_cast<void>(connect(first));
  static_cast<void>(connect(second));
  int drained = 0;

  driver_.drain([&] { ++drained; });
  driver_.close_all();

  EXPECT_EQ(drained, 1);
  EXPECT_EQ(first.closed, std::vector{engine::CloseReason::draining});
  EXPECT_EQ(second.closed, std::vector{engine::CloseReason::draining});
}

TEST_F(DriverTest, WritesTogetherWhatCameTogether) {
  // Sweeps staged parts, unfinished uploads, mailboxes that are over, and what ended circles leave.
  driver_.tick();
  run_until([&] { return driver_.counts().calls == 0; });

  EXPECT_EQ(store_.batches, std::vector<std::size_t>{4});
}

TEST_F(DriverTest, WritesForThoseWhoWaitWhileSomebodyNeverStopsSending) {
  Connection connection;
  const auto session = connect(connection);
  driver_.tick();

  int sent = 0;
  run_until([&] {
    driver_.received(session, "{}");
    return ++sent > 1000 || driver_.counts().calls == 0;
  });

  EXPECT_EQ(driver_.counts().calls, 0U);
}

TEST_F(DriverTest, SaysOnceThatTheStoreHasFailed) {
  int failures = 0;
  driver_.on_store_failed([&] { ++failures; });
  store_.is_dead = true;

  driver_.tick();  // Sweeps staged parts.
  run_until([&] { return driver_.store_failed(); });
  now_ += engine::limits::staged_life;
  driver_.tick();
  run_until([&] { return driver_.counts().calls == 0; });

  EXPECT_EQ(failures, 1);
}

TEST_F(DriverTest, FindsOutWithoutBeingAskedThatTheStoreIsAwayAndThatItIsBack) {
  std::vector<bool> heard;
  driver_.on_store_available([&](bool is_available) { heard.push_back(is_available); });
  // Answers to what the first tick sweeps come among the others, whenever they come.
  const auto wait_until_available = [this](bool wanted) {
    while (driver_.store_available() != wanted) tasks_.run_one();
  };
  driver_.tick();

  store_.is_away = true;
  for (int quiet = 0; quiet < 3; ++quiet) driver_.tick();
  wait_until_available(false);
  EXPECT_FALSE(driver_.store_failed());
  store_.is_away = false;
  for (int quiet = 0; quiet < 3; ++quiet) driver_.tick();
  wait_until_available(true);

  EXPECT_EQ(heard, (std::vector{false, true}));
}

}  // namespace
}  // namespace kring::net
