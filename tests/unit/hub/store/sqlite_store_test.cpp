#include "hub/store/sqlite_store.hpp"

#include "hub/store/detail/sqlite_database.hpp"
#include "hub/store/store_runner.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/hub/store/store_world.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <mutex>
#include <numeric>
#include <string>
#include <thread>

namespace kring::store::test {
namespace {

namespace fs = std::filesystem;
using hub::Errc;

class SqliteStoreTest : public testing::Test {
 protected:
  Result<std::unique_ptr<SqliteStore>> open(const SqliteOptions& options = {}) {
    return SqliteStore::open(folder_.path(), random_, options);
  }
  static WriteResult write(Store& store, WriteRequest request) {
    return std::move(store.write(std::span(&request, 1)).front());
  }
  static ReadResult read(Store& store, const ReadRequest& request) {
    return store.open_reader().value()->read(request);
  }

  [[nodiscard]] std::string read_file(std::string_view name) const {
    std::ifstream in(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  support::TemporaryFolder folder_;
  support::SeededRandom random_{5};
};

TEST_F(SqliteStoreTest, KeepsEverythingAndItsIncarnationOverAClose) {
  channels::Incarnation incarnation;
  {
    auto store = open().value();
    incarnation = store->incarnation();
    ASSERT_TRUE(write(*store, founding()));
    ASSERT_TRUE(write(*store, append_of(1)));
  }

  auto store = open().value();

  EXPECT_EQ(store->incarnation(), incarnation);
  const auto page = read(
      *store,
      ReadLog{.circle = circle_1, .channel = channel_1, .after = {}, .count_max = 10, .bytes_max = 1000});
  EXPECT_EQ(std::get<LogPage>(*page).entries.size(), 2U);
}

TEST_F(SqliteStoreTest, KeepsWhatItAcknowledgedWhenTheProcessEndsWithoutClosing) {
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto store = SqliteStore::open(folder_.path(), random_).value();
    const bool kept = write(*store, founding()).has_value() && write(*store, append_of(1)).has_value();
    ::_exit(kept ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);

  auto store = open().value();

  const auto again = write(*store, append_of(1));
  ASSERT_TRUE(again);
  EXPECT_EQ(std::get<Appended>(*again).answered, Answered::again);
}

TEST_F(SqliteStoreTest, LeavesNoByteOnTheDiskOfACircleThatHasEnded) {
  auto store = open().value();
  ASSERT_TRUE(write(*store, founding()));
  auto small = append_of(1);
  small.payload = make_bytes("Sofie slaapt weer slecht.");
  auto large = append_of(2);
  large.payload = Bytes(std::size_t{30} * 1024, 'x');
  std::ranges::copy(view_bytes("Sofie's brief van het ziekenhuis."), large.payload.end() - 40);
  ASSERT_TRUE(write(*store, small));
  ASSERT_TRUE(write(*store, large));
  const auto left = [&] {
    const auto all = read_file("hub.db") + read_file("hub.db-wal");
    return all.contains("Sofie") || all.contains("opening commit") || all.contains("channel at 1");
  };
  ASSERT_TRUE(left());
  auto ending = bundle_at(1, 9);
  ending.entries = {entry(2)};
  ending.ends_circle = true;
  ASSERT_TRUE(write(*store, ending));

  while (std::get<Purged>(write(*store, PurgeEnded{.rows_max = 1}).value()).more) {
  }

  EXPECT_FALSE(left());
  store.reset();
  EXPECT_FALSE(left());
}

/// What a hub keeps for a nurse, among what it keeps for a mother, and how the nurse goes.
class WhoeverGoes : public SqliteStoreTest {
 protected:
  WhoeverGoes() {
    EXPECT_TRUE(write(*store_, founding()));
    for (std::uint8_t number = 1; number <= packages; ++number) {
      for (const auto& handle : {anna, bram}) {
        const PutKeyPackages put{
            circle_1, handle, {{.ref = ref_of(handle, number), .bytes = Bytes(350, mark_of(handle))}}};
        EXPECT_TRUE(write(*store_, put));
      }
    }
    EXPECT_TRUE(write(*store_, ClaimKeyPackage{circle_1, channel_1, bram}));
    auto commit = commit_in(channel_1, 1);
    commit.welcomes = {
        {.handle = bram, .package = ref_of(bram, 1), .welcome = make_bytes("A Welcome for Bram.")}};
    commit.tree = TreePart{.hash = make_hash(70), .bytes = make_bytes("The tree that Bram needs.")};
    auto bundle = bundle_at(1, 5);
    bundle.groups = {std::move(commit)};
    EXPECT_TRUE(write(*store_, bundle));
    const PutStaged part{circle_1, bram, make_hash(71), start, Bytes(100'000, mark_of(bram))};
    EXPECT_TRUE(write(*store_, part));
  }

  void talk_on() {
    for (std::uint8_t number = 1; number <= 100; ++number) {
      auto append = append_of(number);
      append.epoch = 2;
      append.time = start + std::chrono::seconds(number);
      append.charter_number = head_;
      EXPECT_TRUE(write(*store_, append));
    }
  }
  /// Entry 2 ends the nurse: as it is with a removal, a leaving and the revocation of a device.
  void go() {
    auto bundle = bundle_at(1, 6);
    bundle.entries = {entry(2)};
    bundle.charter_snapshot = make_bytes("charter at 2");
    bundle.ended = {bram};
    EXPECT_TRUE(write(*store_, bundle));
    head_ = channels::EntryNumber{2};
  }
  void purge() {
    EXPECT_EQ(std::get<Purged>(write(*store_, PurgeEnded{.rows_max = 1000}).value()), Purged{});
  }
  /// The bytes of somebody's key packages that are on the disk, the references too, or of the rest.
  [[nodiscard]] bool has(const channels::HandleId& handle) const {
    const auto all = read_file("hub.db") + read_file("hub.db-wal");
    return all.contains(std::string(20, static_cast<char>(mark_of(handle)))) ||
           (handle == bram && all.contains("Bram"));
  }

  static constexpr std::uint8_t packages = 60;
  std::unique_ptr<SqliteStore> store_ = open().value();

 private:
  [[nodiscard]] static std::uint8_t mark_of(const channels::HandleId& handle) {
    return handle == anna ? std::uint8_t{0xE1} : std::uint8_t{0xE2};
  }
  [[nodiscard]] static Hash ref_of(const channels::HandleId& handle, std::uint8_t number) {
    Hash ref{};
    ref.fill(mark_of(handle));
    ref.back() = number;
    return ref;
  }

  channels::EntryNumber head_{1};
};

TEST_F(WhoeverGoes, LeavesNoByteOnTheDiskOfWhatWasKeptForThem) {
  go();
  talk_on();
  ASSERT_TRUE(has(bram)) << "rows are gone, and their bytes are not";

  purge();

  EXPECT_FALSE(has(bram));
  EXPECT_TRUE(has(anna));
  talk_on();
  EXPECT_FALSE(has(bram));
  store_.reset();
  EXPECT_FALSE(has(bram));
  EXPECT_TRUE(has(anna));
}

TEST_F(WhoeverGoes, LeavesNoneEitherOnceAReaderIsOutOfTheWay) {
  auto backup = detail::SqliteDatabase::open(folder_.path() / "hub.db", detail::Access::read).value();
  ASSERT_TRUE(backup->run("BEGIN"));
  ASSERT_EQ(backup->number_of("SELECT count(*) FROM key_package"), 2U * packages);
  go();
  purge();
  ASSERT_TRUE(has(bram));

  ASSERT_TRUE(backup->run("COMMIT"));
  talk_on();

  EXPECT_FALSE(has(bram));
  EXPECT_TRUE(has(anna));
}

TEST_F(WhoeverGoes, LeavesNoByteOverAStartOfTheHub) {
  go();
  ASSERT_TRUE(has(bram));

  store_.reset();
  store_ = open().value();

  EXPECT_FALSE(has(bram));
}

TEST_F(SqliteStoreTest, RefusesASecondHubOnItsFolder) {
  auto first = open().value();

  EXPECT_EQ(open().error(), Errc::store_in_use);
}

TEST_F(SqliteStoreTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(folder_.path() / "hub.db") << std::string(8192, 'x');

  EXPECT_EQ(open().error(), Errc::store_corrupt);
}

TEST_F(SqliteStoreTest, RefusesADatabaseOfAnotherProgramAndLeavesItAlone) {
  {
    std::ofstream(folder_.path() / "hub.db").flush();
    auto database = detail::SqliteDatabase::open(folder_.path() / "hub.db", detail::Access::write).value();
    ASSERT_TRUE(database->run("CREATE TABLE other (id INTEGER)"));
  }
  const auto before = read_file("hub.db");

  EXPECT_EQ(open().error(), Errc::store_corrupt);

  EXPECT_EQ(read_file("hub.db"), before);
}

TEST_F(SqliteStoreTest, RefusesTheSchemaOfANewerHubAndLeavesItAlone) {
  open().value().reset();
  {
    auto database = detail::SqliteDatabase::open(folder_.path() / "hub.db", detail::Access::write).value();
    ASSERT_TRUE(database->run("INSERT INTO migration (number, checksum) VALUES (999, zeroblob(32))"));
  }

  EXPECT_EQ(open().error(), Errc::store_newer_schema);
}

TEST_F(SqliteStoreTest, RefusesASchemaThatOtherStepsMade) {
  open().value().reset();
  {
    auto database = detail::SqliteDatabase::open(folder_.path() / "hub.db", detail::Access::write).value();
    ASSERT_TRUE(database->run("UPDATE migration SET checksum = zeroblob(32) WHERE number = 1"));
  }

  EXPECT_EQ(open().error(), Errc::store_corrupt);
}

TEST_F(SqliteStoreTest, NeedsAFolder) {
  std::ofstream(folder_.path() / "file") << "x";

  EXPECT_EQ(SqliteStore::open(folder_.path() / "file", random_).error(), Errc::store_bad_folder);
}

TEST_F(SqliteStoreTest, RefusesAFolderInWhichEveryoneMayWrite) {
  fs::permissions(folder_.path(), fs::perms::others_write, fs::perm_options::add);

  EXPECT_EQ(open().error(), Errc::store_bad_folder);
}

TEST_F(SqliteStoreTest, RefusesAFolderThatCannotBeMade) {
  std::ofstream(folder_.path() / "file") << "x";

  EXPECT_EQ(SqliteStore::open(folder_.path() / "file" / "inner", random_).error(), Errc::store_bad_folder);
}

TEST_F(SqliteStoreTest, RefusesAFolderInWhichItsFilesCannotBe) {
  fs::create_directory(folder_.path() / "hub.db");
  EXPECT_EQ(open().error(), Errc::store_bad_folder);
  fs::remove(folder_.path() / "hub.lock");

  fs::create_directory(folder_.path() / "hub.lock");

  EXPECT_EQ(open().error(), Errc::store_bad_folder);
}

TEST_F(SqliteStoreTest, MakesItsFolderForItsOwnerOnly) {
  const auto folder = folder_.path() / "new";

  ASSERT_TRUE(SqliteStore::open(folder, random_));

  EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
}

TEST_F(SqliteStoreTest, IsReadableByItsOwnerOnly) {
  std::ofstream(folder_.path() / "hub.db").flush();
  fs::permissions(folder_.path() / "hub.db", fs::perms::group_read | fs::perms::others_read,
                  fs::perm_options::add);
  auto store = open().value();
  ASSERT_TRUE(write(*store, founding()));

  for (const auto* name : {"hub.db", "hub.db-wal", "hub.lock"}) {
    EXPECT_EQ(
        fs::status(folder_.path() / name).permissions() & (fs::perms::group_all | fs::perms::others_all),
        fs::perms::none)
        << name;
  }
}

TEST_F(SqliteStoreTest, SaysThatItIsFullKeepsNothingOfThatAndServesOn) {
  auto store = open({.pages_max = 100}).value();
  ASSERT_TRUE(write(*store, founding()));
  WriteResult result = Done{};
  std::uint8_t number = 0;
  while (result) {
    auto append = append_of(++number);
    append.payload = Bytes(20000, number);
    ASSERT_LT(number, 100);
    result = write(*store, append);
  }

  EXPECT_EQ(result.error(), Errc::store_full);
  const auto page = read(
      *store,
      ReadLog{
          .circle = circle_1, .channel = channel_1, .after = {}, .count_max = 1000, .bytes_max = 10'000'000});
  ASSERT_TRUE(page);
  EXPECT_EQ(std::get<LogPage>(*page).entries.size(),
            number);  // The founding commit, and all but the last append.
  EXPECT_TRUE(write(*store, append_of(1))) << "a repetition is answered still";
}

TEST_F(SqliteStoreTest, LeavesNoLogBehindWhenItIsClosed) {
  auto store = open().value();
  ASSERT_TRUE(write(*store, founding()));
  ASSERT_TRUE(fs::exists(folder_.path() / "hub.db-wal"));

  store.reset();

  EXPECT_FALSE(fs::exists(folder_.path() / "hub.db-wal"));
}

TEST_F(SqliteStoreTest, ServesManyThreadsWithoutAGap) {
  constexpr std::size_t appends_each = 50;
  auto store = open().value();
  ASSERT_TRUE(write(*store, founding()));
  std::mutex mutex;
  std::vector<std::uint64_t> seqs;
  auto runner = StoreRunner::start(*store, {}, [](StoreRunner::Task task) { task(); }).value();
  const auto append_many = [&](std::uint8_t author) {
    for (std::uint8_t number = 0; number < appends_each; ++number) {
      auto append = append_of(number);
      append.author = make_id<channels::HandleId>(author);
      append.time = start;
      runner->write(append, [&](const WriteResult& result) {
        const std::lock_guard lock(mutex);
        if (result) seqs.push_back(std::to_underlying(std::get<Appended>(*result).position.seq));
      });
      runner->read(LoadCircle{circle_1}, [](const ReadResult& result) { EXPECT_TRUE(result); });
    }
  };

  {
    std::vector<std::jthread> threads;
    for (std::uint8_t author = 1; author <= 4; ++author) threads.emplace_back(append_many, author);
  }
  runner->stop();

  std::ranges::sort(seqs);
  std::vector<std::uint64_t> expected(4 * appends_each);
  std::iota(expected.begin(), expected.end(), 2U);
  EXPECT_EQ(seqs, expected);
}

TEST_F(SqliteStoreTest, MovesItsLogIntoTheDatabaseWhenItIsLong) {
  auto store = open({.wal_pages_max = 10}).value();
  ASSERT_TRUE(write(*store, founding()));
  const auto before = fs::file_size(folder_.path() / "hub.db");

  for (std::uint8_t number = 1; number < 20; ++number) {
    auto append = append_of(number);
    append.payload = Bytes(20000, number);
    ASSERT_TRUE(write(*store, append));
  }

  EXPECT_GT(fs::file_size(folder_.path() / "hub.db"), before + 100'000);
  EXPECT_LT(fs::file_size(folder_.path() / "hub.db-wal"), 250'000U) << "the log is used again from its start";
}

}  // namespace
}  // namespace kring::store::test
