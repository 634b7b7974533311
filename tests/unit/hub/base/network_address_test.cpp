#include "hub/base/network_address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::hub {
namespace {

NetworkAddress address(std::string_view text) {
  return parse_network_address(text).value();
}

TEST(NetworkAddressTest, IsTheSameWhicheverWayAnAddressOfIpv4IsWritten) {
  EXPECT_EQ(address("192.0.2.1"), address("::ffff:192.0.2.1"));
  EXPECT_NE(address("192.0.2.1"), address("192.0.2.2"));
}

TEST(NetworkAddressTest, IsNothingElseThanAnAddress) {
  for (const auto* text :
       {"", "localhost", "192.0.2.1:80", "[::1]", "192.0.2", "fe80::1%eth0", " 192.0.2.1", "1.2.3.256"})
    EXPECT_FALSE(parse_network_address(text)) << text;
  EXPECT_FALSE(parse_network_address(std::string_view("192.0.2.1\0x", 11)));
}

TEST(NetworkAddressTest, KnowsLoopback) {
  EXPECT_TRUE(is_loopback(address("127.0.0.1")));
  EXPECT_TRUE(is_loopback(address("127.255.0.9")));
  EXPECT_TRUE(is_loopback(address("::1")));
  EXPECT_FALSE(is_loopback(address("128.0.0.1")));
  EXPECT_FALSE(is_loopback(address("::2")));
}

TEST(NetworkAddressTest, TellsSubscribersApart) {
  EXPECT_NE(subscriber_prefix(address("192.0.2.1")), subscriber_prefix(address("192.0.2.2")));
  EXPECT_EQ(subscriber_prefix(address("2001:db8:0:1::1")), subscriber_prefix(address("2001:db8:0:1:f::2")));
  EXPECT_NE(subscriber_prefix(address("2001:db8:0:1::1")), subscriber_prefix(address("2001:db8:0:2::1")));
}

TEST(NetworkRangesTest, HoldAddressesAndRanges) {
  const auto ranges =
      NetworkRanges::parse("127.0.0.1,10.0.0.0/8,2001:db8::/33,192.0.2.129/32,198.51.100.0/25").value();

  for (const auto* inside :
       {"127.0.0.1", "10.255.0.1", "::ffff:10.0.0.1", "2001:db8:7fff::1", "192.0.2.129", "198.51.100.127"})
    EXPECT_TRUE(ranges.contains(address(inside))) << inside;
  for (const auto* outside :
       {"127.0.0.2", "11.0.0.1", "2001:db8:8000::1", "192.0.2.128", "198.51.100.128", "::"})
    EXPECT_FALSE(ranges.contains(address(outside))) << outside;
}

TEST(NetworkRangesTest, AreNoneForAnEmptyText) {
  EXPECT_FALSE(NetworkRanges::parse("").value().contains(address("::")));
}

TEST(NetworkRangesTest, RefuseWhatIsNoListOfThem) {
  for (const auto* text : {",", "10.0.0.0/8,", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x",
                           "10.0.0.1/8", "2001:db8::1/64", "proxy.lan", "10.0.0.0/8 ,::1"})
    EXPECT_FALSE(NetworkRanges::parse(text)) << text;
}

TEST(NetworkRangesTest, AreSoManyAndNoMore) {
  std::string most = "10.0.0.1";
  for (std::size_t i = 1; i < NetworkRanges::ranges_max; ++i) most += ",10.0.0.1";

  EXPECT_TRUE(NetworkRanges::parse(most));
  EXPECT_FALSE(NetworkRanges::parse(most + ",10.0.0.1"));
}

}  // namespace
}  // namespace kring::hub
