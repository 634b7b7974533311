#include "hub/secret_file.hpp"

#include "hub/base/errc.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace kring::hub {
namespace {

namespace fs = std::filesystem;

class SecretFileTest : public testing::Test {
 protected:
  Result<Secret> read(std::string_view text, fs::perms mode = fs::perms::owner_read) {
    const auto file = folder_.path() / "password";
    std::ofstream(file) << text;
    fs::permissions(file, mode);
    return read_secret_file(file);
  }

  support::TemporaryFolder folder_;
};

TEST_F(SecretFileTest, IsReadWithoutItsLinesEnd) {
  const auto secret = read("not one's own\n", fs::perms::owner_read | fs::perms::group_read);

  ASSERT_TRUE(secret);
  EXPECT_TRUE(secret->equals(view_bytes("not one's own")));
}

TEST_F(SecretFileTest, MayHaveAsManyBytesAsItsLimit) {
  EXPECT_TRUE(read(std::string(secret_file_bytes_max, 'x') + "\n"));
}

TEST_F(SecretFileTest, MayNotHaveOneMore) {
  EXPECT_EQ(read(std::string(secret_file_bytes_max + 1, 'x')).error(), Errc::bad_secret_file);
}

TEST_F(SecretFileTest, MayNotBeEmpty) {
  EXPECT_EQ(read("\n").error(), Errc::bad_secret_file);
}

TEST_F(SecretFileTest, MayNotBeReadByEverybody) {
  EXPECT_EQ(read("x", fs::perms::owner_read | fs::perms::others_read).error(), Errc::bad_secret_file);
}

TEST_F(SecretFileTest, MustBeThere) {
  EXPECT_EQ(read_secret_file(folder_.path() / "none").error(), Errc::bad_secret_file);
}

}  // namespace
}  // namespace kring::hub
