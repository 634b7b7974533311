#include "hub/store/postgres_store.hpp"
#include "hub/store/store_runner.hpp"
#include "tests/support/fault_rounds.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/hub/store/store_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace kring::store::test {
namespace {

using channels::Sequence;
using hub::Errc;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using support::PostgresServer;

/// An append that says in its payload who wrote it and which of theirs it is.
Append numbered_append(std::uint32_t writer, std::uint32_t number) {
  auto append = append_of(1);
  FixedBytes<16> id{};
  std::memcpy(id.data(), &writer, sizeof writer);
  std::memcpy(id.data() + sizeof writer, &number, sizeof number);
  append.author = channels::HandleId(id);
  append.message = channels::MessageId(id);
  append.record = channels::RecordId(id);
  append.time = start + std::chrono::hours(1);
  append.payload = copy_bytes(id);
  return append;
}

/// Writers that keep a runner busy: each sends its next message when the last one was acknowledged, and the
/// same one again, after a while, when the store was away.
class Load {
 public:
  static constexpr std::uint32_t writers = 50;
  static constexpr milliseconds again_after{20};

  explicit Load(StoreRunner& runner) : runner_(runner) {}

  void start_all() {
    for (std::uint32_t writer = 0; writer < writers; ++writer) send({writer, 0});
  }
  /// Waits until so many more are acknowledged; how long that took.
  milliseconds wait_for_more(std::size_t more) {
    const auto begun = steady_clock::now();
    std::unique_lock lock(mutex_);
    const auto wanted = acknowledged_.size() + more;
    while (acknowledged_.size() < wanted && steady_clock::now() < begun + seconds(60)) {
      changed_.wait_for(lock, again_after, [&] { return acknowledged_.size() >= wanted; });
      const auto again = std::exchange(refused_, {});
      lock.unlock();
      for (const auto& one : again) send(one);
      lock.lock();
    }
    EXPECT_GE(acknowledged_.size(), wanted);
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
  }
  /// No more messages; waits for the answers that are due.
  void finish() {
    std::unique_lock lock(mutex_);
    finishing_ = true;
    changed_.wait(lock, [this] { return due_ == 0; });
  }
  /// Payload and place of each acknowledged message.
  [[nodiscard]] const std::map<Bytes, Sequence>& acknowledged() const { return acknowledged_; }
  [[nodiscard]] std::size_t unavailable() const { return unavailable_; }

 private:
  struct Message {
    std::uint32_t writer = 0;
    std::uint32_t number = 0;
  };

  void send(Message message) {
    {
      const std::lock_guard lock(mutex_);
      if (finishing_) return;
      ++due_;
    }
    runner_.write(numbered_append(message.writer, message.number),
                  [this, message](const WriteResult& result) { answered(message, result); });
  }

  void answered(Message message, const WriteResult& result) {
    {
      const std::lock_guard lock(mutex_);
      if (result) {
        const auto& position = std::get<Appended>(*result).position;
        acknowledged_.emplace(numbered_append(message.writer, message.number).payload, position.seq);
      } else {
        EXPECT_EQ(result.error(), Errc::store_unavailable);
        ++unavailable_;
        refused_.push_back(message);
      }
    }
    if (result) send({message.writer, message.number + 1});
    const std::lock_guard lock(mutex_);
    --due_;
    changed_.notify_all();
  }

  StoreRunner& runner_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Bytes, Sequence> acknowledged_;
  std::vector<Message> refused_;
  std::size_t due_ = 0;
  std::size_t unavailable_ = 0;
  bool finishing_ = false;
};

/// The payloads of `channel_1` by their number.
std::map<Sequence, Bytes> log_of(Store& store) {
  std::map<Sequence, Bytes> log;
  auto reader = store.open_reader().value();
  Sequence after{0};
  for (;;) {
    const auto page = reader->read(ReadLog{circle_1, channel_1, after, 1000, 1'000'000});
    const auto& entries = std::get<LogPage>(page.value()).entries;
    if (entries.empty()) return log;
    for (const auto& entry : entries) log.emplace(entry.seq, entry.payload);
    after = entries.back().seq;
  }
}

/// How many acknowledged messages a log does not have where they were promised.
std::size_t count_lost(const std::map<Bytes, Sequence>& acknowledged, const std::map<Sequence, Bytes>& log) {
  return static_cast<std::size_t>(std::ranges::count_if(acknowledged, [&](const auto& one) {
    const auto found = log.find(one.second);
    return found == log.end() || found->second != one.first;
  }));
}

class PostgresFaults : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<PostgresStore> open(PostgresServer& server,
                                                    Durability durability = Durability::synced) {
    auto store =
        PostgresStore::open({.url = server.create_database(), .durability = durability}, random_).value();
    WriteRequest request = founding();
    EXPECT_TRUE(store->write(std::span(&request, 1)).front());
    return store;
  }
  [[nodiscard]] static std::unique_ptr<StoreRunner> run(Store& store) {
    return StoreRunner::start(store, {}, [](StoreRunner::Task task) { task(); }).value();
  }

  support::SeededRandom random_{7};
};

TEST_F(PostgresFaults, LosesAndDoublesNothingWhenItsServerIsStoppedAtOnceUnderLoad) {
  constexpr std::size_t between_stops = 300;
  PostgresServer server;
  auto store = open(server);
  auto runner = run(*store);
  Load load(*runner);
  milliseconds longest{};

  load.start_all();
  for (int stop = 0; stop < support::fault_rounds(3); ++stop) {
    (void)load.wait_for_more(between_stops);
    server.stop();
    server.start();
    longest = std::max(longest, load.wait_for_more(1));
  }
  load.finish();
  runner->stop();

  const auto log = log_of(*store);
  EXPECT_EQ(count_lost(load.acknowledged(), log), 0U);
  EXPECT_EQ(log.rbegin()->first, Sequence{log.size()}) << "a gap";
  std::set<Bytes> different;
  for (const auto& [seq, payload] : log) different.insert(payload);
  EXPECT_EQ(different.size(), log.size()) << "a message stands there twice";
  EXPECT_LE(longest, seconds(10));
  RecordProperty("acknowledged", static_cast<int>(load.acknowledged().size()));
  RecordProperty("unavailable", static_cast<int>(load.unavailable()));
  RecordProperty("longest_recovery_ms", static_cast<int>(longest.count()));
}

TEST_F(PostgresFaults, WouldLoseWhatItAcknowledgesIfItDidNotWaitForTheDisk) {
  // The writer of the log wakes so late that only waiting for it brings anything to the disk.
  PostgresServer server("wal_writer_delay=10s");
  auto store = open(server, Durability::unsynced_for_tests);
  auto runner = run(*store);
  Load load(*runner);

  load.start_all();
  (void)load.wait_for_more(300);
  server.stop();
  load.finish();
  runner->stop();
  server.start();

  EXPECT_GT(count_lost(load.acknowledged(), log_of(*store)), 0U);
}

TEST_F(PostgresFaults, SaysThatItIsAwayAndComesBackByItself) {
  PostgresServer server;
  auto store = open(server);
  auto reader = store->open_reader().value();
  WriteRequest request = append_of(1);
  const auto write = [&] { return std::move(store->write(std::span(&request, 1)).front()); };

  server.stop();
  EXPECT_EQ(write().error(), Errc::store_unavailable);
  EXPECT_EQ(reader->read(LoadCircle{circle_1}).error(), Errc::store_unavailable);
  EXPECT_EQ(store->open_reader().error(), Errc::store_unavailable);
  server.start();

  const auto deadline = steady_clock::now() + seconds(10);
  auto written = write();
  auto read = reader->read(LoadCircle{circle_1});
  while ((!written || !read) && steady_clock::now() < deadline) {
    written = write();
    read = reader->read(LoadCircle{circle_1});
  }
  EXPECT_TRUE(written);
  EXPECT_TRUE(read);
}

TEST_F(PostgresFaults, NoticesNothingOfARestartBetweenTwoCalls) {
  PostgresServer server;
  auto store = open(server);
  auto reader = store->open_reader().value();
  WriteRequest request = append_of(1);

  server.stop();
  server.start();

  EXPECT_TRUE(store->write(std::span(&request, 1)).front());
  EXPECT_TRUE(reader->read(LoadCircle{circle_1}));
}

TEST_F(PostgresFaults, WaitsForAServerThatDoesNotAnswerForSoLongAndNoLonger) {
  PostgresServer server;
  PostgresOptions options{.url = server.create_database(),
                          .connect_within = seconds(2),
                          .answer_within = milliseconds(2000),
                          .settle_within = milliseconds(100)};
  auto store = PostgresStore::open(options, random_).value();
  WriteRequest request = founding();
  ASSERT_TRUE(store->write(std::span(&request, 1)).front());
  request = append_of(1);

  server.pause();
  const auto away = store->write(std::span(&request, 1)).front();
  server.resume();

  EXPECT_EQ(away.error(), Errc::store_unavailable);
  const auto deadline = steady_clock::now() + seconds(10);
  auto back = store->write(std::span(&request, 1)).front();
  while (!back && steady_clock::now() < deadline) back = store->write(std::span(&request, 1)).front();
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<Appended>(*back).position.seq, Sequence{2});
}

}  // namespace
}  // namespace kring::store::test
