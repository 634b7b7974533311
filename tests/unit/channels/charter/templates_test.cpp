#include "channels/charter/templates.hpp"

#include "channels/articles/article.hpp"
#include "channels/articles/limits.hpp"
#include "channels/articles/text.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kring::charter {
namespace {

namespace limits = channels::limits;

Rights rights_in(const RoleTemplate& row, FoundingChannel channel) {
  return row.rights[std::to_underlying(channel)];
}

/// A circle founded by the plan.
struct PlannedCircle {
  explicit PlannedCircle(support::TestCircle& world)
      : plan(make_founding_plan(world.random)), founder(world.make_person()), log(found(world)) {
    for (const auto& channel : plan.channels) act(world, channel);
  }

  [[nodiscard]] CharterLog found(const support::TestCircle& world) const {
    const Found body{.hub_key = HubKey::from(world.hub.public_key.bytes).value(),
                     .member = founder.member,
                     .handle_key = founder.handle_key(),
                     .recovery_key = founder.recovery_key(),
                     .role = plan.role_ids.at(Template::parent),
                     .roles = plan.roles};
    const CharterContent content{.circle = {},
                                 .number = EntryNumber{1},
                                 .previous = {},
                                 .time = world.now,
                                 .signer = founder.id,
                                 .body = body};
    return CharterLog::found(make_entry(content, {.handle = &founder.handle.private_key}).value()).value();
  }
  void act(const support::TestCircle& world, const Body& body) {
    const auto content = log.charter().next_content(founder.id, world.now, body);
    ASSERT_TRUE(log.append(make_entry(content, {.handle = &founder.handle.private_key}).value()));
  }

  FoundingPlan plan;
  support::TestPerson founder;
  CharterLog log;
};

TEST(FoundingPlan, IsWhatTheCharterTakes) {
  support::TestCircle world;
  const PlannedCircle circle(world);
  const auto& charter = circle.log.charter();

  EXPECT_EQ(charter.roles().size(), role_table().size());
  EXPECT_EQ(charter.channels().size(), all_founding_channels.size());
  EXPECT_EQ(charter.channels_of(circle.founder.id, world.now).size(), all_founding_channels.size());
  EXPECT_EQ(charter.regie()->id, circle.plan.channel_ids.at(FoundingChannel::regie));
  EXPECT_EQ(charter.channel(circle.plan.channel_ids.at(FoundingChannel::family))->mode, Mode::sealed);
  EXPECT_EQ(charter.channel(circle.plan.channel_ids.at(FoundingChannel::care))->mode, Mode::record);
}

TEST(FoundingPlan, KeepsRegieToWhoOwnsAndTheMdoToItsTeam) {
  std::set<Template> in_regie;
  std::set<Template> in_mdo;
  for (const auto& row : role_table()) {
    if (!rights_in(row, FoundingChannel::regie).empty()) in_regie.insert(row.role);
    if (!rights_in(row, FoundingChannel::mdo).empty()) in_mdo.insert(row.role);
  }

  EXPECT_EQ(in_regie, (std::set{Template::parent, Template::guardian, Template::child_16}));
  EXPECT_EQ(in_mdo,
            (std::set{Template::parent, Template::guardian, Template::child_16, Template::copiloot,
                      Template::case_manager, Template::therapist, Template::nurse, Template::guest}));
}

TEST(FoundingPlan, LetsNursesAndStandInsAdmitAStandInForAShiftAndNobodyElse) {
  support::SeededRandom random(4);
  const auto plan = make_founding_plan(random);
  const std::vector<Admits> stand_in{
      {.role = plan.role_ids.at(Template::night), .stay_max = limits::stand_in_stay_max}};

  for (const auto& role : plan.roles) {
    const bool admits =
        role.id == plan.role_ids.at(Template::nurse) || role.id == plan.role_ids.at(Template::night);
    EXPECT_EQ(role.may_admit, admits ? stand_in : std::vector<Admits>());
  }
}

TEST(FoundingPlan, CanBeNamedInOneLabelOfAChannelInBothLanguages) {
  support::SeededRandom random(5);
  const auto plan = make_founding_plan(random);

  for (const auto language : {Language::dutch, Language::english}) {
    articles::ChannelLabel label{.label = "Kring", .purpose = "circle", .roles = {}};
    for (const auto& row : role_table()) {
      label.roles.push_back({.role = plan.role_ids.at(row.role),
                             .label = std::string(row.label.in(language)),
                             .template_key = std::string(row.key)});
    }
    EXPECT_TRUE(articles::Article::of(label));
  }
}

TEST(RoleTable, HasKeysAndLabelsThatNoTwoRolesShare) {
  std::set<std::string_view> keys;
  std::set<std::string_view> dutch;
  std::set<std::string_view> english;
  for (const auto& row : role_table()) {
    keys.insert(row.key);
    dutch.insert(row.label.dutch);
    english.insert(row.label.english);
    EXPECT_EQ(find_row(row.key), &row_of(row.role));
  }

  EXPECT_EQ(keys.size(), template_count);
  EXPECT_EQ(dutch.size(), template_count);
  EXPECT_EQ(english.size(), template_count);
  EXPECT_EQ(find_row("nobody"), nullptr);
}

class EveryTemplate : public ::testing::TestWithParam<RoleTemplate> {};

TEST_P(EveryTemplate, IsFoundedWithTheRightsOfItsRow) {
  support::TestCircle world;
  const PlannedCircle circle(world);
  const auto& charter = circle.log.charter();
  const auto id = circle.plan.role_ids.at(GetParam().role);

  const auto* role = charter.role(id);

  ASSERT_NE(role, nullptr);
  EXPECT_EQ(role->owns, GetParam().owns);
  EXPECT_EQ(role->may_be_preapproved, GetParam().preapproved);
  for (const auto channel : all_founding_channels) {
    EXPECT_EQ(charter.rights_in(id, circle.plan.channel_ids.at(channel)), rights_in(GetParam(), channel))
        << row_of(channel).key;
  }
}

TEST_P(EveryTemplate, CanBeInvitedToAndStaysAsLongAsTheCharterLetsItStay) {
  support::TestCircle world;
  PlannedCircle circle(world);
  auto offer = world.make_offer(circle.plan.role_ids.at(GetParam().role));
  offer.terms.stay = GetParam().stay.longest;
  offer.terms.preapproved = GetParam().preapproved;

  circle.act(world, offer.terms);

  EXPECT_LE(GetParam().stay.usual, GetParam().stay.longest);
  EXPECT_LE(GetParam().stay.longest, limits::stay_max);
}

TEST_P(EveryTemplate, IsExplainedInBothLanguages) {
  for (const auto language : {Language::dutch, Language::english}) {
    EXPECT_TRUE(articles::check_line(GetParam().label.in(language), articles::limits::label_bytes_max));
    EXPECT_TRUE(articles::check_line(GetParam().meaning.in(language), limits::article_text_bytes_max));
    EXPECT_TRUE(GetParam().meaning.in(language).ends_with("."));
  }
}

TEST_P(EveryTemplate, IsPromisedTheChannelsThatItHas) {
  for (const auto language : {Language::dutch, Language::english}) {
    const auto meaning = GetParam().meaning.in(language);
    const auto hidden = meaning.find(language == Language::dutch ? "ziet niets van" : "nothing of");
    const auto hidden_alone = meaning.find("Ziet niets van");
    const auto from = std::min(hidden, hidden_alone);
    for (const auto channel : all_founding_channels) {
      const auto label = row_of(channel).label.in(language);
      const auto named = from == std::string_view::npos ? from : meaning.find(label, from);
      const bool is_hidden = named != std::string_view::npos && named < meaning.find('.', from);
      const bool has = !rights_in(GetParam(), channel).empty();
      const bool has_any = GetParam().rights != RoleTemplate{}.rights;
      EXPECT_EQ(is_hidden, has_any && !has) << label << " in: " << meaning;
    }
  }
}

TEST_P(EveryTemplate, WritesEverySectionExactlyIfItOwns) {
  const std::set uses(GetParam().sections.begin(), GetParam().sections.end());

  EXPECT_EQ(uses == std::set{SectionUse::write}, GetParam().owns);
}

INSTANTIATE_TEST_SUITE_P(RoleTable, EveryTemplate, ::testing::ValuesIn(role_table()),
                         [](const auto& info) { return std::string(info.param.key); });

/// The rows for which a test holds.
std::vector<RoleTemplate> rows_where(bool (*test)(const RoleTemplate&)) {
  std::vector<RoleTemplate> rows;
  std::ranges::copy_if(role_table(), std::back_inserter(rows), test);
  return rows;
}

class AdmittingTemplate : public EveryTemplate {};

TEST_P(AdmittingTemplate, AdmitsOnlyWhoSeesNoMoreAndStaysNoLonger) {
  const auto& admitted = row_of(GetParam().admits->role);

  EXPECT_FALSE(admitted.owns);
  EXPECT_LE(GetParam().admits->longest, admitted.stay.longest);
  for (const auto channel : all_founding_channels)
    EXPECT_TRUE(rights_in(GetParam(), channel).include(rights_in(admitted, channel)));
}

INSTANTIATE_TEST_SUITE_P(RoleTable, AdmittingTemplate,
                         ::testing::ValuesIn(rows_where([](const RoleTemplate& row) {
                           return row.admits.has_value();
                         })),
                         [](const auto& info) { return std::string(info.param.key); });

class PreapprovedTemplate : public EveryTemplate {};

TEST_P(PreapprovedTemplate, ReachesNoCareWithALinkAlone) {
  EXPECT_FALSE(GetParam().owns);
  for (const auto channel : {FoundingChannel::regie, FoundingChannel::care, FoundingChannel::mdo})
    EXPECT_TRUE(rights_in(GetParam(), channel).empty());
}

INSTANTIATE_TEST_SUITE_P(RoleTable, PreapprovedTemplate,
                         ::testing::ValuesIn(rows_where([](const RoleTemplate& row) {
                           return row.preapproved;
                         })),
                         [](const auto& info) { return std::string(info.param.key); });

struct StayCase {
  std::string name;
  Template role;
  Duration usual;
  Duration longest;
};
class Stays : public ::testing::TestWithParam<StayCase> {};
TEST_P(Stays, AreThoseOfTheDesign) {
  const auto& stay = row_of(GetParam().role).stay;
  EXPECT_EQ(stay.usual, GetParam().usual);
  EXPECT_EQ(stay.longest, GetParam().longest);
}
INSTANTIATE_TEST_SUITE_P(
    RoleTable, Stays,
    ::testing::Values(StayCase{"AYear", Template::therapist, std::chrono::days(366), std::chrono::days(366)},
                      StayCase{"AShift", Template::night, std::chrono::hours(24), std::chrono::hours(24)},
                      StayCase{"AMeeting", Template::guest, std::chrono::hours(24), std::chrono::days(7)}),
    [](const auto& info) { return info.param.name; });

struct SectionCase {
  std::string name;
  Template role;
  Section section;
  SectionUse use;
};
class Sections : public ::testing::TestWithParam<SectionCase> {};
TEST_P(Sections, AreThoseOfTheMatrix) {
  EXPECT_EQ(row_of(GetParam().role).sections[std::to_underlying(GetParam().section)], GetParam().use);
}
INSTANTIATE_TEST_SUITE_P(
    RoleTable, Sections,
    ::testing::Values(
        SectionCase{"ANurseWritesMedication", Template::nurse, Section::medication, SectionUse::write},
        SectionCase{"AStandInReadsIt", Template::night, Section::medication, SectionUse::read},
        SectionCase{"ASchoolReadsPartOfIt", Template::school, Section::medication, SectionUse::part},
        SectionCase{"ACopilootDoesNot", Template::copiloot, Section::medication, SectionUse::none},
        SectionCase{"ACopilootWritesTheFormalities", Template::copiloot, Section::formalities,
                    SectionUse::write},
        SectionCase{"ACaseManagerProposesForThePlan", Template::case_manager, Section::care_plan,
                    SectionUse::propose},
        SectionCase{"FamilyAddsPhotos", Template::family, Section::photos, SectionUse::write},
        SectionCase{"AParentWithoutAuthorityBrowsesNothing", Template::parent_without_authority,
                    Section::passport, SectionUse::none}),
    [](const auto& info) { return info.param.name; });

TEST(Lane, OpensAChannelForAnAgencyThatTheCopilootMayInviteTo) {
  support::TestCircle world;
  PlannedCircle circle(world);
  const auto copiloot = circle.plan.role_ids.at(Template::copiloot);

  const auto lane = make_lane(circle.log.charter(), copiloot, world.random).value();
  for (const auto& body : lane.entries) circle.act(world, body);

  const auto& charter = circle.log.charter();
  const auto& rights = charter.channel(lane.channel)->rights;
  EXPECT_EQ(rights.at(lane.role), Right::read | Right::post);
  EXPECT_EQ(rights.at(copiloot), Right::read | Right::post | Right::moderate);
  EXPECT_EQ(rights.at(circle.plan.role_ids.at(Template::parent)),
            Right::read | Right::post | Right::moderate);
  EXPECT_EQ(rights.at(circle.plan.role_ids.at(Template::guardian)),
            Right::read | Right::post | Right::moderate);
  EXPECT_EQ(rights.size(), 5U);
  EXPECT_EQ(charter.role(copiloot)->may_admit,
            (std::vector<Admits>{{.role = lane.role, .stay_max = limits::stay_max}}));
  for (const auto& [id, channel] : charter.channels())
    EXPECT_EQ(channel.rights.contains(lane.role), id == lane.channel);
}

TEST(Lane, NeedsAKnownRoleThatDoesNotOwn) {
  support::TestCircle world;
  const PlannedCircle circle(world);

  EXPECT_EQ(make_lane(circle.log.charter(), world.random.id<RoleId>(), world.random).error(),
            Errc::unknown_role);
  EXPECT_EQ(make_lane(circle.log.charter(), circle.plan.role_ids.at(Template::parent), world.random).error(),
            Errc::role_owns);
}

}  // namespace
}  // namespace kring::charter
