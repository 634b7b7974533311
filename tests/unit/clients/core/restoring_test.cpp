#include "clients/core/restoring.hpp"

#include "clients/core/channel_rows.hpp"
#include "clients/core/errc.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

/// What a client does between turns: a circle, its device, and no hub.
class RestoringTest : public testing::Test {
 protected:
  RestoringTest() {
    circle_.id = world_.charter().circle();
    circle_.log = world_.log;
    channel_.id = world_.care;
  }
  void keep(std::uint64_t seq, Time time, Bytes opening = {}) {
    Turn turn(world_.random, world_.now, next_request_);
    Context context{.turn = turn, .device = device_, .session = session_, .circle = circle_};
    const LogEntry entry{
        .seq = channels::Sequence{seq}, .kind = channels::LogKind::record, .time = time, .payload = Bytes{7}};
    keep_raw(context, channel_, entry, std::move(opening));
  }

  support::TestCircle world_;
  Device device_;
  HubSession session_;
  CircleData circle_;
  Channel channel_;
  std::uint64_t next_request_ = 1;
};

TEST_F(RestoringTest, KeepsEntriesAsTheyCameForSoLongAndNoLonger) {
  keep(1, world_.now - raw_kept_for - Duration(1));
  EXPECT_TRUE(channel_.raw.empty());
  keep(2, world_.now - raw_kept_for);
  EXPECT_EQ(channel_.raw.size(), 1U);

  world_.now += Duration(1);
  keep(3, world_.now);

  EXPECT_EQ(channel_.raw.size(), 1U);
  EXPECT_TRUE(channel_.raw.contains(channels::Sequence{3}));
}

TEST_F(RestoringTest, FindsWhatItKeptInTheVault) {
  keep(3, world_.now, Bytes{1, 2});
  const auto& kept = channel_.raw.at(channels::Sequence{3});

  Channel loaded;
  ASSERT_TRUE(decode_raw(encode_raw(channels::Sequence{3}, kept), loaded));

  const auto& found = loaded.raw.at(channels::Sequence{3});
  EXPECT_EQ(found.payload, Bytes{7});
  EXPECT_EQ(found.opening, (Bytes{1, 2}));
  EXPECT_EQ(found.time, world_.now);
  EXPECT_EQ(decode_raw(Bytes{9}, loaded).error(), client::Errc::bad_vault);
}

TEST_F(RestoringTest, ResumesOnlyOnceItIsKnownWhereAllLogsEnd) {
  EXPECT_EQ(heads_to_resume(circle_).error(), client::Errc::heads_unknown);
  for (const auto& [id, channel] : circle_.charter().channels())
    circle_.hub_heads[id] = {.channel = id, .seq = channels::Sequence{5}, .hash = Hash{5}};
  note_hub_head(circle_, world_.care, {.number = channels::Sequence{6}, .hash = Hash{6}});
  note_hub_head(circle_, world_.care, {.number = channels::Sequence{4}, .hash = Hash{4}});

  const auto heads = heads_to_resume(circle_);

  ASSERT_TRUE(heads);
  EXPECT_EQ(heads->size(), circle_.charter().channels().size());
  for (const auto& head : *heads)
    EXPECT_EQ(std::to_underlying(head.place.number), head.channel == world_.care ? 6U : 5U);
}

}  // namespace
}  // namespace kring::core
