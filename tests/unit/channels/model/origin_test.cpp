#include "channels/model/origin.hpp"

#include "channels/model/limits.hpp"

#include <gtest/gtest.h>

namespace kring::channels {
namespace {

struct OriginText {
  const char* name;
  const char* text;
};
std::string name_of_row(const testing::TestParamInfo<OriginText>& row) {
  return row.param.name;
}

class OriginTakes : public testing::TestWithParam<OriginText> {};
TEST_P(OriginTakes, Text) {
  EXPECT_TRUE(Origin::parse(GetParam().text));
}
INSTANTIATE_TEST_SUITE_P(, OriginTakes,
                         testing::Values(OriginText{"AName", "https://kring.example"},
                                         OriginText{"APort", "https://kring.example:8443"},
                                         OriginText{"AnAddress", "https://192.0.2.7"},
                                         OriginText{"AnIpv6Address", "https://[2001:db8::1]:8443"},
                                         OriginText{"PlainOnLocalhost", "http://localhost:8420"},
                                         OriginText{"PlainOnLoopback", "http://127.0.0.1:8420"},
                                         OriginText{"PlainOnIpv6Loopback", "http://[::1]:8420"}),
                         name_of_row);

class OriginRefuses : public testing::TestWithParam<OriginText> {};
TEST_P(OriginRefuses, Text) {
  EXPECT_EQ(Origin::parse(GetParam().text).error(), Errc::bad_link_host);
}
INSTANTIATE_TEST_SUITE_P(
    , OriginRefuses,
    testing::Values(
        OriginText{"Nothing", ""}, OriginText{"NoScheme", "kring.example"},
        OriginText{"AnotherScheme", "ftp://kring.example"}, OriginText{"NoHost", "https://"},
        OriginText{"PlainElsewhere", "http://kring.example"},
        OriginText{"PlainOnANameThatStartsLikeLoopback", "http://127.0.0.1.example"},
        OriginText{"AUser", "https://eve@kring.example"}, OriginText{"APath", "https://kring.example/"},
        OriginText{"AnEmptyLabel", "https://kring..example"}, OriginText{"ALeadingDot", "https://.example"},
        OriginText{"ATrailingDot", "https://example."},
        OriginText{"NoPortAfterTheColon", "https://kring.example:"},
        OriginText{"PortZero", "https://kring.example:0"},
        OriginText{"PortTooLarge", "https://kring.example:65536"},
        OriginText{"PortOfLetters", "https://kring.example:x"}, OriginText{"UnclosedBracket", "https://[::1"},
        OriginText{"LettersInBrackets", "https://[nope]"}, OriginText{"ASpace", "https://kring example"}),
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
