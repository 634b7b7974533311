#include "clients/cli/progress.hpp"

#include "clients/cli/present.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace kring::cli {
namespace {

TEST(ProgressLine, ShowsEachPercentageOnceAndGoesAway) {
  std::ostringstream out;
  {
    ProgressLine line(out, true);
    line.show("Sending", 0, 1000);
    line.show("Sending", 5, 1000);
    line.show("Sending", 500, 1000);
  }

  EXPECT_EQ(out.str(), "Sending  0 %\r\x1b[KSending  50 %\r\x1b[K");
}

TEST(ProgressLine, NeverShowsMoreThanAll) {
  std::ostringstream out;
  ProgressLine line(out, true);
  line.show("Sending", 7, 0);

  EXPECT_EQ(out.str(), "Sending  100 %");
}

TEST(ProgressLine, ShowsNothingWhereNoTerminalIs) {
  std::ostringstream out;
  {
    ProgressLine line(out, false);
    line.show("Sending", 1, 2);
  }

  EXPECT_EQ(out.str(), "");
}

struct Size {
  const char* name;
  std::uint64_t bytes;
  const char* dutch;
};
class SizeText : public testing::TestWithParam<Size> {};
TEST_P(SizeText, IsRounded) {
  EXPECT_EQ(size_text(GetParam().bytes, Language::dutch), GetParam().dutch);
}
INSTANTIATE_TEST_SUITE_P(, SizeText,
                         testing::Values(Size{"Nothing", 0, "0 B"}, Size{"Bytes", 999, "999 B"},
                                         Size{"Kilo", 1000, "1,0 kB"}, Size{"Tenths", 1250, "1,3 kB"},
                                         Size{"Mega", 104'857'600, "104,9 MB"}),
                         [](const auto& row) { return row.param.name; });

TEST(EnglishSizeText, HasAPoint) {
  EXPECT_EQ(size_text(1500, Language::english), "1.5 kB");
}

}  // namespace
}  // namespace kring::cli
