#include "channels/wire/charter_page.hpp"

#include "channels/wire/limits.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::wire {
namespace {

const channels::CircleId network(FixedBytes<32>{0xAB});
const std::string circle_digits = "ab" + std::string(62, '0');

TEST(CharterPaths, AreReadAsTheyAreWritten) {
  const CharterPath first{.circle = network, .from = channels::EntryNumber{1}};
  const CharterPath last{.circle = network, .from = channels::EntryNumber{limits::number_end - 1}};

  EXPECT_EQ(format_charter_path(first), "/v1/charter/" + circle_digits + "/1");
  EXPECT_EQ(parse_charter_path(format_charter_path(first)), first);
  EXPECT_EQ(parse_charter_path(format_charter_path(last)), last);
}

class NoCharterPath : public testing::TestWithParam<std::string> {};
TEST_P(NoCharterPath, IsRefused) {
  EXPECT_FALSE(parse_charter_path(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(
    , NoCharterPath,
    testing::Values("", "/v1/charter", "/v1/charter/", "/v1/charter/" + circle_digits,
                    "/v1/charter/" + circle_digits + "/", "/v1/charter/" + circle_digits + "/0",
                    "/v1/charter/" + circle_digits + "/01", "/v1/charter/" + circle_digits + "/-1",
                    "/v1/charter/" + circle_digits + "/1/", "/v1/charter/" + circle_digits + "/1x",
                    "/v1/charter/" + circle_digits + "/ 1",
                    "/v1/charter/" + circle_digits + "/9007199254740992",
                    "/v1/charter/" + circle_digits + "/99999999999999999999",
                    "/v1/charter/" + circle_digits.substr(1) + "/1", "/v1/charter/" + circle_digits + "0/1",
                    "/v1/charter/AB" + std::string(62, '0') + "/1",
                    "/v1/charter/zz" + std::string(62, '0') + "/1", "/v1/charter//" + circle_digits + "/1",
                    "/v2/charter/" + circle_digits + "/1"));

CharterPage page_of(std::vector<Bytes> entries) {
  return {.head = {.number = channels::EntryNumber{7}, .hash = {1}, .signature = {2}},
          .entries = std::move(entries)};
}

TEST(CharterPages, AreReadAsTheyAreWrittenWhateverIsInThem) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    support::SeededRandom random(seed);
    CharterPage page{.head = {.number = channels::EntryNumber{seed},
                              .hash = random.fixed<32>(),
                              .signature = random.fixed<64>()},
                     .entries = {}};
    for (std::uint64_t i = 0; i < seed; ++i) {
      page.entries.emplace_back(random.below(700));
      random.fill(page.entries.back());
    }

    EXPECT_EQ(codec::decode<CharterPage>(codec::encode(page)), page);
  }
}

TEST(CharterPages, AreTheBytesThatTheProtocolSays) {
  const support::Golden golden("records/charter_page.txt");
  const CharterPage page{.head = {.number = channels::EntryNumber{258},
                                  .hash = to_fixed<32>(golden.bytes("hash")).value(),
                                  .signature = to_fixed<64>(golden.bytes("signature")).value()},
                         .entries = {golden.bytes("first"), golden.bytes("second")}};

  EXPECT_EQ(codec::encode(page), golden.bytes("page"));
  EXPECT_EQ(codec::decode<CharterPage>(golden.bytes("page")), page);
}

TEST(CharterPages, AreRefusedCutShortAndLonger) {
  auto bytes = codec::encode(page_of({Bytes(300, 1), Bytes(5, 2)}));

  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(codec::decode<CharterPage>(ByteView(bytes).first(size))) << size;
  bytes.push_back(0);
  EXPECT_EQ(codec::decode<CharterPage>(bytes).error(), crypto::Errc::trailing_bytes);
}

TEST(CharterPages, HaveSoManyEntriesAndNotOneMore) {
  const auto most = page_of(std::vector(limits::charter_answer_entries_max, Bytes(100, 1)));
  const auto more = page_of(std::vector(limits::charter_answer_entries_max + 1, Bytes(100, 1)));

  EXPECT_EQ(codec::decode<CharterPage>(codec::encode(most)), most);
  EXPECT_EQ(codec::decode<CharterPage>(codec::encode(more)).error(), crypto::Errc::too_long);
}

TEST(CharterPages, HaveEntriesOfSoManyBytesAndNotOneMore) {
  const auto largest = page_of({Bytes(limits::entry_bytes_max, 1)});
  const auto larger = page_of({Bytes(limits::entry_bytes_max + 1, 1)});

  EXPECT_EQ(codec::decode<CharterPage>(codec::encode(largest)), largest);
  EXPECT_EQ(codec::decode<CharterPage>(codec::encode(larger)).error(), crypto::Errc::too_long);
}

TEST(CharterPages, AreSoLargeAndNotAByteMore) {
  const std::vector<Bytes> entries(2, Bytes(limits::entry_bytes_max, 1));
  auto page = page_of(entries);
  page.entries.emplace_back();
  page.entries.back().resize(limits::charter_page_bytes_max - codec::encode(page).size() - 1, 1);
  ASSERT_EQ(codec::encode(page).size(), limits::charter_page_bytes_max);

  EXPECT_EQ(codec::decode<CharterPage>(codec::encode(page)), page);
  page.entries.back().push_back(1);
  EXPECT_EQ(codec::decode<CharterPage>(codec::encode(page)).error(), crypto::Errc::too_long);
}

}  // namespace
}  // namespace kring::wire
