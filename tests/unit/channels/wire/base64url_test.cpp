#include "channels/wire/detail/base64url.hpp"

#include "crypto/base/errc.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::wire {
namespace {

std::string written(ByteView bytes) {
  std::string text = "before";
  detail::append_open_base64url(text, bytes);
  return text.substr(std::string("before").size());
}

TEST(OpenBase64Url, WritesAndReadsWhatTheOtherDoesForEverySizeToAHundred) {
  support::SeededRandom random(20);

  for (std::size_t size = 0; size <= 100; ++size) {
    Bytes bytes(size);
    random.fill(bytes);
    EXPECT_EQ(written(bytes), to_base64url(bytes)) << size;
    EXPECT_EQ(detail::read_open_base64url(written(bytes)), bytes) << size;
  }
}

TEST(OpenBase64Url, TakesEachCharacterInEachPlaceWhereTheOtherDoes) {
  for (const std::string whole : {"", "AA", "AAA", "AAAA", "AAAAAA", "AAAAAAA"}) {
    for (std::size_t place = 0; place < whole.size(); ++place) {
      for (int character = 0; character < 256; ++character) {
        auto text = whole;
        text[place] = static_cast<char>(character);
        const auto expected = from_base64url(text);
        const auto read = detail::read_open_base64url(text);
        ASSERT_EQ(read.has_value(), expected.has_value()) << whole << place << ' ' << character;
        if (read) {
          ASSERT_EQ(*read, *expected);
        } else {
          ASSERT_EQ(read.error(), crypto::Errc::bad_encoding);
        }
      }
    }
  }
}

TEST(OpenBase64Url, RefusesALoneCharacterAndPadding) {
  for (const auto* text : {"A", "AAAAA", "AA==", "AAA=", "AAAA===="})
    EXPECT_EQ(detail::read_open_base64url(text).error(), crypto::Errc::bad_encoding) << text;
}

}  // namespace
}  // namespace kring::wire
