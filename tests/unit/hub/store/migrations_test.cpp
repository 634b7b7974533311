#include "hub/store/detail/migrations.hpp"

#include "crypto/primitives/hash.hpp"
#include "hub/store/detail/sqlite_database.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>

namespace kring::store::detail {
namespace {

using hub::Errc;

class Migrations : public testing::Test {
 protected:
  Migrations() { std::ofstream(folder_.path() / "test.db").flush(); }
  [[nodiscard]] std::unique_ptr<SqliteDatabase> open() const {
    return SqliteDatabase::open(folder_.path() / "test.db", Access::write).value();
  }
  [[nodiscard]] static std::uint64_t number(SqliteDatabase& database, const char* sql) {
    return database.number_of(sql).value();
  }

 private:
  support::TemporaryFolder folder_;
};

constexpr const char* first_sql =
    "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT; INSERT INTO thing VALUES (7);";
constexpr std::array first_only = {Migration{1, first_sql}};
constexpr std::array both = {Migration{1, first_sql},
                             Migration{2, "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 3;"}};
constexpr std::array broken = {Migration{1, first_sql},
                               Migration{2, "INSERT INTO thing VALUES (8); INSERT INTO nowhere VALUES (1);"}};

TEST_F(Migrations, NeverChangeOnceTheyWereUsed) {
  ASSERT_EQ(migrations().size(), 8U);
  EXPECT_EQ(migrations()[0].number, 1U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(migrations()[0].sql))),
            "b0420314782a9779d69b1dead4fda4b906e3a93dc88a299a6068b8c765c8ca65");
  EXPECT_EQ(migrations()[1].number, 2U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(migrations()[1].sql))),
            "fd9822eccc219d13cad5b65ec7732097eb053e8f27ab39e5c775280cac96a4d6");
  EXPECT_EQ(migrations()[2].number, 3U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(migrations()[2].sql))),
            "6f0ed539cc813a69fabbc11b7eaa47e7a56298ea404b1928d79439aad49b1e43");
  EXPECT_EQ(migrations()[3].number, 4U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(migrations()[3].sql))),
            "7369953509be6e8a8d769b1682128699281212d907a21dec67b4d4d24f91b613");
  EXPECT_EQ(migrations()[4].number, 5U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(migrations()[4].sql))),
            "05cd1d3205dbfa3f58b8ec0ba61d177810ff29fff1742a1b698fdbdba39f1248");
  EXPECT_EQ(migrations()[5].number, 6U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(migrations()[5].sql))),
            "f129a85d72288cef8ff1e4cdc3d8ea15a887a774ff66a891da71e4f2527ef4fa");
  EXPECT_EQ(migrations()[6].number, 7U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(migrations()[6].sql))),
            "f0a7970bae3d4d4a977e1d8a1560016b9245a259707b1cec32fad8dd5880443d");
  EXPECT_EQ(migrations()[7].number, 8U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(migrations()[7].sql))),
            "fe11ed342cb5979cc46c2f06535b3a296bef656d7bc3a542181f31f33263f4b6");
}

TEST_F(Migrations, MakeAnEmptyFileAStore) {
  auto database = open();

  ASSERT_TRUE(migrate(*database, migrations()));

  EXPECT_EQ(number(*database, "PRAGMA application_id"), application_id);
  EXPECT_EQ(number(*database, "SELECT count(*) FROM migration"), migrations().size());
  EXPECT_TRUE(migrate(*database, migrations()));
}

TEST_F(Migrations, BringAnOlderDatabaseForwardWithWhatItHolds) {
  ASSERT_TRUE(migrate(*open(), first_only));

  auto database = open();
  ASSERT_TRUE(migrate(*database, both));

  EXPECT_EQ(number(*database, "SELECT id * 10 + size FROM thing"), 73U);
  EXPECT_EQ(number(*database, "SELECT max(number) FROM migration"), 2U);
}

TEST_F(Migrations, FindTheIdsOfTheRecordsThatAnOlderStoreHolds) {
  auto database = open();
  ASSERT_TRUE(migrate(*database, migrations().first(1)));
  const auto add = [&](int seq, int kind, const char* payload) {
    const auto text = "INSERT INTO log_entry VALUES (1, " + std::to_string(seq) + ", zeroblob(32), " +
                      std::to_string(kind) + ", 0, zeroblob(32), 28, " + payload + ")";
    ASSERT_TRUE(database->run(text.c_str()));
  };
  add(1, 2, "CAST('epoch...gen.the_record_s_id.and the rest' AS BLOB)");
  add(2, 2, "NULL");
  add(3, 1, "CAST('a commit that is no shorter' AS BLOB)");

  ASSERT_TRUE(migrate(*database, migrations()));

  EXPECT_EQ(number(*database, "SELECT count(*) FROM record_id"), 1U);
  EXPECT_EQ(
      number(
          *database,
          "SELECT count(*) FROM record_id WHERE channel = 1 AND record = CAST('the_record_s_id.' AS BLOB)"),
      1U);
}

TEST_F(Migrations, RefuseADatabaseOfANewerHub) {
  ASSERT_TRUE(migrate(*open(), both));
  auto database = open();

  EXPECT_EQ(check_schema(*database, first_only).error(), Errc::store_newer_schema);
  EXPECT_EQ(migrate(*database, first_only).error(), Errc::store_newer_schema);
}

TEST_F(Migrations, LeaveTheDatabaseAsItWasWhenAStepFails) {
  auto database = open();
  ASSERT_TRUE(migrate(*database, first_only));

  EXPECT_EQ(migrate(*database, broken).error(), Errc::store_failed);

  EXPECT_FALSE(database->in_transaction());
  EXPECT_EQ(number(*database, "SELECT count(*) FROM thing"), 1U);
  EXPECT_TRUE(migrate(*database, both));
}

TEST_F(Migrations, KnowAnEmptyFileFromAnotherProgramsAndTouchNeither) {
  auto database = open();
  EXPECT_TRUE(check_schema(*database, first_only));
  EXPECT_EQ(number(*database, "SELECT count(*) FROM sqlite_schema"), 0U);

  ASSERT_TRUE(database->run("CREATE TABLE other (id INTEGER)"));

  EXPECT_EQ(check_schema(*database, first_only).error(), Errc::store_corrupt);
}

}  // namespace
}  // namespace kring::store::detail
