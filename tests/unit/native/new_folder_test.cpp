#include "clients/native/new_folder.hpp"

#include "clients/native/user_file.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <fstream>
#include <iterator>

namespace kring::native {
namespace {

namespace fs = std::filesystem;

class NewFolderTest : public testing::Test {
 protected:
  [[nodiscard]] fs::path target() const { return folder_.path() / "export"; }
  [[nodiscard]] std::size_t count() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_.path()), {}));
  }
  [[nodiscard]] static std::string get(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  support::TemporaryFolder folder_;
  support::SeededRandom random_{1};
};

TEST_F(NewFolderTest, AppearsWhenItIsWholeAndForItsOwnerAlone) {
  auto made = NewFolder::begin(target(), random_).value();
  ASSERT_TRUE(made.add_folder("files"));
  ASSERT_TRUE(made.write("files/a", Bytes{'x'}));
  EXPECT_FALSE(fs::exists(target()));

  ASSERT_TRUE(made.finish());

  EXPECT_EQ(get(target() / "files" / "a"), "x");
  EXPECT_EQ(fs::status(target()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(target() / "files").permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(target() / "files" / "a").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(count(), 1U);
}

TEST_F(NewFolderTest, LeavesNothingIfItIsNotFinished) {
  {
    auto made = NewFolder::begin(target(), random_).value();
    ASSERT_TRUE(made.add_folder("files"));
    ASSERT_TRUE(made.write("files/a", Bytes{'x'}));
    EXPECT_TRUE(made.part().filename().string().ends_with(".part"));
  }

  EXPECT_EQ(count(), 0U);
}

TEST_F(NewFolderTest, RemovesWhatAKilledProgramLeftBesideIt) {
  const auto left = folder_.path() / ".kring-0123456789abcdef.part";
  fs::create_directories(left / "files");
  std::ofstream(left / "files" / "a") << "x";

  const auto made = NewFolder::begin(target(), random_);

  ASSERT_TRUE(made);
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(made->part()));
}

TEST_F(NewFolderTest, LeavesWhatAnotherOneIsStillMaking) {
  const auto other = NewFolder::begin(folder_.path() / "other", random_).value();

  const auto made = NewFolder::begin(target(), random_);

  ASSERT_TRUE(made);
  EXPECT_TRUE(fs::exists(other.part()));
  EXPECT_TRUE(fs::exists(made->part()));
}

TEST_F(NewFolderTest, LeavesAFileThatIsOnlyCalledLikeOne) {
  std::ofstream(folder_.path() / ".kring-0123456789abcdef.part") << "x";

  const auto made = NewFolder::begin(target(), random_);

  ASSERT_TRUE(made);
  EXPECT_EQ(count(), 2U);
}

TEST_F(NewFolderTest, TakesThePlaceOfAnEmptyFolderHoweverItIsWritten) {
  fs::create_directory(target());
  auto made = NewFolder::begin(target() / "", random_).value();
  ASSERT_TRUE(made.write("a", Bytes{'x'}));

  ASSERT_TRUE(made.finish());

  EXPECT_EQ(get(target() / "a"), "x");
  EXPECT_EQ(fs::status(target()).permissions(), fs::perms::owner_all);
}

TEST_F(NewFolderTest, DoesNotTakeThePlaceOfAnythingElse) {
  std::ofstream(folder_.path() / "file") << "x";
  fs::create_directory_symlink(folder_.path() / "nowhere", folder_.path() / "link");
  fs::create_directories(folder_.path() / "full" / "inside");

  EXPECT_EQ(NewFolder::begin(folder_.path() / "file", random_).error(), Errc::folder_exists);
  EXPECT_EQ(NewFolder::begin(folder_.path() / "link", random_).error(), Errc::folder_exists);
  EXPECT_EQ(NewFolder::begin(folder_.path() / "full", random_).error(), Errc::folder_exists);
  EXPECT_EQ(NewFolder::begin(".", random_).error(), Errc::folder_exists);
  EXPECT_EQ(NewFolder::begin("", random_).error(), Errc::folder_exists);
  EXPECT_EQ(count(), 3U);
}

TEST_F(NewFolderTest, GivesWayToWhatComesMeanwhile) {
  {
    auto made = NewFolder::begin(target(), random_).value();
    fs::create_directory(target());
    std::ofstream(target() / "b") << "y";

    EXPECT_EQ(made.finish().error(), Errc::folder_exists);
  }

  EXPECT_EQ(get(target() / "b"), "y");
  EXPECT_EQ(count(), 1U);
}

TEST_F(NewFolderTest, NeedsAFolderToStandIn) {
  EXPECT_EQ(NewFolder::begin(folder_.path() / "no" / "export", random_).error(), Errc::file_unwritable);
}

TEST_F(NewFolderTest, SaysWhenAFileInItCannotBeWritten) {
  auto made = NewFolder::begin(target(), random_).value();

  EXPECT_EQ(made.write("no/a", Bytes{'x'}).error(), Errc::file_unwritable);
  ASSERT_TRUE(made.add_folder("files"));
  EXPECT_EQ(made.add_folder("files").error(), Errc::file_unwritable);
}

TEST(WriteError, TellsAFullDiskFromAllElse) {
  EXPECT_EQ(write_error(ENOSPC), Errc::disk_full);
  EXPECT_EQ(write_error(EDQUOT), Errc::disk_full);
  EXPECT_EQ(write_error(EACCES), Errc::file_unwritable);
}

}  // namespace
}  // namespace kring::native
