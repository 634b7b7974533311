#include "clients/core/posts.hpp"

#include "channels/charter/shorthand.hpp"
#include "clients/core/errc.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace kring::core {
namespace {

using channels::Right;
using channels::Sequence;
using charter::shorthand::rp;
using charter::shorthand::rpm;
using simulation::DeviceIndex;
using simulation::NetworkWorld;

constexpr auto parents_group = "nik.ouders";

/// A newsgroup of parents, with one who moderates and one who posts.
class NewsgroupThreads : public ::testing::Test {
 protected:
  NewsgroupThreads() : world({.seed = 421}) {
    world.open_newsgroup(parents_group, {{"parents", rp}, {"moderators", rpm}, {"buddies", Right::read}});
    petra = world.admit("Petra", "parents");
    mo = world.admit("Mo", "moderators");
  }

  channels::ChannelId channel(DeviceIndex device) { return world.channel(device, parents_group); }
  Result<Accepted> try_post(DeviceIndex device, const NewPost& post) {
    return world.client(device).post(world.circle(), channel(device), post, world.now());
  }
  void post(DeviceIndex device, const NewPost& post) {
    auto accepted = try_post(device, post);
    ASSERT_TRUE(accepted) << accepted.error().name();
    ASSERT_TRUE(world.perform(device, std::move(accepted)));
    world.settled();
  }
  Result<Accepted> try_mark(DeviceIndex device, Sequence seq, articles::Mark mark) {
    return world.client(device).mark_post(world.circle(), channel(device), seq, mark, "", world.now());
  }
  void mark(DeviceIndex device, Sequence seq, articles::Mark mark) {
    auto accepted = try_mark(device, seq, mark);
    ASSERT_TRUE(accepted) << accepted.error().name();
    ASSERT_TRUE(world.perform(device, std::move(accepted)));
    world.settled();
  }
  std::vector<ThreadView> threads(DeviceIndex device) {
    return world.client(device).threads(world.circle(), channel(device), world.now());
  }
  std::vector<PostView> thread(DeviceIndex device, Sequence seq) {
    auto posts = world.client(device).thread(world.circle(), channel(device), seq, world.now());
    EXPECT_TRUE(posts);
    return posts ? std::move(*posts) : std::vector<PostView>();
  }

  NetworkWorld world;
  DeviceIndex petra{};
  DeviceIndex mo{};
};

TEST_F(NewsgroupThreads, ShowsThreadsWithWhatIsUnreadTheLastAnsweredFirst) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  post(petra, {.subject = "School", .text = "Welke school?"});
  const auto slaap = threads(mo).at(1).first;

  post(mo, {.text = "Wij wel.", .reply_to = slaap});

  ASSERT_EQ(threads(petra).size(), 2U);
  EXPECT_EQ(threads(petra).at(0).subject, "Slaap");
  EXPECT_EQ(threads(petra).at(0).posts, 2U);
  EXPECT_EQ(threads(petra).at(0).unread, 1U);
  EXPECT_EQ(threads(mo).at(0).unread, 1U);
  EXPECT_EQ(threads(mo).at(1).unread, 1U);
  EXPECT_EQ(thread(petra, slaap).at(1).parent, slaap);
  EXPECT_EQ(thread(petra, slaap).at(1).author_name, "Mo");
}

TEST_F(NewsgroupThreads, RemembersWhatWasReadAlsoAfterARestart) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(mo).at(0).first;
  world.perform(mo, *world.client(mo).mark_thread_read(world.circle(), channel(mo), seq));

  world.restart_device(mo);

  EXPECT_EQ(threads(mo).at(0).unread, 0U);
  post(petra, {.text = "Niemand?", .reply_to = seq});
  EXPECT_EQ(threads(mo).at(0).unread, 1U);
}

TEST_F(NewsgroupThreads, HidesWhatIsHeldFromAllButItsWriterAndModerators) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(petra).at(0).first;
  const auto karim = world.admit("Karim", "parents");

  mark(mo, seq, articles::Mark::hold);

  EXPECT_FALSE(thread(karim, seq).at(0).shown);
  EXPECT_TRUE(thread(karim, seq).at(0).text.empty());
  EXPECT_EQ(thread(karim, seq).at(0).trace.at(0).by_name, "Mo");
  EXPECT_EQ(thread(petra, seq).at(0).text, "Wie weet raad?");
  EXPECT_EQ(thread(mo, seq).at(0).text, "Wie weet raad?");
  EXPECT_TRUE(world.texts(karim, parents_group).empty());
  mark(mo, seq, articles::Mark::release);
  EXPECT_EQ(thread(karim, seq).at(0).text, "Wie weet raad?");
  EXPECT_EQ(world.texts(karim, parents_group), std::vector<std::string>{"Wie weet raad?"});
}

TEST_F(NewsgroupThreads, KeepsWhatAModeratorDidWhoHasGone) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(petra).at(0).first;
  mark(mo, seq, articles::Mark::remove);

  world.remove("Mo");

  EXPECT_EQ(thread(petra, seq).at(0).state, articles::PostState::removed);
}

TEST_F(NewsgroupThreads, TakesWhatANewModeratorDidWhoseRightBeganByAClockThatIsAhead) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(petra).at(0).first;
  const auto karim = world.admit("Karim", "parents");
  world.set_clock(world.anna(), std::chrono::minutes(3));
  const auto role = world.role("moderators");
  ASSERT_TRUE(world.perform(
      world.anna(),
      world.client(world.anna())
          .change_role(world.circle(), {.member = world.member(world.anna(), "Karim").id, .role = role},
                       world.now_at(world.anna()))));
  world.settled();

  mark(karim, seq, articles::Mark::hold);

  EXPECT_EQ(thread(petra, seq).at(0).state, articles::PostState::held);
}

TEST_F(NewsgroupThreads, FoldsOnlyWhatIsNew) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(mo).at(0).first;

  post(petra, {.text = "Niemand?", .reply_to = seq});
  world.restart_device(mo);

  EXPECT_EQ(thread(mo, seq).size(), 2U);
  EXPECT_EQ(threads(mo).at(0).posts, 2U);
}

TEST_F(NewsgroupThreads, LetsOnlyModeratorsHoldAndWritersRemove) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(petra).at(0).first;
  const auto karim = world.admit("Karim", "parents");

  EXPECT_EQ(try_mark(petra, seq, articles::Mark::hold).error(), client::Errc::may_not_moderate);
  EXPECT_EQ(try_mark(karim, seq, articles::Mark::remove).error(), client::Errc::may_not_moderate);
  EXPECT_EQ(try_mark(mo, seq, articles::Mark::release).error(), client::Errc::not_needed);
  EXPECT_EQ(try_mark(mo, Sequence{9999}, articles::Mark::hold).error(), client::Errc::unknown_post);
  mark(petra, seq, articles::Mark::remove);
  EXPECT_EQ(thread(karim, seq).at(0).state, articles::PostState::removed);
  EXPECT_EQ(try_post(karim, {.text = "antwoord", .reply_to = seq}).error(), client::Errc::unknown_post);
}

TEST_F(NewsgroupThreads, IsWrittenInByPostsAlone) {
  auto& client = world.client(petra);

  EXPECT_EQ(client.say(world.circle(), channel(petra), "dag", world.now()).error(),
            client::Errc::newsgroup_takes_posts);
  EXPECT_EQ(
      client.seal_file(world.circle(), channel(petra), {.name = "a.txt", .text = {}, .size = 1}, world.now())
          .error(),
      client::Errc::newsgroup_takes_posts);
  EXPECT_EQ(world.client(world.anna())
                .post(world.circle(), world.channel(world.anna(), "steering"), {.subject = "a", .text = "b"},
                      world.now())
                .error(),
            client::Errc::not_a_newsgroup);
}

TEST_F(NewsgroupThreads, TakesNothingFromWhoOnlyReads) {
  const auto buddy = world.admit("Bob", "buddies");

  EXPECT_EQ(try_post(buddy, {.subject = "Slaap", .text = "dag"}).error(), client::Errc::may_not_post);
}

TEST_F(NewsgroupThreads, SaysWhoReadsIt) {
  (void)world.admit("Karim", "parents");

  const auto audience = world.client(petra).audience(world.circle(), channel(petra), world.now());

  ASSERT_EQ(audience.size(), 3U);
  EXPECT_EQ(audience.at(0).key, "parents");
  EXPECT_EQ(audience.at(0).members, 2U);
}

TEST_F(NewsgroupThreads, TakesWhatMayIdentifyAChildOnlyFromWhoSaysThatItDoesNot) {
  NewPost telling{.subject = "Vraag", .text = "Onze Tijmen slaapt slecht"};
  post(petra, telling);
  const auto founded = world.perform(
      petra, world.client(petra).found({.name = "Kring Tijmen", .hub = std::string(simulation::hub_origin)},
                                       world.now()));
  ASSERT_TRUE(founded);
  world.settled();

  EXPECT_EQ(try_post(petra, telling).error(), client::Errc::may_identify_child);
  EXPECT_EQ(world.client(petra).child_hints(telling.text, world.now()),
            (std::vector<ChildHint>{{HintKind::name, "Tijmen"}}));
  telling.identifies_nobody = true;
  EXPECT_TRUE(try_post(petra, telling));
}

TEST_F(NewsgroupThreads, NamesInALongThreadTheBeginningAndTheNearest) {
  post(petra, {.subject = "Slaap", .text = "1"});
  auto seq = threads(petra).at(0).first;
  for (int i = 0; i < 17; ++i) {
    post(petra, {.text = "verder", .reply_to = seq});
    seq = threads(petra).at(0).last;
  }

  ASSERT_EQ(threads(petra).size(), 1U);
  EXPECT_EQ(threads(petra).at(0).posts, 18U);
}

}  // namespace
}  // namespace kring::core
