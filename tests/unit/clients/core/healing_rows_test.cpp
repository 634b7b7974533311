#include "clients/core/channel_rows.hpp"
#include "clients/core/healing.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

TEST(HealingRows, ComeBackAsTheyWere) {
  CircleData circle;
  circle.healings[channels::ChannelId(FixedBytes<16>{1})];
  circle.healings[channels::ChannelId(FixedBytes<16>{2})] = {
      .noticed = from_unix_ms(1),
      .asked = from_unix_ms(2),
      .package =
          OwnPackage{.reference = Hash{3}, .bundle = {4, 5}, .not_after = from_unix_ms(6), .at_hub = false},
      .epoch = mls::EpochId{7},
      .requests = 8,
      .since = from_unix_ms(9),
      .from = channels::Sequence{10},
      .healed = from_unix_ms(11),
      .missed = 12};
  const auto row = encode_healings(circle);

  CircleData loaded;
  ASSERT_TRUE(decode_healings(row, loaded));

  EXPECT_EQ(encode_healings(loaded), row);
  EXPECT_EQ(loaded.healings.size(), 2U);
}

TEST(HealingRows, AreRefusedWhenCutAnywhere) {
  CircleData circle;
  circle.healings[channels::ChannelId(FixedBytes<16>{1})].asked = from_unix_ms(2);
  const auto row = encode_healings(circle);

  for (std::size_t size = 0; size < row.size(); ++size) {
    CircleData loaded;
    EXPECT_EQ(decode_healings(ByteView(row).first(size), loaded).error(), client::Errc::bad_vault) << size;
  }
}

TEST(HealingRows, OfChannelsKeepWhoAsked) {
  Channel channel;
  channel.stopped = true;
  channel.broken = true;
  channel.heals[channels::HandleId(FixedBytes<16>{1})] = {2, 3};

  Channel loaded;
  ASSERT_TRUE(decode_state(encode_state(channel), loaded));

  EXPECT_TRUE(loaded.broken);
  EXPECT_EQ(loaded.heals, channel.heals);
}

TEST(HealingRows, OfChannelsFromBeforeAreRead) {
  auto row = encode_state(Channel());
  row[0] = 3;
  row.resize(row.size() - 5);  // A flag, and the length of an empty list.

  Channel loaded;
  EXPECT_TRUE(decode_state(row, loaded));
  EXPECT_FALSE(loaded.broken);
}

}  // namespace
}  // namespace kring::core
