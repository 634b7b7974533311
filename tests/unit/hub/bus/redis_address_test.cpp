#include "hub/bus/redis_address.hpp"

#include <gtest/gtest.h>

namespace kring::bus {
namespace {

struct Url {
  const char* name;
  std::string text;
  std::optional<RedisAddress> address;
};
class RedisAddressOf : public testing::TestWithParam<Url> {};
TEST_P(RedisAddressOf, AUrl) {
  EXPECT_EQ(parse_redis_address(GetParam().text), GetParam().address);
}
INSTANTIATE_TEST_SUITE_P(
    , RedisAddressOf,
    testing::Values(
        Url{"Host", "redis://redis.lan", RedisAddress{.host = "redis.lan", .port = 6379}},
        Url{"HostWithSlash", "redis://redis.lan/", RedisAddress{.host = "redis.lan", .port = 6379}},
        Url{"HostAndPort", "redis://10.0.0.7:7000", RedisAddress{.host = "10.0.0.7", .port = 7000}},
        Url{"SixAlone", "redis://[::1]", RedisAddress{.host = "::1", .port = 6379}},
        Url{"SixAndPort", "redis://[::1]:65535", RedisAddress{.host = "::1", .port = 65535}},
        Url{"Socket", "unix:///run/redis/redis.sock", RedisAddress{.path = "/run/redis/redis.sock"}},
        Url{"LongestPath", "unix://" + std::string(107, '/'), RedisAddress{.path = std::string(107, '/')}},
        Url{"LongerPath", "unix://" + std::string(108, '/'), std::nullopt},
        Url{"LongestHost", "redis://" + std::string(255, 'h'),
            RedisAddress{.host = std::string(255, 'h'), .port = 6379}},
        Url{"LongerHost", "redis://" + std::string(256, 'h'), std::nullopt},
        Url{"RelativePath", "unix://redis.sock", std::nullopt}, Url{"NoHost", "redis://", std::nullopt},
        Url{"NoHostButAPort", "redis://:6379", std::nullopt},
        Url{"PortTooLarge", "redis://h:65536", std::nullopt}, Url{"PortZero", "redis://h:0", std::nullopt},
        Url{"PortWithMore", "redis://h:1x", std::nullopt}, Url{"NoPort", "redis://h:", std::nullopt},
        Url{"Unclosed", "redis://[::1", std::nullopt},
        Url{"BehindTheBracket", "redis://[::1]x", std::nullopt},
        Url{"SixWithoutBrackets", "redis://::1", std::nullopt},
        Url{"Password", "redis://user:secret@h", std::nullopt}, Url{"Database", "redis://h/1", std::nullopt},
        Url{"Encrypted", "rediss://h", std::nullopt}, Url{"Nothing", "", std::nullopt}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::bus
