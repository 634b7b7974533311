#include "hub/hub_key.hpp"

#include "hub/base/errc.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace kring::hub {
namespace {

namespace fs = std::filesystem;

class HubKeyTest : public testing::Test {
 protected:
  Result<HubIdentity> load() { return load_or_make_hub_key(folder_.path() / "data", random_); }
  fs::path file() { return folder_.path() / "data" / "hub.key"; }

  support::TemporaryFolder folder_;
  support::SeededRandom random_{11};
};

TEST_F(HubKeyTest, IsMadeOnceAndComesBack) {
  const auto made = load();
  ASSERT_TRUE(made) << made.error().name();

  const auto again = load();

  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key, made->public_key);
  EXPECT_TRUE(again->seed == made->seed);
}

TEST_F(HubKeyTest, IsReadableByItsOwnerOnly) {
  ASSERT_TRUE(load());

  EXPECT_EQ(fs::status(file()).permissions() & (fs::perms::group_all | fs::perms::others_all),
            fs::perms::none);
}

TEST_F(HubKeyTest, IsRefusedWhereOthersMayReadIt) {
  ASSERT_TRUE(load());
  fs::permissions(file(), fs::perms::others_read, fs::perm_options::add);

  EXPECT_EQ(load().error(), Errc::bad_hub_key);
}

TEST_F(HubKeyTest, IsRefusedWhenCutShortAndNotMadeAnew) {
  ASSERT_TRUE(load());
  fs::resize_file(file(), 31);

  EXPECT_EQ(load().error(), Errc::bad_hub_key);
  EXPECT_EQ(fs::file_size(file()), 31U);
}

TEST_F(HubKeyTest, NeedsAFolder) {
  std::ofstream(folder_.path() / "data") << "a file";

  EXPECT_EQ(load().error(), Errc::store_bad_folder);
}

}  // namespace
}  // namespace kring::hub
