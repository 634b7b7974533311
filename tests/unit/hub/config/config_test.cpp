#include "hub/config/config.hpp"

#include <gtest/gtest.h>

namespace kring::config {
namespace {

TEST(Config, TakesTheFileThenTheEnvironmentThenTheFlags) {
  Sources sources;
  sources.file = "[server]\nlisten = \"127.0.0.1:1\"\nconnections_max = 11\n[log]\nlevel = \"error\"\n";
  sources.environment = {{"KRING_HUB__SERVER__LISTEN", "127.0.0.1:2"},
                         {"KRING_HUB__STORE__DATA", "/srv/hub"}};
  sources.flags = {{"server.listen", "[::1]:3"}};

  const auto config = load(sources);

  ASSERT_TRUE(config) << config.error();
  EXPECT_EQ(config->address, "::1");
  EXPECT_EQ(config->port, 3);
  EXPECT_EQ(config->connections_max, 11U);
  EXPECT_EQ(config->data, "/srv/hub");
  EXPECT_EQ(config->log_level, LogLevel::error);
}

struct BadSource {
  const char* name;
  Sources sources;
  const char* says;
};
class ConfigRefuses : public testing::TestWithParam<BadSource> {};
TEST_P(ConfigRefuses, AndSaysWhereAndWhich) {
  const auto config = load(GetParam().sources);

  ASSERT_FALSE(config);
  EXPECT_NE(config.error().find(GetParam().says), std::string::npos) << config.error();
}
INSTANTIATE_TEST_SUITE_P(
    , ConfigRefuses,
    testing::Values(
        BadSource{"UnknownKey", {.file = "[server]\nlissen = \"x\"\n"}, "unknown setting server.lissen"},
        BadSource{"UnknownSection", {.file = "[sever]\nlisten = \"x\"\n"}, "unknown setting sever.listen"},
        BadSource{"NotToml", {.file = "[server\n"}, "not TOML"},
        BadSource{"ValueWithoutSection", {.file = "listen = \"x\"\n"}, "not a section"},
        BadSource{"Fraction", {.file = "[store]\nreaders = 1.5\n"}, "neither text nor a whole number"},
        BadSource{"UnknownVariable", {.environment = {{"KRING_HUB__LISTEN", "x"}}}, "KRING_HUB__LISTEN"},
        BadSource{"PortTooLarge", {.flags = {{"server.listen", "127.0.0.1:65536"}}}, "HOST:PORT"},
        BadSource{"NoPort", {.flags = {{"server.listen", "127.0.0.1"}}}, "HOST:PORT"},
        BadSource{"BlobBytesThatAreNoNumber", {.flags = {{"blobs.circle_bytes_max", "2G"}}}, "BYTES"},
        BadSource{"ZeroReaders", {.flags = {{"store.readers", "0"}}}, "NUMBER"},
        BadSource{"TooManyReaders", {.flags = {{"store.readers", "65"}}}, "NUMBER"},
        BadSource{
            "StoreOfNoKind", {.flags = {{"store.url", "mysql://kring@db/kring"}}}, "must be postgres://"},
        BadSource{"StoreWithoutScheme", {.flags = {{"store.url", "postgres"}}}, "must be postgres://"},
        BadSource{
            "StoreWithPassword", {.flags = {{"store.url", "postgres://kring:x@db/kring"}}}, "no password"},
        BadSource{"StoreWithPasswordBehind",
                  {.flags = {{"store.url", "postgres://kring@db/kring?password=x"}}},
                  "no password"},
        BadSource{"UnknownLevel", {.flags = {{"log.level", "loud"}}}, "LEVEL"},
        BadSource{"BusWithPassword",
                  {.flags = {{"bus.url", "redis://user:secret@redis"}}},
                  "bus.url must be redis://HOST:PORT"},
        BadSource{"BusOfOneAlone", {.flags = {{"bus.url", "redis://redis"}}}, "set store.url too"},
        BadSource{"NoFoundingsAtAll", {.flags = {{"limits.foundings_per_hour", "0"}}}, "NUMBER"},
        BadSource{
            "MoreFoundingsThanAreCounted", {.flags = {{"limits.foundings_per_hour", "1000001"}}}, "NUMBER"},
        BadSource{"LoopbackOfNoKind", {.flags = {{"limits.loopback", "yes"}}}, "free|counted"},
        BadSource{"ProxyByName", {.flags = {{"server.proxies", "proxy.lan"}}}, "ADDRESSES"},
        BadSource{"ProxyRangeWithBitsBeyond", {.flags = {{"server.proxies", "10.0.0.1/8"}}}, "ADDRESSES"},
        BadSource{"OriginWithSlash", {.flags = {{"server.origin", "https://kring.example/"}}}, "URL"}),
    [](const auto& row) { return row.param.name; });

TEST(Config, NeverRepeatsAPasswordThatStandsWhereNoneMay) {
  const auto config = load({.flags = {{"store.url", "postgres://kring:geheim@db/kring"}}});

  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().find("geheim"), std::string::npos);
}

TEST(Config, TakesADatabaseOfAnyHostOrSocket) {
  for (const auto* url :
       {"", "postgres://kring@db.example:5432/kring?sslmode=verify-full&passfile=/etc/kring/pgpass",
        "postgresql://kring@[::1]:5432/kring", "postgres:///kring?host=/run/postgresql"}) {
    const auto config = load({.flags = {{"store.url", url}}});
    ASSERT_TRUE(config) << config.error();
    EXPECT_EQ(config->store_url, url);
  }
}

TEST(Config, ReadsBackWhatItShows) {
  Sources sources;
  sources.flags = {
      {"server.listen", "[::1]:99"}, {"server.origin", "https://kring.example"}, {"store.data", "a \"b\""}};
  const auto config = load(sources);
  ASSERT_TRUE(config) << config.error();

  const auto again = load({.file = to_toml(*config)});

  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(to_toml(*again), to_toml(*config));
  EXPECT_EQ(again->address, "::1");
}

TEST(Config, TakesLimitsFromTheLeastToTheMost) {
  const auto config = load({.flags = {{"limits.foundings_per_hour", "1"},
                                      {"limits.appends_per_minute", "1000000"},
                                      {"limits.loopback", "counted"}}});

  ASSERT_TRUE(config) << config.error();
  EXPECT_EQ(config->rates.foundings_per_hour, 1U);
  EXPECT_EQ(config->rates.appends_per_minute, 1'000'000U);
  EXPECT_EQ(config->rates.slots_per_hour, engine::RateLimits{}.slots_per_hour);
  EXPECT_TRUE(config->counts_loopback);
}

TEST(Config, BelievesNoProxyUnlessItIsTold) {
  const auto address = hub::parse_network_address("127.0.0.1").value();
  EXPECT_FALSE(Config().proxy_ranges.contains(address));

  const auto config = load({.environment = {{"KRING_HUB__SERVER__PROXIES", "127.0.0.1,10.0.0.0/8"}}});

  ASSERT_TRUE(config) << config.error();
  EXPECT_TRUE(config->proxy_ranges.contains(address));
  EXPECT_TRUE(config->proxy_ranges.contains(hub::parse_network_address("10.1.2.3").value()));
}

TEST(Config, HasASettingForEachLimit) {
  // Each is another member: setting them all to numbers of their own shows them all again.
  Sources sources;
  std::size_t number = 100;
  for (const auto& setting : settings()) {
    if (setting.key.starts_with("limits.") && setting.key != "limits.loopback")
      sources.flags.emplace(setting.key, std::to_string(number++));
  }

  const auto config = load(sources);

  ASSERT_TRUE(config) << config.error();
  EXPECT_EQ(number - 100, sizeof(engine::RateLimits) / sizeof(std::uint32_t));
  for (const auto& setting : settings()) {
    const auto given = sources.flags.find(std::string(setting.key));
    if (given != sources.flags.end()) EXPECT_EQ(setting.show(*config), given->second) << setting.key;
  }
}

TEST(Config, SignsWhereItListensIfNoOriginIsGiven) {
  EXPECT_EQ(origin_of({}, 7), "http://127.0.0.1:7");
  EXPECT_EQ(origin_of({.address = "::1"}, 7), "http://[::1]:7");
  EXPECT_EQ(origin_of({.origin = "https://kring.example"}, 7), "https://kring.example");
}

}  // namespace
}  // namespace kring::config
