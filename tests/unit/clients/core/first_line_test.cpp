#include "clients/core/first_line.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

TEST(FirstLine, IsTheFirstThatHasSomethingInIt) {
  EXPECT_EQ(first_line("\n \n\tDag allemaal\nMeer"), "Dag allemaal");
  EXPECT_EQ(first_line(" \n"), "");
  EXPECT_EQ(first_line(""), "");
}

TEST(FirstLine, IsCutBehindTheLastCharacterThatFits) {
  std::string fits;
  for (std::size_t i = 0; i < first_line_characters_max; ++i) fits += "é";

  EXPECT_EQ(first_line(fits), fits);
  EXPECT_EQ(first_line(fits + "é"), fits + "…");
}

}  // namespace
}  // namespace kring::core
