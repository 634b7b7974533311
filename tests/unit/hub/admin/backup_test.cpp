#include "hub/admin/backup.hpp"

#include "hub/admin/admin_socket.hpp"
#include "hub/admin/commands.hpp"
#include "hub/admin/files.hpp"
#include "hub/store/detail/sqlite_database.hpp"
#include "hub/store/sqlite_store.hpp"
#include "tests/support/hub_world.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <thread>

namespace kring::admin {
namespace {

namespace fs = std::filesystem;

using hub::Errc;

bool go_on(std::string_view /*what*/, std::uint64_t /*done*/, std::uint64_t /*total*/) {
  return true;
}

/// A store with one real circle, and what is made of it.
class BackupTest : public testing::Test {
 protected:
  BackupTest() {
    store_ = store::SqliteStore::open(data(), random_).value();
    store::BundleWrite founding;
    founding.circle = circle_.charter().circle();
    founding.author = circle_.founder.id;
    for (const auto& entry : circle_.log.entries())
      founding.entries.push_back(
          {.number = entry.number(), .hash = entry.hash().bytes(), .bytes = copy_bytes(entry.bytes())});
    founding.charter_snapshot = circle_.charter().encode();
    founding.groups.push_back({.channel = circle_.care,
                               .opening = store::Opening{.mode = channels::Mode::record, .group = {}},
                               .new_epoch = 1,
                               .kind = channels::LogKind::commit,
                               .time = circle_.now,
                               .commit_payload = Bytes(100, 1),
                               .group_state = Bytes(10, 2),
                               .channel_state = Bytes(10, 3),
                               .tree = std::nullopt,
                               .welcomes = {}});
    EXPECT_TRUE(write(founding));
    EXPECT_TRUE(write(store::PutKeyPackages{
        founding.circle, circle_.founder.id, {{.ref = Hash{1}, .bytes = Bytes(300, 4)}}}));
    fs::create_directories(places_.blobs);
    blob_ = random_.id<channels::BlobId>();
    put(blob_file(), Bytes(5000, 7));
    EXPECT_TRUE(write(store::CreateBlobFile{.circle = founding.circle,
                                            .channel = circle_.care,
                                            .uploader = circle_.founder.id,
                                            .blob = blob_,
                                            .size = 5000,
                                            .time = circle_.now,
                                            .circle_bytes_max = 1'000'000}));
    EXPECT_TRUE(write(store::FinishBlobFile{
        .circle = founding.circle, .blob = blob_, .hash = hash_file(blob_file()).value().hash}));
    const auto seed = circle_.hub.private_key.expose();
    put(key_file(), Bytes(seed.begin(), seed.begin() + 32));
  }

  [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }
  [[nodiscard]] fs::path backup() const { return folder_.path() / "backup"; }
  [[nodiscard]] fs::path key_file() const { return folder_.path() / "hub.key"; }
  [[nodiscard]] fs::path blob_file() const { return places_.blobs / to_hex(blob_.view()); }
  static void put(const fs::path& file, const Bytes& bytes) {
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
  }
  store::WriteResult write(store::WriteRequest request) {
    return store_->write(std::span(&request, 1)).front();
  }
  /// With no hub running.
  Result<Manifest> back_up_idle() {
    store_.reset();
    return back_up(places_, backup(), circle_.now, go_on);
  }
  [[nodiscard]] Places new_places() const {
    const auto data = folder_.path() / "restored";
    return {.data = data, .store_url = {}, .blobs = data / "blobs"};
  }
  Result<Restored> restore() { return restore_backup(backup(), new_places(), key_file(), random_, go_on); }
  /// Changes the database of the backup behind its back, and its manifest with it.
  void change_database(const char* sql) {
    const auto file = backup() / "hub.db";
    ASSERT_TRUE(store::detail::SqliteDatabase::open(file, store::detail::Access::write).value()->run(sql));
    auto manifest = read_manifest(backup()).value();
    const auto hashed = hash_file(file).value();
    manifest.database_bytes = hashed.size;
    manifest.database_hash = hashed.hash;
    ASSERT_TRUE(write_manifest(backup(), manifest));
  }

  support::TemporaryFolder folder_;
  support::TestCircle circle_;
  support::SeededRandom random_{5};
  Places places_{.data = data(), .store_url = {}, .blobs = data() / "blobs"};
  std::unique_ptr<store::SqliteStore> store_;
  channels::BlobId blob_;
};

TEST_F(BackupTest, HoldsTheDatabaseAndTheBlobsAndSaysSoLast) {
  const auto incarnation = store_->incarnation();

  const auto manifest = back_up_idle();

  ASSERT_TRUE(manifest) << manifest.error().name();
  EXPECT_EQ(manifest->incarnation, incarnation);
  EXPECT_EQ(manifest->blobs, 1U);
  EXPECT_EQ(manifest->blob_bytes, 5000U);
  EXPECT_EQ(verify_backup(backup(), go_on).value(), *manifest);
  EXPECT_FALSE(fs::exists(backup() / "hub.key"));
}

TEST_F(BackupTest, ComesBackAsAnotherHistory) {
  const auto before = store_->incarnation();
  ASSERT_TRUE(back_up_idle());

  const auto restored = restore();

  ASSERT_TRUE(restored) << restored.error().name() << " " << restored.error().where();
  EXPECT_NE(restored->incarnation, before);
  EXPECT_EQ(restored->summary.circles, 1U);
  EXPECT_EQ(restored->summary.entries, 1U);
  EXPECT_EQ(hash_file(new_places().data / "hub.key").value().size, 32U);
  EXPECT_EQ(hash_file(new_places().blobs / to_hex(blob_.view())).value().size, 5000U);
  const auto store = store::SqliteStore::open(new_places().data, random_).value();
  EXPECT_EQ(store->incarnation(), restored->incarnation);
  const auto reader = store->open_reader().value();
  const auto id = circle_.charter().circle();
  const auto circle = std::get<store::StoredCircle>(reader->read(store::LoadCircle{id}).value());
  EXPECT_EQ(circle.incarnation, before) << "it waits for an owner";
  const auto stock = std::get<store::Stock>(reader->read(store::ReadStock{id, circle_.founder.id}).value());
  EXPECT_EQ(stock.count, 0U) << "no key package is handed out twice";
}

TEST_F(BackupTest, IsMadeByTheHubThatRuns) {
  const auto socket = AdminSocket::open(data(), [&](const fs::path& to, const store::Progress& progress) {
                        return store::copy_database(data() / "hub.db", to, progress);
                      }).value();
  std::uint64_t told = 0;

  const auto manifest = back_up(places_, backup(), circle_.now, [&](auto, auto, auto) { return ++told > 0; });

  ASSERT_TRUE(manifest) << manifest.error().name();
  EXPECT_GT(told, 0U);
  EXPECT_TRUE(verify_backup(backup(), go_on));
  struct stat status{};
  ASSERT_EQ(::stat((data() / "admin.sock").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(BackupTest, ShowsOneMomentWhileOthersWrite) {
  const auto id = circle_.charter().circle();
  const auto copy = folder_.path() / "copy.db";
  std::uint8_t written = 0;

  const auto copied = store::copy_database(
      data() / "hub.db", copy, [&](auto, std::uint64_t /*done*/, std::uint64_t /*total*/) {
        ++written;
        const store::PutKeyPackages put{
            id, circle_.founder.id, {{.ref = Hash{2, written}, .bytes = Bytes(300, 4)}}};
        return write(put).has_value();
      });

  ASSERT_TRUE(copied) << copied.error().name();
  EXPECT_GT(written, 0);
  const auto database = store::detail::SqliteDatabase::open(copy, store::detail::Access::read).value();
  EXPECT_EQ(database->number_of("SELECT count(*) FROM key_package").value(), 1U);
}

TEST_F(BackupTest, IsNotMadeOverAnything) {
  ASSERT_TRUE(back_up_idle());

  EXPECT_EQ(back_up(places_, backup(), circle_.now, go_on).error(), Errc::target_not_empty);
  put(folder_.path() / "file", Bytes(1));
  EXPECT_EQ(back_up(places_, folder_.path() / "file", circle_.now, go_on).error(), Errc::target_not_empty);
}

TEST_F(BackupTest, IsRefusedWhereSomethingHoldsTheFolderAndDoesNotAnswer) {
  EXPECT_EQ(back_up(places_, backup(), circle_.now, go_on).error(), Errc::store_in_use);
}

TEST_F(BackupTest, IsBrokenOffWhenNobodyWantsItAnyMore) {
  store_.reset();

  const auto stopped = back_up(places_, backup(), circle_.now, [](auto, auto, auto) { return false; });

  EXPECT_EQ(stopped.error(), Errc::stopping);
  EXPECT_EQ(verify_backup(backup(), go_on).error(), Errc::not_a_backup) << "without a manifest it is none";
}

TEST_F(BackupTest, IsNotPutBackOverAnything) {
  ASSERT_TRUE(back_up_idle());
  ASSERT_TRUE(restore());

  EXPECT_EQ(restore().error(), Errc::target_not_empty);
}

TEST_F(BackupTest, TakesTheHubsKeyAndNoOtherFile) {
  ASSERT_TRUE(back_up_idle());
  put(key_file(), Bytes(31, 9));

  EXPECT_EQ(restore().error(), Errc::bad_hub_key);
  EXPECT_FALSE(fs::exists(new_places().data));
}

TEST_F(BackupTest, IsNotPutBackUnderAnotherHubsKey) {
  ASSERT_TRUE(back_up_idle());
  put(key_file(), Bytes(32, 9));

  EXPECT_EQ(restore().error(), Errc::other_hub_key);
  EXPECT_FALSE(fs::exists(new_places().data)) << "nothing is made of it";
}

TEST_F(BackupTest, OfNoCircleIsPutBackUnderAnyKey) {
  store_.reset();
  fs::remove_all(data());
  store_ = store::SqliteStore::open(data(), random_).value();
  ASSERT_TRUE(back_up_idle());
  put(key_file(), Bytes(32, 9));

  EXPECT_TRUE(restore());
}

TEST_F(BackupTest, OfItsCirclesTellsTheirHub) {
  const auto file = data() / "hub.db";
  const auto ours = channels::HubKey::from(circle_.hub.public_key.bytes).value();

  EXPECT_TRUE(store::is_hub_of(file, ours).value());
  EXPECT_FALSE(store::is_hub_of(file, channels::HubKey(FixedBytes<32>{7})).value());
}

TEST_F(BackupTest, IsOfOneKindOfStore) {
  ASSERT_TRUE(back_up_idle());
  auto places = new_places();
  places.store_url = "postgres://nobody@127.0.0.1/nowhere";

  EXPECT_EQ(restore_backup(backup(), places, key_file(), random_, go_on).error(), Errc::backup_damaged);
}

TEST_F(BackupTest, NeedsTheProgramsOfPostgres) {
  const Places places{.data = data(), .store_url = "postgres://nobody@127.0.0.1:1/nowhere", .blobs = data()};

  EXPECT_EQ(back_up(places, backup(), circle_.now, go_on).error(), Errc::program_failed);
}

/// Damage to a backup, and what it is called.
struct Damage {
  std::string name;
  std::function<void(const fs::path& backup)> damage;
  Errc error;
};
class DamagedBackup : public BackupTest, public testing::WithParamInterface<Damage> {};

TEST_P(DamagedBackup, IsRefusedByName) {
  ASSERT_TRUE(back_up_idle());
  GetParam().damage(backup());

  EXPECT_EQ(verify_backup(backup(), go_on).error(), GetParam().error);
  EXPECT_EQ(restore().error(), GetParam().error);
  EXPECT_FALSE(fs::exists(new_places().data)) << "nothing is made of it";
}

void replace_in_manifest(const fs::path& backup, std::string_view from, std::string_view to) {
  auto text = read_file(backup / "manifest.json", 4096).value();
  text.replace(text.find(from), from.size(), to);
  ASSERT_TRUE(write_file(backup / "manifest.json", view_bytes(text)));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, DamagedBackup,
    testing::Values(
        Damage{"NoManifest", [](const fs::path& it) { fs::remove(it / "manifest.json"); },
               Errc::not_a_backup},
        Damage{
            "NewerForm",
            [](const fs::path& it) { replace_in_manifest(it, "\"kring_backup\":1", "\"kring_backup\":2"); },
            Errc::backup_newer},
        Damage{"NoNumberInTheManifest",
               [](const fs::path& it) { replace_in_manifest(it, "\"blobs\"", "\"blubs\""); },
               Errc::backup_damaged},
        Damage{"NoJson", [](const fs::path& it) { replace_in_manifest(it, "{", "["); }, Errc::backup_damaged},
        Damage{"NoDatabase", [](const fs::path& it) { fs::remove(it / "hub.db"); }, Errc::backup_damaged},
        Damage{"CutDatabase", [](const fs::path& it) { fs::resize_file(it / "hub.db", 5000); },
               Errc::backup_damaged},
        Damage{"NoBlob", [](const fs::path& it) { fs::remove(*fs::directory_iterator(it / "blobs")); },
               Errc::backup_damaged}),
    [](const auto& row) { return row.param.name; });

TEST_F(BackupTest, WithAnotherBlobIsRefused) {
  ASSERT_TRUE(back_up_idle());
  const auto copy = backup() / "blobs" / to_hex(blob_.view());
  fs::remove(copy);
  put(copy, Bytes(5000, 8));

  EXPECT_EQ(verify_backup(backup(), go_on).error(), Errc::backup_damaged);
}

/// A database that is not what its chains say.
struct Lie {
  std::string name;
  const char* sql;
};
class LyingBackup : public BackupTest, public testing::WithParamInterface<Lie> {};

TEST_P(LyingBackup, IsFoundOutByItsChains) {
  ASSERT_TRUE(back_up_idle());
  change_database(GetParam().sql);

  const auto verified = verify_backup(backup(), go_on);

  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error(), Errc::backup_damaged) << verified.error().where();
}

INSTANTIATE_TEST_SUITE_P(
    Rows, LyingBackup,
    testing::Values(Lie{"Payload", "UPDATE log_entry SET payload = x'01'"},
                    Lie{"Time", "UPDATE log_entry SET time = time + 1"},
                    Lie{"MissingEntry", "DELETE FROM log_entry"},
                    Lie{"LogHead", "UPDATE channel SET log_hash = zeroblob(32)"},
                    Lie{"CharterEntry", "UPDATE charter_entry SET bytes = x'01' WHERE number = 2"},
                    Lie{"CharterHead", "UPDATE circle SET head_hash = zeroblob(32)"},
                    Lie{"CharterLength", "DELETE FROM charter_entry WHERE number = 4"},
                    Lie{"Incarnation", "UPDATE meta SET value = zeroblob(16) WHERE name = 'incarnation'"}),
    [](const auto& row) { return row.param.name; });

TEST_F(BackupTest, WithAnErasedPayloadIsWhole) {
  ASSERT_TRUE(back_up_idle());
  change_database("UPDATE log_entry SET payload = NULL");

  EXPECT_TRUE(verify_backup(backup(), go_on));
}

TEST_F(BackupTest, SaysWhatWasDoneAndWhatToDo) {
  store_.reset();
  std::ostringstream out;
  std::ostringstream err;
  const Streams streams{.out = out, .err = err};

  EXPECT_TRUE(run_backup(places_, backup(), circle_.now, streams));
  EXPECT_TRUE(run_verify(backup(), streams));
  EXPECT_TRUE(run_restore(backup(), new_places(), key_file(), random_, streams));
  EXPECT_FALSE(run_restore(backup(), new_places(), key_file(), random_, streams));

  EXPECT_NE(out.str().find("hub.key is not in it"), std::string::npos);
  EXPECT_NE(out.str().find("kring resume"), std::string::npos);
  EXPECT_NE(err.str().find("target_not_empty"), std::string::npos);
}

TEST(AdminSocketTest, TellsThatNoHubRunsThere) {
  const support::TemporaryFolder folder;

  EXPECT_EQ(ask_to_copy(folder.path(), "/nowhere", go_on).error(), Errc::not_found);
}

TEST(AdminSocketTest, HandsOnWhatTheCopyGave) {
  const support::TemporaryFolder folder;
  const auto socket = AdminSocket::open(folder.path(), [](const fs::path&, const store::Progress&) {
                        return Status(fail(Errc::store_full, "copy"));
                      }).value();

  EXPECT_EQ(ask_to_copy(folder.path(), "/nowhere", go_on).error(), Errc::store_full);
  EXPECT_EQ(ask_to_copy(folder.path(), "nowhere", go_on).error(), Errc::admin_refused) << "no whole path";
}

TEST(AdminSocketTest, IsRefusedWhereItsPathIsTooLong) {
  const support::TemporaryFolder folder;
  const auto deep = folder.path() / std::string(120, 'a');
  fs::create_directories(deep);

  EXPECT_EQ(AdminSocket::open(deep, nullptr).error(), Errc::listen_failed);
}

}  // namespace
}  // namespace kring::admin
