#include "clients/native/vault.hpp"

#include "clients/native/errc.hpp"
#include "clients/native/vault_key.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace kring::native {
namespace {

namespace fs = std::filesystem;

class VaultTest : public testing::Test {
 protected:
  VaultTest()
      : home_(fs::path(testing::TempDir()) /
              ("kring_vault_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(home_);
  }
  ~VaultTest() override { fs::remove_all(home_); }

  static Secret key(std::uint8_t fill) { return Secret::copy_of(Bytes(32, fill)); }
  static core::Row row(std::string name, std::string_view value) {
    const auto bytes = view_bytes(value);
    return {.name = std::move(name), .value = SecretBytes(bytes.begin(), bytes.end())};
  }
  Result<Vault> open(std::uint8_t fill = 1) { return Vault::open(home_, key(fill), random_); }
  static std::vector<core::Row> rows(core::Row first, core::Row second) {
    std::vector<core::Row> both;
    both.push_back(std::move(first));
    both.push_back(std::move(second));
    return both;
  }

  fs::path home_;
  support::SeededRandom random_{7};
};

TEST_F(VaultTest, GivesBackWhatWasSavedAfterBeingOpenedAgain) {
  {
    auto vault = open();
    ASSERT_TRUE(vault) << vault.error().name();
    ASSERT_TRUE(vault->save(rows(row("b", "twee"), row("a", ""))));
  }

  auto vault = open();
  ASSERT_TRUE(vault) << vault.error().name();
  auto loaded = vault->load();

  ASSERT_TRUE(loaded);
  ASSERT_EQ(loaded->size(), 2U);
  EXPECT_EQ((*loaded)[0].name, "a");
  EXPECT_TRUE((*loaded)[0].value->empty());
  EXPECT_EQ(view_text(*(*loaded)[1].value), "twee");
}

TEST_F(VaultTest, DeletesARowThatIsSavedWithoutAValue) {
  auto vault = open();
  ASSERT_TRUE(vault);
  ASSERT_TRUE(vault->save(rows(row("a", "een"), row("b", "twee"))));

  ASSERT_TRUE(vault->save(rows(row("c", "drie"), core::Row{.name = "a", .value = std::nullopt})));

  auto loaded = vault->load();
  ASSERT_TRUE(loaded);
  ASSERT_EQ(loaded->size(), 2U);
  EXPECT_EQ((*loaded)[0].name, "b");
  EXPECT_EQ((*loaded)[1].name, "c");
}

TEST_F(VaultTest, RefusesAnotherKeyAndKeepsEverything) {
  {
    auto vault = open(1);
    ASSERT_TRUE(vault);
    ASSERT_TRUE(vault->save(rows(row("a", "een"), row("b", "twee"))));
  }

  auto other = open(2);

  ASSERT_FALSE(other);
  EXPECT_EQ(other.error(), Errc::wrong_key);
  auto again = open(1);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->load()->size(), 2U);
}

TEST_F(VaultTest, RefusesASecondProcessWhileOneHasTheHome) {
  auto first = open();
  ASSERT_TRUE(first);

  auto second = open();

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), Errc::home_in_use);
}

TEST_F(VaultTest, RefusesAFileThatIsNoVault) {
  fs::create_directories(home_);
  std::ofstream(home_ / "vault.db") << "This is a letter and no database at all, however long it may go on.";

  auto vault = open();

  ASSERT_FALSE(vault);
  EXPECT_EQ(vault.error(), Errc::vault_damaged);
}

TEST_F(VaultTest, IsMissedWhereOnlyItsKeyIsLeft) {
  fs::create_directories(home_);
  EXPECT_TRUE(check_home(home_));
  std::ofstream(key_path(home_)) << "key";
  EXPECT_EQ(check_home(home_).error(), Errc::vault_gone);
  std::ofstream(vault_path(home_)).flush();
  EXPECT_EQ(check_home(home_).error(), Errc::vault_gone) << "an empty file is none";
  std::ofstream(vault_path(home_)) << "vault";
  EXPECT_TRUE(check_home(home_));
  fs::remove(key_path(home_));
  EXPECT_EQ(check_home(home_).error(), Errc::key_damaged);
}

/// A home that is made, or was until it was broken off.
class MakingAHome : public VaultTest {
 protected:
  Result<Vault> make() { return Vault::make(home_, Lock::key_file, {}, random_); }
  /// What the whole home is: a vault that its key opens, and nothing left over.
  void expect_home() {
    EXPECT_TRUE(check_home(home_));
    EXPECT_FALSE(fs::exists(new_key_path(home_)));
    auto key = load_key(home_, {});
    ASSERT_TRUE(key) << key.error().name();
    auto vault = Vault::open(home_, std::move(*key), random_);
    ASSERT_TRUE(vault) << vault.error().name();
    EXPECT_TRUE(vault->load()->empty());
  }
};

TEST_F(MakingAHome, GivesAVaultThatItsKeyOpens) {
  ASSERT_TRUE(make());

  expect_home();
}

TEST_F(MakingAHome, GivesAVaultThatItsPassphraseOpens) {
  const auto passphrase = Secret::copy_of(view_bytes("een lange zin"));
  ASSERT_TRUE(Vault::make(home_, Lock::passphrase, passphrase, random_));

  auto key = load_key(home_, passphrase);

  ASSERT_TRUE(key);
  EXPECT_TRUE(Vault::open(home_, std::move(*key), random_));
  EXPECT_EQ(lock_of(home_), Lock::passphrase);
}

TEST_F(MakingAHome, IsDoneOnceAndNotOverAnother) {
  ASSERT_TRUE(make());

  const auto again = make();

  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(), Errc::key_exists);
  expect_home();
}

TEST_F(MakingAHome, IsDoneByOneProcess) {
  const auto first = make();
  ASSERT_TRUE(first);

  EXPECT_EQ(make().error(), Errc::home_in_use);
}

TEST_F(MakingAHome, GoesOnWhereItBrokeOffBeforeThereWasAKey) {
  fs::create_directories(home_);
  std::ofstream(home_ / "lock").flush();

  ASSERT_TRUE(check_home(home_));
  ASSERT_TRUE(make());

  expect_home();
}

TEST_F(MakingAHome, GoesOnWhereItBrokeOffWithHalfAKey) {
  fs::create_directories(home_);
  std::ofstream(new_key_path(home_)) << "h";

  ASSERT_TRUE(check_home(home_));
  ASSERT_TRUE(make());

  expect_home();
}

TEST_F(MakingAHome, GoesOnWhereItBrokeOffBeforeThereWasAVault) {
  ASSERT_TRUE(make_key_file(home_, random_));

  ASSERT_TRUE(check_home(home_));
  ASSERT_TRUE(make());

  expect_home();
}

TEST_F(MakingAHome, GoesOnWhereItBrokeOffWithAVaultThatIsEmpty) {
  ASSERT_TRUE(make_key_file(home_, random_));
  std::ofstream(vault_path(home_)).flush();

  ASSERT_TRUE(check_home(home_));
  ASSERT_TRUE(make());

  expect_home();
}

/// Another passphrase may have been typed then.
TEST_F(MakingAHome, GoesOnWhereItBrokeOffWithAVaultUnderAnotherKey) {
  auto first = make_key_file(home_, random_);
  ASSERT_TRUE(first);
  ASSERT_TRUE(Vault::open(home_, std::move(*first), random_));

  ASSERT_TRUE(check_home(home_));
  ASSERT_TRUE(make());

  expect_home();
}

TEST_F(MakingAHome, IsNoDeviceWhereItBrokeOff) {
  auto first = make_key_file(home_, random_);
  ASSERT_TRUE(first);
  ASSERT_TRUE(Vault::open(home_, std::move(*first), random_));

  EXPECT_EQ(load_key(home_, {}).error(), Errc::key_missing);
}

TEST_F(MakingAHome, LeavesAVaultAloneThatHoldsSomethingUnderALostKey) {
  {
    auto vault = open(1);
    ASSERT_TRUE(vault);
    ASSERT_TRUE(vault->save(rows(row("a", "een"), row("b", "twee"))));
  }
  ASSERT_TRUE(make_key_file(home_, random_));

  const auto made = make();

  ASSERT_FALSE(made);
  EXPECT_EQ(made.error(), Errc::key_damaged);
  EXPECT_EQ(lock_of(home_), std::nullopt);
  auto again = open(1);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->load()->size(), 2U);
}

TEST_F(VaultTest, LeavesNoPlaintextInItsFiles) {
  constexpr std::string_view planted = "Noor heeft vannacht goed geslapen";
  auto vault = open();
  ASSERT_TRUE(vault);
  ASSERT_TRUE(vault->save(rows(row("a", planted), row("b", "twee"))));

  for (const auto& file : fs::directory_iterator(home_)) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find(planted), std::string::npos) << file.path();
  }
}

TEST_F(VaultTest, IsReadableByItsOwnerOnly) {
  auto vault = open();
  ASSERT_TRUE(vault);
  ASSERT_TRUE(vault->save(rows(row("a", "een"), row("b", "twee"))));

  for (const auto* name : {"vault.db", "vault.db-wal", "lock"}) {
    EXPECT_EQ(fs::status(home_ / name).permissions() & (fs::perms::group_all | fs::perms::others_all),
              fs::perms::none)
        << name;
  }
}

}  // namespace
}  // namespace kring::native
