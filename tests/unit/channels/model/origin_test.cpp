#include "channels/model/origin.hpp"

#include "channels/model/limits.hpp"

#include <gtest/gtest.h>

namespace kring::channels {
namespace {

struct Row {
  const char* name;
  const char* text;
};
std::string name_of_row(const testing::TestParamInfo<Row>& row) {
  return row.param.name;
}

class OriginTakes : public testing::TestWithParam<Row> {};
TEST_P(OriginTakes, Text) {
  EXPECT_TRUE(Origin::parse(GetParam().text));
}
INSTANTIATE_TEST_SUITE_P(, OriginTakes,
                         testing::Values(Row{"AName", "https://kring.example"},
                                         Row{"APort", "https://kring.example:8443"},
                                         Row{"AnAddress", "https://192.0.2.7"},
                                         Row{"AnIpv6Address", "https://[2001:db8::1]:8443"},
                                         Row{"PlainOnLocalhost", "http://localhost:8420"},
                                         Row{"PlainOnLoopback", "http://127.0.0.1:8420"},
                                         Row{"PlainOnIpv6Loopback", "http://[::1]:8420"}),
                         name_of_row);

class OriginRefuses : public testing::TestWithParam<Row> {};
TEST_P(OriginRefuses, Text) {
  EXPECT_EQ(Origin::parse(GetParam().text).error(), Errc::bad_link_host);
}
INSTANTIATE_TEST_SUITE_P(
    , OriginRefuses,
    testing::Values(
        Row{"Nothing", ""}, Row{"NoScheme", "kring.example"}, Row{"AnotherScheme", "ftp://kring.example"},
        Row{"NoHost", "https://"}, Row{"PlainElsewhere", "http://kring.example"},
        Row{"PlainOnANameThatStartsLikeLoopback", "http://127.0.0.1.example"},
        Row{"AUser", "https://eve@kring.example"}, Row{"APath", "https://kring.example/"},
        Row{"AnEmptyLabel", "https://kring..example"}, Row{"ALeadingDot", "https://.example"},
        Row{"ATrailingDot", "https://example."}, Row{"NoPortAfterTheColon", "https://kring.example:"},
        Row{"PortZero", "https://kring.example:0"}, Row{"PortTooLarge", "https://kring.example:65536"},
        Row{"PortOfLetters", "https://kring.example:x"}, Row{"UnclosedBracket", "https://[::1"},
        Row{"LettersInBrackets", "https://[nope]"}, Row{"ASpace", "https://kring example"}),
    name_of_row);

TEST(Origin, KnowsItsParts) {
  const auto named = Origin::parse("HTTPS://Kring.Example").value();
  EXPECT_EQ(named.text(), "https://kring.example");
  EXPECT_EQ(named.host(), "kring.example");
  EXPECT_EQ(named.port(), 443);
  EXPECT_TRUE(named.is_tls());
  EXPECT_FALSE(named.is_loopback());

  const auto local = Origin::parse("http://[::1]:8420").value();
  EXPECT_EQ(local.host(), "::1");
  EXPECT_EQ(local.port(), 8420);
  EXPECT_FALSE(local.is_tls());
  EXPECT_TRUE(local.is_loopback());
  EXPECT_EQ(Origin::parse("http://localhost").value().port(), 80);
}

TEST(Origin, HasALongestHost) {
  const std::string scheme = "https://";

  EXPECT_TRUE(Origin::parse(scheme + std::string(limits::link_host_bytes_max, 'a')));
  EXPECT_EQ(Origin::parse(scheme + std::string(limits::link_host_bytes_max + 1, 'a')).error(),
            Errc::bad_link_host);
}

}  // namespace
}  // namespace kring::channels
