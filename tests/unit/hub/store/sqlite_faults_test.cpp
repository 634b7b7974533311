#include "hub/store/sqlite_store.hpp"
#include "tests/support/may_skip.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/hub/store/store_world.hpp"

#include <gtest/gtest.h>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>

namespace kring::store::test {
namespace {

namespace fs = std::filesystem;
using channels::Sequence;
using hub::Errc;

Append append_of_size(std::uint8_t number, std::size_t size) {
  auto append = append_of(number);
  append.payload = Bytes(size, number);
  return append;
}

/// How many entries `channel_1` has; 0 if that cannot be read.
std::size_t count_entries(Store& store) {
  auto reader = store.open_reader();
  if (!reader) return 0;
  const auto page = (*reader)->read(ReadLog{circle_1, channel_1, Sequence{0}, 1000, 100'000'000});
  return page ? std::get<LogPage>(*page).entries.size() : 0;
}

/// While it lives, no file of this process grows past `bytes_max`: a write that would fails with an I/O
/// error.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes_max) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limited = before_;
    limited.rlim_cur = bytes_max;
    ::setrlimit(RLIMIT_FSIZE, &limited);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  FileSizeLimit(FileSizeLimit&&) = delete;
  FileSizeLimit& operator=(FileSizeLimit&&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    (void)std::signal(SIGXFSZ, signal_);
  }

 private:
  rlimit before_{};
  void (*signal_)(int);
};

class SqliteFaults : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<SqliteStore> open(const SqliteOptions& options = {}) {
    return SqliteStore::open(folder_.path(), random_, options).value();
  }
  [[nodiscard]] fs::path file(std::string_view name) const { return folder_.path() / name; }
  /// Everything of the database behind its first page, which holds the schema, becomes nonsense.
  void damage_database() const {
    std::fstream database(file("hub.db"), std::ios::binary | std::ios::in | std::ios::out);
    database.seekp(4096);
    database << std::string(fs::file_size(file("hub.db")) - 4096, '\xFF');
  }

  support::TemporaryFolder folder_;
  support::SeededRandom random_{5};
};

TEST_F(SqliteFaults, AcknowledgesNothingMoreAfterAFailedCommit) {
  {
    auto store = open();
    ASSERT_TRUE(write_one(*store, founding()));
    ASSERT_TRUE(write_one(*store, append_of(1)));
    {
      const FileSizeLimit limit(fs::file_size(file("hub.db-wal")));
      // The log begins again in the file that is there: more than all of that.
      EXPECT_EQ(write_one(*store, append_of_size(2, 1'000'000)).error(), Errc::store_failed);
    }
    EXPECT_EQ(write_one(*store, append_of(3)).error(), Errc::store_failed);
    EXPECT_EQ(write_one(*store, append_of(1)).error(), Errc::store_failed);
  }

  auto store = open();

  EXPECT_EQ(std::get<Appended>(write_one(*store, append_of(1)).value()).answered, Answered::again);
  EXPECT_EQ(std::get<Appended>(write_one(*store, append_of_size(2, 1'000'000)).value()).position.seq,
            Sequence{3});
}

TEST_F(SqliteFaults, KeepsTheBatchWhoseLogCouldNotBeMovedAndThenStops) {
  auto store = open({.wal_pages_max = 20});
  ASSERT_TRUE(write_one(*store, founding()));
  {
    // The log may grow; the database behind it may not follow.
    const FileSizeLimit limit(std::size_t{200} * 1024);
    ASSERT_TRUE(write_one(*store, append_of_size(1, 20'000)));
    std::uint8_t number = 1;
    while (write_one(*store, append_of_size(static_cast<std::uint8_t>(++number), 20'000)))
      ASSERT_LT(number, 100);
    EXPECT_EQ(count_entries(*store), number);
  }
  EXPECT_EQ(write_one(*store, append_of(200)).error(), Errc::store_failed);
}

TEST_F(SqliteFaults, ReportsDamageToReadersAndThenWritesNoMore) {
  {
    auto store = open();
    ASSERT_TRUE(write_one(*store, founding()));
  }
  auto store = open();
  auto reader = store->open_reader().value();
  damage_database();

  EXPECT_EQ(reader->read(LoadCircle{circle_1}).error(), Errc::store_corrupt);
  EXPECT_EQ(store->open_reader().error(), Errc::store_corrupt);
  EXPECT_EQ(write_one(*store, append_of(1)).error(), Errc::store_corrupt);
  EXPECT_EQ(write_one(*store, DropStaged{start}).error(), Errc::store_corrupt);
}

TEST_F(SqliteFaults, RefusesADamagedDatabase) {
  open().reset();
  damage_database();

  EXPECT_EQ(SqliteStore::open(folder_.path(), random_).error(), Errc::store_corrupt);
}

TEST_F(SqliteFaults, AnswersABatchOnAFullStoreAsItWasKept) {
  auto store = open({.pages_max = 60});
  ASSERT_TRUE(write_one(*store, founding()));
  const std::vector<WriteRequest> batch = {append_of_size(1, 100), append_of_size(2, 1'000'000),
                                           append_of_size(3, 100), append_of_size(1, 100)};

  const auto results = store->write(batch);

  ASSERT_EQ(results.size(), batch.size());
  EXPECT_EQ(results[1].error(), Errc::store_full);
  const auto kept = static_cast<std::size_t>(std::ranges::count_if(results, [](const WriteResult& result) {
    return result && std::get<Appended>(*result).answered == Answered::first;
  }));
  EXPECT_EQ(count_entries(*store), 1 + kept);
  EXPECT_TRUE(write_one(*store, append_of_size(4, 100)));
}

/// What the child of the test below found.
enum class FullDisk : int { kept_its_promise, cannot_mount, no_store, never_full, lost_entries, stays_full };

/// A store on a small disk of its own, filled until it is full, and given room again.
FullDisk fill_a_disk(const fs::path& folder) {
  if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=1500k,mode=0700") != 0) {
    return FullDisk::cannot_mount;
  }
  std::ofstream(folder / "ballast") << std::string(128 * 1024, 'x');
  support::SeededRandom random(6);
  auto store = SqliteStore::open(folder, random);
  if (!store || !write_one(**store, founding())) return FullDisk::no_store;

  std::uint8_t number = 1;
  auto result = write_one(**store, append_of_size(number, 9000));
  while (result && number < 200) result = write_one(**store, append_of_size(++number, 9000));
  if (result || result.error() != Errc::store_full) return FullDisk::never_full;
  if (count_entries(**store) != number) return FullDisk::lost_entries;
  fs::remove(folder / "ballast");
  if (!write_one(**store, append_of_size(number, 9000))) return FullDisk::stays_full;
  return count_entries(**store) == number + 1U ? FullDisk::kept_its_promise : FullDisk::lost_entries;
}

TEST_F(SqliteFaults, OutlivesARealFullDisk) {
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(static_cast<int>(fill_a_disk(folder_.path())));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));

  const auto found = static_cast<FullDisk>(WEXITSTATUS(status));

  if (found == FullDisk::cannot_mount && support::may_skip())
    GTEST_SKIP() << "this user may not mount a small disk";
  EXPECT_EQ(found, FullDisk::kept_its_promise);
}

}  // namespace
}  // namespace kring::store::test
