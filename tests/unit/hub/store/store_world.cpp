#include "tests/unit/hub/store/store_world.hpp"

#include "hub/store/memory_store.hpp"
#include "hub/store/postgres_store.hpp"
#include "hub/store/sqlite_store.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kring::store::test {

namespace {

class MemoryHome final : public StoreHome {
 public:
  [[nodiscard]] Store& store() override { return store_; }

 private:
  MemoryStore store_{make_id<channels::Incarnation>(1)};
};

std::unique_ptr<StoreHome> make_memory() {
  return std::make_unique<MemoryHome>();
}

class SqliteHome final : public StoreHome {
 public:
  SqliteHome() { SqliteHome::restart(); }
  [[nodiscard]] Store& store() override { return *store_; }
  void restart() override {
    store_.reset();
    store_ = SqliteStore::open(folder_.path(), random_).value();
  }

 private:
  support::TemporaryFolder folder_;
  support::SeededRandom random_{3};
  std::unique_ptr<SqliteStore> store_;
};

std::unique_ptr<StoreHome> make_sqlite() {
  return std::make_unique<SqliteHome>();
}

class PostgresHome final : public StoreHome {
 public:
  PostgresHome() { PostgresHome::restart(); }
  [[nodiscard]] Store& store() override { return *store_; }
  [[nodiscard]] Store& other_store() override {
    if (!other_) other_ = PostgresStore::open({.url = url_}, random_).value();
    return *other_;
  }
  void restart() override {
    other_.reset();
    store_.reset();
    store_ = PostgresStore::open({.url = url_}, random_).value();
  }

 private:
  std::string url_ = support::PostgresServer::shared().create_database();
  support::SeededRandom random_{4};
  std::unique_ptr<PostgresStore> store_;
  std::unique_ptr<PostgresStore> other_;
};

std::unique_ptr<StoreHome> make_postgres() {
  return std::make_unique<PostgresHome>();
}

}  // namespace

std::vector<StoreMaker> store_makers() {
  return {{"Memory", &make_memory}, {"Sqlite", &make_sqlite}, {"Postgres", &make_postgres}};
}

std::string name_of_maker(const testing::TestParamInfo<StoreMaker>& info) {
  return info.param.name;
}

Hash make_hash(std::uint8_t number) {
  Hash hash{};
  hash.fill(number);
  return hash;
}

Bytes make_bytes(std::string_view text) {
  return copy_bytes(view_bytes(text));
}

channels::MessageId message(std::uint8_t number) {
  return make_id<channels::MessageId>(number);
}

channels::TransactionId transaction(std::uint8_t number) {
  return make_id<channels::TransactionId>(number);
}

CharterEntryRow entry(std::uint8_t number) {
  return {channels::EntryNumber{number}, make_hash(number),
          make_bytes("charter entry " + std::to_string(number))};
}

CharterHead head_at(std::uint8_t number) {
  return {channels::EntryNumber{number}, make_hash(number)};
}

KeyPackageRow package(std::uint8_t number) {
  return {make_hash(number), make_bytes("package " + std::to_string(number))};
}

GroupWrite opening_of(const channels::ChannelId& channel) {
  GroupWrite group;
  group.channel = channel;
  group.opening = Opening{channels::Mode::record, channels::GroupId(channel.bytes())};
  group.new_epoch = 1;
  group.kind = channels::LogKind::commit;
  group.time = start;
  group.commit_payload = make_bytes("opening commit");
  group.group_state = make_bytes("group at 1");
  group.channel_state = make_bytes("channel at 1");
  return group;
}

GroupWrite commit_in(const channels::ChannelId& channel, std::uint64_t epoch) {
  GroupWrite group = opening_of(channel);
  group.opening.reset();
  group.expected_epoch = epoch;
  group.time = start + std::chrono::seconds(1);
  group.new_epoch = epoch + 1;
  group.commit_payload = make_bytes("commit from " + std::to_string(epoch));
  group.group_state = make_bytes("group at " + std::to_string(epoch + 1));
  group.channel_state = make_bytes("channel at " + std::to_string(epoch + 1));
  return group;
}

BundleWrite founding() {
  BundleWrite bundle;
  bundle.circle = circle_1;
  bundle.author = anna;
  bundle.transaction = transaction(1);
  bundle.request_hash = make_hash(1);
  bundle.entries = {entry(1)};
  bundle.charter_snapshot = make_bytes("charter at 1");
  bundle.groups = {opening_of(channel_1), opening_of(channel_2)};
  return bundle;
}

BundleWrite bundle_at(std::uint8_t head, std::uint8_t number) {
  BundleWrite bundle;
  bundle.circle = circle_1;
  bundle.author = anna;
  bundle.transaction = transaction(number);
  bundle.request_hash = make_hash(number);
  bundle.expected_head = head_at(head);
  return bundle;
}

Append append_of(std::uint8_t number) {
  Append append;
  append.circle = circle_1;
  append.channel = channel_1;
  append.author = anna;
  append.message = message(number);
  append.request_hash = make_hash(number);
  append.charter_number = channels::EntryNumber{1};
  append.epoch = 1;
  append.kind = channels::LogKind::record;
  append.time = start + Duration(number);
  append.payload = make_bytes("payload " + std::to_string(number));
  return append;
}

WriteResult write_one(Store& store, WriteRequest request) {
  return std::move(store.write(std::span(&request, 1)).front());
}

StoreContract::StoreContract() : home_(GetParam().make()), reader_(store().open_reader().value()) {}

void StoreContract::restart() {
  reader_.reset();
  home_->restart();
  reader_ = store().open_reader().value();
}

WriteResult StoreContract::write(WriteRequest request) {
  return write_one(store(), std::move(request));
}

void StoreContract::found() {
  ASSERT_EQ(written<Bundled>(founding()).logs.size(), 2U);
}

void StoreContract::claim_for(const channels::ChannelId& channel, std::uint8_t package_number) {
  (void)written<Stock>(PutKeyPackages{circle_1, bram, {package(package_number)}});
  ASSERT_EQ(written<Claimed>(ClaimKeyPackage{circle_1, channel, bram}).package, package(package_number));
}

}  // namespace kring::store::test
