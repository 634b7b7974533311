#include "hub/store/postgres_store.hpp"

#include "crypto/primitives/hash.hpp"
#include "hub/store/detail/postgres_connection.hpp"
#include "hub/store/detail/postgres_migrations.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/hub/store/store_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <thread>

namespace kring::store::test {
namespace {

using channels::Sequence;
using hub::Errc;
using support::CuttingProxy;
using support::PostgresServer;
using Cut = CuttingProxy::Cut;

Appended appended(const WriteResult& result) {
  if (result && std::holds_alternative<Appended>(*result)) return std::get<Appended>(*result);
  ADD_FAILURE() << "not appended: " << (result ? "another answer" : result.error().name());
  return {};
}

std::vector<LogEntryRow> entries_of(Store& store) {
  const auto page = store.open_reader().value()->read(ReadLog{
      .circle = circle_1, .channel = channel_1, .after = {}, .count_max = 100'000, .bytes_max = 100'000'000});
  return std::get<LogPage>(page.value()).entries;
}

class PostgresStoreTest : public testing::Test {
 protected:
  [[nodiscard]] Result<std::unique_ptr<PostgresStore>> open(const std::string& url) {
    return PostgresStore::open({.url = url}, random_);
  }
  [[nodiscard]] std::unique_ptr<PostgresStore> node() { return open(url_).value(); }
  /// Runs SQL beside every store.
  [[nodiscard]] std::vector<std::string> run(const std::string& sql) const {
    return detail::PostgresConnection::open({.url = url_}).value()->run_script(sql).value();
  }

  std::string url_ = PostgresServer::shared().create_database();
  support::SeededRandom random_{5};
};

// What it stands on.

TEST_F(PostgresStoreTest, KeepsEverythingAndItsIncarnationOverAClose) {
  channels::Incarnation incarnation;
  {
    auto store = node();
    incarnation = store->incarnation();
    ASSERT_TRUE(write_one(*store, founding()));
    ASSERT_TRUE(write_one(*store, append_of(1)));
  }

  auto store = node();

  EXPECT_EQ(store->incarnation(), incarnation);
  EXPECT_EQ(entries_of(*store).size(), 2U);
}

TEST_F(PostgresStoreTest, IsMadeOnceByManyHubsThatStartTogether) {
  std::array<channels::Incarnation, 4> seen{};
  {
    std::vector<std::jthread> threads;
    threads.reserve(seen.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
      threads.emplace_back([&, i] {
        support::SeededRandom own(i + 100);
        seen[i] = PostgresStore::open({.url = url_}, own).value()->incarnation();
      });
    }
  }

  EXPECT_TRUE(std::ranges::all_of(seen, [&](const auto& one) { return one == seen.front(); }));
  EXPECT_NE(seen.front(), channels::Incarnation());
}

TEST_F(PostgresStoreTest, HasStepsThatNeverChangeOnceTheyWereUsed) {
  ASSERT_EQ(detail::postgres_migrations().size(), 7U);
  EXPECT_EQ(detail::postgres_migrations()[0].number, 1U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(detail::postgres_migrations()[0].sql))),
            "f3f4b8d9a6abe0d90a57990890fd962b84adb6c0e13f86a3fb1b23b3f6a146e1");
  EXPECT_EQ(detail::postgres_migrations()[1].number, 2U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(detail::postgres_migrations()[1].sql))),
            "ab5fc7f635500b12201e0f27f7021ba0785e32e1f50dff4085c3aafc837db064");
  EXPECT_EQ(detail::postgres_migrations()[2].number, 3U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(detail::postgres_migrations()[2].sql))),
            "840608a22b805ae966b8eb0b25a6c6b26a0163df1934cfaf6c06dd616b82edcb");
  EXPECT_EQ(detail::postgres_migrations()[3].number, 4U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(detail::postgres_migrations()[3].sql))),
            "53ff204357f966cca0fbc4286fa9cfec4d87094b7010b317dd690db1c252c40b");
  EXPECT_EQ(detail::postgres_migrations()[4].number, 5U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(detail::postgres_migrations()[4].sql))),
            "88ba7d1bce4f73879c09111290255668b77f915db9c34c73f2bebc254f44a838");
  EXPECT_EQ(detail::postgres_migrations()[5].number, 6U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(detail::postgres_migrations()[5].sql))),
            "6ab647c8ee2af6fe9f76494db4ac44208c73fd772dff6df12c5e7a99e408c023");
  EXPECT_EQ(detail::postgres_migrations()[6].number, 7U);
  EXPECT_EQ(to_hex(primitives::sha256(view_bytes(detail::postgres_migrations()[6].sql))),
            "dde3341b281a52c2e58dd89060e62eab0ae83b2bdbc51e8256beb8bb294ba6bc");
}

TEST_F(PostgresStoreTest, BringsAnOlderDatabaseForwardAndLeavesItWhenAStepFails) {
  constexpr auto* more = "CREATE TABLE more (id bigint); INSERT INTO more VALUES (7)";
  constexpr auto* broken = "DROP TABLE meta CASCADE; SELECT 1 / 0";
  const auto steps = [](const char* second) {
    return std::array{detail::postgres_migrations()[0], detail::postgres_migrations()[1],
                      detail::postgres_migrations()[2], detail::postgres_migrations()[3],
                      detail::postgres_migrations()[4], detail::postgres_migrations()[5],
                      detail::postgres_migrations()[6], detail::Migration{8, second}};
  };
  const auto incarnation = node()->incarnation();
  const auto connection = detail::PostgresConnection::open({.url = url_}).value();

  EXPECT_EQ(detail::migrate(*connection, steps(broken), random_).error(), Errc::store_failed);
  EXPECT_EQ(detail::migrate(*connection, steps(more), random_).value(), incarnation);

  EXPECT_EQ(run("SELECT id FROM more").front(), "7");
  EXPECT_EQ(run("SELECT count(*) FROM migration").front(), "8");
}

TEST_F(PostgresStoreTest, RefusesADatabaseOfANewerHubByName) {
  (void)node();
  (void)run("INSERT INTO migration VALUES (1000, '')");

  EXPECT_EQ(open(url_).error(), Errc::store_newer_schema);
}

TEST_F(PostgresStoreTest, RefusesASchemaThatOtherStepsMade) {
  (void)node();
  (void)run("UPDATE migration SET checksum = decode(repeat('00', 32), 'hex')");

  EXPECT_EQ(open(url_).error(), Errc::store_corrupt);
}

TEST_F(PostgresStoreTest, RefusesASchemaOfAnotherProgramAndLeavesIt) {
  (void)run("CREATE SCHEMA kring; CREATE TABLE kring.thing (id bigint)");

  EXPECT_EQ(open(url_).error(), Errc::store_corrupt);
  EXPECT_EQ(run("SELECT count(*) FROM pg_tables WHERE schemaname = 'kring'").front(), "1");
}

TEST_F(PostgresStoreTest, SaysWhetherTheAddressIsWrongOrNobodyIsThere) {
  const auto query = url_.substr(url_.find('?'));

  EXPECT_EQ(open("postgres:///no_such_database" + query).error(), Errc::store_bad_address);
  EXPECT_EQ(open("postgres://?no_such_word=1").error(), Errc::store_bad_address);
  EXPECT_EQ(open("postgres:///kring?host=/nowhere/at/all").error(), Errc::store_unavailable);
}

TEST_F(PostgresStoreTest, RefusesAServerThatDoesNotSync) {
  PostgresServer careless("fsync=off");

  EXPECT_EQ(open(careless.create_database()).error(), Errc::store_not_durable);
}

TEST_F(PostgresStoreTest, AsksForDurabilityWhateverTheDatabaseSays) {
  (void)run(
      "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off';"
      " END $$");

  EXPECT_TRUE(open(url_));
}

TEST_F(PostgresStoreTest, ChecksWhatItsColumnsHold) {
  auto store = node();
  ASSERT_TRUE(write_one(*store, founding()));
  const auto connection = detail::PostgresConnection::open({.url = url_}).value();

  EXPECT_FALSE(connection->run_script("UPDATE circle SET head_hash = '\\x00'"));
  EXPECT_FALSE(connection->run_script("UPDATE channel SET channel = channel || '\\x00'"));
  EXPECT_FALSE(connection->run_script("UPDATE log_entry SET payload = payload || '\\x00'"));
}

TEST_F(PostgresStoreTest, KnowsADatabaseThatWasMadeAnew) {
  auto store = node();
  auto reader = store->open_reader().value();
  (void)run("UPDATE meta SET value = decode(repeat('11', 16), 'hex')");
  (void)run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
      " WHERE datname = current_database() AND pid <> pg_backend_pid()");

  EXPECT_EQ(write_one(*store, founding()).error(), Errc::store_corrupt);
  EXPECT_EQ(reader->read(LoadCircle{circle_1}).error(), Errc::store_corrupt);
}

// Several nodes.

TEST_F(PostgresStoreTest, NumbersEntriesOfSeveralNodesWithoutAGap) {
  constexpr std::size_t nodes = 3;
  constexpr std::uint8_t batches = 30;
  ASSERT_TRUE(write_one(*node(), founding()));
  std::array<std::vector<std::uint64_t>, nodes> seqs;
  {
    std::vector<std::jthread> threads;
    threads.reserve(nodes);
    for (std::size_t i = 0; i < nodes; ++i) {
      threads.emplace_back([&, i, store = node()] {
        for (std::uint8_t number = 0; number < batches; ++number) {
          auto first = append_of(number);
          first.time = start + std::chrono::hours(1);
          first.author = make_id<channels::HandleId>(static_cast<std::uint8_t>(100 + i));
          auto second = first;
          second.message = message(static_cast<std::uint8_t>(100 + number));
          for (const auto& result : store->write(std::vector<WriteRequest>{first, second}))
            seqs[i].push_back(std::to_underlying(appended(result).position.seq));
        }
      });
    }
  }

  std::vector<std::uint64_t> all;
  for (const auto& own : seqs) all.insert(all.end(), own.begin(), own.end());
  std::ranges::sort(all);
  std::vector<std::uint64_t> expected(nodes * batches * 2);
  std::iota(expected.begin(), expected.end(), 2U);
  EXPECT_EQ(all, expected);
  EXPECT_EQ(entries_of(*node()).back().seq, Sequence{expected.back()});
}

TEST_F(PostgresStoreTest, LetsOneOfManyNodesWinEachEpoch) {
  constexpr std::size_t nodes = 4;
  constexpr std::uint8_t epochs = 15;
  ASSERT_TRUE(write_one(*node(), founding()));
  std::array<std::size_t, epochs> winners{};
  std::vector<std::unique_ptr<PostgresStore>> stores;
  stores.reserve(nodes);
  for (std::size_t i = 0; i < nodes; ++i) stores.push_back(node());

  for (std::uint8_t epoch = 1; epoch <= epochs; ++epoch) {
    std::array<bool, nodes> won{};
    {
      std::vector<std::jthread> threads;
      threads.reserve(nodes);
      for (std::size_t i = 0; i < nodes; ++i) {
        threads.emplace_back([&, i] {
          auto bundle = bundle_at(1, epoch);
          bundle.author = make_id<channels::HandleId>(static_cast<std::uint8_t>(100 + i));
          bundle.groups = {commit_in(channel_1, epoch)};
          const auto result = write_one(*stores[i], bundle);
          won[i] = result && std::holds_alternative<Bundled>(*result);
        });
      }
    }
    winners[epoch - 1U] = static_cast<std::size_t>(std::ranges::count(won, true));
  }

  EXPECT_TRUE(std::ranges::all_of(winners, [](auto count) { return count == 1; }));
  EXPECT_EQ(entries_of(*node()).size(), 1U + epochs);
}

TEST_F(PostgresStoreTest, LetsOneOfTwoNodesFoundACircle) {
  for (std::uint8_t number = 1; number <= 10; ++number) {
    auto first = founding();
    first.circle = make_id<channels::CircleId>(number);
    auto second = first;
    second.author = bram;
    auto one = node();
    auto other = node();
    std::array<bool, 2> won{};
    {
      const std::jthread thread([&] { won[0] = write_one(*one, first).has_value(); });
      won[1] = write_one(*other, second).has_value();
    }
    EXPECT_NE(won[0], won[1]);
  }
}

TEST_F(PostgresStoreTest, LocksManyCirclesInAnyOrderWithoutADeadlock) {
  constexpr std::uint8_t circles = 8;
  constexpr int rounds = 40;
  std::vector<WriteRequest> foundings;
  for (std::uint8_t i = 1; i <= circles; ++i) {
    auto bundle = founding();
    bundle.circle = make_id<channels::CircleId>(i);
    foundings.emplace_back(bundle);
  }
  for (const auto& result : node()->write(foundings)) ASSERT_TRUE(result);
  const auto batch = [&](std::uint8_t author, int round, bool forward) {
    std::vector<WriteRequest> requests;
    for (std::uint8_t i = 1; i <= circles; ++i) {
      auto append = append_of(static_cast<std::uint8_t>(round));
      append.time = start + std::chrono::hours(1);
      append.circle = make_id<channels::CircleId>(forward ? i : static_cast<std::uint8_t>(circles + 1 - i));
      append.author = make_id<channels::HandleId>(author);
      requests.emplace_back(append);
    }
    return requests;
  };
  const auto work = [&](std::uint8_t author, bool forward) {
    auto store = node();
    for (int round = 0; round < rounds; ++round) {
      for (const auto& result : store->write(batch(author, round, forward))) (void)appended(result);
    }
  };
  {
    const std::jthread one([&] { work(101, true); });
    const std::jthread other([&] { work(102, false); });
  }

  EXPECT_EQ(run("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").front(), "0");
}

TEST_F(PostgresStoreTest, FindsWhatAnAppendNamesWithoutReadingTheOthersOfItsCircle) {
  constexpr std::uint8_t appends = 200;
  auto store = node();
  ASSERT_TRUE(write_one(*store, founding()));
  for (std::uint8_t i = 1; i <= appends; ++i) {
    auto append = append_of(i);
    append.record = random_.id<channels::RecordId>();
    appended(write_one(*store, std::move(append)));
  }
  store.reset();  // The server counts what a connection did once it has ended.

  const auto reads = [this] {
    return run("SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE indexrelname IN"
               " ('append_answer_pkey', 'record_id_pkey')")
        .front();
  };
  const auto has_counted = [this] {
    return run("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'append_answer'").front();
  };
  while (has_counted() != std::to_string(appends)) std::this_thread::yield();
  EXPECT_LE(std::stoull(reads()), 2U * appends);
}

TEST_F(PostgresStoreTest, AnswersAMessageOfAnotherNodeAsTheFirstTime) {
  auto one = node();
  auto other = node();
  ASSERT_TRUE(write_one(*one, founding()));
  const auto first = appended(write_one(*one, append_of(1)));

  EXPECT_EQ(appended(write_one(*other, append_of(1))), (Appended{first.position, Answered::again}));
}

TEST_F(PostgresStoreTest, KeepsABatchWhoseRequestsAreOfManyKindsAndPartlyRefused) {
  auto store = node();
  auto late = append_of(3);
  late.epoch = 0;
  auto taken = bundle_at(1, 2);
  taken.groups = {commit_in(channel_1, 1)};
  taken.groups[0].time = start + Duration(2);
  auto refused = bundle_at(1, 3);
  refused.groups = {opening_of(channel_1)};
  auto after = append_of(4);
  after.epoch = 2;
  const std::vector<WriteRequest> batch = {append_of(9), founding(), append_of(1), late,
                                           taken,        refused,    after,        DropStaged{start}};

  const auto results = store->write(batch);

  EXPECT_EQ(results[0].error(), Errc::unknown_circle);
  EXPECT_TRUE(results[1]);
  EXPECT_EQ(appended(results[2]).position.seq, Sequence{2});
  EXPECT_TRUE(std::holds_alternative<Stale>(results[3].value()));
  EXPECT_TRUE(std::holds_alternative<Bundled>(results[4].value()));
  EXPECT_EQ(results[5].error(), Errc::channel_exists);
  EXPECT_EQ(appended(results[6]).position.seq, Sequence{4});
  EXPECT_TRUE(results[7]);
  EXPECT_EQ(entries_of(*store).size(), 4U);
}

// A commit whose answer is lost.

class LostCommit : public PostgresStoreTest {
 protected:
  LostCommit() {
    EXPECT_TRUE(write_one(*node(), founding()));
    store_ = open(proxy_.url()).value();
  }

  CuttingProxy proxy_{url_};
  std::unique_ptr<PostgresStore> store_;
};

TEST_F(LostCommit, IsAnsweredAsTheFirstTimeIfItWasKept) {
  proxy_.cut(Cut::after_commit);
  auto commit = bundle_at(1, 2);
  commit.groups = {commit_in(channel_2, 1)};

  const auto results = store_->write(std::vector<WriteRequest>{append_of(1), commit, append_of(1)});

  EXPECT_TRUE(proxy_.has_cut());
  EXPECT_EQ(appended(results[0]).position.seq, Sequence{2});
  EXPECT_EQ(appended(results[0]).answered, Answered::first);
  EXPECT_EQ(std::get<Bundled>(results[1].value()).answered, Answered::first);
  EXPECT_EQ(appended(results[2]).answered, Answered::again);
  EXPECT_EQ(entries_of(*store_).size(), 2U);
}

TEST_F(LostCommit, IsDoneIfItWasNotKept) {
  proxy_.cut(Cut::before_commit);

  const auto result = write_one(*store_, append_of(1));

  EXPECT_TRUE(proxy_.has_cut());
  EXPECT_EQ(appended(result).position.seq, Sequence{2});
  EXPECT_EQ(appended(result).answered, Answered::first);
  EXPECT_EQ(entries_of(*store_).size(), 2U);
}

TEST_F(LostCommit, IsUnavailableIfNobodyCanBeAskedAndAnsweredWhenItIsSentAgain) {
  store_ = PostgresStore::open({.url = proxy_.url(), .settle_within = std::chrono::milliseconds(0)}, random_)
               .value();
  proxy_.cut(Cut::after_commit);

  EXPECT_EQ(write_one(*store_, append_of(1)).error(), Errc::store_unavailable);

  EXPECT_EQ(appended(write_one(*store_, append_of(1))).answered, Answered::again);
  EXPECT_EQ(entries_of(*store_).size(), 2U);
}

}  // namespace
}  // namespace kring::store::test
