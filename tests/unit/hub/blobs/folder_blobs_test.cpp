#include "hub/blobs/folder_blobs.hpp"

#include "crypto/primitives/hash.hpp"
#include "tests/support/may_skip.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace kring::blobs {
namespace {

namespace fs = std::filesystem;
using hub::Errc;

const channels::BlobId blob(FixedBytes<16>{0xAB, 1});
constexpr auto blob_name = "ab010000000000000000000000000000";

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

TEST(FolderBlobs, HaveAFileOfTheirIdOnceTheyAreWhole) {
  const support::TemporaryFolder folder;
  const auto blobs = FolderBlobs::open(folder.path() / "blobs").value();
  ASSERT_TRUE(blobs->perform(PutPiece{.blob = blob, .offset = 0, .bytes = {1, 2}}));
  EXPECT_EQ(files_in(folder.path() / "blobs"), std::vector{std::string(blob_name) + ".part"});

  ASSERT_TRUE(blobs->perform(SealBlob{.blob = blob, .size = 2, .hash = primitives::sha256(Bytes{1, 2})}));

  EXPECT_EQ(files_in(folder.path() / "blobs"), std::vector{std::string(blob_name)});
  const auto permissions = fs::status(folder.path() / "blobs" / blob_name).permissions();
  EXPECT_EQ(permissions, fs::perms::owner_read | fs::perms::owner_write);
}

TEST(FolderBlobs, AreThereAfterARestart) {
  const support::TemporaryFolder folder;
  ASSERT_TRUE(FolderBlobs::open(folder.path())
                  .value()
                  ->perform(PutPiece{.blob = blob, .offset = 0, .bytes = {1, 2}}));

  const auto blobs = FolderBlobs::open(folder.path()).value();

  EXPECT_EQ(blobs->perform(PutPiece{.blob = blob, .offset = 0, .bytes = {}}),
            BlobResult(Extent{.size = 2, .taken = true}));
}

TEST(FolderBlobs, LeaveNoFileOnceTheyAreRemoved) {
  const support::TemporaryFolder folder;
  const auto blobs = FolderBlobs::open(folder.path()).value();
  const channels::BlobId coming(FixedBytes<16>{0xAB, 2});
  ASSERT_TRUE(blobs->perform(PutPiece{.blob = blob, .offset = 0, .bytes = {1, 2}}));
  ASSERT_TRUE(blobs->perform(SealBlob{.blob = blob, .size = 2, .hash = primitives::sha256(Bytes{1, 2})}));
  ASSERT_TRUE(blobs->perform(PutPiece{.blob = coming, .offset = 0, .bytes = {3}}));

  ASSERT_TRUE(blobs->perform(RemoveBlob{blob}));
  ASSERT_TRUE(blobs->perform(RemoveBlob{coming}));

  EXPECT_TRUE(files_in(folder.path()).empty());
}

TEST(FolderBlobs, NeedAFolder) {
  const support::TemporaryFolder folder;
  std::ofstream(folder.path() / "file").flush();

  EXPECT_EQ(FolderBlobs::open(folder.path() / "file").error(), Errc::store_bad_folder);
}

enum class FullDisk : int { kept_its_promise, cannot_mount, no_folder, never_full, left_half, stays_full };

/// In a process of its own: twenty times over, a disk of 1 MiB is filled and made room on.
FullDisk fill_a_small_disk(const fs::path& folder) {
  if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=1m,mode=0700") != 0) {
    return FullDisk::cannot_mount;
  }
  const auto blobs = FolderBlobs::open(folder / "blobs");
  if (!blobs) return FullDisk::no_folder;
  const Bytes piece(300'000, 7);
  for (int cycle = 0; cycle < 20; ++cycle) {
    std::uint64_t offset = 0;
    Result<BlobAnswer> put = Done{};
    while ((put = (*blobs)->perform(PutPiece{.blob = blob, .offset = offset, .bytes = piece}))) {
      offset = std::get<Extent>(*put).size;
      if (offset > 10 * piece.size()) return FullDisk::never_full;
    }
    if (put.error() != Errc::store_full) return FullDisk::never_full;
    const auto have = (*blobs)->perform(PutPiece{.blob = blob, .offset = 0, .bytes = {}});
    if (!have || std::get<Extent>(*have).size != offset) return FullDisk::left_half;
    if (!(*blobs)->perform(RemoveBlob{blob})) return FullDisk::stays_full;
  }
  return files_in(folder / "blobs").empty() ? FullDisk::kept_its_promise : FullDisk::left_half;
}

TEST(FolderBlobs, OutliveARealFullDisk) {
  const support::TemporaryFolder folder;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(static_cast<int>(fill_a_small_disk(folder.path())));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));

  const auto found = static_cast<FullDisk>(WEXITSTATUS(status));

  if (found == FullDisk::cannot_mount && support::may_skip())
    GTEST_SKIP() << "this user may not mount a small disk";
  EXPECT_EQ(found, FullDisk::kept_its_promise);
}

}  // namespace
}  // namespace kring::blobs
