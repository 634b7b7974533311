#include "clients/cli/present_access.hpp"

#include "clients/cli/json.hpp"
#include "clients/cli/present.hpp"
#include "tests/unit/cli/looks.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

using channels::Right;
using channels::Rights;

constexpr Rights rp = Right::read | Right::post;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

core::MemberView eva() {
  core::MemberView member;
  member.name = "Eva";
  member.relation = "verpleegkundige";
  member.role_label = "Nachtzorg of invaller";
  member.checked = core::Checked::introduced;
  return member;
}

core::RoleView night() {
  core::RoleView role;
  role.label = "Nachtzorg of invaller";
  role.key = "night";
  return role;
}

/// A channel that is open, one that is closed and has no name here, and a person in each state.
core::MatrixView matrix() {
  core::MatrixView matrix;
  matrix.channels = {{.id = {}, .label = "Dagzorg", .key = "care"},
                     {.id = {}, .label = "", .key = "", .closed = true}};
  matrix.members.push_back({.member = eva(), .now = {rp, {}}, .by_role = {rp, {}}});
  auto riet = eva();
  riet.name = "Riet";
  riet.state = core::MemberState::paused;
  matrix.members.push_back({.member = riet, .now = {{}, {}}, .by_role = {rp, {}}});
  auto bram = riet;
  bram.name = "Bram";
  bram.state = core::MemberState::expired;
  matrix.members.push_back({.member = bram, .now = {{}, {}}, .by_role = {Right::moderate, {}}});
  matrix.roles.push_back({.role = night(), .rights = {rp, {}}, .may_admit = {channels::RoleId()}});
  return matrix;
}

TEST(MatrixText, HasWhatIsClosedPausedAndOver) {
  const auto text = matrix_text(matrix(), in_dutch);

  EXPECT_TRUE(has(text, "Dagzorg")) << text;
  EXPECT_TRUE(has(text, "(gesloten)")) << text;
  EXPECT_TRUE(has(text, "(rp)")) << text;
  EXPECT_FALSE(has(text, "(m)")) << text;
  EXPECT_TRUE(has(text, "tijd voorbij")) << text;
  EXPECT_TRUE(has(text, "1d")) << text;
}

TEST(MatrixText, IsInEnglishToo) {
  EXPECT_TRUE(has(matrix_text(matrix(), in_english), "r reads, p posts"));
}

TEST(MatrixJson, NamesRightsByChannel) {
  const auto json = json_of(matrix());
  const std::string id(32, '0');

  EXPECT_EQ(json["channels"][1]["closed"], true);
  EXPECT_EQ(json["members"][0]["name"], "Eva");
  EXPECT_TRUE(json["members"][1]["rights_by_role"].contains(id));
  EXPECT_EQ(json["roles"][0]["may_admit"][0], id);
}

TEST(RoleText, ExplainsARoleAndWhatItMayNow) {
  const auto all = matrix();

  const auto text = role_text(all, all.roles.at(0), in_dutch);

  EXPECT_TRUE(has(text, "Bij het begin van een kring: Voor één dienst")) << text;
  EXPECT_TRUE(has(text, "hooguit 1d")) << text;
  EXPECT_TRUE(has(text, "Mag toelaten: Nachtzorg of invaller.")) << text;
  EXPECT_TRUE(has(text, "rp")) << text;
}

TEST(RoleText, SaysNothingOfWhatARoleOfOnesOwnMeans) {
  auto all = matrix();
  all.roles.at(0).role.key.clear();

  const auto text = role_text(all, all.roles.at(0), in_english);

  EXPECT_FALSE(has(text, "As a circle begins")) << text;
  EXPECT_TRUE(meaning_of(all.roles.at(0).role, Language::english).empty());
}

TEST(PutOutText, NamesWhoIsPutOutAndWhoIsPaused) {
  auto paused = eva();
  paused.name = "Bea";
  paused.state = core::MemberState::paused;
  auto live = eva();
  live.state = core::MemberState::live;

  EXPECT_EQ(put_out_text({live, paused}, "Dagzorg", in_dutch),
            "Door deze wijziging lezen deze mensen niet meer mee in ‘Dagzorg’:\n"
            "  Eva (Nachtzorg of invaller)\n"
            "  Bea (Nachtzorg of invaller, nu gepauzeerd)\n");
  EXPECT_EQ(
      put_out_sentence({live, paused}, "Daily care", in_english),
      "By this change these people can no longer read in ‘Daily care’: Eva (Nachtzorg of invaller), Bea "
      "(Nachtzorg of invaller, paused now).");
  EXPECT_EQ(put_out_text({}, "Dagzorg", in_dutch), "");
}

TEST(PutOutText, NamesNoMoreThanFitAndSaysHowManyThereAre) {
  std::vector<core::MemberView> most(put_out_named_max, eva());
  auto more = most;
  more.push_back(eva());

  EXPECT_FALSE(has(put_out_text(most, "Dagzorg", in_dutch), "en nog"));
  EXPECT_TRUE(put_out_text(more, "Dagzorg", in_dutch).ends_with("  en nog 1\n"));
}

TEST(TakenText, NamesWhatHasTheName) {
  const core::TakenName school{.label = "School"};
  const core::TakenName care{.label = "Dagzorg", .key = "care"};
  const core::TakenName over{.label = "MDO", .key = "mdo", .is_closed = true};
  const core::TakenName waits{.label = "Slaap", .waits = true};

  EXPECT_EQ(taken_text(school, in_dutch), "Dat is ‘School’.");
  EXPECT_EQ(taken_text(care, in_dutch), "Dat is ‘Dagzorg’ (care).");
  EXPECT_EQ(taken_text(over, in_dutch), "Dat is ‘MDO’ (mdo); dat is gesloten en houdt zijn naam.");
  EXPECT_TRUE(has(taken_text(waits, in_dutch), "‘Slaap’, dat nog op de hub wacht"));
}

TEST(SeeAsText, ShowsWhatIsOpenSinceWhenAndWhatIsNot) {
  core::SeenAsView view{.member = eva(), .open = {}, .hidden = {}, .may_admit = {night()}};
  core::ArticleView article;
  article.author_name = "Anna";
  article.type = "message";
  article.text = "Om acht uur.";
  view.open.push_back({.channel = matrix().channels.at(0), .rights = rp, .since = {}, .last = {article}});
  view.open.push_back(
      {.channel = matrix().channels.at(1), .rights = rp, .since = from_unix_ms(10000000000), .last = {}});
  view.hidden.push_back({.id = {}, .label = "Regie", .key = "regie"});

  const auto text = see_as_text(view, in_dutch);

  EXPECT_TRUE(has(text, "Dagzorg  rp  leest alles terug")) << text;
  EXPECT_TRUE(has(text, "    Om acht uur.")) << text;
  EXPECT_TRUE(has(text, "leest wat er vanaf " + time_text(from_unix_ms(10000000000), Language::dutch)))
      << text;
  EXPECT_TRUE(has(text, "Ziet niet: Regie.")) << text;
  EXPECT_TRUE(has(text, "Mag toelaten: Nachtzorg of invaller.")) << text;
}

TEST(SeeAsText, SaysWhereNothingIsOpen) {
  const core::SeenAsView view{.member = eva(), .open = {}, .hidden = {}, .may_admit = {}};

  EXPECT_TRUE(has(see_as_text(view, in_dutch), "Kan nu geen enkel kanaal openen."));
}

struct WhoCase {
  std::string name;
  core::CameIn how;
  bool checked_here;
  std::string_view said;
};
class WhoTexts : public ::testing::TestWithParam<WhoCase> {};
TEST_P(WhoTexts, SayWhoVouchesAndWhoChecked) {
  auto anna = eva();
  anna.name = "Anna";
  const core::WhoView who{.member = eva(),
                          .how = GetParam().how,
                          .inviter = anna,
                          .admitter = anna,
                          .invited = from_unix_ms(10000000000),
                          .admitted = from_unix_ms(10000000000),
                          .checked_here = GetParam().checked_here};

  EXPECT_TRUE(has(who_text(who, in_english), GetParam().said)) << who_text(who, in_english);
}
INSTANTIATE_TEST_SUITE_P(
    Present, WhoTexts,
    ::testing::Values(WhoCase{"Founded", core::CameIn::founded, false, "Founded the circle, on 1970"},
                      WhoCase{"LetIn", core::CameIn::confirmed, false, "Let in by Anna, on 1970"},
                      WhoCase{"LetInElsewhere", core::CameIn::confirmed, false, "only they know"},
                      WhoCase{"CheckedHere", core::CameIn::confirmed, true, "Let in by Anna, on 1970"},
                      WhoCase{"CheckedByMe", core::CameIn::confirmed, true, "You compared the six words"},
                      WhoCase{"CheckedByLink", core::CameIn::preapproved, true, "You compared the six words"},
                      WhoCase{"ByLink", core::CameIn::preapproved, false, "by the link alone, on 1970"},
                      WhoCase{"Waits", core::CameIn::waits, false, "waits until somebody says yes"},
                      WhoCase{"Invited", core::CameIn::waits, false, "Invited by Anna, on 1970"}),
    [](const auto& info) { return info.param.name; });

TEST(WhoText, ClaimsNoAdmissionOfWhoComparedTheWords) {
  auto mia = eva();
  mia.name = "Mia";
  const core::WhoView who{.member = eva(),
                          .how = core::CameIn::confirmed,
                          .inviter = mia,
                          .admitter = mia,
                          .invited = from_unix_ms(10000000000),
                          .admitted = from_unix_ms(10000000000),
                          .checked_here = true};

  const auto text = who_text(who, in_english);

  EXPECT_TRUE(has(text, "Let in by Mia")) << text;
  EXPECT_FALSE(has(text, "yourself, on")) << text;
  EXPECT_FALSE(has(text, "this device")) << text;
  EXPECT_FALSE(has(text, "only they know")) << text;
}

TEST(WhoText, SaysThatOneLetThemInOneself) {
  auto anna = eva();
  anna.name = "Anna";
  anna.me = true;
  const core::WhoView who{.member = eva(),
                          .how = core::CameIn::confirmed,
                          .inviter = anna,
                          .admitter = anna,
                          .invited = from_unix_ms(10000000000),
                          .admitted = from_unix_ms(10000000000),
                          .checked_here = false};

  EXPECT_TRUE(has(who_text(who, in_english), "Let in by yourself, on 1970"));
  EXPECT_TRUE(has(who_text(who, in_english), "You did not compare"));
}

TEST(WhoText, SaysWhoRemovedThem) {
  core::WhoView who;
  who.member = eva();
  who.member.state = core::MemberState::removed;
  who.ended = core::DeedView{.time = from_unix_ms(10000000000), .by = {}, .by_name = "Anna"};

  const auto by_another = who_text(who, in_english);
  who.ended->by_me = true;
  const auto by_me = who_text(who, in_english);

  EXPECT_TRUE(has(by_another, "Removed by Anna, on 1970")) << by_another;
  EXPECT_TRUE(has(by_me, "Removed by yourself, on 1970")) << by_me;
}

TEST(WhoText, SaysThatTheyLeft) {
  core::WhoView who;
  who.member = eva();
  who.member.state = core::MemberState::left;
  who.ended = core::DeedView{.time = from_unix_ms(10000000000), .by = {}, .by_name = "Eva"};

  EXPECT_TRUE(has(who_text(who, in_english), "Left by themselves, on 1970")) << who_text(who, in_english);
}

TEST(WhoText, SaysWhatIsNotKnown) {
  auto nobody = eva();
  nobody.checked = core::Checked::unknown;
  nobody.me = true;
  core::WhoView who;
  who.member = nobody;

  const auto text = who_text(who, in_english);

  EXPECT_TRUE(has(text, "not seen a signed name")) << text;
  EXPECT_TRUE(has(text, "Invited by somebody of the circle, on –.")) << text;
  EXPECT_TRUE(has(text, "This is you.")) << text;
}

struct BirthdayCase {
  std::string name;
  unsigned age;
  core::BirthdayWhen when;
  std::string_view dutch;
  std::string_view english;
};
class BirthdayTexts : public ::testing::TestWithParam<BirthdayCase> {};
TEST_P(BirthdayTexts, SayWhenItIsAndWhatChanges) {
  const core::BirthdayNotice notice{
      .age = GetParam().age, .on = *channels::parse_date("2026-05-03"), .when = GetParam().when};

  EXPECT_TRUE(has(birthday_text(notice, in_dutch), GetParam().dutch)) << birthday_text(notice, in_dutch);
  EXPECT_TRUE(has(birthday_text(notice, in_english), GetParam().english))
      << birthday_text(notice, in_english);
}
INSTANTIATE_TEST_SUITE_P(
    Present, BirthdayTexts,
    ::testing::Values(BirthdayCase{"Twelve", 12, core::BirthdayWhen::coming, "kring invite child_12",
                                   "On 2026-05-03 your child turns 12."},
                      BirthdayCase{"Sixteen", 16, core::BirthdayWhen::today,
                                   "Vandaag, 03-05-2026, wordt uw kind 16", "kring invite child_16"},
                      BirthdayCase{"Eighteen", 18, core::BirthdayWhen::past, "Op 03-05-2026 werd uw kind 18",
                                   "authority ends"}),
    [](const auto& info) { return info.param.name; });

TEST(ChildText, ListsTheBirthdaysThatMatter) {
  core::ChildView child;
  child.born = *channels::parse_date("2014-05-03");
  child.birthdays = {{.age = 12,
                      .on = *channels::parse_date("2026-05-03"),
                      .told_from = *channels::parse_date("2026-02-03")}};
  child.notice =
      core::BirthdayNotice{.age = 12, .on = child.birthdays[0].on, .when = core::BirthdayWhen::coming};

  const auto text = child_text(child, in_dutch);

  EXPECT_TRUE(has(text, "geboren op 03-05-2014")) << text;
  EXPECT_TRUE(has(text, "12 jaar op 03-05-2026, bericht vanaf 03-02-2026")) << text;
  EXPECT_TRUE(has(text, "wordt uw kind 12 jaar")) << text;
}

TEST(Present, ShowsABirthDateInALine) {
  core::ArticleView article;
  article.type = "child";
  article.text = "2014-05-03";

  EXPECT_TRUE(has(article_text(article, in_dutch), "Het kind is geboren op 03-05-2014"));
}

TEST(Present, TellsOfABirthdayInTheStatus) {
  core::StatusView status;
  core::CircleView circle;
  circle.birthday = core::BirthdayNotice{
      .age = 16, .on = *channels::parse_date("2026-05-03"), .when = core::BirthdayWhen::coming};

  EXPECT_TRUE(
      has(status_text({.status = status, .circles = {circle}, .invitations = {}, .unsent = 0}, in_english),
          "turns 16"));
  EXPECT_EQ(json_of(circle)["birthday"]["age"], 16);
  EXPECT_EQ(json_of(circle)["birthday"]["on"], "2026-05-03");
}

}  // namespace
}  // namespace kring::cli
