#include "clients/core/archive.hpp"

#include "channels/articles/article.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace kring::core {
namespace {

using simulation::CircleWorld;

ArchiveView archive_of(CircleWorld& world, simulation::DeviceIndex device) {
  return world.client(device).archive(world.circle(), world.now()).value();
}

std::vector<std::string> labels_of(const ArchiveView& archive) {
  std::vector<std::string> keys;
  keys.reserve(archive.channels.size());
  for (const auto& one : archive.channels) keys.push_back(one.channel.key);
  return keys;
}

std::vector<std::string> texts_of(const ArchiveView& archive, std::string_view key) {
  std::vector<std::string> texts;
  for (const auto& one : archive.channels) {
    if (one.channel.key != key) continue;
    for (const auto& article : one.articles) {
      if (article.type == "message") texts.push_back(article.text);
    }
  }
  return texts;
}

TEST(Archive, HasNothingOfACircleThatIsNotThere) {
  CircleWorld world({.seed = 70});

  EXPECT_FALSE(world.client(world.anna()).archive(channels::CircleId(FixedBytes<32>{1}), world.now()));
}

TEST(Archive, HasTheChannelsOfEachAndNoOthers) {
  CircleWorld world({.seed = 71});
  const auto uncle = world.admit("Oom Piet", "family");
  world.say(world.anna(), "circle", "Voor iedereen.");
  world.say(world.anna(), "care", "Alleen voor wie zorgt.");
  world.settled();

  const auto hers = archive_of(world, world.anna());
  const auto his = archive_of(world, uncle);

  EXPECT_EQ(labels_of(hers), (std::vector<std::string>{"regie", "family", "circle", "care", "mdo"}));
  EXPECT_EQ(labels_of(his), (std::vector<std::string>{"family", "circle"}));
  EXPECT_EQ(texts_of(his, "circle"), (std::vector<std::string>{"Voor iedereen."}));
  EXPECT_EQ(texts_of(hers, "care"), (std::vector<std::string>{"Alleen voor wie zorgt."}));
  EXPECT_TRUE(hers.gaps.empty() && his.gaps.empty());
  EXPECT_EQ(hers.circle.name, world.view(world.anna()).name);
  EXPECT_EQ(hers.roles.size(), world.client(world.anna()).roles(world.circle(), world.now()).size());
}

TEST(Archive, BeginsASealedChannelWhereItsReaderCameIn) {
  CircleWorld world({.seed = 72});
  world.say(world.anna(), "family", "Van voor hem.");
  world.settled();
  const auto uncle = world.admit("Oom Piet", "family");
  world.say(world.anna(), "family", "Welkom.");
  world.settled();

  const auto hers = archive_of(world, world.anna());
  const auto his = archive_of(world, uncle);

  EXPECT_EQ(texts_of(his, "family"), (std::vector<std::string>{"Welkom."}));
  EXPECT_GT(his.channels.at(0).begins_after, channels::Sequence{1});
  EXPECT_EQ(hers.channels.at(1).begins_after, channels::Sequence{0});
  EXPECT_TRUE(his.gaps.empty());
}

TEST(Archive, TellsWhatWasDecidedAndAboutWhom) {
  CircleWorld world({.seed = 73});
  const auto uncle = world.admit("Oom Piet", "family");
  const auto removed = world.member(world.anna(), "Oom Piet").id;
  world.remove("Oom Piet");
  world.settled();

  const auto archive = archive_of(world, world.anna());

  EXPECT_EQ(archive.charter.front().kind, "found");
  EXPECT_EQ(archive.charter.front().member, archive.circle.me);
  const auto& last = archive.charter.back();
  EXPECT_EQ(last.kind, "remove");
  EXPECT_EQ(last.signer, archive.circle.me);
  EXPECT_EQ(last.member, removed);
  const auto of_kind = [&](std::string_view kind) {
    return *std::ranges::find(archive.charter, kind, &CharterEntryView::kind);
  };
  EXPECT_EQ(of_kind("invite_create").invitation, of_kind("invite_accept").invitation);
  EXPECT_EQ(of_kind("grant").role, world.role("family"));
  EXPECT_TRUE(of_kind("grant").until.has_value());
  EXPECT_EQ(of_kind("channel_open").channel, archive.channels.front().channel.id);
  EXPECT_EQ(archive_of(world, uncle).circle.standing, Standing::ended);
}

TEST(Archive, SaysThatTheHubMayHaveMoreAndWhatItDoesNotHave) {
  CircleWorld world({.seed = 74});
  world.offline(world.anna());
  world.say(world.anna(), "care", "In de trein.");

  const auto gaps = archive_of(world, world.anna()).gaps;

  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].why, Gap::not_caught_up);
  EXPECT_FALSE(gaps[0].channel);
  EXPECT_EQ(gaps[1].why, Gap::not_sent);
  EXPECT_EQ(gaps[1].channel, world.channel(world.anna(), "care"));
}

/// The founder's device, with a log of the care channel made by hand.
class ArchiveOfLog : public testing::Test {
 protected:
  ArchiveOfLog() {
    circle_.id = world_.charter().circle();
    circle_.standing = Standing::ended;
    circle_.handle_id = world_.founder.id;
    circle_.member = world_.founder.member;
    circle_.log = world_.log;
    channel_->id = world_.care;
    channel_->state.mode = channels::Mode::record;
  }

  void add(channels::LogKind kind, std::string_view article) {
    KeptEntry entry;
    entry.seq = channels::next(channel_->head().number);
    entry.kind = kind;
    entry.author = world_.founder.id;
    entry.article = copy_bytes(view_bytes(article));
    channel_->log.push_back(std::move(entry));
  }
  [[nodiscard]] ArchiveView archive() const { return view_archive(circle_, world_.now); }
  [[nodiscard]] static ArchivedChannel care_in(const ArchiveView& archive) {
    return *std::ranges::find_if(archive.channels, [](const auto& one) { return !one.articles.empty(); });
  }

  support::TestCircle world_;
  CircleData circle_;
  Channel* channel_ = &circle_.channels[world_.care];
};

TEST_F(ArchiveOfLog, NamesWhatWasNotOpenedOrIsNoArticle) {
  add(channels::LogKind::commit, "");
  add(channels::LogKind::record, R"({"type":"message","v":1,"text":"Goed."})");
  add(channels::LogKind::record, "");
  add(channels::LogKind::record, "geen JSON");

  const auto made = archive();

  const auto care = care_in(made);
  ASSERT_EQ(care.articles.size(), 1U);
  EXPECT_EQ(care.articles[0].text, "Goed.");
  ASSERT_EQ(made.gaps.size(), 2U);
  EXPECT_EQ(made.gaps[0].channel, world_.care);
  EXPECT_EQ(made.gaps[0].seq, channels::Sequence{3});
  EXPECT_EQ(made.gaps[0].why, Gap::not_opened);
  EXPECT_EQ(made.gaps[1].seq, channels::Sequence{4});
  EXPECT_EQ(made.gaps[1].why, Gap::not_readable);
}

TEST_F(ArchiveOfLog, LeavesOutEveryKeyAndKeepsAllElseAsItWas) {
  const articles::Attachment file{.blob = {},
                                  .key = {1, 2, 3},
                                  .hash = {},
                                  .shape = {.content_bytes = 1, .padded_bytes = 4096},
                                  .name = "a.jpg",
                                  .media_type = "image/jpeg",
                                  .text = "kijk"};
  const std::string weather = R"({"type":"weather","v":3,"key":"zon","in":[1,-2,{"b":null,"a":true}]})";
  add(channels::LogKind::record, view_text(articles::Article::of(file).value().view_bytes()));
  add(channels::LogKind::record, R"({"type":"attachment","v":2,"key":"AQID","other":1})");
  add(channels::LogKind::record, R"({"type":"invitation_box","v":1,"private_key":"AQID"})");
  add(channels::LogKind::record, R"({"type":"invitation_box","v":2,"private_keys":["AQID"]})");
  add(channels::LogKind::record, weather);

  const auto made = archive();

  const auto articles = care_in(made).articles;
  ASSERT_EQ(articles.size(), 3U);
  EXPECT_EQ(articles[0].file->name, "a.jpg");
  EXPECT_EQ(articles[0].json.find("key"), std::string::npos) << articles[0].json;
  EXPECT_NE(articles[0].json.find("a.jpg"), std::string::npos);
  EXPECT_EQ(articles[1].json, R"({"type":"attachment","v":2,"other":1})");
  EXPECT_EQ(articles[2].json, weather);
  EXPECT_TRUE(made.gaps.empty());
}

TEST_F(ArchiveOfLog, SaysWhereAChannelStoppedAndThatTheCircleDid) {
  channel_->stopped = true;
  circle_.stopped = true;

  const auto gaps = archive().gaps;

  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].why, Gap::stopped);
  EXPECT_FALSE(gaps[0].channel);
  EXPECT_EQ(gaps[1].why, Gap::stopped);
  EXPECT_EQ(gaps[1].channel, world_.care);
}

TEST_F(ArchiveOfLog, SaysWhichChannelsThisDeviceIsNotLetIntoYet) {
  circle_.standing = Standing::member;

  const auto gaps = archive().gaps;

  EXPECT_EQ(std::ranges::count(gaps, Gap::not_joined, &GapView::why), 3) << "all of the founder's channels";
}

TEST(Gap, HasANameForEachOfItsValues) {
  std::set<std::string_view> names;
  for (std::uint8_t i = 1; i <= static_cast<std::uint8_t>(Gap::not_sent); ++i)
    EXPECT_TRUE(names.insert(name_of(static_cast<Gap>(i))).second) << int{i};
}

}  // namespace
}  // namespace kring::core
