#include "tests/bench/append_bench.hpp"

#include "hub/store/sqlite_store.hpp"
#include "hub/store/store_runner.hpp"
#include "tests/bench/disk.hpp"
#include "tests/bench/figures.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/task_queue.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>
#include <vector>

namespace kring::bench {

namespace {

constexpr std::size_t payload_bytes = 300;
constexpr std::array<std::size_t, 3> writer_counts = {1, 8, 64};
/// Appends by which the size of a commit is found out: so few that the log does not wrap.
constexpr std::size_t probes = 256;
/// What group commit should make of the disk.
constexpr double goal = 0.9;
constexpr auto some_time = Time(Duration(1'777'593'600'000));

/// A store that counts its batches.
class CountedStore final : public store::Store {
 public:
  explicit CountedStore(store::Store& inner) : inner_(inner) {}

  [[nodiscard]] std::vector<store::WriteResult> write(
      std::span<const store::WriteRequest> requests) override {
    ++batches_;
    return inner_.write(requests);
  }
  [[nodiscard]] Result<std::unique_ptr<store::StoreReader>> open_reader() override {
    return inner_.open_reader();
  }
  [[nodiscard]] channels::Incarnation incarnation() const override { return inner_.incarnation(); }
  /// While nothing is being written.
  [[nodiscard]] std::size_t batches() const { return batches_; }

 private:
  store::Store& inner_;
  std::size_t batches_ = 0;
};

struct Rate {
  double appends_s = 0;
  double batch = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

/// A circle with one channel in a store of its own.
class Home {
 public:
  explicit Home(const std::filesystem::path& parent)
      : folder_(parent), store_(open()), counted_(*store_), runner_(start()) {
    found();
  }

  /// `writers` at once, each with its next append as soon as the one before is acknowledged.
  [[nodiscard]] Rate measure(std::size_t writers, std::chrono::milliseconds length) {
    Delays delays;
    std::size_t done = 0;
    std::size_t open = 0;
    const auto batches = counted_.batches();
    const auto start = Clock::now();
    std::function<void(std::size_t)> next = [&](std::size_t writer) {
      ++open;
      runner_->write(make_append(writer), [&, writer, sent = Clock::now()](const store::WriteResult& result) {
        if (!result || !std::holds_alternative<store::Appended>(*result)) throw std::runtime_error("append");
        delays.add(Clock::now() - sent);
        ++done;
        --open;
        if (Clock::now() - start < length) next(writer);
      });
    };
    for (std::size_t writer = 0; writer < writers; ++writer) next(writer);
    while (open > 0) inbox_.run_one();
    const double count = static_cast<double>(done);
    return {.appends_s = count / seconds_since(start),
            .batch = count / static_cast<double>(counted_.batches() - batches),
            .p50_ms = delays.quantile_ms(0.5),
            .p99_ms = delays.quantile_ms(0.99)};
  }

  /// What a commit of so many appends adds to the write-ahead log of a young store.
  [[nodiscard]] std::size_t commit_bytes(std::size_t appends) {
    const auto log = folder_.path() / "hub.db-wal";
    const auto before = std::filesystem::file_size(log);
    const auto commits = std::max<std::size_t>(probes / appends, 1);
    for (std::size_t i = 0; i < commits; ++i) {
      std::vector<store::WriteRequest> batch;
      batch.reserve(appends);
      for (std::size_t writer = 0; writer < appends; ++writer) batch.emplace_back(make_append(writer));
      for (const auto& result : store_->write(batch))
        if (!result) throw std::runtime_error("append");
    }
    return (std::filesystem::file_size(log) - before) / commits;
  }

 private:
  [[nodiscard]] std::unique_ptr<store::SqliteStore> open() {
    auto store = store::SqliteStore::open(folder_.path(), random_);
    if (!store) throw std::runtime_error("open a store");
    return std::move(*store);
  }
  [[nodiscard]] std::unique_ptr<store::StoreRunner> start() {
    auto runner = store::StoreRunner::start(
        counted_, {}, [this](store::StoreRunner::Task task) { inbox_.post(std::move(task)); });
    if (!runner) throw std::runtime_error("start a runner");
    return std::move(*runner);
  }

  void found() {
    store::BundleWrite bundle{.circle = circle_,
                              .author = random_.id<channels::HandleId>(),
                              .transaction = random_.id<channels::TransactionId>(),
                              .expected_head = {},
                              .entries = {{channels::EntryNumber{1}, random_.fixed<32>(), Bytes(500, 1)}},
                              .charter_snapshot = Bytes(2000, 2),
                              .groups = {},
                              .acceptance = std::nullopt,
                              .ended = {},
                              .staged_taken = {}};
    bundle.groups.push_back(
        {.channel = channel_,
         .opening = store::Opening{.mode = channels::Mode::record, .group = random_.id<channels::GroupId>()},
         .expected_epoch = 0,
         .new_epoch = 1,
         .kind = channels::LogKind::commit,
         .time = some_time,
         .commit_payload = Bytes(1000, 3),
         .group_state = Bytes(2000, 4),
         .channel_state = Bytes(200, 5),
         .tree = std::nullopt,
         .welcomes = {}});
    const store::WriteRequest request = std::move(bundle);
    if (!store_->write(std::span(&request, 1)).front()) throw std::runtime_error("found a circle");
  }

  [[nodiscard]] store::Append make_append(std::size_t writer) {
    auto author = authors_.try_emplace(writer).first;
    if (author->second == channels::HandleId()) author->second = random_.id<channels::HandleId>();
    store::Append append{.circle = circle_,
                         .channel = channel_,
                         .author = author->second,
                         .message = random_.id<channels::MessageId>(),
                         .request_hash = random_.fixed<32>(),
                         .charter_number = channels::EntryNumber{1},
                         .epoch = 1,
                         .kind = channels::LogKind::record,
                         .time = some_time,
                         .record = random_.id<channels::RecordId>(),
                         .payload = Bytes(payload_bytes)};
    random_.fill(append.payload);
    return append;
  }

  WorkFolder folder_;
  support::SeededRandom random_{7};
  channels::CircleId circle_ = random_.id<channels::CircleId>();
  channels::ChannelId channel_ = random_.id<channels::ChannelId>();
  std::map<std::size_t, channels::HandleId> authors_;
  support::TaskQueue inbox_;
  std::unique_ptr<store::SqliteStore> store_;
  CountedStore counted_;
  std::unique_ptr<store::StoreRunner> runner_;
};

}  // namespace

void measure_appends(const Options& options) {
  std::map<std::size_t, std::vector<Rate>> rates;
  std::map<std::size_t, std::vector<double>> syncs, allowed, ratios;
  for (std::size_t run = 0; run < options.runs; ++run) {
    Home home(options.folder);
    for (const auto writers : writer_counts) {
      const auto rate = home.measure(writers, options.length);
      const auto batch = std::max<std::size_t>(static_cast<std::size_t>(std::lround(rate.batch)), 1);
      const auto bytes = Home(options.folder).commit_bytes(batch);
      syncs[writers].push_back(measure_syncs(options.folder, bytes, options.length).syncs_s);
      allowed[writers].push_back(syncs[writers].back() * static_cast<double>(batch));
      ratios[writers].push_back(rate.appends_s / allowed[writers].back());
      rates[writers].push_back(rate);
    }
  }
  print_title(
      "Acknowledged appends",
      show(payload_bytes) +
          " bytes each, by writers that wait for their acknowledgement. Beside it what the disk allows "
          "with group commit: as many bytes as a commit of that size adds to the write-ahead log, "
          "written and synced, and as many appends a sync.");
  Table table({"writers", "appends/s", "appends a batch", "syncs/s of that size", "appends/s they allow",
               "ratio", "at least " + show(goal, 1), "p50 ms", "p99 ms"});
  for (const auto writers : writer_counts) {
    const auto of = [&](auto field) {
      std::vector<double> values;
      for (const auto& rate : rates[writers]) values.push_back(rate.*field);
      return median(std::move(values));
    };
    table.add({show(static_cast<double>(writers)), show(of(&Rate::appends_s)), show(of(&Rate::batch), 1),
               show(median(syncs[writers])), show(median(allowed[writers])), show(median(ratios[writers]), 2),
               show_met(median(ratios[writers]) >= goal), show(of(&Rate::p50_ms), 2),
               show(of(&Rate::p99_ms), 2)});
  }
  table.print();
}

}  // namespace kring::bench
