#include "clients/native/vault_key.hpp"

#include "clients/native/errc.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace kring::native {
namespace {

namespace fs = std::filesystem;

class VaultKeyTest : public testing::Test {
 protected:
  VaultKeyTest()
      : home_(fs::path(testing::TempDir()) /
              ("kring_key_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(home_);
  }
  ~VaultKeyTest() override { fs::remove_all(home_); }

  static Secret passphrase(std::string_view text) { return Secret::copy_of(view_bytes(text)); }

  fs::path home_;
  support::SeededRandom random_{9};
};

TEST_F(VaultKeyTest, ComesBackFromItsFile) {
  auto made = make_key_file(home_, random_);
  ASSERT_TRUE(made) << made.error().name();
  ASSERT_TRUE(keep_key(home_));

  auto loaded = load_key(home_, {});

  ASSERT_TRUE(loaded);
  EXPECT_TRUE(*loaded == *made);
  EXPECT_EQ(lock_of(home_), Lock::key_file);
}

TEST_F(VaultKeyTest, ComesBackFromTheSamePassphraseAndNoOther) {
  auto made = make_passphrase_key(home_, passphrase("een lange zin"), random_);
  ASSERT_TRUE(made) << made.error().name();
  ASSERT_TRUE(keep_key(home_));

  auto same = load_key(home_, passphrase("een lange zin"));
  auto other = load_key(home_, passphrase("een lange zin."));

  ASSERT_TRUE(same);
  ASSERT_TRUE(other);
  EXPECT_TRUE(*same == *made);
  EXPECT_FALSE(*other == *made);
  EXPECT_EQ(lock_of(home_), Lock::passphrase);
}

TEST_F(VaultKeyTest, IsNoKeyUntilItIsKept) {
  ASSERT_TRUE(make_key_file(home_, random_));

  EXPECT_EQ(lock_of(home_), std::nullopt);
  EXPECT_EQ(load_key(home_, {}).error(), Errc::key_missing);
}

TEST_F(VaultKeyTest, IsMadeAnewWhereOneWasNotKept) {
  auto first = make_key_file(home_, random_);
  auto second = make_key_file(home_, random_);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  ASSERT_TRUE(keep_key(home_));

  auto loaded = load_key(home_, {});

  ASSERT_TRUE(loaded);
  EXPECT_TRUE(*loaded == *second);
  EXPECT_FALSE(*loaded == *first);
  EXPECT_FALSE(fs::exists(new_key_path(home_)));
}

TEST_F(VaultKeyTest, IsMissingWhereNoneWasMade) {
  EXPECT_EQ(load_key(home_, {}).error(), Errc::key_missing);
  EXPECT_EQ(lock_of(home_), std::nullopt);
}

TEST_F(VaultKeyTest, IsRefusedWhereOthersMayReadIt) {
  ASSERT_TRUE(make_key_file(home_, random_));
  ASSERT_TRUE(keep_key(home_));
  fs::permissions(key_path(home_), fs::perms::group_read, fs::perm_options::add);

  EXPECT_EQ(load_key(home_, {}).error(), Errc::key_readable_by_others);
}

TEST_F(VaultKeyTest, IsRefusedWhenItsFileIsCutShort) {
  ASSERT_TRUE(make_key_file(home_, random_));
  ASSERT_TRUE(keep_key(home_));
  fs::resize_file(key_path(home_), 20);

  EXPECT_EQ(load_key(home_, {}).error(), Errc::key_damaged);
}

}  // namespace
}  // namespace kring::native
