#include "clients/native/outgoing.hpp"

#include "crypto/blob/blob_opener.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/keys.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace kring::native {
namespace {

namespace fs = std::filesystem;

class OutgoingTest : public testing::Test {
 protected:
  core::SealedFile seal(const std::string& text) {
    std::ofstream(folder_.path() / "source", std::ios::binary) << text;
    auto source = SourceFile::open(folder_.path() / "source").value();
    core::FileSeal seal{.id = random_.id<core::IntentId>(),
                        .key = primitives::random_secret(random_, blob::key_bytes)};
    return outgoing_
        .seal(source, std::move(seal), random_,
              [this](std::uint64_t done, std::uint64_t all) { progress_.emplace_back(done, all); })
        .value();
  }

  support::TemporaryFolder folder_;
  support::SeededRandom random_{1};
  Outgoing outgoing_{folder_.path()};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> progress_;
};

TEST_F(OutgoingTest, KeepsWhatItSealedUntilItIsDropped) {
  const std::string text(200'000, 'a');
  const auto sealed = seal(text);
  const auto size = blob::sealed_size(sealed.padded_bytes);

  const auto bytes = outgoing_.read(sealed.seal.id, 0, static_cast<std::size_t>(size)).value();

  EXPECT_EQ(primitives::sha256(bytes), sealed.hash);
  auto opener = blob::BlobOpener::begin(sealed.seal.key,
                                        {.content_bytes = text.size(), .padded_bytes = sealed.padded_bytes})
                    .value();
  EXPECT_EQ(view_text(opener.take(bytes).value()), text);
  EXPECT_TRUE(opener.finish());
  outgoing_.drop(sealed.seal.id);
  EXPECT_EQ(outgoing_.read(sealed.seal.id, 0, 1).error(), Errc::home_failed);
}

TEST_F(OutgoingTest, GivesThePieceThatIsAskedFor) {
  const auto sealed = seal("abc");
  const auto all = outgoing_.read(sealed.seal.id, 0, 1000).value();

  EXPECT_EQ(outgoing_.read(sealed.seal.id, 10, 20).value(), Bytes(all.begin() + 10, all.begin() + 30));
  EXPECT_EQ(outgoing_.read(sealed.seal.id, 4000, 1000).error(), Errc::home_failed) << "there is less";
}

TEST_F(OutgoingTest, SaysHowFarItIs) {
  (void)seal(std::string(std::size_t{3} << 20U, 'a'));

  ASSERT_EQ(progress_.size(), 3U);
  EXPECT_EQ(progress_[0], std::pair(std::uint64_t{1} << 20U, std::uint64_t{3} << 20U));
}

TEST_F(OutgoingTest, RemovesWhatNobodyBeganToSend) {
  const auto kept = seal("a");
  const auto lost = seal("b");

  outgoing_.keep_only({kept.seal.id});

  EXPECT_TRUE(outgoing_.read(kept.seal.id, 0, 1));
  EXPECT_FALSE(outgoing_.read(lost.seal.id, 0, 1));
}

TEST_F(OutgoingTest, LeavesNothingOfAFileThatBecameShorter) {
  std::ofstream(folder_.path() / "source", std::ios::binary) << std::string(100'000, 'a');
  auto source = SourceFile::open(folder_.path() / "source").value();
  fs::resize_file(folder_.path() / "source", 70'000);

  const auto sealed =
      outgoing_.seal(source, {.id = {}, .key = primitives::random_secret(random_, blob::key_bytes)}, random_,
                     [](std::uint64_t, std::uint64_t) {});

  EXPECT_EQ(sealed.error(), Errc::file_changed);
  EXPECT_TRUE(fs::is_empty(folder_.path() / "outgoing"));
}

}  // namespace
}  // namespace kring::native
