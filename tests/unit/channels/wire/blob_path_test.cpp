#include "channels/wire/blob_path.hpp"

#include "channels/wire/error_code.hpp"

#include <gtest/gtest.h>

namespace kring::wire {
namespace {

const BlobPlace place{.circle = channels::CircleId(FixedBytes<32>{1}),
                      .channel = channels::ChannelId(FixedBytes<16>{2})};
const channels::BlobId blob(FixedBytes<16>{3});
const Hash piece_hash{4};

constexpr auto start =
    "/v1/blobs/0100000000000000000000000000000000000000000000000000000000000000/"
    "02000000000000000000000000000000/";
constexpr auto blob_text = "03000000000000000000000000000000";
constexpr auto hash_text = "0400000000000000000000000000000000000000000000000000000000000000";

struct Path {
  const char* name;
  BlobPath path;
  std::string_view method;
  std::string rest;
};
class BlobPathTest : public testing::TestWithParam<Path> {};
TEST_P(BlobPathTest, IsReadAsItWasWritten) {
  const auto line = format_blob_path(GetParam().path);

  EXPECT_EQ(line.method, GetParam().method);
  EXPECT_EQ(line.path, start + GetParam().rest);
  EXPECT_EQ(parse_blob_path(line.method, line.path), GetParam().path);
  EXPECT_EQ(place_of(GetParam().path), place);
}
TEST_P(BlobPathTest, IsRefusedWithAnythingElse) {
  const auto line = format_blob_path(GetParam().path);
  const auto refused = [](std::string_view method, const std::string& path) {
    const auto parsed = parse_blob_path(method, path);
    return !parsed && parsed.error() == ErrorCode::bad_field;
  };

  EXPECT_TRUE(refused(line.method, line.path + "/"));
  EXPECT_TRUE(refused(line.method, line.path + "x"));
  EXPECT_TRUE(refused(line.method, line.path.substr(1)));
  EXPECT_TRUE(refused("DELETE", line.path));
  for (std::size_t size = 0; size < line.path.size(); ++size) {
    const auto shorter = parse_blob_path(line.method, line.path.substr(0, size));
    EXPECT_TRUE(!shorter || *shorter != GetParam().path) << size;
  }
}
INSTANTIATE_TEST_SUITE_P(
    , BlobPathTest,
    testing::Values(Path{"New", NewBlobPath{.place = place, .size = 4137}, "POST", "new/4137"},
                    Path{"Piece",
                         BlobPiecePath{.place = place, .blob = blob, .offset = 0, .hash = piece_hash}, "PUT",
                         std::string(blob_text) + "/0/" + hash_text},
                    Path{"Done", BlobDonePath{.place = place, .blob = blob, .hash = piece_hash}, "POST",
                         std::string(blob_text) + "/done/" + hash_text},
                    Path{"Range", BlobRangePath{.place = place, .blob = blob, .offset = 1048576, .size = 77},
                         "GET", std::string(blob_text) + "/1048576/77"}),
    [](const auto& row) { return row.param.name; });

TEST(BlobPathText, IsRefusedInAnotherForm) {
  const std::string range = start + std::string(blob_text);
  for (const auto& path : {range + "/01/77", range + "/1/+7", range + "/1/", range + "/9007199254740992/1",
                           range + "/18446744073709551616/1", range + "//1/7",
                           std::string(start) + "030000000000000000000000000000AA/1/7"}) {
    EXPECT_FALSE(parse_blob_path("GET", path)) << path;
  }
  EXPECT_TRUE(parse_blob_path("GET", range + "/9007199254740991/1"));
}

}  // namespace
}  // namespace kring::wire
