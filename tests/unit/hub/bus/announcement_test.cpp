#include "hub/bus/announcement.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/primitives/aead.hpp"
#include "hub/bus/limits.hpp"
#include "tests/unit/hub/bus/redis_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kring::bus {
namespace {

const NodeId sending_node(FixedBytes<16>{5});

Secret shared_key() {
  return announcement_key(Secret::of_size(32));
}

std::vector<News> some_news() {
  auto charter = news_of(9, 2);
  charter.channel.reset();
  auto framed = news_of(4);
  framed.frames = {std::make_shared<const std::string>("one"), std::make_shared<const std::string>("")};
  return {framed, charter};
}

void expect_same(const std::vector<News>& heard, const std::vector<News>& said) {
  EXPECT_EQ(encode_news(heard), encode_news(said));
}

Result<std::vector<News>> open(Opener& opener, ByteView bytes) {
  const auto envelope = read_envelope(bytes);
  if (!envelope) return fail(envelope.error());
  return opener.open(*envelope);
}

TEST(Announcement, IsOpenedByWhoeverSharesTheKey) {
  Sealer sealer(shared_key(), sending_node);
  Opener opener(shared_key());

  const auto first = open(opener, sealer.seal(some_news()));
  const auto second = open(opener, sealer.seal(some_news()));

  ASSERT_TRUE(first);
  expect_same(*first, some_news());
  ASSERT_TRUE(second);
  expect_same(*second, some_news());
}

TEST(Announcement, ShowsTheServerNothingOfWhatItSays) {
  Sealer sealer(shared_key(), sending_node);
  const auto frame = std::string("the words of a frame");
  auto news = news_of(1);
  news.frames = {std::make_shared<const std::string>(frame)};

  const auto sealed = sealer.seal(std::vector{news});

  EXPECT_EQ(view_text(sealed).find(frame), std::string_view::npos);
  EXPECT_TRUE(std::ranges::search(sealed, news.circle.view()).empty());
}

TEST(Announcement, IsRefusedFromAnotherHub) {
  Sealer sealer(announcement_key(Secret::copy_of(FixedBytes<32>{1})), sending_node);
  Opener opener(shared_key());

  EXPECT_EQ(open(opener, sealer.seal(some_news())).error(), crypto::Errc::decryption_failed);
}

TEST(Announcement, IsRefusedWhenAnyByteOfItIsChanged) {
  Sealer sealer(shared_key(), sending_node);
  Opener opener(shared_key());
  const auto sealed = sealer.seal(some_news());

  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] ^= 1U;
    EXPECT_FALSE(open(opener, changed)) << i;
  }
}

TEST(Announcement, IsOpenedFromMoreNodesThanKeysAreKept) {
  Opener opener(shared_key());
  for (std::size_t i = 0; i <= limits::nodes_max; ++i) {
    Sealer sealer(shared_key(), NodeId(FixedBytes<16>{static_cast<std::uint8_t>(i), 1}));
    EXPECT_TRUE(open(opener, sealer.seal(some_news()))) << i;
  }
}

TEST(Announcement, OfTheLargestBatchIsTaken) {
  std::vector<News> news(limits::batch_news_max, news_of(1));
  Sealer sealer(shared_key(), sending_node);
  Opener opener(shared_key());
  EXPECT_TRUE(open(opener, sealer.seal(news)));

  news.push_back(news_of(1));

  EXPECT_EQ(open(opener, sealer.seal(news)).error(), crypto::Errc::too_long);
}

struct FrameCount {
  const char* name;
  std::size_t count;
  std::size_t size;
  bool is_taken;
};
class AnnouncementFrames : public testing::TestWithParam<FrameCount> {};
TEST_P(AnnouncementFrames, AreTakenUpToTheirLimits) {
  auto news = news_of(1);
  news.frames.assign(GetParam().count, std::make_shared<const std::string>(GetParam().size, 'x'));

  const auto read = decode_news(encode_news(std::vector{news}));

  ASSERT_EQ(read.has_value(), GetParam().is_taken);
  if (!read) {
    EXPECT_EQ(read.error(), crypto::Errc::too_long);
  }
}
INSTANTIATE_TEST_SUITE_P(
    , AnnouncementFrames,
    testing::Values(FrameCount{"AsManyAsALogHas", limits::log_frames_max, 1, true},
                    FrameCount{"OneMore", limits::log_frames_max + 1, 1, false},
                    FrameCount{"OfAFramesSize", 1, channels::limits::frame_bytes_max, true},
                    FrameCount{"OneByteMore", 1, channels::limits::frame_bytes_max + 1, false},
                    FrameCount{"MoreBytesThanABatchHas", 5, channels::limits::frame_bytes_max, false}),
    [](const auto& row) { return row.param.name; });

struct Garbage {
  const char* name;
  Bytes bytes;
  crypto::Errc error;
};
class AnnouncementRefuses : public testing::TestWithParam<Garbage> {};
TEST_P(AnnouncementRefuses, WhatIsNone) {
  Opener opener(shared_key());

  const auto opened = open(opener, GetParam().bytes);

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), GetParam().error);
}

Bytes of_version(std::uint8_t version, std::size_t rest) {
  Bytes bytes(1 + 16 + 8 + rest);
  bytes[0] = version;
  return bytes;
}

INSTANTIATE_TEST_SUITE_P(
    , AnnouncementRefuses,
    testing::Values(Garbage{"Nothing", {}, crypto::Errc::truncated},
                    Garbage{"AnotherVersion", of_version(2, 99), crypto::Errc::bad_value},
                    Garbage{"HalfAHeader", Bytes(20, 1), crypto::Errc::truncated},
                    Garbage{"AHeaderAlone", of_version(1, 0), crypto::Errc::decryption_failed},
                    Garbage{"TheLargestThatNobodySealed",
                            of_version(1, limits::announcement_bytes_max + primitives::aead_tag_bytes),
                            crypto::Errc::decryption_failed},
                    Garbage{"OneByteMore",
                            of_version(1, limits::announcement_bytes_max + primitives::aead_tag_bytes + 1),
                            crypto::Errc::too_long}),
    [](const auto& row) { return row.param.name; });

TEST(Announcement, RefusesTrailingBytes) {
  auto bytes = encode_news(some_news());
  bytes.push_back(0);

  EXPECT_EQ(decode_news(bytes).error(), crypto::Errc::trailing_bytes);
}

TEST(Announcement, IsMadeWhereOnlyOneHubMeets) {
  const auto channel = announcement_channel(channels::HubKey(FixedBytes<32>{1}));

  EXPECT_EQ(channel.size(), std::string("kring:").size() + 16);
  EXPECT_NE(channel, announcement_channel(channels::HubKey(FixedBytes<32>{2})));
}

}  // namespace
}  // namespace kring::bus
