#include "clients/cli/qr.hpp"

#include "clients/cli/printable.hpp"

#include "channels/model/limits.hpp"
#include "crypto/base/errc.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace kring::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Qr, IsASquareWithItsMargin) {
  // 21 modules and a margin of 4 on each side; two rows a line.
  const auto lines = lines_of(*qr_text("kring", Style(false)));

  ASSERT_EQ(lines.size(), 15U);
  for (const auto& line : lines) EXPECT_EQ(columns_of(line), 29U);
  EXPECT_EQ(lines[0].find(' '), std::string::npos);
  EXPECT_EQ(lines[1].find(' '), std::string::npos);
}

TEST(Qr, HasAFinderInItsCorner) {
  const auto lines = lines_of(*qr_text("kring", Style(false)));

  // A light column left open between the dark frame and the dark heart: the frame's upper row is dark, the
  // next has light inside.
  const std::string margin = "████";
  EXPECT_TRUE(lines[2].starts_with(margin + " ▄▄▄▄▄ █")) << lines[2];
  EXPECT_TRUE(lines[3].starts_with(margin + " █   █ █")) << lines[3];
}

TEST(Qr, HoldsTheLongestLink) {
  EXPECT_TRUE(qr_text(std::string(channels::limits::link_text_bytes_max, 'x'), Style(false)));
}

TEST(Qr, RefusesWhatNoCodeHolds) {
  EXPECT_EQ(qr_text(std::string(2954, 'x'), Style(false)).error(), crypto::Errc::too_long);
}

TEST(Qr, ForcesWhiteOnBlackWhereThereAreColours) {
  const auto lines = lines_of(*qr_text("kring", Style(true)));

  EXPECT_TRUE(lines[0].starts_with("\x1B[97;40m"));
  EXPECT_TRUE(lines[0].ends_with("\x1B[0m"));
}

}  // namespace
}  // namespace kring::cli
