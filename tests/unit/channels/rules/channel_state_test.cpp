#include "channels/rules/channel_state.hpp"

#include "channels/model/errc.hpp"

#include <gtest/gtest.h>

namespace kring::rules {
namespace {

using channels::Errc;

ChannelState some_state() {
  return {.circle = channels::CircleId(Hash{1}),
          .channel = channels::ChannelId(FixedBytes<16>{2}),
          .group = channels::GroupId(FixedBytes<16>{3}),
          .mode = channels::Mode::sealed,
          .commit_number = channels::Sequence{10},
          .epoch = mls::EpochId{4},
          .charter = {channels::EntryNumber{5}, Hash{6}},
          .commit_time = from_unix_ms(7),
          .generation = channels::Generation{8},
          .key_hash = Hash{9},
          .back_link_hash = Hash{10},
          .log = {channels::Sequence{11}, Hash{12}}};
}

TEST(ChannelState, ComesBackFromItsSnapshot) {
  EXPECT_EQ(ChannelState::decode(some_state().encode()), some_state());
}

TEST(ChannelState, IsRefusedWhenItsSnapshotIsCutOrGrown) {
  auto bytes = some_state().encode();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(ChannelState::decode(ByteView(bytes).first(size)).error(), Errc::bad_snapshot) << size;
  }
  bytes.push_back(0);
  EXPECT_EQ(ChannelState::decode(bytes).error(), Errc::bad_snapshot);
}

TEST(ChannelState, IsRefusedInAnotherVersionOrMode) {
  auto version = some_state().encode();
  version[1] = 2;
  auto mode = some_state().encode();
  mode[2 + 32 + 16 + 16] = 3;

  EXPECT_EQ(ChannelState::decode(version).error(), Errc::unsupported_version);
  EXPECT_EQ(ChannelState::decode(mode).error(), Errc::bad_snapshot);
}

TEST(ChannelState, MovesOnlyItsLogWithAnEntryThatIsNoCommit) {
  const LogEntrySummary entry{channels::LogKind::record, from_unix_ms(8), Hash{13}};
  auto expected = some_state();
  expected.log = next_log_head(expected.channel, expected.log, entry);

  EXPECT_EQ(some_state().after(entry), expected);
}

}  // namespace
}  // namespace kring::rules
