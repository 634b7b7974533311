#include "channels/model/name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::channels {
namespace {

struct Row {
  const char* name;
  std::string text;
};

class NameTakes : public testing::TestWithParam<Row> {};
TEST_P(NameTakes, Text) {
  EXPECT_TRUE(check_name(GetParam().text, 100));
}
INSTANTIATE_TEST_SUITE_P(, NameTakes,
                         testing::Values(Row{"Nothing", ""}, Row{"Letters", "Anna"},
                                         Row{"Accents", "Zoë de Groot"}, Row{"Arabic", "فاطمة"},
                                         Row{"Emoji", "Oma 👵🏽"},
                                         Row{"ExactlyTheLimit", std::string(100, 'a')}),
                         [](const auto& row) { return row.param.name; });

class NameRefuses : public testing::TestWithParam<Row> {};
TEST_P(NameRefuses, Text) {
  EXPECT_EQ(check_name(GetParam().text, 100).error(), Errc::bad_name);
}
INSTANTIATE_TEST_SUITE_P(
    , NameRefuses,
    testing::Values(Row{"AByteTooMany", std::string(101, 'a')}, Row{"ANewline", "An\nna"},
                    Row{"AnEscape", "An\x1b[2Jna"}, Row{"Delete", "An\x7fna"},
                    Row{"AC1Control", "An\xc2\x9bna"}, Row{"AZeroByte", std::string("a\0b", 3)},
                    Row{"ALineSeparator", "An\xe2\x80\xa8na"}, Row{"ATurnedDirection", "An\xe2\x80\xaena"},
                    Row{"AnIsolatedDirection", "An\xe2\x81\xa6na"}, Row{"NotUtf8", "An\xff"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::channels
