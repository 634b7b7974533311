#include "channels/rules/log_hash.hpp"
#include "hub/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/hub/power/deaths.hpp"
#include "tests/unit/hub/power/power_vfs.hpp"
#include "tests/unit/hub/power/recorded_calls.hpp"
#include "tests/unit/hub/store/store_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace kring::store::test {
namespace {

using channels::Sequence;
using kring::test::deaths_a_life;
using kring::test::deaths_wanted;
using kring::test::expect_nothing_lost;
using kring::test::live;
using kring::test::Outcome;
using support::Unsynced;

/// Changes and syncs of one batch, and of several with a move of the log into the database.
constexpr std::uint64_t steps_few = 20;
constexpr std::uint64_t steps_many = 250;

Append append_number(std::uint32_t number) {
  auto append = append_of(1);
  FixedBytes<16> id{};
  std::memcpy(id.data(), &number, sizeof number);
  append.message = channels::MessageId(id);
  append.record = channels::RecordId(id);
  std::memcpy(append.request_hash.data(), &number, sizeof number);
  append.time = start + std::chrono::hours(1);
  append.payload = Bytes(20 + number * 977 % 6000, static_cast<std::uint8_t>(number));
  std::memcpy(append.payload.data(), &number, sizeof number);
  return append;
}

/// A store in one folder, with clients that send again what was not acknowledged.
class Life {
 public:
  Life(std::uint64_t seed, Synchronous synchronous)
      : random_(seed),
        disk_(folder_.path()),
        process_(random_),
        calls_(disk_, process_),
        vfs_(disk_, process_, synchronous) {}

  /// Works until the process dies; then it starts again, or the power goes first.
  void die(Outcome& outcome) {
    process_.die_at(1 + random_.below(random_.below(2) == 0 ? steps_few : steps_many));
    work(outcome);
    process_.live();
    ++outcome.deaths;
    // Or the process alone is gone, and what it wrote is still on its way to the disk.
    const bool power_goes = random_.below(2) == 0;
    if (power_goes) disk_.cut_power(random_.below(2) == 0 ? Unsynced::lost : Unsynced::by_chance, random_);
  }
  /// The last start of all, which nothing disturbs.
  void end(Outcome& outcome) {
    disk_.cut_power(Unsynced::lost, random_);
    const auto store = open();
    ASSERT_TRUE(store);
    check(**store, outcome);
  }

 private:
  [[nodiscard]] Result<std::unique_ptr<SqliteStore>> open() {
    return SqliteStore::open(folder_.path(), random_, {.wal_pages_max = 30});
  }

  void work(Outcome& outcome) {
    const auto store = open();
    if (!store) {
      EXPECT_TRUE(process_.is_dead()) << store.error().name();
      return;
    }
    check(**store, outcome);
    if (!is_founded_) {
      WriteRequest request = founding();
      is_founded_ = (*store)->write(std::span(&request, 1)).front().has_value();
      if (!is_founded_) return;
    }
    while (write_batch(**store, outcome)) {
    }
  }

  /// Half of what nobody acknowledged yet, and some new messages or none. False: the store is dead.
  bool write_batch(Store& store, Outcome& outcome) {
    std::vector<std::uint32_t> numbers;
    for (const auto number : unanswered_) {
      if (random_.below(2) == 0) numbers.push_back(number);
    }
    const auto fresh = numbers.empty() ? 1 + random_.below(3) : random_.below(3);
    for (std::uint64_t i = 0; i < fresh; ++i) numbers.push_back(next_++);
    unanswered_.insert(numbers.begin(), numbers.end());
    std::vector<WriteRequest> requests;
    requests.reserve(numbers.size());
    for (const auto number : numbers) requests.emplace_back(append_number(number));

    const auto results = store.write(requests);

    for (std::size_t i = 0; i < results.size(); ++i) {
      if (!results[i]) continue;
      const auto* appended = std::get_if<Appended>(&*results[i]);
      if (appended == nullptr) continue;
      acknowledged_[numbers[i]] = appended->position.seq;
      unanswered_.erase(numbers[i]);
      ++outcome.acknowledged;
    }
    // It lives and refuses: the circle itself is gone.
    if (!results.front() && !process_.is_dead()) ++outcome.lost;
    return results.front().has_value();
  }

  void check(Store& store, Outcome& outcome) {
    if (!is_founded_) return;
    auto reader = store.open_reader();
    ASSERT_TRUE(reader) << reader.error().name();
    rules::LogHead head;
    std::map<Sequence, Bytes> log;
    std::set<Bytes> different;
    for (;;) {
      const auto page =
          (*reader)->read(ReadLog{circle_1, channel_1, channels::Sequence{log.size()}, 1000, 1'000'000});
      if (!page) break;
      const auto& entries = std::get<LogPage>(*page).entries;
      if (entries.empty()) break;
      for (const auto& entry : entries) {
        head = rules::next_log_head(channel_1, head,
                                    {entry.kind, entry.time, rules::payload_hash(entry.payload)});
        if (entry.seq != Sequence{log.size() + 1} || entry.hash != head.hash ||
            !different.insert(entry.payload).second) {
          ++outcome.broken;
          return;
        }
        log.emplace(entry.seq, entry.payload);
      }
    }
    outcome.lost += static_cast<std::size_t>(std::ranges::count_if(acknowledged_, [&](const auto& one) {
      const auto found = log.find(one.second);
      return found == log.end() || found->second != append_number(one.first).payload;
    }));
    if (log.empty()) ++outcome.lost;
  }

  support::TemporaryFolder folder_;
  support::SeededRandom random_;
  support::UnsyncedFolder disk_;
  support::Mortal process_;
  /// The store syncs its folder by itself.
  kring::test::RecordedCalls calls_;
  PowerVfs vfs_;
  bool is_founded_ = false;
  std::uint32_t next_ = 1;
  std::set<std::uint32_t> unanswered_;
  std::map<std::uint32_t, Sequence> acknowledged_;
};

TEST(SqlitePower, LosesNothingAcknowledgedWithAllThatWasNotSynced) {
  expect_nothing_lost(live<Life>(deaths_wanted(), Synchronous::full));
}

TEST(SqlitePower, WouldLoseWhatItAcknowledgesIfItDidNotSyncEachCommit) {
  EXPECT_GT(live<Life>(deaths_a_life, Synchronous::normal).lost, 0U);
}

TEST(SqlitePower, SyncsTheNameOfItsOwnFolder) {
  const support::TemporaryFolder parent;
  support::SeededRandom random(1);
  support::UnsyncedFolder disk(parent.path());
  support::Mortal process(random);
  const kring::test::RecordedCalls calls(disk, process);
  disk.create("any other name");

  ASSERT_TRUE(SqliteStore::open(parent.path() / "data", random));
  std::filesystem::remove_all(parent.path() / "data");

  disk.cut_power(Unsynced::lost, random);
  EXPECT_TRUE(disk.find("any other name")) << "the folder that it lies in was not synced";
}

}  // namespace
}  // namespace kring::store::test
