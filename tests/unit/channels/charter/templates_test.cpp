#include "channels/charter/templates.hpp"

#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kring::charter {
namespace {

namespace limits = channels::limits;

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

  EXPECT_EQ(charter.roles().size(), all_templates.size());
  EXPECT_EQ(charter.channels().size(), all_founding_channels.size());
  EXPECT_EQ(charter.channels_of(circle.founder.id, world.now).size(), all_founding_channels.size());
  EXPECT_EQ(charter.regie()->id, circle.plan.channel_ids.at(FoundingChannel::regie));
  EXPECT_EQ(charter.channel(circle.plan.channel_ids.at(FoundingChannel::family))->mode, Mode::sealed);
  EXPECT_EQ(charter.channel(circle.plan.channel_ids.at(FoundingChannel::care))->mode, Mode::record);
}

TEST(FoundingPlan, GivesEachRoleTheMatrixsRights) {
  support::TestCircle world;
  const PlannedCircle circle(world);

  for (const auto channel : all_founding_channels) {
    const auto& opened = *circle.log.charter().channel(circle.plan.channel_ids.at(channel));
    for (const auto role : all_templates) {
      const auto given = opened.rights.find(circle.plan.role_ids.at(role));
      EXPECT_EQ(given == opened.rights.end() ? Rights() : given->second, rights_of(role, channel))
          << label_of(role, Language::english) << " in " << label_of(channel, Language::english);
    }
  }
}

TEST(FoundingPlan, KeepsRegieToParentsAndTheMdoToItsTeam) {
  std::set<Template> in_regie;
  std::set<Template> in_mdo;
  for (const auto role : all_templates) {
    if (!rights_of(role, FoundingChannel::regie).empty()) in_regie.insert(role);
    if (!rights_of(role, FoundingChannel::mdo).empty()) in_mdo.insert(role);
  }

  EXPECT_EQ(in_regie, std::set{Template::parent});
  EXPECT_EQ(in_mdo, (std::set{Template::parent, Template::copiloot, Template::case_manager,
                              Template::therapist, Template::nurse}));
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
    EXPECT_EQ(role.owns, role.id == plan.role_ids.at(Template::parent));
    EXPECT_EQ(role.may_be_preapproved, role.id == plan.role_ids.at(Template::family));
  }
}

TEST(FoundingPlan, GivesThePreapprovedNothingInCareOrMdo) {
  EXPECT_TRUE(rights_of(Template::family, FoundingChannel::care).empty());
  EXPECT_TRUE(rights_of(Template::family, FoundingChannel::mdo).empty());
}

TEST(Labels, AreThereInBothLanguagesAndDifferByRole) {
  for (const auto language : {Language::dutch, Language::english}) {
    std::set<std::string_view> labels;
    for (const auto role : all_templates) labels.insert(label_of(role, language));
    EXPECT_EQ(labels.size(), all_templates.size());
    for (const auto channel : all_founding_channels) EXPECT_FALSE(label_of(channel, language).empty());
  }
  EXPECT_EQ(label_of(FoundingChannel::care, Language::dutch), "Dagzorg");
  EXPECT_EQ(label_of(Template::agency, Language::dutch), "Aanspreekpunt bij een instantie");
}

TEST(DefaultStay, IsAShiftForAStandInAndAYearForOthers) {
  EXPECT_EQ(default_stay(Template::night), limits::stand_in_stay_max);
  EXPECT_EQ(default_stay(Template::therapist), limits::stay_max);
}

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
  EXPECT_EQ(rights.size(), 3U);
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
