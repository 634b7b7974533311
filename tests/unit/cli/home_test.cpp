#include "clients/cli/home.hpp"

#include "clients/cli/errc.hpp"

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

TEST(Home, IsTheFirstPlaceThatIsNamed) {
  HomePlaces places{.option = "o", .kring_home = "k", .xdg_data_home = "/x", .home = "/h"};
  EXPECT_EQ(*find_home(places), "o");
  places.option.clear();
  EXPECT_EQ(*find_home(places), "k");
  places.kring_home.clear();
  EXPECT_EQ(*find_home(places), "/x/kring");
  places.xdg_data_home = "relative";
  EXPECT_EQ(*find_home(places), "/h/.local/share/kring");
}

TEST(Home, IsRefusedWhenNothingNamesOne) {
  EXPECT_EQ(find_home({}).error(), Errc::no_home);
}

}  // namespace
}  // namespace kring::cli
