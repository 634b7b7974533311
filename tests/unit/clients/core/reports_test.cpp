#include "clients/core/reports.hpp"

#include "channels/charter/shorthand.hpp"
#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"
#include "clients/core/channel_rows.hpp"
#include "clients/core/circle_rows.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/rows.hpp"
#include "crypto/primitives/hpke.hpp"
#include "tests/simulation/network_world.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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

constexpr auto reported_group = "nik.ouders";

/// A newsgroup in which Petra and Karim write, and Mo and Anna moderate.
class NewsgroupReports : public ::testing::Test {
 protected:
  NewsgroupReports() : world({.seed = 431}) {
    world.open_newsgroup(reported_group, {{"parents", rp}, {"moderators", rpm}, {"buddies", Right::read}});
    petra = world.admit("Petra", "parents");
    karim = world.admit("Karim", "parents");
    mo = world.admit("Mo", "moderators");
    post(karim, {.subject = "Slaap", .text = "Wie weet raad?\nEn gauw."});
    posted = world.client(petra).threads(world.circle(), channel(petra), world.now()).at(0).first;
  }

  channels::ChannelId channel(DeviceIndex device) { return world.channel(device, reported_group); }
  void post(DeviceIndex device, const NewPost& post) {
    world.must(device, world.client(device).post(world.circle(), channel(device), post, world.now()));
  }
  void mark(DeviceIndex device, articles::Mark mark) {
    world.must(device, world.client(device).mark_post(world.circle(), channel(device), posted, mark, "",
                                                      world.now()));
  }
  Result<Accepted> try_report(DeviceIndex device, const std::string& reason) {
    return world.client(device).report(world.circle(), channel(device), posted, reason, world.now());
  }
  void report(DeviceIndex device, const std::string& reason) {
    world.must(device, try_report(device, reason));
  }
  Result<Accepted> try_settle(DeviceIndex device, Sequence seq) {
    return world.client(device).settle_report(world.circle(), channel(device), seq, world.now());
  }
  ReportsView reports(DeviceIndex device) {
    return world.client(device).reports(world.circle(), {}, world.now());
  }
  ReportAudienceView audience(DeviceIndex device) {
    auto view =
        world.client(device).report_audience(world.circle(), channel(device), posted, "reden", world.now());
    EXPECT_TRUE(view);
    return view ? std::move(*view) : ReportAudienceView();
  }
  std::vector<std::string> readers(DeviceIndex device) {
    std::vector<std::string> names;
    for (const auto& one : audience(device).readers) names.push_back(one.name);
    std::ranges::sort(names);
    return names;
  }
  void write(DeviceIndex device, const articles::Article& article) {
    world.write(device, reported_group, article);
  }
  /// What stands in the log of the newsgroup, as a device has kept it.
  std::vector<articles::Article> log(DeviceIndex device) {
    Channel kept;
    const auto prefix = channel_row(world.circle(), channel(device), "log/");
    std::vector<articles::Article> all;
    for (const auto& [name, row] : world.vault(device)) {
      if (!name.starts_with(prefix) || !decode_kept(row, kept) || kept.log.back().article.empty()) continue;
      all.push_back(articles::Article::parse(kept.log.back().article).value());
    }
    return all;
  }
  articles::Article report_in_log(DeviceIndex device) {
    for (const auto& article : log(device)) {
      if (read_report_article(article)) return article;
    }
    ADD_FAILURE() << "no report";
    return articles::Article::of(articles::Message{"geen"}).value();
  }

  NetworkWorld world;
  DeviceIndex petra{};
  DeviceIndex karim{};
  DeviceIndex mo{};
  Sequence posted{};
};

TEST_F(NewsgroupReports, AreReadByModeratorsAndNobodyElse) {
  report(petra, "Noemt een kind.\nGraag weg.");

  for (const auto moderator : {mo, world.anna()}) {
    const auto view = reports(moderator);
    ASSERT_EQ(view.reports.size(), 1U);
    const auto& one = view.reports.at(0);
    EXPECT_EQ(one.label, reported_group);
    EXPECT_EQ(one.reporter_name, "Petra");
    EXPECT_EQ(one.reason, "Noemt een kind.\nGraag weg.");
    ASSERT_TRUE(one.post);
    EXPECT_EQ(one.post->seq, posted);
    EXPECT_EQ(one.post->subject, "Slaap");
    EXPECT_EQ(one.post->line, "Wie weet raad?");
    EXPECT_EQ(one.post->author_name, "Karim");
    EXPECT_EQ(one.post->state, articles::PostState::shown);
    EXPECT_FALSE(one.settled);
    EXPECT_EQ(view.open(), 1U);
    EXPECT_EQ(view.for_others, 0U);
  }
  for (const auto member : {petra, karim}) {
    EXPECT_TRUE(reports(member).reports.empty());
    EXPECT_EQ(reports(member).newsgroups, 0U);
  }
}

TEST_F(NewsgroupReports, AreSeenByNobodyInWhatTheyReadSearchOrExport) {
  const auto articles_before = world.client(karim).timeline(world.circle(), channel(karim), {}).size();
  (void)world.perform(karim, *world.client(karim).mark_thread_read(world.circle(), channel(karim), posted));

  report(petra, "Noemt een kind.");

  EXPECT_EQ(world.client(karim).timeline(world.circle(), channel(karim), {}).size(), articles_before);
  EXPECT_EQ(world.client(karim).threads(world.circle(), channel(karim), world.now()).at(0).unread, 0U);
  EXPECT_TRUE(world.client(karim).digest(world.circle(), {}, world.now()).groups.empty());
  for (const auto device : {karim, mo}) {
    EXPECT_TRUE(world.client(device).search(world.circle(), "noemt", {}, world.now())->hits.empty());
    for (const auto& archived : world.client(device).archive(world.circle(), world.now())->channels) {
      for (const auto& article : archived.articles) EXPECT_FALSE(article.type.starts_with("report"));
    }
  }
}

TEST_F(NewsgroupReports, SayBeforehandWhoWouldReadThem) {
  EXPECT_EQ(readers(petra), (std::vector<std::string>{"Anna", "Mo"}));
  EXPECT_TRUE(audience(petra).left_out.empty());
  EXPECT_FALSE(audience(petra).author_reads);
  EXPECT_EQ(readers(mo), std::vector<std::string>{"Anna"});
}

TEST_F(NewsgroupReports, SayThatTheWriterWouldReadThemWhereThatOneModerates) {
  post(mo, {.subject = "Regels", .text = "Lees dit."});
  posted = world.client(petra).threads(world.circle(), channel(petra), world.now()).at(0).first;

  EXPECT_TRUE(audience(petra).author_reads);
}

TEST_F(NewsgroupReports, AreRefusedOfOnesOwnPostAndOfWhatIsGoneOrHeld) {
  EXPECT_EQ(try_report(karim, "reden").error(), client::Errc::own_post);
  EXPECT_EQ(try_report(petra, " ").error(), channels::Errc::text_empty);
  EXPECT_EQ(try_report(petra, std::string(report_reason_bytes_max + 1, 'x')).error(),
            channels::Errc::text_too_long);
  mark(mo, articles::Mark::hold);
  EXPECT_EQ(try_report(petra, "reden").error(), client::Errc::not_needed);
  mark(mo, articles::Mark::remove);
  EXPECT_EQ(try_report(petra, "reden").error(), client::Errc::unknown_post);
}

TEST_F(NewsgroupReports, AreRefusedToWhoeverMayOnlyRead) {
  const auto bea = world.admit("Bea", "buddies");

  EXPECT_EQ(try_report(bea, "reden").error(), client::Errc::may_not_report);
  EXPECT_EQ(
      world.client(bea).report_audience(world.circle(), channel(bea), posted, "reden", world.now()).error(),
      client::Errc::may_not_report);
  // They are told whom to speak to.
  std::vector<std::string> names;
  for (const auto& one : world.client(bea).moderators(world.circle(), channel(bea), world.now()))
    names.push_back(one.name);
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"Anna", "Mo"}));
}

TEST_F(NewsgroupReports, NameTheModeratorsWhoseDevicesAreNotReady) {
  NetworkWorld fresh({.seed = 433});
  // Who may not write in a newsgroup has no box there.
  fresh.open_newsgroup("nik.nieuw", {{"parents", rp}, {"moderators", Right::read | Right::moderate}});
  const auto group = fresh.channel(fresh.anna(), "nik.nieuw");
  auto written = fresh.client(fresh.anna())
                     .post(fresh.circle(), group, {.subject = "Dag", .text = "tekst"}, fresh.now());
  ASSERT_TRUE(fresh.perform(fresh.anna(), std::move(written)));
  fresh.settled();
  const auto eva = fresh.admit("Eva", "parents");
  static_cast<void>(fresh.admit("Mo", "moderators"));
  const auto seq = fresh.client(eva).threads(fresh.circle(), group, fresh.now()).at(0).first;

  const auto view = fresh.client(eva).report_audience(fresh.circle(), group, seq, "reden", fresh.now());

  ASSERT_TRUE(view);
  ASSERT_EQ(view->readers.size(), 1U);
  EXPECT_EQ(view->readers.at(0).name, "Anna");
  ASSERT_EQ(view->left_out.size(), 1U);
  EXPECT_EQ(view->left_out.at(0).name, "Mo");
}

TEST_F(NewsgroupReports, GoToNobodyWhereNoOtherModeratorIsReady) {
  NetworkWorld fresh({.seed = 432});
  fresh.open_newsgroup("nik.nieuw", {{"parents", rp}});
  const auto group = fresh.channel(fresh.anna(), "nik.nieuw");
  auto written = fresh.client(fresh.anna())
                     .post(fresh.circle(), group, {.subject = "Dag", .text = "tekst"}, fresh.now());
  ASSERT_TRUE(fresh.perform(fresh.anna(), std::move(written)));
  fresh.settled();
  const auto eva = fresh.admit("Eva", "parents");
  const auto seq = fresh.client(eva).threads(fresh.circle(), group, fresh.now()).at(0).first;
  auto answered =
      fresh.client(eva).post(fresh.circle(), group, {.text = "antwoord", .reply_to = seq}, fresh.now());
  ASSERT_TRUE(fresh.perform(eva, std::move(answered)));
  fresh.settled();
  const auto answer = fresh.client(eva).thread(fresh.circle(), group, seq, fresh.now())->at(1).seq;

  auto& anna = fresh.client(fresh.anna());

  const auto view = anna.report_audience(fresh.circle(), group, answer, "reden", fresh.now());
  ASSERT_TRUE(view);
  EXPECT_TRUE(view->readers.empty());
  EXPECT_TRUE(view->left_out.empty());
  EXPECT_EQ(anna.report(fresh.circle(), group, answer, "reden", fresh.now()).error(),
            client::Errc::report_to_nobody);
}

TEST_F(NewsgroupReports, AreSettledByAHoldOrARemovalAfterThem) {
  mark(mo, articles::Mark::hold);
  mark(mo, articles::Mark::release);
  world.run(std::chrono::minutes(1));

  report(petra, "Noemt een kind.");

  EXPECT_FALSE(reports(mo).reports.at(0).settled);
  mark(world.anna(), articles::Mark::hold);
  const auto one = reports(mo).reports.at(0);
  ASSERT_TRUE(one.settled);
  EXPECT_EQ(one.settled->by_name, "Anna");
  EXPECT_EQ(one.post->state, articles::PostState::held);
  EXPECT_EQ(reports(mo).open(), 0U);
  mark(mo, articles::Mark::release);
  EXPECT_EQ(reports(mo).open(), 0U);
}

TEST_F(NewsgroupReports, AreNotSettledByWhoeverWroteThePost) {
  report(petra, "Noemt een kind.");

  mark(karim, articles::Mark::remove);

  const auto one = reports(mo).reports.at(0);
  EXPECT_FALSE(one.settled);
  EXPECT_EQ(one.post->state, articles::PostState::removed);
}

TEST_F(NewsgroupReports, AreSettledByAModeratorForAllOfThem) {
  report(petra, "Noemt een kind.");
  const auto seq = reports(mo).reports.at(0).seq;

  EXPECT_EQ(try_settle(petra, seq).error(), client::Errc::may_not_moderate);
  EXPECT_EQ(try_settle(petra, posted).error(), client::Errc::may_not_moderate);
  EXPECT_EQ(try_settle(mo, posted).error(), client::Errc::unknown_report);
  world.must(mo, try_settle(mo, seq));

  const auto one = reports(world.anna()).reports.at(0);
  ASSERT_TRUE(one.settled);
  EXPECT_EQ(one.settled->by_name, "Mo");
  EXPECT_EQ(one.post->state, articles::PostState::shown);
  EXPECT_EQ(try_settle(world.anna(), seq).error(), client::Errc::not_needed);
}

TEST_F(NewsgroupReports, AreSettledByNobodyWhoDoesNotModerate) {
  report(petra, "Noemt een kind.");
  const auto id = read_report_article(report_in_log(karim))->report;

  write(karim, make_settled_article(id));

  EXPECT_EQ(reports(mo).open(), 1U);
}

TEST_F(NewsgroupReports, StandWithWhatIsOpenFirst) {
  report(petra, "Het eerste.");
  world.run(std::chrono::minutes(1));
  report(petra, "Het tweede.");
  world.run(std::chrono::minutes(1));
  report(petra, "Het derde.");
  world.must(mo, try_settle(mo, reports(mo).reports.at(0).seq));

  const auto view = reports(mo);

  ASSERT_EQ(view.reports.size(), 3U);
  EXPECT_EQ(view.reports.at(0).reason, "Het tweede.");
  EXPECT_EQ(view.reports.at(1).reason, "Het eerste.");
  EXPECT_EQ(view.reports.at(2).reason, "Het derde.");
}

TEST_F(NewsgroupReports, AreReadWithTheArticlesThatBroughtThem) {
  std::vector<Sequence> seqs;
  for (const auto* reason : {"Het eerste.", "Het tweede.", "Het derde."}) {
    report(petra, reason);
    seqs.push_back(reports(mo).reports.at(0).seq);  // The newest stands first.
    world.run(std::chrono::minutes(1));
  }
  world.must(mo, try_settle(mo, seqs.at(2)));

  const auto reasons = [&](DeviceIndex device, Sequence first, Sequence last) {
    std::vector<std::string> all;
    const NewArticles news{.circle = world.circle(), .channel = channel(mo), .first = first, .last = last};
    for (const auto& one : world.client(device).new_reports(news, world.now())) all.push_back(one.reason);
    return all;
  };

  EXPECT_EQ(reasons(mo, seqs.at(0), seqs.at(2)), (std::vector<std::string>{"Het eerste.", "Het tweede."}));
  EXPECT_EQ(reasons(mo, channels::next(seqs.at(0)), seqs.at(1)), std::vector<std::string>{"Het tweede."});
  EXPECT_TRUE(reasons(mo, channels::next(seqs.at(0)), seqs.at(0)).empty());
  EXPECT_TRUE(reasons(mo, channels::next(seqs.at(1)), seqs.at(2)).empty()) << "it is settled";
  EXPECT_TRUE(reasons(petra, seqs.at(0), seqs.at(2)).empty()) << "they are not for who wrote them";
}

TEST_F(NewsgroupReports, AreCountedAloneByADeviceThatCameLater) {
  report(petra, "Noemt een kind.");
  const auto seq = reports(mo).reports.at(0).seq;

  const auto lotte = world.admit("Lotte", "moderators");

  EXPECT_TRUE(reports(lotte).reports.empty());
  EXPECT_EQ(reports(lotte).for_others, 1U);
  world.must(lotte, try_settle(lotte, seq));
  EXPECT_EQ(reports(lotte).for_others, 0U);
  EXPECT_EQ(reports(mo).open(), 0U);
  report(petra, "Nog eens.");
  EXPECT_EQ(reports(lotte).open(), 1U);
}

TEST_F(NewsgroupReports, AreReadAfterTheDeviceWasStartedAnewByTheSameBox) {
  const auto boxes = [&] {
    const auto all = log(petra);
    return std::ranges::count_if(all,
                                 [](const auto& one) { return read_report_box_article(one).has_value(); });
  };
  const auto before = boxes();
  report(petra, "Noemt een kind.");

  world.restart_device(mo);
  world.settled();

  EXPECT_EQ(reports(mo).open(), 1U);
  EXPECT_EQ(before, 2);
  EXPECT_EQ(boxes(), before);
}

TEST_F(NewsgroupReports, GoToANewBoxOfADeviceThatLostItsOwn) {
  report(petra, "Noemt een kind.");
  world.vault(mo).erase(channel_row(world.circle(), channel(mo), "reports"));

  world.restart_device(mo);
  world.settled();

  EXPECT_EQ(reports(mo).for_others, 1U);
  report(petra, "Nog eens.");
  ASSERT_EQ(reports(mo).reports.size(), 1U);
  EXPECT_EQ(reports(mo).reports.at(0).reason, "Nog eens.");
}

TEST_F(NewsgroupReports, HaveABoxThatIsWrittenOnceADayWhereTheHubRefusesIt) {
  std::size_t refused = 0;
  world.tamper({.refusal = [&](const wire::Request& request) -> std::optional<wire::ErrorAnswer> {
                  const auto* append = std::get_if<wire::AppendRequest>(&request);
                  if (append == nullptr || append->channel != channel(petra)) return std::nullopt;
                  ++refused;
                  return wire::ErrorAnswer{.code = wire::ErrorCode::too_large};
                },
                .only = petra});
  world.must(world.anna(), world.client(world.anna())
                               .change_role(world.circle(),
                                            {.member = world.member(world.anna(), "Petra").id,
                                             .role = world.role("moderators")},
                                            world.now()));

  world.run(refused_rest - std::chrono::minutes(5));
  EXPECT_EQ(refused, 1U);
  world.run(std::chrono::minutes(10));
  EXPECT_EQ(refused, 2U);
  EXPECT_EQ(readers(mo), std::vector<std::string>{"Anna"});

  world.tamper({});
  world.restart_device(petra);
  world.settled();
  EXPECT_EQ(readers(mo), (std::vector<std::string>{"Anna", "Petra"})) << "it is written at the next start";
}

TEST_F(NewsgroupReports, GoToNoBoxOfWhoDoesNotModerate) {
  write(karim, make_report_box_article(world.random().id<ReportBoxKey>()));

  EXPECT_EQ(readers(petra), (std::vector<std::string>{"Anna", "Mo"}));
  report(petra, "Noemt een kind.");
  EXPECT_EQ(read_report_article(report_in_log(mo))->sealed.keys.size(), 2U);
}

TEST_F(NewsgroupReports, GoNoMoreToAModeratorWhoWasRemoved) {
  world.remove("Mo");

  EXPECT_EQ(readers(petra), std::vector<std::string>{"Anna"});
  report(petra, "Noemt een kind.");
  EXPECT_EQ(read_report_article(report_in_log(world.anna()))->sealed.keys.size(), 1U);
  EXPECT_EQ(reports(world.anna()).open(), 1U);
}

TEST_F(NewsgroupReports, GoNoMoreToWhoModeratesNoMore) {
  world.must(world.anna(),
             world.client(world.anna())
                 .change_role(world.circle(),
                              {.member = world.member(world.anna(), "Mo").id, .role = world.role("parents")},
                              world.now()));

  report(petra, "Noemt een kind.");

  EXPECT_EQ(read_report_article(report_in_log(petra))->sealed.keys.size(), 1U);
  EXPECT_EQ(reports(mo).newsgroups, 0U);
}

TEST_F(NewsgroupReports, DoNotOpenWhenSomebodyElseWritesThemAgain) {
  report(petra, "Karim noemt een kind.");
  const auto copied = *read_report_article(report_in_log(karim));

  write(karim, make_report_article({.report = world.random().id<ReportId>(), .sealed = copied.sealed}));

  EXPECT_EQ(reports(mo).reports.size(), 1U);
  EXPECT_EQ(reports(mo).reports.at(0).reporter_name, "Petra");
  EXPECT_EQ(reports(mo).for_others, 1U);
}

TEST_F(NewsgroupReports, AreNotLostWhenSomebodyElseWritesUnderTheirId) {
  report(petra, "Noemt een kind.");

  write(karim, report_in_log(karim));

  EXPECT_EQ(reports(mo).reports.size(), 1U);
  EXPECT_EQ(reports(mo).for_others, 1U) << "a copy opens for nobody";
}

TEST_F(NewsgroupReports, AreNotOpenedByAMemberWithTheBytes) {
  report(petra, "Noemt een kind.");
  const auto sealed = *read_report_article(report_in_log(karim));
  const auto pair = primitives::generate_hpke_key_pair(world.random());

  for (const auto& key : sealed.sealed.keys) {
    EXPECT_FALSE(open_report(sealed.sealed,
                             {.circle = world.circle(),
                              .channel = channel(karim),
                              .reporter = world.client(petra).devices(world.circle()).front().id,
                              .report = sealed.report},
                             key.to, pair.private_key));
  }
  for (const auto& frame : world.wiretap()) EXPECT_EQ(frame.find("Noemt een kind"), std::string::npos);
}

/// A newsgroup whose boxes are put there by hand.
class ManyBoxes : public ::testing::Test {
 protected:
  ManyBoxes() {
    circle.id = world.charter().circle();
    circle.handle_id = world.founder.id;
    circle.member = world.founder.member;
    world.must_act(world.founder,
                   charter::ChannelChange{.channel = world.care, .rights = {{world.nurse, rpm}}});
  }
  /// Admits so many people who moderate and have a box.
  void admit(std::size_t people) {
    for (std::size_t i = 0; i < people; ++i) {
      // As many as may be invited in a day.
      if (i % 32 == 0) world.now += std::chrono::hours(25);
      const auto person = world.admit(world.nurse);
      channel.report_boxes.emplace(person.id, world.random.id<ReportBoxKey>());
      last = person.id;
    }
    channel.id = world.care;
    circle.log = world.log;
  }
  [[nodiscard]] std::vector<ReportBox> counted() const {
    return counted_report_boxes(circle, channel, world.now);
  }

  support::TestCircle world{17};
  CircleData circle;
  Channel channel;
  channels::HandleId last;
};

TEST_F(ManyBoxes, CountAllWhileTheyAreNoMoreThanTheLimit) {
  admit(report_boxes_max);

  EXPECT_EQ(counted().size(), report_boxes_max);
}

TEST_F(ManyBoxes, CountOneOfEachModeratorBeforeAnothersSecondDevice) {
  admit(1);
  const auto first = last;
  // All devices of these would take every place.
  for (std::size_t i = 0; i < report_boxes_max / channels::limits::member_devices_max; ++i) {
    const auto person = world.admit(world.nurse);
    channel.report_boxes.emplace(person.id, world.random.id<ReportBoxKey>());
    for (std::size_t device = 1; device < channels::limits::member_devices_max; ++device)
      channel.report_boxes.emplace(world.add_device(person).id, world.random.id<ReportBoxKey>());
  }
  circle.log = world.log;
  ASSERT_EQ(channel.report_boxes.size(), report_boxes_max + 1);

  const auto boxes = counted();

  EXPECT_EQ(boxes.size(), report_boxes_max);
  EXPECT_NE(std::ranges::find(boxes, first, &ReportBox::handle), boxes.end());
}

TEST_F(ManyBoxes, CountThoseThatCameLastWhereTheyAreMore) {
  admit(1);
  const auto first = last;
  admit(report_boxes_max);

  const auto boxes = counted();

  ASSERT_EQ(boxes.size(), report_boxes_max);
  EXPECT_EQ(boxes.front().handle, last);
  EXPECT_EQ(std::ranges::find(boxes, first, &ReportBox::handle), boxes.end());
}

}  // namespace
}  // namespace kring::core
