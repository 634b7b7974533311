#include "crypto/codec/reader.hpp"

#include "crypto/codec/writer.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace kring::codec {
namespace {

using crypto::Errc;

TEST(VectorLength, ReadsBackEachSideOfEveryStep) {
  for (std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64},
                           std::size_t{16383}, std::size_t{16384}, vector_bytes_max}) {
    auto bytes = encode_length(size);
    Reader in(bytes);
    EXPECT_EQ(in.length(), size);
    EXPECT_TRUE(in.finish());
  }
}

struct BadLength {
  const char* name;
  Bytes bytes;
  Errc error;
};
class VectorLengthRefuses : public testing::TestWithParam<BadLength> {};
TEST_P(VectorLengthRefuses, Bytes) {
  Reader in(GetParam().bytes);

  auto length = in.length();

  ASSERT_FALSE(length);
  EXPECT_EQ(length.error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(
    , VectorLengthRefuses,
    testing::Values(BadLength{"Nothing", {}, Errc::truncated},
                    BadLength{"HalfALength", {0x40}, Errc::truncated},
                    BadLength{"TwoBytesFor63", {0x40, 0x3f}, Errc::non_minimal_length},
                    BadLength{"FourBytesFor16383", {0x80, 0x00, 0x3f, 0xff}, Errc::non_minimal_length},
                    BadLength{"ReservedPrefix", {0xc0, 0, 0, 0, 0, 0, 0, 1}, Errc::bad_value}),
    [](const auto& row) { return row.param.name; });

TEST(Opaque, IsTakenAtItsLimitAndRefusedOneOver) {
  Writer out;
  out.opaque(Bytes(100));

  EXPECT_TRUE(Reader(out.view()).opaque(100));
  EXPECT_EQ(Reader(out.view()).opaque(99).error(), Errc::too_long);
}

TEST(Vector, RefusesOneElementTooMany) {
  Writer out;
  out.vector(Bytes{1, 2, 3}, [](Writer& inner, std::uint8_t value) { inner.u8(value); });
  const auto read_one = [](Reader& in) { return in.u8(); };

  EXPECT_EQ((Reader(out.view()).vector<std::uint8_t>(10, 3, read_one)), (Bytes{1, 2, 3}));
  EXPECT_EQ((Reader(out.view()).vector<std::uint8_t>(10, 2, read_one)).error(), Errc::too_long);
}

TEST(Optional, RefusesAnythingButZeroAndOne) {
  Bytes bytes{2, 0};
  Reader in(bytes);

  EXPECT_EQ(in.optional<std::uint8_t>([](Reader& inner) { return inner.u8(); }).error(), Errc::bad_value);
}

TEST(Reader, RefusesTrailingBytes) {
  Bytes bytes{1};
  EXPECT_EQ(Reader(bytes).finish().error(), Errc::trailing_bytes);
}

TEST(Reader, ReadsNumbersBigEndian) {
  Bytes bytes{1, 2, 3, 4, 5, 6, 7, 8};

  EXPECT_EQ(Reader(bytes).u16(), 0x0102);
  EXPECT_EQ(Reader(bytes).u32(), 0x01020304U);
  EXPECT_EQ(Reader(bytes).u64(), 0x0102030405060708U);
  EXPECT_EQ(Reader(ByteView(bytes).first(7)).u64().error(), Errc::truncated);
}

}  // namespace
}  // namespace kring::codec
