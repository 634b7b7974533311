#include "clients/cli/present_reports.hpp"

#include "clients/cli/json.hpp"
#include "tests/unit/cli/ids.hpp"
#include "tests/unit/cli/looks.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <string>

namespace kring::cli {
namespace {

/// The first of May 2026.
constexpr auto reported_at = Time(Duration(1'777'593'600'000));

core::ReportView usual_report() {
  return {.channel = id_of<channels::ChannelId>(1),
          .label = "nik.ouders",
          .seq = channels::Sequence{31},
          .time = reported_at,
          .reporter = id_of<channels::MemberId>(2),
          .reporter_name = "Petra",
          .reason = "Noemt een kind.\nGraag weg.",
          .post = core::ReportedPostView{.seq = channels::Sequence{12},
                                         .subject = "Slaap",
                                         .line = "Wie weet raad?",
                                         .author = id_of<channels::MemberId>(3),
                                         .author_name = "Karim",
                                         .state = articles::PostState::held},
          .settled = std::nullopt};
}

bool tells(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(ReportsText, TellsWhoReportedWhatAndWhy) {
  const auto text = report_text(usual_report(), in_dutch);

  for (const auto* part : {"nik.ouders", "#31", "gemeld door Petra", "#12", "Karim: ", "Slaap",
                           "Wie weet raad?", "(vastgehouden)", "Noemt een kind.\n", "Graag weg."})
    EXPECT_TRUE(tells(text, part)) << part << " in " << text;
  EXPECT_FALSE(tells(text, "afgehandeld"));
}

TEST(ReportsText, TellsByWhomOneWasSettled) {
  auto report = usual_report();
  report.settled =
      core::SettledView{.time = reported_at, .by = id_of<channels::MemberId>(4), .by_name = "Mo"};

  EXPECT_TRUE(tells(report_text(report, in_dutch), "afgehandeld door Mo, "));
  EXPECT_TRUE(tells(report_text(report, in_english), "settled by Mo, "));
}

TEST(ReportsText, LetsNoReasonMoveTheTerminal) {
  auto report = usual_report();
  report.reason = "rood\x1b[31m";

  EXPECT_FALSE(tells(report_text(report, in_dutch), "\x1b"));
}

TEST(ReportsText, SaysThatThereIsNoneAndHowManyAreForOthers) {
  EXPECT_TRUE(tells(reports_text({}, in_english), "no reports for you"));
  const core::ReportsView others{.reports = {}, .for_others = 3, .newsgroups = 1};
  EXPECT_TRUE(tells(reports_text(others, in_dutch), "En 3 die dit apparaat niet kan openen"));
}

TEST(ReportsText, SaysBeforehandWhoWouldReadIt) {
  core::ReportAudienceView audience;
  audience.readers.push_back({.member = id_of<channels::MemberId>(1), .name = "Anna"});
  audience.readers.push_back({.member = id_of<channels::MemberId>(2), .name = "Mo"});
  EXPECT_TRUE(tells(report_audience_text(audience, in_dutch), "te lezen voor: Anna, Mo."));
  EXPECT_FALSE(tells(report_audience_text(audience, in_dutch), "schreef dit bericht"));

  audience.author_reads = true;
  audience.left_out.push_back({.member = id_of<channels::MemberId>(3), .name = "Lotte"});

  EXPECT_TRUE(tells(report_audience_text(audience, in_dutch), "Een van hen schreef dit bericht."));
  EXPECT_TRUE(tells(report_audience_text(audience, in_dutch), "Nog niet voor: Lotte;"));
}

TEST(ReportsText, SaysWhoModeratesWhereNobodyCouldReadIt) {
  core::ReportAudienceView audience;
  EXPECT_TRUE(tells(nobody_reads_text(audience, in_english), "Nobody but you moderates"));

  audience.left_out.push_back({.member = id_of<channels::MemberId>(3), .name = "Lotte"});

  EXPECT_TRUE(tells(nobody_reads_text(audience, in_english), "Moderators are: Lotte."));
  EXPECT_EQ(moderators_text(audience.left_out, in_dutch), "Moderators zijn: Lotte.");
  EXPECT_EQ(moderators_text({}, in_dutch), "");
}

TEST(ReportsText, CountsOpenOnesForStatus) {
  const std::vector<OpenReports> reports{
      {.circle = id_of<channels::CircleId>(1), .circle_name = "NIK", .open = 2},
      {.circle = id_of<channels::CircleId>(2), .circle_name = "Stil", .open = 0}};

  EXPECT_TRUE(tells(open_reports_text(reports, in_dutch), "NIK: open meldingen voor u als moderator: 2."));
  EXPECT_FALSE(tells(open_reports_text(reports, in_dutch), "Stil"));
  EXPECT_EQ(json_of(reports.at(0)).at("open"), 2);
}

TEST(ReportsJson, HasAllThatIsShown) {
  const auto json = json_of(usual_report());

  EXPECT_EQ(json.at("report"), 31);
  EXPECT_EQ(json.at("name"), "Petra");
  EXPECT_EQ(json.at("post").at("seq"), 12);
  EXPECT_EQ(json.at("post").at("state"), "held");
  EXPECT_TRUE(json.at("settled").is_null());
}

}  // namespace
}  // namespace kring::cli
