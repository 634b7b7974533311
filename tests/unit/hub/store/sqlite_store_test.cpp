#include "hub/store/sqlite_store.hpp"

#include "hub/store/detail/database.hpp"
#include "hub/store/detail/migrations.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/hub/store/store_world.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

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

TEST_F(SqliteStoreTest, RefusesASecondHubOnItsFolder) {
  auto first = open().value();

  EXPECT_EQ(open().error(), Errc::store_in_use);
}

TEST_F(SqliteStoreTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(folder_.path() / "hub.db") << std::string(8192, 'x');

  EXPECT_EQ(open().error(), Errc::store_corrupt);
}

TEST_F(SqliteStoreTest, RefusesADatabaseOfAnotherProgram) {
  {
    std::ofstream(folder_.path() / "hub.db");
    auto database = detail::Database::open(folder_.path() / "hub.db", detail::Access::write).value();
    ASSERT_TRUE(database->run("CREATE TABLE other (id INTEGER)"));
  }

  EXPECT_EQ(open().error(), Errc::store_corrupt);
}

TEST_F(SqliteStoreTest, RefusesTheSchemaOfANewerHubAndLeavesItAlone) {
  open().value().reset();
  {
    auto database = detail::Database::open(folder_.path() / "hub.db", detail::Access::write).value();
    ASSERT_TRUE(database->run("INSERT INTO migration (number, checksum) VALUES (999, zeroblob(32))"));
  }

  EXPECT_EQ(open().error(), Errc::store_newer_schema);
}

TEST_F(SqliteStoreTest, RefusesASchemaThatOtherStepsMade) {
  open().value().reset();
  {
    auto database = detail::Database::open(folder_.path() / "hub.db", detail::Access::write).value();
    ASSERT_TRUE(database->run("UPDATE migration SET checksum = zeroblob(32) WHERE number = 1"));
  }

  EXPECT_EQ(open().error(), Errc::store_corrupt);
}

TEST_F(SqliteStoreTest, NeedsAFolder) {
  std::ofstream(folder_.path() / "file") << "x";

  EXPECT_EQ(SqliteStore::open(folder_.path() / "file", random_).error(), Errc::store_bad_folder);
}

TEST_F(SqliteStoreTest, IsReadableByItsOwnerOnly) {
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
}

}  // namespace
}  // namespace kring::store::test
