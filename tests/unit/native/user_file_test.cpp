#include "clients/native/user_file.hpp"

#include "tests/support/seeded_random.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace kring::native {
namespace {

namespace fs = std::filesystem;

struct Name {
  const char* name;
  std::string given;
  std::string safe;
};
class SafeFileName : public testing::TestWithParam<Name> {};
TEST_P(SafeFileName, LeadsNowhere) {
  EXPECT_EQ(safe_file_name(GetParam().given), GetParam().safe);
}
INSTANTIATE_TEST_SUITE_P(
    , SafeFileName,
    testing::Values(Name{"Plain", "Sam op de schommel é.jpg", "Sam op de schommel é.jpg"},
                    Name{"Folder", "../../etc/passwd", "_._.._etc_passwd"},
                    Name{"Root", "/etc/passwd", "_etc_passwd"}, Name{"Backslash", "..\\x", "_._x"},
                    Name{"Hidden", ".bashrc", "_bashrc"}, Name{"Here", ".", "file"}, Name{"Up", "..", "_."},
                    Name{"Nothing", "", "file"}, Name{"Blank", "   ", "file"}, Name{"Newline", "a\nb", "a_b"},
                    Name{"Escape", "\x1b[2J", "_[2J"}, Name{"Zero", std::string("a\0b", 3), "a_b"},
                    Name{"Delete", "a\x7f", "a_"},
                    Name{"C1",
                         "a\xc2\x9b"
                         "b",
                         "a_b"},
                    Name{"TurnsTheWriting", "foto\xe2\x80\xaegpj.exe", "foto_gpj.exe"},
                    Name{"Isolates",
                         "a\xe2\x81\xa6"
                         "b",
                         "a_b"},
                    Name{"NotUtf8", "a\xff", "file"},
                    Name{"Long", std::string(255, 'a'), std::string(255, 'a')},
                    Name{"TooLong", std::string(256, 'a'), "file"}),
    [](const auto& row) { return row.param.name; });

TEST(MediaType, IsWhatTheEndingSays) {
  EXPECT_EQ(media_type_of("a.JPG"), "image/jpeg");
  EXPECT_EQ(media_type_of("brief.pdf"), "application/pdf");
  EXPECT_EQ(media_type_of("a.b.png"), "image/png");
  EXPECT_EQ(media_type_of("jpg"), "application/octet-stream");
  EXPECT_EQ(media_type_of("a.onbekend"), "application/octet-stream");
}

class UserFile : public testing::Test {
 protected:
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string get(const std::string& name) const {
    std::ifstream in(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::size_t count() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_.path()), {}));
  }

  support::TemporaryFolder folder_;
  support::SeededRandom random_{1};
};

TEST_F(UserFile, IsReadInPieces) {
  put("a", "abcdef");
  auto source = SourceFile::open(folder_.path() / "a").value();

  EXPECT_EQ(source.size(), 6U);
  EXPECT_EQ(source.read(4).value(), (Bytes{'a', 'b', 'c', 'd'}));
  EXPECT_EQ(source.read(2).value(), (Bytes{'e', 'f'}));
  EXPECT_EQ(source.read(0).value(), Bytes());
  EXPECT_EQ(source.read(1).error(), Errc::file_changed) << "shorter than it was thought to be";
}

TEST_F(UserFile, IsAFileAndNothingElse) {
  EXPECT_EQ(SourceFile::open(folder_.path()).error(), Errc::file_unreadable);
  EXPECT_EQ(SourceFile::open(folder_.path() / "nowhere").error(), Errc::file_unreadable);
  EXPECT_EQ(SourceFile::open("/dev/null").error(), Errc::file_unreadable);
}

TEST_F(UserFile, AppearsWhenItIsWholeAndNotBefore) {
  auto target = TargetFile::begin(folder_.path() / "a", Overwrite::refused, random_).value();
  ASSERT_TRUE(target.write(Bytes{'x'}));
  EXPECT_FALSE(fs::exists(folder_.path() / "a"));

  ASSERT_TRUE(target.finish());

  EXPECT_EQ(get("a"), "x");
  EXPECT_EQ(count(), 1U);
}

TEST_F(UserFile, LeavesNothingIfItIsNotFinished) {
  {
    auto target = TargetFile::begin(folder_.path() / "a", Overwrite::refused, random_).value();
    ASSERT_TRUE(target.write(Bytes{'x'}));
  }

  EXPECT_EQ(count(), 0U);
}

TEST_F(UserFile, IsNotOverwrittenUnlessThatIsAllowed) {
  put("a", "old");
  EXPECT_EQ(TargetFile::begin(folder_.path() / "a", Overwrite::refused, random_).error(), Errc::file_exists);

  auto target = TargetFile::begin(folder_.path() / "a", Overwrite::allowed, random_).value();
  ASSERT_TRUE(target.write(Bytes{'x'}) && target.finish());

  EXPECT_EQ(get("a"), "x");
}

TEST_F(UserFile, IsNotOverwrittenIfItComesMeanwhile) {
  auto target = TargetFile::begin(folder_.path() / "a", Overwrite::refused, random_).value();
  put("a", "old");

  EXPECT_EQ(target.finish().error(), Errc::file_exists);

  EXPECT_EQ(get("a"), "old");
}

TEST_F(UserFile, FollowsNoLinkThatLiesInItsPlace) {
  fs::create_symlink(folder_.path() / "elsewhere", folder_.path() / "a");

  EXPECT_EQ(TargetFile::begin(folder_.path() / "a", Overwrite::refused, random_).error(), Errc::file_exists);
}

TEST_F(UserFile, NeedsAFolder) {
  EXPECT_EQ(TargetFile::begin(folder_.path() / "no" / "a", Overwrite::refused, random_).error(),
            Errc::file_unwritable);
}

}  // namespace
}  // namespace kring::native
