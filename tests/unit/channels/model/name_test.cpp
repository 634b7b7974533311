#include "channels/model/name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::channels {
namespace {

struct NameText {
  const char* name;
  std::string text;
};

class NameTakes : public testing::TestWithParam<NameText> {};
TEST_P(NameTakes, Text) {
  EXPECT_TRUE(check_name(GetParam().text, 100));
}
INSTANTIATE_TEST_SUITE_P(, NameTakes,
                         testing::Values(NameText{"Nothing", ""}, NameText{"Letters", "Anna"},
                                         NameText{"Accents", "Zoë de Groot"}, NameText{"Arabic", "فاطمة"},
                                         NameText{"Emoji", "Oma 👵🏽"},
                                         NameText{"ExactlyTheLimit", std::string(100, 'a')}),
                         [](const auto& row) { return row.param.name; });

class NameRefuses : public testing::TestWithParam<NameText> {};
TEST_P(NameRefuses, Text) {
  EXPECT_EQ(check_name(GetParam().text, 100).error(), Errc::bad_name);
}
INSTANTIATE_TEST_SUITE_P(
    , NameRefuses,
    testing::Values(NameText{"AByteTooMany", std::string(101, 'a')}, NameText{"ANewline", "An\nna"},
                    NameText{"AnEscape", "An\x1b[2Jna"}, NameText{"Delete", "An\x7fna"},
                    NameText{"AC1Control", "An\xc2\x9bna"}, NameText{"AZeroByte", std::string("a\0b", 3)},
                    NameText{"ALineSeparator", "An\xe2\x80\xa8na"},
                    NameText{"ATurnedDirection", "An\xe2\x80\xaena"},
                    NameText{"AnIsolatedDirection", "An\xe2\x81\xa6na"}, NameText{"NotUtf8", "An\xff"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::channels
