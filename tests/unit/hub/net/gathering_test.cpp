#include "hub/net/gathering.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace kring::net {
namespace {

engine::Frame frame_of(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

struct Length {
  std::string name;
  std::size_t payload;
  std::string header;
};
void PrintTo(const Length& length, std::ostream* out) {
  *out << length.name;
}
class GatheringLength : public testing::TestWithParam<Length> {};
// RFC 6455, section 5.2.
INSTANTIATE_TEST_SUITE_P(
    , GatheringLength,
    testing::Values(Length{"None", 0, {"\x81\x00", 2}}, Length{"OfOneByteAtMost", 125, "\x81\x7d"},
                    Length{"OfTwoBytesAtLeast", 126, {"\x81\x7e\x00\x7e", 4}},
                    Length{"OfTwoBytesAtMost", 65535, "\x81\x7e\xff\xff"},
                    Length{"OfEightBytesAtLeast", 65536, {"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10}}),
    [](const auto& info) { return info.param.name; });

TEST_P(GatheringLength, StandsBeforeTheText) {
  const std::string text(GetParam().payload, 'a');

  EXPECT_EQ(*Gathering().gather({frame_of(text)}), GetParam().header + text);
}

TEST(Gathering, PutsFramesOneAfterAnother) {
  EXPECT_EQ(*Gathering().gather({frame_of("een"), frame_of("twee")}),
            "\x81\x03"
            "een\x81\x04"
            "twee");
}

TEST(Gathering, SharesTheBytesOfWhatIsGatheredAgain) {
  Gathering gathering;
  const std::vector frames = {frame_of("een"), frame_of("twee")};

  const auto first = gathering.gather(frames);

  EXPECT_EQ(gathering.gather(frames), first);
  EXPECT_NE(gathering.gather({frames[1]}), first);
  EXPECT_EQ(*gathering.gather({frames[1]}),
            "\x81\x04"
            "twee");
}

}  // namespace
}  // namespace kring::net
