#include "hub/log/logger.hpp"

#include "crypto/base/bytes.hpp"
#include "hub/base/errc.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace kring::log {
namespace {

static_assert(!std::is_constructible_v<LogSafe, std::string>);
static_assert(!std::is_constructible_v<LogSafe, std::string_view>);
static_assert(!std::is_constructible_v<LogSafe, const char*>);
static_assert(!std::is_constructible_v<LogSafe, ByteView>);

std::string to_json(const LogSafe& value) {
  std::string line;
  value.append_json(line);
  return line;
}

TEST(LogSafe, WritesNumbersTruthDurationsAndNamesOfErrors) {
  EXPECT_EQ(to_json(-5), "-5");
  EXPECT_EQ(to_json(true), "true");
  EXPECT_EQ(to_json(Duration(1500)), "1500");
  EXPECT_EQ(to_json(Error(hub::Errc::store_full, "somewhere")), "\"store_full\"");
  EXPECT_EQ(to_json(StaticText("a \"word\"")), "\"a \\\"word\\\"\"");
}

TEST(Logger, RefusesAFileThatItCannotOpen) {
  const auto logger = Logger::open("/dev/null/no_folder.log", Level::info, [] { return Time(); });

  ASSERT_FALSE(logger);
  EXPECT_EQ(logger.error(), hub::Errc::log_failed);
}

TEST(Logger, WritesOneObjectALineAndLeavesOutWhatIsBelowItsLevel) {
  const auto path = testing::TempDir() + "/kring_logger_test.log";
  std::remove(path.c_str());
  {
    auto logger = Logger::open(path, Level::info, [] { return from_unix_ms(42); });
    ASSERT_TRUE(logger);
    logger->write(Level::debug, "left_out");
    logger->write(Level::info, "started", {{"port", 8420}, {"ok", true}});
  }

  std::FILE* file = std::fopen(path.c_str(), "r");
  ASSERT_NE(file, nullptr);
  char text[200] = {};
  const auto size = std::fread(text, 1, sizeof text, file);
  std::fclose(file);

  EXPECT_EQ(std::string(text, size),
            "{\"time\":42,\"level\":\"info\",\"event\":\"started\",\"port\":8420,\"ok\":true}\n");
}

}  // namespace
}  // namespace kring::log
