#include "clients/core/posts.hpp"

#include "channels/articles/limits.hpp"
#include "channels/charter/shorthand.hpp"
#include "channels/model/errc.hpp"
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
  void post(DeviceIndex device, const NewPost& post) { world.must(device, try_post(device, post)); }
  Result<Accepted> try_mark(DeviceIndex device, Sequence seq, articles::Mark mark) {
    return world.client(device).mark_post(world.circle(), channel(device), seq, mark, "", world.now());
  }
  void mark(DeviceIndex device, Sequence seq, articles::Mark mark) {
    world.must(device, try_mark(device, seq, mark));
  }
  Result<Accepted> try_edit(DeviceIndex device, Sequence seq, const NewText& text) {
    return world.client(device).edit_post(world.circle(), channel(device), seq, text, world.now());
  }
  void edit(DeviceIndex device, Sequence seq, const std::string& text) {
    world.must(device, try_edit(device, seq, {.text = text}));
  }
  Result<Accepted> try_pin(DeviceIndex device, Sequence seq, articles::Pin pin) {
    return world.client(device).pin_thread(world.circle(), channel(device), seq, pin, world.now());
  }
  void pin(DeviceIndex device, Sequence seq, articles::Pin what) {
    world.must(device, try_pin(device, seq, what));
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

TEST_F(NewsgroupThreads, ShowsNoMoreThanWereAskedForOfThoseThatAreCounted) {
  for (const auto* subject : {"Slaap", "School", "Sonde"}) post(petra, {.subject = subject, .text = "Tip?"});
  const auto asked = [&](std::size_t most) {
    return world.client(mo).threads(world.circle(), channel(mo), world.now(), most);
  };

  EXPECT_EQ(world.client(mo).thread_count(world.circle(), channel(mo), world.now()), 3U);
  ASSERT_EQ(asked(2).size(), 2U);
  EXPECT_EQ(asked(2).at(0).subject, "Sonde");
  EXPECT_EQ(asked(2).at(1).subject, "School");
  EXPECT_EQ(asked(3).size(), 3U);
  EXPECT_EQ(asked(4).size(), 3U);
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

TEST_F(NewsgroupThreads, ShowsTheNewestTextOfAPostAndWhatStoodThereBefore) {
  post(petra, {.subject = "Slaap", .text = "Wie weet rad?"});
  const auto seq = threads(petra).at(0).first;
  const auto posted = thread(mo, seq).at(0).time;
  world.run(std::chrono::hours(1));

  edit(petra, seq, "Wie weet raad?");

  const auto seen = thread(mo, seq).at(0);
  EXPECT_EQ(seen.text, "Wie weet raad?");
  EXPECT_EQ(seen.time, posted);
  ASSERT_TRUE(seen.edited);
  EXPECT_GE(*seen.edited, posted + std::chrono::hours(1));
  ASSERT_EQ(seen.earlier.size(), 1U);
  EXPECT_EQ(seen.earlier.at(0).text, "Wie weet rad?");
  EXPECT_EQ(seen.earlier.at(0).time, posted);
  EXPECT_EQ(world.texts(mo, parents_group), std::vector<std::string>{"Wie weet raad?"});
  EXPECT_EQ(world.client(mo).digest(world.circle(), {}, world.now()).groups.at(0).threads.at(0).line,
            "Wie weet raad?");
  EXPECT_EQ(world.client(mo).search(world.circle(), "raad", {}, world.now())->hits.size(), 1U);
  EXPECT_TRUE(world.client(mo).search(world.circle(), "rad?", {}, world.now())->hits.empty());
}

TEST_F(NewsgroupThreads, MakesNothingUnreadByAnEdit) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(mo).at(0).first;
  world.perform(mo, *world.client(mo).mark_thread_read(world.circle(), channel(mo), seq));

  edit(petra, seq, "Wie weet raad? (opgelost)");

  EXPECT_EQ(threads(mo).at(0).unread, 0U);
  EXPECT_EQ(threads(mo).at(0).posts, 1U);
}

TEST_F(NewsgroupThreads, LetsOnlyWhoWroteAPostEditItWhileItIsShown) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(petra).at(0).first;

  EXPECT_EQ(try_edit(mo, seq, {.text = "Niemand."}).error(), client::Errc::not_your_post);
  EXPECT_EQ(try_edit(petra, Sequence{9999}, {.text = "Niemand."}).error(), client::Errc::unknown_post);
  EXPECT_EQ(try_edit(petra, seq, {.text = "Wie weet raad?"}).error(), client::Errc::not_needed);
  EXPECT_EQ(try_edit(petra, seq, {.text = " "}).error(), channels::Errc::text_empty);
  mark(mo, seq, articles::Mark::hold);
  EXPECT_EQ(try_edit(petra, seq, {.text = "Niemand?"}).error(), client::Errc::post_held);
  mark(mo, seq, articles::Mark::remove);
  EXPECT_EQ(try_edit(petra, seq, {.text = "Niemand?"}).error(), client::Errc::unknown_post);
}

TEST_F(NewsgroupThreads, TakesAnEditThatMayIdentifyAChildOnlyFromWhoSaysThatItDoesNot) {
  post(petra, {.subject = "Vraag", .text = "Wie weet raad?"});
  const auto seq = threads(petra).at(0).first;
  NewText telling{.text = "Bel 06-12345678"};

  EXPECT_EQ(try_edit(petra, seq, telling).error(), client::Errc::may_identify_child);
  telling.identifies_nobody = true;
  EXPECT_TRUE(try_edit(petra, seq, telling));
}

TEST_F(NewsgroupThreads, RefusesOneEditMoreThanCounts) {
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});
  const auto seq = threads(petra).at(0).first;
  for (std::size_t i = 0; i < articles::limits::post_edits_max; ++i) edit(petra, seq, std::to_string(i));

  EXPECT_EQ(try_edit(petra, seq, {.text = "nog een"}).error(), client::Errc::too_many_edits);
}

TEST_F(NewsgroupThreads, HidesWhatAHiddenPostSaidBeforeToo) {
  post(petra, {.subject = "Slaap", .text = "Eerst dit"});
  const auto seq = threads(petra).at(0).first;
  edit(petra, seq, "Toen dat");
  const auto karim = world.admit("Karim", "parents");

  mark(mo, seq, articles::Mark::remove);

  EXPECT_TRUE(thread(karim, seq).at(0).earlier.empty());
  EXPECT_EQ(thread(mo, seq).at(0).earlier.size(), 1U);
  for (const auto& article : world.client(karim).timeline(world.circle(), channel(karim), {})) {
    EXPECT_EQ(article.json.find("Eerst dit"), std::string::npos);
    EXPECT_EQ(article.json.find("Toen dat"), std::string::npos);
  }
}

TEST_F(NewsgroupThreads, ShowsWhatIsPinnedFirst) {
  post(petra, {.subject = "Welkom", .text = "Dag."});
  const auto welcome = threads(petra).at(0).first;
  post(petra, {.subject = "Slaap", .text = "Wie weet raad?"});

  pin(mo, welcome, articles::Pin::pin);

  EXPECT_EQ(threads(petra).at(0).first, welcome);
  ASSERT_TRUE(threads(petra).at(0).pinned);
  EXPECT_EQ(threads(petra).at(0).pinned->by_name, "Mo");
  EXPECT_FALSE(threads(petra).at(1).pinned);
  pin(mo, welcome, articles::Pin::unpin);
  EXPECT_EQ(threads(petra).at(1).first, welcome);
}

TEST_F(NewsgroupThreads, LetsOnlyModeratorsPinAndOnlyWhatIsThere) {
  post(petra, {.subject = "Welkom", .text = "Dag."});
  const auto welcome = threads(petra).at(0).first;

  EXPECT_EQ(try_pin(petra, welcome, articles::Pin::pin).error(), client::Errc::may_not_moderate);
  EXPECT_EQ(try_pin(mo, welcome, articles::Pin::unpin).error(), client::Errc::not_needed);
  EXPECT_EQ(try_pin(mo, Sequence{9999}, articles::Pin::pin).error(), client::Errc::unknown_post);
  pin(mo, welcome, articles::Pin::pin);
  EXPECT_EQ(try_pin(mo, welcome, articles::Pin::pin).error(), client::Errc::not_needed);
  mark(mo, welcome, articles::Mark::remove);
  EXPECT_EQ(try_pin(mo, welcome, articles::Pin::pin).error(), client::Errc::unknown_post);
}

TEST_F(NewsgroupThreads, RefusesOnePinMoreThanCounts) {
  for (std::size_t i = 0; i <= articles::limits::pinned_threads_max; ++i)
    post(petra, {.subject = "Onderwerp", .text = "tekst"});
  const auto all = threads(petra);
  for (std::size_t i = 0; i < articles::limits::pinned_threads_max; ++i)
    pin(mo, all.at(i).first, articles::Pin::pin);

  EXPECT_EQ(try_pin(mo, all.back().first, articles::Pin::pin).error(), client::Errc::too_many_pinned);
}

TEST_F(NewsgroupThreads, KeepsThePinOfAModeratorWhoHasGone) {
  post(petra, {.subject = "Welkom", .text = "Dag."});
  pin(mo, threads(mo).at(0).first, articles::Pin::pin);

  world.remove("Mo");

  EXPECT_TRUE(threads(petra).at(0).pinned);
}

TEST_F(NewsgroupThreads, LeavesAPostThatHasEndedOutOfListsAndSaysSoInItsThread) {
  const auto end = world.now() + std::chrono::hours(2);
  post(petra, {.subject = "Stoel", .text = "Te leen.", .until = end});
  const auto seq = threads(mo).at(0).first;
  post(mo, {.text = "Graag.", .reply_to = seq});
  EXPECT_FALSE(thread(mo, seq).at(0).ended);
  EXPECT_EQ(thread(mo, seq).at(0).until, end);

  world.run(std::chrono::hours(3));

  EXPECT_TRUE(threads(petra).empty());
  EXPECT_TRUE(world.client(mo).digest(world.circle(), {}, world.now()).groups.empty());
  EXPECT_TRUE(world.client(mo)
                  .digest(world.circle(), world.now() - std::chrono::hours(9), world.now())
                  .groups.empty());
  EXPECT_TRUE(world.client(mo).search(world.circle(), "leen", {}, world.now())->hits.empty());
  EXPECT_EQ(world.client(mo).search(world.circle(), "leen", {}, end - Duration(1))->hits.size(), 1U);
  EXPECT_TRUE(thread(petra, seq).at(0).ended);
  EXPECT_EQ(thread(petra, seq).at(0).text, "Te leen.");
  EXPECT_TRUE(thread(petra, seq).at(1).ended);
  EXPECT_EQ(try_post(mo, {.text = "Nog?", .reply_to = seq}).error(), client::Errc::thread_over);
}

TEST_F(NewsgroupThreads, KeepsAThreadOfWhichOnlyAnAnswerHasEnded) {
  post(petra, {.subject = "Stoel", .text = "Te leen."});
  const auto seq = threads(mo).at(0).first;
  post(petra, {.text = "Vandaag nog.", .reply_to = seq, .until = world.now() + std::chrono::hours(1)});

  world.run(std::chrono::hours(2));

  ASSERT_EQ(threads(mo).size(), 1U);
  EXPECT_EQ(threads(mo).at(0).unread, 1U);
  EXPECT_EQ(world.client(mo).digest(world.circle(), {}, world.now()).groups.at(0).posts, 1U);
}

TEST_F(NewsgroupThreads, TakesNoPostThatEndsNowOrBefore) {
  NewPost ending{.subject = "Stoel", .text = "Te leen.", .until = world.now()};

  EXPECT_EQ(try_post(petra, ending).error(), client::Errc::bad_post_end);
  ending.until = world.now() + Duration(1);
  EXPECT_TRUE(try_post(petra, ending));
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
