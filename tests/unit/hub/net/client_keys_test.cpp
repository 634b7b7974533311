#include "hub/net/client_keys.hpp"

#include <gtest/gtest.h>

namespace kring::net {
namespace {

hub::NetworkAddress at(std::string_view text) {
  return hub::parse_network_address(text).value();
}
Secret key_of(std::uint8_t number) {
  return Secret::copy_of(Bytes(32, number));
}

class ClientKeysTest : public testing::Test {
 protected:
  ClientKeys keys_{{.proxies = hub::NetworkRanges::parse("10.0.0.1,10.0.0.2").value()}, key_of(1)};
  hub::NetworkAddress proxy_ = at("10.0.0.1");
};

TEST_F(ClientKeysTest, AreOneForEachSubscriberAndDiffer) {
  EXPECT_EQ(keys_.client_of(at("192.0.2.1")), keys_.client_of(at("::ffff:192.0.2.1")));
  EXPECT_NE(keys_.client_of(at("192.0.2.1")), keys_.client_of(at("192.0.2.2")));
  EXPECT_EQ(keys_.client_of(at("2001:db8::1")), keys_.client_of(at("2001:db8::2")));
}

TEST_F(ClientKeysTest, AreOthersInAnotherProcess) {
  const ClientKeys others({}, key_of(2));

  EXPECT_NE(keys_.client_of(at("192.0.2.1")), others.client_of(at("192.0.2.1")));
}

TEST_F(ClientKeysTest, CountNobodyOverLoopbackUnlessTheyAreTold) {
  const ClientKeys counting({.proxies = {}, .counts_loopback = true}, key_of(1));

  EXPECT_FALSE(keys_.client_of(at("127.0.0.1")));
  EXPECT_FALSE(keys_.client_of(at("::1")));
  EXPECT_TRUE(counting.client_of(at("127.0.0.1")));
}

TEST_F(ClientKeysTest, BelieveAProxyThatIsNamed) {
  EXPECT_EQ(keys_.client_of(proxy_, "192.0.2.1"), keys_.client_of(at("192.0.2.1")));
  EXPECT_EQ(keys_.client_of(proxy_, " 192.0.2.1 "), keys_.client_of(at("192.0.2.1")));
}

TEST_F(ClientKeysTest, BelieveNobodyElse) {
  EXPECT_EQ(keys_.client_of(at("198.51.100.9"), "192.0.2.1"), keys_.client_of(at("198.51.100.9")));
}

TEST_F(ClientKeysTest, TakeTheLastAddressThatIsNoProxys) {
  const auto client = keys_.client_of(at("192.0.2.1"));

  EXPECT_EQ(keys_.client_of(proxy_, "203.0.113.5,192.0.2.1"), client)
      << "what a client wrote itself counts for nothing";
  EXPECT_EQ(keys_.client_of(proxy_, "192.0.2.1, 10.0.0.2"), client) << "two proxies in a row";
}

TEST_F(ClientKeysTest, TakeTheProxyItselfWhereItNamesNobody) {
  const auto proxy = keys_.client_of(proxy_);

  EXPECT_EQ(keys_.client_of(proxy_, ""), proxy);
  EXPECT_EQ(keys_.client_of(proxy_, "unknown"), proxy);
  EXPECT_EQ(keys_.client_of(proxy_, "192.0.2.1,unknown"), proxy);
}

}  // namespace
}  // namespace kring::net
