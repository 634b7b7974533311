#include "hub/store/store_runner.hpp"

#include "hub/store/memory_store.hpp"
#include "hub/store/request_size.hpp"
#include "tests/support/task_queue.hpp"
#include "tests/unit/hub/store/store_world.hpp"

#include <optional>

namespace kring::store::test {
namespace {

using channels::Sequence;
using hub::Errc;

/// A memory store whose calls wait at a gate, so that a test decides what gathers behind them.
class GatedStore final : public Store {
 public:
  [[nodiscard]] std::vector<WriteResult> write(std::span<const WriteRequest> requests) override {
    pass(requests.size());
    return inner_.write(requests);
  }
  [[nodiscard]] Result<std::unique_ptr<StoreReader>> open_reader() override {
    if (no_readers) return fail(Errc::store_failed, "test");
    auto reader = inner_.open_reader();
    return std::make_unique<GatedReader>(*this, std::move(*reader));
  }
  [[nodiscard]] channels::Incarnation incarnation() const override { return inner_.incarnation(); }

  void close_gate() {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  void open_gate() {
    {
      const std::lock_guard lock(mutex_);
      open_ = true;
    }
    changed_.notify_all();
  }
  /// Waits until `count` calls have come to the gate since the start.
  void await_arrivals(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrivals_.size() >= count; });
  }
  /// The sizes of all batches so far; 0 for a read.
  [[nodiscard]] std::vector<std::size_t> arrivals() {
    const std::lock_guard lock(mutex_);
    return arrivals_;
  }

  bool no_readers = false;

 private:
  class GatedReader final : public StoreReader {
   public:
    GatedReader(GatedStore& store, std::unique_ptr<StoreReader> inner)
        : store_(store), inner_(std::move(inner)) {}
    [[nodiscard]] ReadResult read(const ReadRequest& request) override {
      store_.pass(0);
      return inner_->read(request);
    }

   private:
    GatedStore& store_;
    std::unique_ptr<StoreReader> inner_;
  };

  void pass(std::size_t size) {
    std::unique_lock lock(mutex_);
    arrivals_.push_back(size);
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }

  MemoryStore inner_{make_id<channels::Incarnation>(1)};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::size_t> arrivals_;
  bool open_ = true;
};

class RunnerTest : public testing::Test {
 protected:
  [[nodiscard]] StoreRunner::Post post() {
    return [this](StoreRunner::Task task) { inbox_.post(std::move(task)); };
  }
  void start(StoreRunnerOptions options) { runner_ = StoreRunner::start(store_, options, post()).value(); }
  [[nodiscard]] StoreRunner& runner() { return *runner_; }

  /// Notes in `results` how the write was answered.
  void write(WriteRequest request) {
    runner().write(std::move(request), [this](WriteResult result) { results_.push_back(std::move(result)); });
  }
  void read(ReadRequest request) {
    runner().read(std::move(request), [this](ReadResult result) { reads_.push_back(std::move(result)); });
  }
  [[nodiscard]] Sequence seq_of(std::size_t answer) {
    return std::get<Appended>(results_.at(answer).value()).position.seq;
  }

  GatedStore store_;
  support::TaskQueue inbox_;
  std::vector<WriteResult> results_;
  std::vector<ReadResult> reads_;

 private:
  std::unique_ptr<StoreRunner> runner_;
};

TEST_F(RunnerTest, AnswersAWriteAndThenAReadThatSeesIt) {
  start({});

  write(founding());
  inbox_.run_one();
  read(LoadCircle{circle_1});
  inbox_.run_one();

  EXPECT_TRUE(results_.at(0).has_value());
  EXPECT_EQ(std::get<StoredCircle>(reads_.at(0).value()).head, head_at(1));
}

TEST_F(RunnerTest, GathersWhatComesWhileABatchIsOnItsWay) {
  start({});
  store_.close_gate();
  write(founding());
  store_.await_arrivals(1);
  for (std::uint8_t i = 1; i <= 3; ++i) write(append_of(i));

  store_.open_gate();
  inbox_.run_one();
  inbox_.run_one();

  EXPECT_EQ(store_.arrivals(), (std::vector<std::size_t>{1, 3}));
  ASSERT_EQ(results_.size(), 4U);
  EXPECT_EQ(seq_of(1), Sequence{2});
  EXPECT_EQ(seq_of(3), Sequence{4});
}

TEST_F(RunnerTest, TakesWhatIsWrittenTogetherInOneBatch) {
  start({});
  std::vector<StoreRunner::Write> writes;
  for (auto& request : std::vector<WriteRequest>{founding(), append_of(1), append_of(2)}) {
    writes.push_back({.request = std::move(request),
                      .done = [this](WriteResult result) { results_.push_back(std::move(result)); }});
  }

  runner().write(std::move(writes));
  inbox_.run_one();

  EXPECT_EQ(store_.arrivals(), std::vector<std::size_t>{3});
  ASSERT_EQ(results_.size(), 3U);
  EXPECT_EQ(seq_of(2), Sequence{3});
}

TEST_F(RunnerTest, LimitsABatchByRequests) {
  start({.batch_requests_max = 2});
  store_.close_gate();
  write(founding());
  store_.await_arrivals(1);
  for (std::uint8_t i = 1; i <= 3; ++i) write(append_of(i));

  store_.open_gate();
  for (int i = 0; i < 3; ++i) inbox_.run_one();

  EXPECT_EQ(store_.arrivals(), (std::vector<std::size_t>{1, 2, 1}));
}

TEST_F(RunnerTest, LimitsABatchByBytesAndTakesALargerOneAlone) {
  start({.batch_bytes_max = 2 * size_of_request(append_of(1))});
  store_.close_gate();
  write(founding());
  store_.await_arrivals(1);
  auto large = append_of(4);
  large.payload = Bytes(100'000);
  for (std::uint8_t i = 1; i <= 3; ++i) write(append_of(i));
  write(large);

  store_.open_gate();
  for (int i = 0; i < 4; ++i) inbox_.run_one();

  EXPECT_EQ(store_.arrivals(), (std::vector<std::size_t>{1, 2, 1, 1}));
}

TEST_F(RunnerTest, LetsSoManyWritesWaitAndNotOneMore) {
  start({.waiting_writes_max = 2});
  store_.close_gate();
  write(founding());
  store_.await_arrivals(1);
  write(append_of(1));
  write(append_of(2));

  write(append_of(3));
  inbox_.run_one();

  ASSERT_EQ(results_.size(), 1U);
  EXPECT_EQ(results_[0].error(), Errc::overloaded);
  store_.open_gate();
  inbox_.run_one();
  inbox_.run_one();
  EXPECT_EQ(seq_of(3), Sequence{3});
}

TEST_F(RunnerTest, LetsSoManyBytesWaitAndNotOneMore) {
  start({.waiting_write_bytes_max = 2 * size_of_request(append_of(1))});
  store_.close_gate();
  write(founding());
  store_.await_arrivals(1);
  write(append_of(1));
  auto longer = append_of(2);
  longer.payload.push_back(0);
  write(longer);
  inbox_.run_one();
  EXPECT_EQ(results_.at(0).error(), Errc::overloaded);

  write(append_of(2));
  EXPECT_EQ(inbox_.waiting(), 0U);
  store_.open_gate();
  inbox_.run_one();
  inbox_.run_one();
  EXPECT_EQ(seq_of(3), Sequence{3});
}

TEST_F(RunnerTest, LetsSoManyReadsWaitAndNotOneMore) {
  start({.readers = 1, .waiting_reads_max = 1});
  store_.close_gate();
  read(LoadCircle{circle_1});
  store_.await_arrivals(1);
  read(LoadCircle{circle_1});
  read(LoadCircle{circle_1});
  inbox_.run_one();

  ASSERT_EQ(reads_.size(), 1U);
  EXPECT_EQ(reads_[0].error(), Errc::overloaded);
  store_.open_gate();
  inbox_.run_one();
  inbox_.run_one();
  EXPECT_EQ(reads_.at(2).error(), Errc::unknown_circle);
}

TEST_F(RunnerTest, ReadsOnSeveralThreadsAtOnce) {
  start({.readers = 2});
  store_.close_gate();
  read(LoadCircle{circle_1});
  read(LoadCircle{circle_1});

  store_.await_arrivals(2);

  EXPECT_EQ(store_.arrivals(), (std::vector<std::size_t>{0, 0}));
  store_.open_gate();
}

TEST_F(RunnerTest, FinishesWhatWaitsBeforeItStopsAndTakesNoMore) {
  start({.readers = 1});
  store_.close_gate();
  write(founding());
  store_.await_arrivals(1);
  write(append_of(1));
  read(ReadStock{circle_1, anna});
  store_.await_arrivals(2);

  store_.open_gate();
  runner().stop();
  write(append_of(2));
  read(ReadStock{circle_1, anna});
  while (inbox_.waiting() > 0) inbox_.run_one();

  ASSERT_EQ(results_.size(), 3U);
  EXPECT_EQ(seq_of(1), Sequence{2});
  EXPECT_EQ(results_[2].error(), Errc::stopping);
  ASSERT_EQ(reads_.size(), 2U);
  EXPECT_TRUE(reads_[0].has_value());
  EXPECT_EQ(reads_[1].error(), Errc::stopping);
  runner().stop();
}

TEST_F(RunnerTest, DoesNotStartWithoutReaders) {
  store_.no_readers = true;

  EXPECT_EQ(StoreRunner::start(store_, {}, post()).error(), Errc::store_failed);
}

TEST(RequestSize, CountsTheBytesOfEveryRequest) {
  auto bundle = founding();
  const std::size_t plain = size_of_request(bundle);
  bundle.groups[0].tree = TreePart{{}, Bytes(1000)};
  bundle.groups[0].welcomes = {{anna, {}, Bytes(2000)}};
  bundle.acceptance = AcceptanceWrite{{}, anna, Bytes(3000), {{{}, Bytes(4000)}}};
  bundle.charter_snapshot.resize(bundle.charter_snapshot.size() + 5000);

  EXPECT_GE(size_of_request(bundle), plain + 15'000);
  EXPECT_GE(size_of_request(PutStaged{.circle = circle_1, .uploader = anna, .bytes = Bytes(1000)}), 1000U);
  EXPECT_GE(
      size_of_request(PutKeyPackages{.circle = circle_1, .handle = anna, .packages = {{{}, Bytes(1000)}}}),
      1000U);
  EXPECT_GE(size_of_request(
                AckWelcomes{.circle = circle_1, .handle = anna, .ids = std::vector<std::uint64_t>(100)}),
            800U);
  EXPECT_GE(size_of_request(EndHandles{.circle = circle_1, .handles = std::vector<channels::HandleId>(100)}),
            1600U);
  EXPECT_GT(size_of_request(ClaimKeyPackage{}), 0U);
  EXPECT_GT(size_of_request(DropStaged{}), 0U);
}

}  // namespace
}  // namespace kring::store::test
