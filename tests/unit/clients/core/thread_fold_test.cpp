#include "clients/core/thread_fold.hpp"

#include "channels/charter/shorthand.hpp"
#include "clients/core/circle_data.hpp"
#include "clients/core/posts.hpp"
#include "tests/support/test_circle.hpp"

#include "channels/articles/article.hpp"
#include "crypto/primitives/aead.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kring::core {
namespace {

using articles::Mark;
using articles::Pin;
using articles::Post;
using articles::PostEdit;
using articles::PostId;
using articles::PostMark;
using articles::PostPin;
using articles::PostState;
using channels::Sequence;
using charter::shorthand::rp;
using charter::shorthand::rpm;

/// A channel whose log is made by hand, of a circle whose charter is real: the founder moderates, the nurse
/// as long as an entry says so.
class FoldedLog {
 public:
  explicit FoldedLog(std::uint64_t seed) : world(seed), random(seed + 1000) {
    nurse = world.admit(world.nurse);
    circle.id = world.charter().circle();
    circle.handle_id = world.founder.id;
    circle.member = world.founder.member;
    circle.log = world.log;
    channel().id = world.care;
    now = world.now + std::chrono::hours(1);
    let_nurse(rp, {});
  }

  Channel& channel() { return circle.channels[world.care]; }
  [[nodiscard]] const articles::Threads& kept() { return channel().threads.all(circle, channel()); }
  /// All of it from the beginning.
  [[nodiscard]] articles::Threads whole() {
    ThreadFold fresh;
    return fresh.all(circle, channel());
  }
  [[nodiscard]] const ReportLog& kept_reports() { return channel().threads.reports(circle, channel()); }
  [[nodiscard]] ReportLog whole_reports() {
    ThreadFold fresh;
    return fresh.reports(circle, channel());
  }

  Sequence add(const channels::HandleId& author, const articles::KnownContent& content) {
    return add(author, articles::Article::of(content).value().view_bytes());
  }
  Sequence add(const channels::HandleId& author, ByteView article) {
    now += std::chrono::minutes(1);
    KeptEntry entry;
    entry.seq = channels::next(channel().head().number);
    entry.hash = random.fixed<32>();
    entry.time = now;
    entry.author = author;
    entry.article = copy_bytes(article);
    entry.charter = charter_read;
    if (follows) channel().threads.follow(circle, channel(), entry, article_of(entry));
    channel().log.push_back(std::move(entry));
    return channel().head().number;
  }
  PostId post(const channels::HandleId& author, std::vector<PostId> references = {}) {
    const auto id = random.id<PostId>();
    const auto subject = references.empty() ? "Onderwerp" : "";
    add(author, Post{.id = id,
                     .subject = subject,
                     .references = std::move(references),
                     .text = "tekst",
                     .until = next_end});
    return id;
  }
  /// A report that nobody can open.
  ReportId report(const channels::HandleId& author) {
    const auto id = random.id<ReportId>();
    SealedReport sealed;
    sealed.body.resize(report_body_bytes + primitives::aead_tag_bytes);
    add(author, make_report_article({.report = id, .sealed = sealed}).view_bytes());
    return id;
  }
  /// The owner says what the nurse may, by a clock that is `off` the hub's.
  void let_nurse(channels::Rights rights, Duration off) {
    world.now = std::max(now + off, circle.log->entries().back().content().time);
    world.must_act(world.founder,
                   charter::ChannelChange{.channel = world.care, .rights = {{world.nurse, rights}}});
    circle.log = world.log;
  }
  void cut_after(Sequence last) {
    std::erase_if(channel().log, [&](const KeptEntry& entry) { return entry.seq > last; });
  }

  void begin_elsewhere() {
    channel().log.clear();
    channel().start = {.number = Sequence{7}, .hash = random.fixed<32>()};
  }

  support::TestCircle world;
  support::SeededRandom random;
  support::TestPerson nurse;
  CircleData circle;
  Time now;
  channels::EntryNumber charter_read{};
  std::optional<Time> next_end{};
  /// Whether each entry is given to the fold as it comes.
  bool follows = false;
};

TEST(ThreadFold, GoesOnFromWhereItWas) {
  FoldedLog log(1);
  const auto first = log.post(log.nurse.id);
  (void)log.kept();

  log.post(log.world.founder.id, {first});

  EXPECT_EQ(log.kept().posts().size(), 2U);
  EXPECT_EQ(log.channel().threads.entries_taken(), 2U);
  EXPECT_EQ(log.kept(), log.whole());
}

TEST(ThreadFold, TakesEachEntryAsItComesAndReadsNoneTwice) {
  FoldedLog log(11);
  log.follows = true;
  const auto first = log.post(log.nurse.id);
  log.add(log.world.founder.id, PostMark{.post = first, .mark = Mark::hold, .reason = ""});

  EXPECT_EQ(log.channel().threads.entries_taken(), 2U);
  EXPECT_EQ(log.kept(), log.whole());
  EXPECT_EQ(log.channel().threads.entries_taken(), 2U);
}

TEST(ThreadFold, TakesInTheEndWhatItWasNotGivenWhenItCame) {
  FoldedLog log(12);
  const auto first = log.post(log.nurse.id);
  log.follows = true;
  log.post(log.world.founder.id, {first});

  EXPECT_EQ(log.channel().threads.entries_taken(), 0U);
  EXPECT_EQ(log.kept().posts().size(), 2U);
  EXPECT_EQ(log.kept(), log.whole());
}

TEST(ThreadFold, LeavesWhatAnOlderCharterJudgesUntilItIsAskedFor) {
  FoldedLog log(14);
  log.follows = true;
  const auto post = log.post(log.nurse.id);
  log.let_nurse(rpm, std::chrono::minutes(10));

  log.add(log.world.founder.id, PostMark{.post = post, .mark = Mark::hold, .reason = ""});
  log.post(log.nurse.id);
  EXPECT_EQ(log.channel().threads.entries_taken(), 1U);

  EXPECT_EQ(log.kept().find(post)->state, PostState::held);
  EXPECT_EQ(log.channel().threads.entries_taken(), 3U);
  EXPECT_EQ(log.kept(), log.whole());
}

TEST(ThreadFold, FollowsALogThatBeginsElsewhereFromThere) {
  FoldedLog log(13);
  log.follows = true;
  log.post(log.nurse.id);
  log.begin_elsewhere();
  log.post(log.nurse.id);

  EXPECT_EQ(log.kept().posts().size(), 1U);
  EXPECT_EQ(log.kept(), log.whole());
}

TEST(ThreadFold, BeginsAnewWhereTheLogWasCutAndWentOnOtherwise) {
  FoldedLog log(2);
  const auto first = log.post(log.nurse.id);
  const auto second = log.post(log.nurse.id);
  (void)log.kept();

  log.cut_after(Sequence{1});
  const auto other = log.post(log.nurse.id);
  log.post(log.nurse.id, {other});

  EXPECT_NE(log.kept().find(first), nullptr);
  EXPECT_EQ(log.kept().find(second), nullptr);
  EXPECT_EQ(log.kept(), log.whole());
}

TEST(ThreadFold, HasNothingOfALogThatBeginsElsewhere) {
  FoldedLog log(3);
  log.post(log.nurse.id);
  (void)log.kept();

  log.begin_elsewhere();
  log.post(log.nurse.id);

  ASSERT_EQ(log.kept().posts().size(), 1U);
  EXPECT_EQ(log.kept().posts().at(0).seq, Sequence{8});
}

TEST(ThreadFold, JudgesAgainWhenTheRightHadBeenGivenBefore) {
  FoldedLog log(4);
  const auto post = log.post(log.world.founder.id);
  log.add(log.nurse.id, PostMark{.post = post, .mark = Mark::hold, .reason = ""});
  EXPECT_EQ(log.kept().find(post)->state, PostState::shown);

  log.let_nurse(rpm, std::chrono::minutes(-3));

  EXPECT_EQ(log.kept().find(post)->state, PostState::held);
}

TEST(ThreadFold, TakesAMarkOfWhoHadReadThatTheyModerate) {
  FoldedLog log(5);
  const auto post = log.post(log.world.founder.id);
  log.let_nurse(rpm, std::chrono::minutes(4));

  const auto unread = log.add(log.nurse.id, PostMark{.post = post, .mark = Mark::hold, .reason = ""});
  EXPECT_EQ(log.kept().find(post)->state, PostState::shown) << std::to_underlying(unread);
  log.charter_read = log.circle.number();
  log.add(log.nurse.id, PostMark{.post = post, .mark = Mark::hold, .reason = ""});

  EXPECT_EQ(log.kept().find(post)->state, PostState::held);
}

TEST(ThreadFold, TakesNoMarkOfWhoSaysThatTheyHaveNotReadOfTheirEnd) {
  FoldedLog log(6);
  log.let_nurse(rpm, {});
  log.charter_read = log.circle.number();
  const auto post = log.post(log.world.founder.id);
  log.let_nurse(rp, {});

  log.add(log.nurse.id, PostMark{.post = post, .mark = Mark::hold, .reason = ""});

  EXPECT_EQ(log.kept().find(post)->state, PostState::shown);
}

TEST(ThreadFold, SettlesAReportByWhoModeratedThen) {
  FoldedLog log(8);
  const auto first = log.report(log.nurse.id);
  const auto second = log.report(log.nurse.id);

  log.add(log.nurse.id, make_settled_article(first).view_bytes());
  EXPECT_FALSE(log.kept_reports().reports().at(0).settled);
  log.let_nurse(rpm, std::chrono::minutes(4));
  log.charter_read = log.circle.number();
  log.add(log.nurse.id, make_settled_article(second).view_bytes());

  EXPECT_FALSE(log.kept_reports().reports().at(0).settled);
  ASSERT_TRUE(log.kept_reports().reports().at(1).settled);
  EXPECT_EQ(log.kept_reports().reports().at(1).settled->by, log.nurse.member);
}

TEST(ThreadFold, SettlesAReportOnceAndOnlyOneThatStandsBefore) {
  FoldedLog log(9);
  const auto later = log.random.id<ReportId>();
  log.add(log.world.founder.id, make_settled_article(later).view_bytes());
  const auto id = log.report(log.nurse.id);
  log.add(log.world.founder.id, make_settled_article(id).view_bytes());
  const auto settled = log.kept_reports().reports().at(0).settled;

  log.add(log.world.founder.id, make_settled_article(id).view_bytes());

  ASSERT_TRUE(settled);
  EXPECT_EQ(log.kept_reports().reports().size(), 1U);
  EXPECT_EQ(log.kept_reports().reports().at(0).settled, settled);
}

/// Random posts, answers, marks, reports, other articles, changes of who moderates by clocks that are off,
/// and cuts: after each the kept fold is the whole one.
class RandomLogs : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomLogs, AreFoldedOnAsTheyAreFoldedWhole) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  FoldedLog log(GetParam());
  std::vector<PostId> posts{log.post(log.nurse.id)};
  std::vector<ReportId> reports{log.report(log.nurse.id)};
  std::size_t checked = 0;

  for (int step = 0; step < 300; ++step) {
    const auto& author = log.random.below(2) == 0 ? log.nurse.id : log.world.founder.id;
    const auto known = posts.at(log.random.below(posts.size()));
    log.next_end.reset();
    if (log.random.below(4) == 0) log.next_end = log.now + std::chrono::minutes(log.random.below(30));
    switch (log.random.below(14)) {
      case 0:
        log.let_nurse(log.random.below(2) == 0 ? rpm : rp,
                      Duration(log.random.below(600'000)) - Duration(300'000));
        break;
      case 1:
        log.cut_after(static_cast<Sequence>(log.random.below(log.channel().log.size()) + 1));
        break;
      case 2:
        log.add(author, view_bytes(std::string_view("kein JSON")));
        break;
      case 3:
      case 4:
        posts.push_back(log.post(author));
        break;
      case 5:
      case 6:
        posts.push_back(log.post(author, {known}));
        break;
      case 11:
        log.add(author, PostPin{.post = known, .pin = static_cast<Pin>(log.random.below(2) + 1)});
        break;
      case 12:
        reports.push_back(log.report(author));
        break;
      case 13:
        log.add(author, make_settled_article(reports.at(log.random.below(reports.size()))).view_bytes());
        break;
      case 7:
        log.add(author, PostEdit{.post = known, .text = "stap " + std::to_string(step)});
        break;
      default:
        log.charter_read =
            static_cast<channels::EntryNumber>(log.random.below(std::to_underlying(log.circle.number()) + 1));
        log.add(author,
                PostMark{.post = known, .mark = static_cast<Mark>(log.random.below(3) + 1), .reason = ""});
    }
    if (log.random.below(3) != 0) continue;
    ++checked;
    ASSERT_EQ(log.kept(), log.whole()) << "step " << step;
    ASSERT_EQ(log.kept_reports(), log.whole_reports()) << "step " << step;
  }

  EXPECT_GT(checked, 50U);
}

INSTANTIATE_TEST_SUITE_P(, RandomLogs, testing::Range<std::uint64_t>(100, 120));

TEST(ThreadFold, LooksAtOneEntryForOneMoreArticleOfTwentyThousand) {
  constexpr std::size_t threads = 400;
  constexpr std::size_t posts = 20'000;
  FoldedLog log(7);
  std::vector<PostId> firsts;
  firsts.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) firsts.push_back(log.post(log.nurse.id));
  for (std::size_t i = threads; i < posts; ++i) log.post(log.nurse.id, {firsts.at(i % threads)});
  EXPECT_EQ(log.kept().posts().size(), posts);
  EXPECT_EQ(log.channel().threads.entries_taken(), posts);

  log.post(log.nurse.id, {firsts.at(0)});
  const auto thread = view_thread(log.circle, log.world.care, log.channel().head().number, log.now);

  EXPECT_EQ(log.channel().threads.entries_taken(), posts + 1);
  ASSERT_TRUE(thread);
  EXPECT_EQ(thread->size(), posts / threads + 1);
  EXPECT_EQ(log.kept().thread_of(log.kept().posts().back()).size(), thread->size());
}

}  // namespace
}  // namespace kring::core
