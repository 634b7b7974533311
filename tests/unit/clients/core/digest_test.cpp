#include "clients/core/digest.hpp"

#include "channels/charter/shorthand.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/posts.hpp"
#include "clients/core/row_codec.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kring::core {
namespace {

using channels::Sequence;
using charter::shorthand::rp;
using simulation::DeviceIndex;
using simulation::NetworkWorld;

constexpr auto parents = "nik.ouders";
constexpr auto sleep = "nik.slaap";

/// Two newsgroups, with a parent who posts and one who reads.
class NewsgroupDigest : public ::testing::Test {
 protected:
  NewsgroupDigest() : world({.seed = 441}) {
    for (const auto* group : {parents, sleep}) world.open_newsgroup(group, {{"parents", rp}});
    petra = world.admit("Petra", "parents");
    karim = world.admit("Karim", "parents");
  }

  channels::ChannelId channel(const char* group) { return world.channel(petra, group); }
  Sequence post(const char* group, const NewPost& post) {
    const auto& client = world.client(petra);
    EXPECT_TRUE(
        world.perform(petra, world.client(petra).post(world.circle(), channel(group), post, world.now())));
    world.settled();
    return client.threads(world.circle(), channel(group), world.now()).at(0).last;
  }
  DigestView digest(DeviceIndex device, std::optional<Time> since = {}) {
    return world.client(device).digest(world.circle(), since, world.now());
  }
  NewsgroupView newsgroup(const char* group) {
    for (auto& one : world.client(karim).newsgroups(world.circle(), world.now())) {
      if (one.label == group) return one;
    }
    ADD_FAILURE() << group;
    return {};
  }
  void perform(Result<Actions> actions) {
    ASSERT_TRUE(actions) << actions.error().name();
    world.perform(karim, std::move(*actions));
  }
  void count(const char* group, Counts counts) {
    perform(world.client(karim).count_newsgroup(world.circle(), channel(group), counts));
  }
  void count(const char* group, Sequence thread, Counts counts) {
    perform(world.client(karim).count_thread(world.circle(), channel(group), thread, counts));
  }

  NetworkWorld world;
  DeviceIndex petra{};
  DeviceIndex karim{};
};

TEST_F(NewsgroupDigest, HasNothingWhereNothingIsNew) {
  EXPECT_EQ(digest(karim).subscribed, 2U);
  EXPECT_TRUE(digest(karim).groups.empty());
}

TEST_F(NewsgroupDigest, TellsByNewsgroupAndThreadWhatIsNew) {
  const auto bed = post(parents, {.subject = "Bed", .text = "Wie kent een bed?\nGroet"});
  post(parents, {.text = "Iemand?", .reply_to = bed});
  post(sleep, {.subject = "Slaap", .text = "Hoe lang?"});

  const auto view = digest(karim);

  ASSERT_EQ(view.groups.size(), 2U);
  EXPECT_EQ(view.groups.at(0).label, parents);
  EXPECT_EQ(view.groups.at(0).posts, 2U);
  ASSERT_EQ(view.groups.at(0).threads.size(), 1U);
  const auto& thread = view.groups.at(0).threads.at(0);
  EXPECT_EQ(thread.first, bed);
  EXPECT_EQ(thread.subject, "Bed");
  EXPECT_EQ(thread.posts, 2U);
  EXPECT_EQ(thread.line, "Wie kent een bed?");
  EXPECT_EQ(thread.author_name, "Petra");
  EXPECT_EQ(view.groups.at(1).label, sleep);
  EXPECT_TRUE(digest(petra).groups.empty()) << "one's own is no news";
}

TEST_F(NewsgroupDigest, MarksNothingAsRead) {
  const auto bed = post(parents, {.subject = "Bed", .text = "Wie?"});

  EXPECT_EQ(digest(karim).groups.size(), 1U);
  EXPECT_EQ(digest(karim).groups.size(), 1U);
  EXPECT_EQ(newsgroup(parents).unread, 1U);
  perform(world.client(karim).mark_thread_read(world.circle(), channel(parents), bed));
  EXPECT_TRUE(digest(karim).groups.empty());
  EXPECT_EQ(newsgroup(parents).unread, 0U);
}

TEST_F(NewsgroupDigest, BeginsWithTheFirstPostThatIsNew) {
  const auto bed = post(parents, {.subject = "Bed", .text = "Wie?"});
  perform(world.client(karim).mark_thread_read(world.circle(), channel(parents), bed));
  const auto answer = post(parents, {.text = "Al gevonden.", .reply_to = bed});

  const auto thread = digest(karim).groups.at(0).threads.at(0);

  EXPECT_EQ(thread.posts, 1U);
  EXPECT_EQ(thread.from, answer);
  EXPECT_EQ(thread.line, "Al gevonden.");
}

TEST_F(NewsgroupDigest, HasWhatWasReadTooSinceATime) {
  const auto bed = post(parents, {.subject = "Bed", .text = "Wie?"});
  perform(world.client(karim).mark_thread_read(world.circle(), channel(parents), bed));
  world.run(std::chrono::hours(2));
  const auto since = world.now();
  world.run(std::chrono::hours(1));
  post(parents, {.text = "Iemand?", .reply_to = bed});
  perform(world.client(karim).mark_thread_read(world.circle(), channel(parents), bed));

  EXPECT_TRUE(digest(karim).groups.empty());
  EXPECT_EQ(digest(karim, since).groups.at(0).posts, 1U);
  EXPECT_EQ(digest(karim, since - std::chrono::hours(3)).groups.at(0).posts, 2U);
  EXPECT_TRUE(digest(karim, world.now() + std::chrono::hours(1)).groups.empty());
}

TEST_F(NewsgroupDigest, LeavesOutNewsgroupsThatAreNotSubscribedTo) {
  post(parents, {.subject = "Bed", .text = "Wie?"});
  post(sleep, {.subject = "Slaap", .text = "Hoe lang?"});

  count(parents, Counts::no);

  EXPECT_EQ(digest(karim).subscribed, 1U);
  ASSERT_EQ(digest(karim).groups.size(), 1U);
  EXPECT_EQ(digest(karim).groups.at(0).label, sleep);
  EXPECT_FALSE(newsgroup(parents).subscribed);
  EXPECT_EQ(newsgroup(parents).unread, 0U);
  count(parents, Counts::yes);
  EXPECT_EQ(digest(karim).groups.size(), 2U);
}

TEST_F(NewsgroupDigest, LeavesOutThreadsThatAreMuted) {
  const auto bed = post(parents, {.subject = "Bed", .text = "Wie?"});
  post(parents, {.subject = "Stoel", .text = "Wie nog?"});

  count(parents, bed, Counts::no);
  post(parents, {.text = "Iemand?", .reply_to = bed});

  ASSERT_EQ(digest(karim).groups.at(0).threads.size(), 1U);
  EXPECT_EQ(digest(karim).groups.at(0).threads.at(0).subject, "Stoel");
  EXPECT_EQ(newsgroup(parents).unread, 1U);
  EXPECT_TRUE(world.client(karim).threads(world.circle(), channel(parents), world.now()).at(0).muted);
  EXPECT_TRUE(world.client(karim).timeline(world.circle(), channel(parents), {}).back().muted);
  count(parents, bed, Counts::yes);
  EXPECT_EQ(newsgroup(parents).unread, 3U);
}

TEST_F(NewsgroupDigest, KeepsWhatCountsOverARestart) {
  const auto bed = post(parents, {.subject = "Bed", .text = "Wie?"});
  count(sleep, Counts::no);
  count(parents, bed, Counts::no);

  world.restart_device(karim);

  EXPECT_FALSE(newsgroup(sleep).subscribed);
  EXPECT_TRUE(newsgroup(parents).subscribed);
  EXPECT_EQ(newsgroup(parents).unread, 0U);
}

TEST_F(NewsgroupDigest, RefusesWhatIsSoAlreadyAndWhatIsNotThere) {
  auto& client = world.client(karim);
  const auto thread = post(parents, {.subject = "Bed", .text = "Wie?"});
  const auto circle = world.circle();
  const auto group = channel(parents);

  EXPECT_EQ(client.count_newsgroup(circle, group, Counts::yes).error(), client::Errc::not_needed);
  EXPECT_EQ(client.count_thread(circle, group, thread, Counts::yes).error(), client::Errc::not_needed);
  EXPECT_EQ(client.count_thread(circle, group, Sequence{999}, Counts::no).error(),
            client::Errc::unknown_post);
  EXPECT_EQ(client.count_newsgroup(circle, channels::ChannelId(), Counts::no).error(),
            client::Errc::unknown_channel);
  EXPECT_EQ(client.count_newsgroup(channels::CircleId(), group, Counts::no).error(),
            client::Errc::unknown_circle);
  auto& anna = world.client(world.anna());
  EXPECT_EQ(anna.count_newsgroup(circle, world.channel(world.anna(), "steering"), Counts::no).error(),
            client::Errc::not_a_newsgroup);
}

TEST_F(NewsgroupDigest, ShowsSoManyThreadsAndTellsHowManyMoreThereAre) {
  for (std::size_t i = 0; i < digest_threads_max; ++i) post(parents, {.subject = "Vraag", .text = "Wie?"});
  EXPECT_EQ(digest(karim).groups.at(0).threads.size(), digest_threads_max);
  EXPECT_EQ(digest(karim).groups.at(0).left_out, 0U);

  const auto last = post(parents, {.subject = "Vraag", .text = "Wie?"});

  const auto group = digest(karim).groups.at(0);
  EXPECT_EQ(group.threads.size(), digest_threads_max);
  EXPECT_EQ(group.threads.front().first, last);
  EXPECT_EQ(group.left_out, 1U);
  EXPECT_EQ(group.posts, digest_threads_max + 1);
}

/// A row of before there was anything that does not count.
SecretBytes oldest_row(const articles::PostId& thread) {
  RowWriter out(1);
  out.list(std::vector{thread}, [&](const auto& id) {
    out.id(id);
    out.number(Sequence{4});
  });
  return out.take();
}

TEST(NewsgroupReadingRow, IsReadFromHomesOfBefore) {
  const articles::PostId thread(FixedBytes<16>{1});
  Channel channel;

  ASSERT_TRUE(decode_reading(oldest_row(thread), channel));

  EXPECT_EQ(channel.reading.read.at(thread), Sequence{4});
  EXPECT_TRUE(channel.reading.subscribed);
  EXPECT_TRUE(channel.reading.muted.empty());
}

TEST(NewsgroupReadingRow, IsReadBackAsItWasWritten) {
  const articles::PostId thread(FixedBytes<16>{1});
  Channel written;
  written.reading = {.subscribed = false, .read = {{thread, Sequence{4}}}, .muted = {thread}};
  Channel channel;

  ASSERT_TRUE(decode_reading(encode_reading(written), channel));

  EXPECT_EQ(channel.reading.read, written.reading.read);
  EXPECT_FALSE(channel.reading.subscribed);
  EXPECT_EQ(channel.reading.muted, written.reading.muted);
}

}  // namespace
}  // namespace kring::core
