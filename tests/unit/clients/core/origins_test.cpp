#include "clients/core/origins.hpp"

#include "clients/core/errc.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

using channels::Sequence;
using simulation::CircleWorld;

articles::Origin by_grandmother(std::uint8_t number = 9) {
  return {.id = articles::OriginId(FixedBytes<16>{number}), .time = from_unix_ms(5), .author = "Oma"};
}

class Origins : public testing::Test {
 protected:
  Origins() { channel_ = world_.channel(world_.anna(), "circle"); }

  [[nodiscard]] Client& client() { return world_.client(world_.anna()); }
  [[nodiscard]] std::set<articles::OriginId> there() { return client().origins(world_.circle(), channel_); }
  Result<Accepted> bring(Brought said) {
    auto accepted = client().bring(world_.circle(), channel_, std::move(said), world_.now());
    if (accepted) world_.perform(world_.anna(), std::move(accepted->actions));
    return accepted;
  }

  CircleWorld world_{{.seed = 910}};
  channels::ChannelId channel_;
};

TEST_F(Origins, AreKnownFromTheMomentThatSomethingIsOnItsWay) {
  ASSERT_TRUE(bring(articles::Message{"dag", by_grandmother()}));
  EXPECT_EQ(there(), std::set{by_grandmother().id});

  world_.settled();

  EXPECT_EQ(there(), std::set{by_grandmother().id});
}

TEST_F(Origins, AreNoneOfWhatWasSaidHere) {
  world_.say(world_.anna(), "circle", "Van hier.");
  world_.settled();

  EXPECT_TRUE(there().empty());
  EXPECT_TRUE(client().origins(world_.circle(), channels::ChannelId(FixedBytes<16>{1})).empty());
}

TEST_F(Origins, AreFoundAgainWithWhatTheySaid) {
  ASSERT_TRUE(bring(articles::Message{"melk", by_grandmother()}));
  world_.say(world_.anna(), "circle", "melk van hier");
  world_.settled();

  const auto hits = client().search(world_.circle(), "melk", channel_, world_.now()).value().hits;

  ASSERT_EQ(hits.size(), 2U);
  EXPECT_FALSE(hits.at(0).from);
  ASSERT_TRUE(hits.at(1).from);
  EXPECT_EQ(hits.at(1).from->author, "Oma");
  EXPECT_EQ(hits.at(1).from->time, by_grandmother().time);
}

TEST_F(Origins, AreShownBesideWhoBroughtThem) {
  const auto uncle = world_.admit("Oom Piet", "family");
  ASSERT_TRUE(bring(articles::Note{"melk", by_grandmother()}));
  world_.settled();

  const auto timeline = world_.client(uncle).timeline(world_.circle(), channel_, Sequence{});

  const auto& last = timeline.back();
  EXPECT_EQ(last.type, "note");
  EXPECT_EQ(last.text, "melk");
  EXPECT_EQ(last.author, world_.view(world_.anna()).me);
  ASSERT_TRUE(last.from);
  EXPECT_EQ(last.from->author, "Oma");
  EXPECT_EQ(last.from->time, from_unix_ms(5));
}

TEST_F(Origins, OfAFileGoAlongWithIt) {
  const FileToSend file{.name = "a.jpg", .text = {}, .size = 5, .from = by_grandmother()};
  auto seal = client().seal_file(world_.circle(), channel_, file, world_.now()).value();
  ASSERT_TRUE(client().send_file(
      world_.circle(), channel_, file,
      {.seal = std::move(seal), .hash = {}, .padded_bytes = blob::padded_size(5).value()}, world_.now()));

  EXPECT_EQ(there(), std::set{by_grandmother().id});
}

TEST_F(Origins, WithoutAnIdAreRefused) {
  EXPECT_EQ(bring(articles::Message{"dag", by_grandmother(0)}).error(), channels::Errc::article_bad_field);
}

TEST(OriginOf, IsTheSameForOneEntryAndForNoOther) {
  const channels::CircleId circle(FixedBytes<32>{1});
  const channels::ChannelId channel(FixedBytes<16>{2});
  const auto origin = origin_of(circle, channel, Sequence{3});

  EXPECT_EQ(to_hex(origin.view()), "5431cc25b1202a8743e08527232566b1");
  EXPECT_EQ(origin, origin_of(circle, channel, Sequence{3}));
  EXPECT_NE(origin, origin_of(circle, channel, Sequence{4}));
  EXPECT_NE(origin, origin_of(circle, channels::ChannelId(FixedBytes<16>{3}), Sequence{3}));
  EXPECT_NE(origin, origin_of(channels::CircleId(FixedBytes<32>{2}), channel, Sequence{3}));
}

}  // namespace
}  // namespace kring::core
